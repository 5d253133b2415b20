import * as vscode from 'vscode';
import { awaitsEndorsement } from '../../core/countersign/endorsement-wait.js';
import { RosterDiagnostics } from '../policy/roster-diagnostics.js';
import type { TeamParts } from './team-parts.js';

type Flow = typeof import('./team-flow.js');

/** Setting up a team, endorsing its policy, and handing on one's own public key; loaded when first needed. */
export function registerTeamCommands(parts: TeamParts): vscode.Disposable {
  const on = (command: string, run: (flow: Flow) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(command, async () => run(await import('./team-flow.js')));
  return vscode.Disposable.from(
    new EndorsementWatch(parts),
    new RosterDiagnostics(),
    on('countersign.setUpTeam', (flow) => flow.setUpTeam(parts)),
    on('countersign.endorseTeamPolicy', (flow) => flow.endorseTeamPolicy(parts)),
    on('countersign.copyMyKey', (flow) => flow.copyMyKey(parts)),
  );
}

/** Notices, once, that a first policy waits for a second maintainer. */
class EndorsementWatch implements vscode.Disposable {
  private readonly stop: () => void;
  private isTold = false;

  constructor(private readonly parts: TeamParts) {
    this.stop = parts.trust.onChange(() => void this.follow());
    void this.follow();
  }

  dispose(): void {
    this.stop();
  }

  private async follow(): Promise<void> {
    const awaits = awaitsEndorsement(this.parts.trust.now());
    void vscode.commands.executeCommand('setContext', 'countersign.awaitsEndorsement', awaits);
    if (!awaits || this.isTold) return;
    this.isTold = true;
    const { tellOfEndorsement } = await import('./team-flow.js');
    await tellOfEndorsement(this.parts);
  }
}
