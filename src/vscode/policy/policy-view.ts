import * as vscode from 'vscode';
import { effectivePolicy } from '../../core/policy/effective.js';
import type { PolicySettings } from '../../core/policy/settings.js';
import type { TeamInForce } from '../../core/policy/team-in-force.js';
import {
  effectiveText,
  effectiveTitle,
  type Ignored,
  type TeamSource,
} from '../../messages/policy/effective.js';

export interface PolicyViewParts {
  settings(): PolicySettings;
  source(): TeamSource;
  team(): TeamInForce | undefined;
  /** What the workspace would loosen and does not. */
  ignored(): readonly Ignored[];
  /** Anything of the above may have changed. */
  onChange(listener: () => void): () => void;
}

const scheme = 'countersign-policy';
const page = vscode.Uri.from({ scheme, path: `/${effectiveTitle}` });

/** **Countersign: Show Effective Policy**: a read-only page with every line that holds and its origin; it follows changes. */
export class PolicyView implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registrations: vscode.Disposable;

  constructor(private readonly parts: PolicyViewParts) {
    this.registrations = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.commands.registerCommand('countersign.showEffectivePolicy', () => this.show()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('countersign')) this.changed.fire(page);
      }),
      { dispose: parts.onChange(() => this.changed.fire(page)) },
    );
  }

  provideTextDocumentContent(): string {
    const { parts } = this;
    return effectiveText(effectivePolicy(parts.settings(), parts.team()), parts.source(), parts.ignored());
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private async show(): Promise<void> {
    this.changed.fire(page);
    const document = await vscode.workspace.openTextDocument(page);
    await vscode.window.showTextDocument(document, { preview: false });
  }
}
