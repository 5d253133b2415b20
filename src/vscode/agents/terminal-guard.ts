import { delimiter } from 'node:path';
import * as vscode from 'vscode';
import type { GuardMode } from '../../core/policy/guard-mode.js';
import { guardDescription, guardFailedText } from '../../messages/agents/terminal-guard.js';
import { readGuardMode } from '../settings.js';

export interface TerminalGuardParts {
  readonly variables: vscode.GlobalEnvironmentVariableCollection;
  /** The folder of launchers. */
  readonly folder: string;
  /** Undefined when the launchers are in place; else why they are not. */
  install(mode: GuardMode): string | undefined;
  /** Guards what has been installed on this machine since. */
  refresh(): void;
}

const before = { applyAtProcessCreation: true, applyAtShellIntegration: true } as const;

/** Puts the folder of launchers in front of PATH in this window's terminals, as the person's setting says. */
export class TerminalGuard implements vscode.Disposable {
  private readonly registrations: vscode.Disposable[] = [];
  private mode: GuardMode | undefined;

  constructor(private readonly parts: TerminalGuardParts) {
    this.registrations.push(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('countersign') && readGuardMode() !== this.mode) this.open();
      }),
      vscode.window.onDidOpenTerminal(() => this.parts.refresh()),
    );
  }

  /** Puts everything in place, or takes it away. Terminals that are open keep the PATH that they have. */
  open(): void {
    const mode = readGuardMode();
    this.mode = mode;
    const problem = this.parts.install(mode);
    const { variables, folder } = this.parts;
    // While the window starts, its terminals are already back: what was there before it closed still holds for them.
    variables.persistent = true;
    if (problem !== undefined) void vscode.window.showErrorMessage(guardFailedText(problem));
    if (mode === 'off' || problem !== undefined) {
      variables.clear();
      return;
    }
    variables.description = guardDescription(mode);
    // Start-up files of a shell may put folders in front of PATH: the shell's integration puts ours back before them.
    variables.prepend('PATH', `${folder}${delimiter}`, before);
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
  }
}
