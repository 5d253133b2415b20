import * as vscode from 'vscode';
import { effectivePolicy } from '../../core/policy/effective.js';
import { peerReviewIds } from '../../core/policy/peer-review.js';
import type { PolicySettings } from '../../core/policy/settings.js';
import type { TeamInForce } from '../../core/policy/team-in-force.js';
import {
  effectiveText,
  effectiveTitle,
  type Ignored,
  type TeamSource,
} from '../../messages/policy/effective.js';
import { ruleSentence } from '../../messages/policy/rule.js';

export interface PolicyViewParts {
  settings(): PolicySettings;
  source(): TeamSource;
  team(): TeamInForce | undefined;
  /** What the workspace would loosen and does not. */
  ignored(): readonly Ignored[];
  /** Looks at the remote, and says when; Unix milliseconds. */
  look(): Promise<number>;
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
  private lookedAt: number | undefined;

  constructor(private readonly parts: PolicyViewParts) {
    this.registrations = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.commands.registerCommand('countersign.showEffectivePolicy', (rule?: unknown) => this.show(rule)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('countersign')) this.changed.fire(page);
      }),
      { dispose: parts.onChange(() => this.changed.fire(page)) },
    );
  }

  provideTextDocumentContent(): string {
    const { parts } = this;
    const policy = effectivePolicy(parts.settings(), parts.team());
    return effectiveText(policy, parts.source(), parts.ignored(), this.lookedAt);
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private async look(): Promise<void> {
    this.lookedAt = await this.parts.look();
    this.changed.fire(page);
  }

  /** `rule`: the id of the one that spoke about a call. A team's own is shown in its file, where the file still has it. */
  private async show(rule: unknown): Promise<void> {
    const id = typeof rule === 'string' ? rule : '';
    if (id.startsWith('team/') && (await showInPolicy(id.slice('team/'.length)))) return;
    if (id === 'user/ask-from') {
      await vscode.commands.executeCommand('workbench.action.openSettings', '@id:countersign.ask.from');
      return;
    }
    this.changed.fire(page);
    // What stands there is of the last look; this one follows.
    void this.look();
    const document = await vscode.workspace.openTextDocument(page);
    const at = id === '' ? undefined : lineWith(document, ruleSentence(id));
    await vscode.window.showTextDocument(document, {
      preview: false,
      ...(at === undefined ? {} : { selection: at.range }),
    });
  }
}

const policyFile = '.countersign/policy.json';

/** Rules that stand in a policy as a value of their own. */
const keys: ReadonlyMap<string, string> = new Map([
  ['ask-from', 'askFrom'],
  ...peerReviewIds.map((id) => [id, 'peerReview'] as const),
]);

/** False where no folder of this window has a policy with that rule. */
async function showInPolicy(id: string): Promise<boolean> {
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const file = vscode.Uri.joinPath(uri, policyFile);
    const document = await vscode.workspace.openTextDocument(file).then(undefined, () => undefined);
    if (document === undefined) continue;
    const at = lineWith(document, JSON.stringify(id)) ?? lineWith(document, `"${keys.get(id) ?? id}"`);
    if (at === undefined) continue;
    await vscode.window.showTextDocument(document, { selection: at.range });
    return true;
  }
  return false;
}

function lineWith(document: vscode.TextDocument, text: string): vscode.TextLine | undefined {
  for (let number = 0; number < document.lineCount; number += 1) {
    const line = document.lineAt(number);
    if (line.text.includes(text)) return line;
  }
  return undefined;
}
