import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';
import { editorLine } from '../text/editor-line.js';
import { duration } from '../text/time.js';
import { sentText } from './archive-clause.js';

/** Of a policy that came into force without this person's acceptance. */
export function archiveQuestion(
  url: string,
  version: number,
): { readonly question: string; readonly agree: string; readonly refuse: string } {
  return {
    question: `Version ${version} of your team\u2019s policy names an archive for the record: every entry of this machine would go to ${editorLine(url)}, ${sentText}. Nothing is sent before you agree.`,
    agree: 'Send the Record',
    refuse: 'Not From This Machine',
  };
}

export function archiveAgreedText(url: string): string {
  return `The record goes to the archive at ${editorLine(url)} from now on; countersign outbox says how far it is.`;
}

export const archiveRefusedText =
  'Nothing is sent. The record says so, and countersign outbox --to still can send it.';

export function archiveNotRecordedText(detail: string): string {
  return `Nothing was changed: the record could not be written (${inertLine(detail)}).`;
}

/** An archive that does not answer. */
export function lateArchiveText(
  url: string,
  { entries, forMs }: { readonly entries: number; readonly forMs: number },
): string {
  return `The archive at ${editorLine(url)} has confirmed nothing for ${duration(forMs)}: ${countText(entries, 'entry of the record waits', 'entries of the record wait')}. Nothing is lost, and all of it is sent again. See countersign outbox.`;
}
