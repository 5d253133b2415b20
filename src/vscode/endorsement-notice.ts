import * as vscode from 'vscode';
import { awaitsEndorsement } from '../core/countersign/endorsement-wait.js';
import { namespaces } from '../core/countersign/namespace.js';
import { ownPerson } from '../desk/own-person.js';
import { planEndorsement } from '../desk/team-plan.js';
import { askedToEndorse } from '../words/team.js';
import type { TeamParts } from './team-parts.js';

/** Tells a maintainer, once, that a first policy waits for their word; anybody else, that it waits. */
export class EndorsementNotice implements vscode.Disposable {
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
    const share = await this.share();
    if (share === 'given') return;
    if (share === 'none') {
      void vscode.window.showInformationMessage(askedToEndorse.wait);
      return;
    }
    const answer = await vscode.window.showInformationMessage(askedToEndorse.message, askedToEndorse.look);
    if (answer === askedToEndorse.look) await vscode.commands.executeCommand('countersign.endorseTeamPolicy');
  }

  /** What this person has to do with it: nothing, an endorsement that is missing, or one that was given. */
  private async share(): Promise<'none' | 'missing' | 'given'> {
    const { workspace, trust, clock, signer } = this.parts;
    const now = clock.now();
    const planned = planEndorsement(workspace.files(), trust.now(), now);
    if (!planned.ok) return 'none';
    const own = await ownPerson(signer, planned.value.maintainers, namespaces.policy, now);
    if (!own.ok) return 'none';
    return planned.value.endorsedBy.includes(own.value.person) ? 'given' : 'missing';
  }
}
