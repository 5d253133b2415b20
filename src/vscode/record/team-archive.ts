import * as vscode from 'vscode';
import type { Result } from '../../core/shared/result.js';
import {
  archiveAgreedText,
  archiveNotRecordedText,
  archiveQuestion,
  archiveRefusedText,
  lateArchiveText,
} from '../../messages/team/archive.js';
import type { RecordFailure } from '../../ports/ports.js';

/** The archive that the accepted policy names. */
export interface AskedArchive {
  readonly url: string;
  readonly key: string;
  /** Digest and version of the policy. */
  readonly policy: string;
  readonly version: number;
}

export interface TeamArchiveParts {
  /** Undefined where none is named, or the person has answered. */
  unanswered(): AskedArchive | undefined;
  answer(archive: AskedArchive, isAgreed: boolean): Promise<Result<void, RecordFailure>>;
}

/** Asks a person once for each archive that their team's policy names; nothing is sent meanwhile. */
export class TeamArchive {
  private readonly asked = new Set<string>();

  constructor(private readonly parts: TeamArchiveParts) {}

  async look(): Promise<void> {
    const archive = this.parts.unanswered();
    if (archive === undefined || this.asked.has(nameOf(archive))) return;
    this.asked.add(nameOf(archive));
    const { question, agree, refuse } = archiveQuestion(archive.url, archive.version);
    const answer = await vscode.window.showInformationMessage(question, agree, refuse);
    if (answer === agree || answer === refuse) await this.take(archive, answer === agree);
  }

  /** A person has accepted the policy, whose dialog said what is sent where. */
  async accepted(archive: AskedArchive): Promise<void> {
    this.asked.add(nameOf(archive));
    await this.take(archive, true);
  }

  private async take(archive: AskedArchive, isAgreed: boolean): Promise<void> {
    const done = await this.parts.answer(archive, isAgreed);
    if (!done.ok) void vscode.window.showErrorMessage(archiveNotRecordedText(done.error.detail));
    else
      void vscode.window.showInformationMessage(
        isAgreed ? archiveAgreedText(archive.url) : archiveRefusedText,
      );
  }
}

function nameOf({ url, key }: AskedArchive): string {
  return `${url} ${key}`;
}

export function showLateArchive(
  url: string,
  waiting: { readonly entries: number; readonly forMs: number },
): void {
  void vscode.window.showWarningMessage(lateArchiveText(url, waiting));
}
