import * as vscode from 'vscode';
import { aboutSignatureName, signingText } from '../../messages/team/team.js';
import type { TeamFiles } from '../../ports/team.js';
import { askAbout, type DiffQuestion } from '../card/asked-diff.js';

/** What is asked, then what stands there now beside what would stand there: policy and roster in one tab, which has the buttons. */
export function askOfTeamChange(
  question: DiffQuestion,
  about: string,
  before: TeamFiles,
  after: TeamFiles,
): Promise<boolean> {
  return askAbout(question, [
    { path: aboutSignatureName, before: null, after: about },
    {
      path: '.countersign/policy.json',
      before: textOfBytes(before.policy),
      after: textOfBytes(after.policy),
    },
    {
      path: '.countersign/allowed_signers',
      before: textOfBytes(before.roster),
      after: textOfBytes(after.roster),
    },
  ]);
}

/** Shows that something is waited for, a touch for example, and lets the person give up. */
export function whileSigning<T>(work: (cancelled: AbortSignal) => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title: signingText, cancellable: true }, (_, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return work(abort.signal);
  });
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOfBytes(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : new TextDecoder().decode(bytes);
}
