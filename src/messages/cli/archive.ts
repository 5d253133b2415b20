import type { BatchRefusal } from '../../core/record/archive/refusal.js';
import { inertLine } from '../../core/shared/inert.js';
import { courierFailureText } from '../countersign/countersign.js';
import { countText } from '../text/count.js';
import { dateAndTime } from '../text/time.js';
import { seeHelpText } from './usage.js';

type CarrierFailure = Parameters<typeof courierFailureText>[0];
type OutboxCode =
  | CarrierFailure['code']
  | 'not-chosen'
  | 'no-record'
  | 'forked'
  | 'differs'
  | 'busy'
  | 'let-go';

/** What `collect` says. */
export const collectText = {
  source: (got: string) =>
    seeHelpText(`expected either --from nats://HOST or --courier URL, got ${inertLine(got)}`, 'collect'),
  from: (got: string) =>
    seeHelpText(
      `expected --from to be nats://HOST[:PORT][/ORGANISATION] or tls://..., got ${inertLine(got)}`,
      'collect',
    ),
  courier: (got: string) =>
    seeHelpText(
      `expected --courier to be git+ssh://..., git+https://..., git+file:///... or folder:/DIR, got ${inertLine(got)}`,
      'collect',
    ),
  into: seeHelpText('expected --into DIR, the folder of the archive, got none', 'collect'),
  unreached: (url: string, failure: CarrierFailure) =>
    `expected to take records from ${inertLine(url)}: ${courierFailureText(failure)}; start it, or correct the address or the credentials`,
  locked: (folder: string) =>
    `expected to be the only collector of ${inertLine(folder)}, and another one is at it; stop that one first`,
  archive: (folder: string, { code, detail }: { readonly code: string; readonly detail: string }): string => {
    switch (code) {
      case 'other-archive':
        return `expected ${inertLine(folder)} to be an archive of this collector, and ${inertLine(detail)} signs there; give the archive-*-key.pem of its COUNTERSIGN_HOME back, or another folder`;
      case 'not-an-archive':
        return `expected ${inertLine(folder)} to be an archive or empty, got a folder with ${inertLine(detail)}; give another folder`;
      default:
        return `the archive in ${inertLine(folder)} is not what its checkpoint says (${inertLine(detail)}); see countersign verify ${inertLine(folder)}, and put it back from a copy`;
    }
  },
  unwritable: (folder: string, detail: string) =>
    `expected to write to ${inertLine(folder)}, and the disk refuses it (${inertLine(detail)}); make room, or give a folder that can be written to`,
  ready: (name: string, key: string) =>
    `${name}: ready. Each machine is told once: countersign outbox --to URL --key '${key}'`,
  archived: ({
    log,
    person,
    size,
  }: {
    readonly log: string;
    readonly person: string;
    readonly size: number;
  }) => `${log}${person === '' ? '' : ` of ${inertLine(person)}`}: ${countText(size, 'entry', 'entries')}`,
  tellAfter: (got: string) =>
    seeHelpText(
      `expected --tell-after to be a number of hours from 1 to 9999, got ${inertLine(got)}`,
      'collect',
    ),
  silent: ({
    log,
    person,
    size,
    at,
  }: {
    readonly log: string;
    readonly person: string;
    readonly size: number;
    readonly at: number;
  }) =>
    `${log}${person === '' ? '' : ` of ${inertLine(person)}`}: nothing has come since ${dateAndTime(at)} (${countText(size, 'entry', 'entries')}). Where that machine is in use, see there what countersign outbox says`,
  waiting: (failure: CarrierFailure) =>
    `nothing can be fetched now (${courierFailureText(failure)}); it is tried again`,
  disk: (detail: string) =>
    `the archive cannot be written now (${inertLine(detail)}); what came stays with the carrier, and it is tried again`,
  stopped: 'stopped; what was taken in is archived',
};

const refusals: Readonly<Record<BatchRefusal['code'], string>> = {
  'no-batch': 'a message that is none of a record',
  'not-signed': "a checkpoint that the record's own key has not signed",
  'other-person': 'the record of another person',
  'too-many-records': 'more records than one person has',
  'too-long': 'an entry that is too long',
  fork: 'a fork: another entry stands there already',
  root: 'a checkpoint that is not over these entries',
  'not-an-entry': 'a line that is no entry',
  'wrong-sequence': 'an entry in the wrong place',
  'wrong-previous': 'an entry that does not follow the one before',
};

/** What was not taken into an archive, on one line. */
export function batchRefusalText({ code, origin, person, seq, expected, got }: BatchRefusal): string {
  const whose = `${origin === '' ? 'no record' : inertLine(origin)}${person === '' ? '' : ` from ${inertLine(person)}`}`;
  const what = got === '' ? inertLine(expected) : `${inertLine(expected)}, got ${inertLine(got)}`;
  return `refused ${refusals[code]} (${whose}, entry ${seq}: expected ${what})`;
}

/** What `outbox` says. */
export const outboxText = {
  both: seeHelpText('expected --to URL together with --key KEY', 'outbox'),
  one: seeHelpText('expected one of --send, --to and --stop', 'outbox'),
  url: (got: string) =>
    seeHelpText(
      `expected --to to be nats://HOST[:PORT][/ORGANISATION], tls://..., git+ssh://..., git+https://..., git+file:///... or folder:/DIR, got ${inertLine(got)}`,
      'outbox',
    ),
  key: (got: string) =>
    seeHelpText(
      `expected --key to be the key that countersign collect prints, got ${inertLine(got)}`,
      'outbox',
    ),
  person:
    'expected a person at a terminal to choose where the record goes, got none; no agent does that for them',
  question: (url: string) =>
    `From now on every entry of your record goes to the archive at
${inertLine(url)}
with what agents asked for and where, who decided, and what came of it; secrets are taken out before an entry is written. Whoever reads
the archive reads that, and keeps it however long your own record is kept. Type yes to go on: `,
  declined: 'nothing was changed',
  chosen:
    'The record goes to the archive from now on. Send what there is now with countersign outbox --send.',
  ended: 'Nothing is sent any more. What the archive has stays there.',
  none: 'The record goes to no archive. countersign outbox --to URL --key KEY chooses one.',
  standing: ({
    size,
    archived,
    at,
  }: {
    readonly size: number;
    readonly archived: number;
    readonly at?: number;
  }) => {
    const has = `The archive has ${countText(archived, 'entry', 'entries')} of ${size}`;
    const when = at === undefined ? '' : `, by its word of ${dateAndTime(at)}`;
    const waiting = Math.max(0, size - archived);
    return `${has}${when}. ${waiting === 0 ? 'Nothing waits.' : `${countText(waiting, 'entry waits', 'entries wait')}.`}`;
  },
  goes: ({
    url,
    policy,
    since,
  }: {
    readonly url: string;
    readonly policy?: string | undefined;
    readonly since?: number | undefined;
  }) => {
    const when = since === undefined ? '' : ` on ${dateAndTime(since)}`;
    const why =
      policy === undefined
        ? `a person here chose that${when}`
        : `your team's policy ${policy.slice(0, 12)} names it, and a person here agreed${when}`;
    return `The record goes to ${inertLine(url)}: ${why}.`;
  },
  refused: (url: string) =>
    `Nothing goes to ${inertLine(url)}, which a person here has refused or ended; countersign outbox --to sends it there again.`,
  unanswered:
    'expected the archive to answer that it has everything, got no such answer yet; the entries stay in the outbox and are sent again',
  failure: ({ code, detail }: { readonly code: OutboxCode; readonly detail: string }): string => {
    switch (code) {
      case 'not-chosen':
        return 'the record goes to no archive; countersign outbox --to URL --key KEY chooses one';
      case 'no-record':
        return "expected this home's record to have a key, got none; the record cannot be sent";
      case 'forked':
        return 'the record is not what its own last checkpoint says; nothing is sent. See countersign verify';
      case 'differs':
        return `the archive has ${detail} entries of this record, and they are not those that stand here: the record was cut or rewritten. See countersign verify`;
      case 'busy':
        return `the record cannot be read now (${inertLine(detail)}); try again`;
      case 'let-go':
        return `entry ${detail} was let go by retention before the archive had it; the record cannot be sent whole any more`;
      default:
        return `the record could not be sent: ${courierFailureText({ code, detail })}; the entries stay in the outbox and are sent again`;
    }
  },
};

/** A record that was first sent when it had let its beginning go. */
function beginsText(begins: number, isSaid: boolean): string {
  return isSaid
    ? ` from number ${begins} on (the record itself says that those before were let go by their age, before it was first sent)`
    : ` from number ${begins} on (those before are MISSING, and nothing that was sent says that they were let go)`;
}

/** What `verify` says of an archive. */
export const archiveVerifiedText = {
  holds: ({
    name,
    checkpoints,
    records,
  }: {
    readonly name: string;
    readonly checkpoints: number;
    readonly records: readonly { readonly entries: number }[];
  }) =>
    `The archive ${name} holds: ${countText(
      records.reduce((sum, { entries }) => sum + entries, 0),
      'entry',
      'entries',
    )} of ${countText(records.length, 'record', 'records')}, ${countText(checkpoints, 'checkpoint', 'checkpoints')} cosigned.`,
  record: ({
    log,
    person,
    entries,
    at,
    begins,
    isSaid,
  }: {
    readonly log: string;
    readonly person: string;
    readonly entries: number;
    readonly at: number;
    readonly begins?: number;
    readonly isSaid?: boolean;
  }) =>
    `  ${log}${person === '' ? '' : ` of ${inertLine(person)}`}: ${countText(entries, 'entry', 'entries')}${begins === undefined ? '' : beginsText(begins, isSaid === true)}, cosigned on ${dateAndTime(at)}`,
  keys: ({ logKey, key }: { readonly logKey: string; readonly key: string }) =>
    `It signs with these keys; hold them against what countersign collect printed:\n  ${logKey}\n  ${key}`,
  /** A folder that was named, and what an archive has that it lacks. */
  none: (folder: string, lacks: string) =>
    `expected the folder of an archive (countersign collect --into), got ${inertLine(folder)}, which has no ${inertLine(lacks)}; name the file in it that is to be checked: a receipt, export.jsonl, or a record’s segments, oldest first`,
  breaks: ({
    code,
    log,
    seq,
    detail,
  }: {
    readonly code: ArchiveBreakCode;
    readonly log: string;
    readonly seq: number;
    readonly detail: string;
  }) =>
    `the archive does not hold: ${archiveBreaks[code]} (${log === '' ? "the archive's own log" : `record ${log}`}, entry ${seq}: ${inertLine(detail)})`,
};

type ArchiveBreakCode =
  | 'no-archive'
  | 'unreadable'
  | 'unsigned'
  | 'root'
  | 'tile'
  | 'unlisted'
  | 'not-an-entry'
  | 'wrong-sequence'
  | 'wrong-previous';

const archiveBreaks: Readonly<Record<ArchiveBreakCode, string>> = {
  'no-archive': 'the folder is no archive',
  unreadable: 'a file is missing or cut',
  unsigned: 'the key that belongs there has not signed it',
  root: 'the entries are not those that were signed',
  tile: 'a tile is not that of its entries',
  unlisted: "the last checkpoint is not in the archive's own log",
  'not-an-entry': refusals['not-an-entry'],
  'wrong-sequence': refusals['wrong-sequence'],
  'wrong-previous': refusals['wrong-previous'],
};
