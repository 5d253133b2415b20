import * as vscode from 'vscode';
import type { Trust, TrustState } from '../../core/countersign/trust.js';
import type { Result } from '../../core/shared/result.js';
import { acceptedText, acceptText, nothingToAccept, trustAlarm } from '../../messages/team/trust.js';
import type { TrustRoot } from '../../ports/trust.js';

/** Keeps the person's yes to a team policy a person's: shown with its digest, accepted in a dialog, and alarmed about when it is tampered with. */
export class TeamTrust implements vscode.Disposable {
  private readonly registrations: vscode.Disposable;
  private toldOf = '';

  constructor(
    private readonly root: TrustRoot,
    private readonly showPolicy: () => Thenable<unknown>,
    /** A person has said yes to it: what keeps it from coming into force, in words. */
    private readonly accepted: (trust: Trust) => Promise<Result<void, string>>,
  ) {
    this.registrations = vscode.Disposable.from(
      vscode.commands.registerCommand('countersign.acceptTeamPolicy', () => this.accept()),
      { dispose: root.onChange(() => this.follow(root.now())) },
    );
    this.follow(root.now());
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private follow(state: TrustState): void {
    const hasTeam = state.kind !== 'none' && state.trust !== undefined;
    void vscode.commands.executeCommand('setContext', 'countersign.hasTeam', hasTeam);
    void vscode.commands.executeCommand('setContext', 'countersign.hasNewTeam', state.kind === 'unpinned');
    if (state.kind === 'unpinned') this.tellOnce(state.trust.digest, () => this.tellOfNew(state.trust));
    const alarm = trustAlarm(state);
    if (alarm !== undefined) this.tellOnce(alarm, () => void vscode.window.showErrorMessage(alarm));
  }

  private tellOnce(what: string, tell: () => void): void {
    if (this.toldOf === what) return;
    this.toldOf = what;
    tell();
  }

  private tellOfNew(trust: Trust): void {
    const { notice, look } = acceptText(trust);
    void vscode.window.showInformationMessage(notice, look).then((answer) => {
      if (answer === look) void this.accept();
    });
  }

  /** Shows the policy, then asks; nothing is accepted without both. */
  private async accept(): Promise<void> {
    const state = await this.root.refresh();
    if (state.kind !== 'unpinned') {
      void vscode.window.showInformationMessage(nothingToAccept);
      return;
    }
    await this.showPolicy();
    const words = acceptText(state.trust);
    const asked = { modal: true, detail: words.detail };
    const answer = await vscode.window.showInformationMessage(words.question, asked, words.accept);
    if (answer !== words.accept) return;
    const done = await this.accepted(state.trust);
    if (done.ok) void vscode.window.showInformationMessage(acceptedText(state.trust));
    else void vscode.window.showErrorMessage(done.error);
  }
}
