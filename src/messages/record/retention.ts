import type { LegalHold, LetGo } from '../../core/record/retention.js';
import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';
import { dateAndTime } from '../text/time.js';

/** That the oldest entries are not there any more, and what still stands of them. */
export function retentionLetGoText({ to, until, months, at }: LetGo): string {
  const when = at === 0 ? '' : ` on ${dateAndTime(at)}`;
  return `The first ${countText(to, 'entry was', 'entries were')} let go${when}, the newest of them from ${dateAndTime(until)}: the record is kept for ${months} months. Their hashes stay, and the record continues them`;
}

/** Whoever sets the clock forward makes entries old that are not. */
export function letGoAheadText({ to, at }: LetGo): string {
  return `the first ${countText(to, 'entry was', 'entries were')} let go on ${dateAndTime(at)}, a time that had not come then: a clock that stood ahead made them old enough. What went cannot be read any more; ask who ran countersign retention`;
}

export function holdText({ person, reason, since }: LegalHold): string {
  return `Legal hold since ${dateAndTime(since)} by ${inertLine(person)}: nothing of the record goes. Reason: ${inertLine(reason)}`;
}

/** How a record stands with its keeping. */
export function retentionText(
  {
    hold,
    letGo,
    mayGo,
    until,
  }: {
    readonly hold: LegalHold | undefined;
    readonly letGo: readonly LetGo[];
    readonly mayGo: number;
    readonly until: number;
  },
  months: number,
): string {
  const gone = letGo.at(-1);
  const lines = [
    `The record is kept for ${months} months; what is older goes in whole segments, from the oldest on.`,
    ...(hold === undefined ? ['No legal hold.'] : [`${holdText(hold)}.`]),
    ...(gone === undefined ? ['Nothing was let go yet.'] : [`${retentionLetGoText(gone)}.`]),
    ...(mayGo === 0
      ? []
      : [
          `Old enough to go: the entries before ${mayGo}, the newest of them from ${dateAndTime(until)}. A window lets them go once a day, countersign retention --now at once.`,
        ]),
  ];
  return lines.join('\n');
}

export function wentText(entries: number): string {
  return entries === 0
    ? 'Nothing had to go.'
    : `${countText(entries, 'entry was', 'entries were')} let go; their hashes stay.`;
}

export const holdNeedsReasonText = 'expected a reason behind --hold or --release, got none';

export const holdNeedsPersonText =
  'expected a person at a terminal of their own who says yes to it, got none: an agent, or a pipe, cannot';

export const oneOfRetentionText = 'expected one of --hold, --release and --now, got several';

/** One that stands would be replaced unseen, and none can be ended. */
export function holdStandsText(hold: LegalHold | undefined): string {
  return hold === undefined
    ? 'expected a legal hold that stands, got none: nothing to release'
    : `expected no legal hold, got one by ${inertLine(hold.person)}: ${inertLine(hold.reason)}; release it first`;
}

export function holdQuestion(type: 'hold.begun' | 'hold.ended'): string {
  return type === 'hold.begun'
    ? 'From now on nothing of this record goes, however old it is, until somebody ends the hold. Type yes to go on: '
    : 'From now on what is older than the record is kept goes again, and cannot be brought back. Type yes to go on: ';
}

export const holdDeclinedText = 'nothing was changed';

export function heldText(type: 'hold.begun' | 'hold.ended'): string {
  return type === 'hold.begun' ? 'The record is held: nothing of it goes.' : 'The hold is ended.';
}

/** Why nothing was let go. */
export function keptWholeText({
  code,
  detail,
}: {
  readonly code: keyof typeof whyKept;
  readonly detail: string;
}): string {
  return `nothing was let go: ${whyKept[code]}${detail === '' ? '' : ` (${inertLine(detail)})`}`;
}

const whyKept = {
  'no-checkpoint': 'the record does not fit its last checkpoint; see countersign verify',
  differs: 'an entry that would go is not the one that the tree has, and is evidence; see countersign verify',
  'record-failed': 'that it goes could not be recorded',
  disk: 'the disk refused',
} as const;
