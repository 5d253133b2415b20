import { isCanaryCall } from '../../core/record/canary-call.js';
import type { Decider } from '../../core/record/decider.js';
import type { Entry, EntryBody, NewerBody } from '../../core/record/entry.js';
import { assertNever } from '../../core/shared/assert-never.js';
import { inertLine } from '../../core/shared/inert.js';
import { agentNames } from '../agents/agent-names.js';
import { despiteText, driftText } from '../agents/drift.js';
import { sizeText } from '../cards/copy.js';
import { countText } from '../text/count.js';
import { shortDigest } from '../text/digest.js';
import { dateAndTime, timeOfDay } from '../text/time.js';
import { erasedText } from './erase.js';
import { retentionLetGoText } from './retention.js';
import { reviewVerdictText } from './review.js';

export interface EntryText {
  readonly label: string;
  /** Who asked, and where; empty for what is no call. */
  readonly who: string;
  /** What was asked for; empty for what is no call. */
  readonly what: string;
  readonly description: string;
  readonly tooltip: string;
  /** A name of the editor's icon font. */
  readonly icon: string;
  /** True when a person or a rule said no, or something broke. */
  readonly isStop: boolean;
}

/** One line of the record, in words. */
export function entryText(entry: Entry): EntryText {
  const { body } = entry;
  const { said, icon, isStop } = body.type === 'newer' ? newerThan(body) : saidOf(body);
  const what = 'summary' in body ? inertLine(body.summary) : '';
  const lines = [
    what,
    said,
    ...(entry.newer === undefined ? [] : [newerLine]),
    ...('digest' in body ? callLines(body) : []),
    `Entry ${entry.seq}, ${dateAndTime(entry.ts)}`,
    `Hash of the entry before: ${entry.prev}`,
  ];
  return {
    label: entry.newer === undefined || body.type === 'newer' ? said : `${said} (${partlyNewer})`,
    who: 'digest' in body ? whoText(body) : '',
    what,
    description: `${timeOfDay(entry.ts)} ${what}`.trim(),
    tooltip: lines.filter((line) => line !== '').join('\n'),
    icon,
    isStop,
  };
}

type CallBody = Extract<EntryBody, { readonly digest: string }>;

function callLines(body: CallBody): readonly string[] {
  const targets = body.targets.length === 0 ? '' : `Targets: ${body.targets.map(inertLine).join(', ')}`;
  return [
    whoText(body),
    targets,
    `Score ${body.score} (${body.band}), ${body.vector}`,
    `Digest: ${body.digest}`,
  ];
}

/** Who asked: the agent, which part of it, in which session and directory, and the window that answered. */
function whoText(body: CallBody): string {
  const { agent, subagent, client, session, cwd, window } = body;
  if (isCanaryCall(body)) return inertLine(`Countersign, by the doorbell of ${agentNames[agent]}, in ${cwd}`);
  const parts = [
    agentNames[agent],
    ...(client === undefined ? [] : [`client ${client}`]),
    ...(subagent === undefined ? [] : [`subagent ${subagent.type} ${subagent.id}`.trim()]),
    session === '' ? 'session not named' : `session ${session}`,
    ...(window === undefined ? [] : [`window ${window}`]),
    `in ${cwd}`,
  ];
  return inertLine(parts.join(', '));
}

interface Said {
  readonly said: string;
  readonly icon: string;
  readonly isStop: boolean;
}

function passed(said: string, icon: string): Said {
  return { said, icon, isStop: false };
}

function stopped(said: string, icon: string): Said {
  return { said, icon, isStop: true };
}

const partlyNewer = 'more of it by a newer version';
const newerLine =
  'A newer version of Countersign wrote this entry: this one does not know all of it. It is kept as it is.';

function newerThan({ was }: NewerBody): Said {
  return passed(
    `Written by a newer version: ${was === '' ? 'of a kind without a name' : inertLine(was)}`,
    'versions',
  );
}

/** What is said below the entries shown; empty when this version knows all of them. */
export function newerText(count: number): string {
  if (count === 0) return '';
  const entries = count === 1 ? '1 entry was' : `${count} entries were`;
  return `${entries} written by a newer version of Countersign, and kept as they are: update to read all of it`;
}

function saidOf(body: EntryBody): Said {
  switch (body.type) {
    case 'genesis':
      return passed(`Record begun on ${inertLine(body.machine)}`, 'book');
    case 'call.passed':
      return isCanaryCall(body)
        ? passed('Canary call let through', 'pulse')
        : passed('Let through', 'arrow-right');
    case 'call.held':
      return passed(`${body.request} held`, 'watch');
    case 'call.parked':
      return passed(`${body.request} parked`, 'clockface');
    case 'call.denied':
      return stopped(deniedBy(body), 'circle-slash');
    case 'call.approved':
      return approvedBy(body);
    case 'request.sent':
      return passed(`${body.request} signed by ${inertLine(body.person)}, and sent to peers`, 'mail');
    case 'approval.received':
      return passed(`${body.request} countersigned by ${inertLine(body.person)}`, 'verified');
    case 'denial.received':
      return stopped(
        `${body.request} refused by ${inertLine(body.person)}${reasonOf(body.reason)}`,
        'circle-slash',
      );
    case 'answer.refused':
      return stopped(
        `${body.request}: an answer does not count, ${inertLine(body.code.replaceAll('-', ' '))} (${inertLine(body.detail)})`,
        'warning',
      );
    case 'use.begun':
      return passed(
        body.courier === 'told'
          ? `${body.request}: its one run begins`
          : `${body.request}: its one run begins; the courier could not be told`,
        'unlock',
      );
    case 'break-glass':
      return stopped(
        `${body.request}: glass broken by ${inertLine(body.person)}, review due${reasonOf(body.reason)}`,
        'flame',
      );
    case 'review.received':
      return reviewedBy(body, `${body.request}: ${inertLine(body.person)} has looked at the broken glass`);
    case 'review.given':
      return reviewedBy(body, `Looked at the glass that ${inertLine(body.requester)} broke`);
    case 'countersignature.given':
      return body.decision === 'approval'
        ? passed(`Countersigned for ${inertLine(body.requester)}`, 'verified')
        : stopped(`Refused for ${inertLine(body.requester)}${reasonOf(body.comment)}`, 'circle-slash');
    case 'call.released':
      return passed(`${body.request} released once`, 'unlock');
    case 'copy.kept':
      return passed(`${body.request}: a copy of ${sizeText(body)} was kept before it ran`, 'save-all');
    case 'copy.restored':
      return passed(
        `${body.request}: ${countText(body.files, 'file', 'files')} brought back from the copy, into ${inertLine(body.into)}`,
        'discard',
      );
    case 'call.expired':
      return stopped(`${body.request} expired`, 'history');
    case 'call.void':
      return stopped(
        body.request === ''
          ? 'Rewritten after it was let through: what ran was not judged before'
          : `${body.request} void: ${body.code.replaceAll('-', ' ')}`,
        'error',
      );
    case 'call.finished':
      return passed(body.outcome === 'ran' ? 'Ran' : 'Ran and failed', 'check');
    case 'call.slipped':
      return stopped(slippedBy(body), 'error');
    case 'hooks.accepted':
      return passed(
        `Hooks accepted as they stand: ${body.hooks.map(({ file }) => inertLine(file)).join(', ')}`,
        'law',
      );
    case 'reads.passed':
      return passed(`Reads on ${inertLine(body.target)} pass for one session`, 'eye');
    case 'agent.connected':
      return passed(`${agentNames[body.agent]} connected`, 'plug');
    case 'agent.disconnected':
      return stopped(`${agentNames[body.agent]} disconnected`, 'debug-disconnect');
    case 'guard.drifted':
      return stopped(`${agentNames[body.agent]} not held: ${driftText(body)}`, 'shield');
    case 'guard.repaired':
      return passed(`${agentNames[body.agent]} held again: no longer ${driftText(body)}`, 'shield');
    case 'policy.loaded':
      return passed(
        `Team policy version ${body.version} in force, digest ${shortDigest(body.policy)}${body.decider === undefined ? '' : `, accepted${saidBy(body.decider)}`}`,
        'law',
      );
    case 'policy.loosening':
      return stopped(
        `Not followed: ${inertLine(body.where)} ${body.what.map(inertLine).join('; ')}`,
        'warning',
      );
    case 'retention.pruned':
      return passed(retentionLetGoText({ ...body, at: 0 }), 'archive');
    case 'hold.begun':
      return passed(
        `Legal hold begun by ${inertLine(body.person)}: nothing of the record goes${reasonOf(body.reason)}`,
        'lock',
      );
    case 'hold.ended':
      return passed(`Legal hold ended by ${inertLine(body.person)}${reasonOf(body.reason)}`, 'unlock');
    case 'erased':
      return passed(erasedText(body), 'trash');
    case 'witness.chosen':
      return passed(
        `${inertLine(body.remote)} keeps checkpoints of the record from now on${saidBy(body.decider)}`,
        'eye',
      );
    case 'archive.chosen':
      return passed(
        body.archive === ''
          ? `The record goes to no archive${body.policy === undefined ? ' any more' : ', though the team\u2019s policy names one'}${saidBy(body.decider)}`
          : `The record goes to the archive at ${inertLine(body.archive)} from now on${body.policy === undefined ? '' : ', which the team\u2019s policy names'}${saidBy(body.decider)}`,
        'archive',
      );
    case 'place.said':
      return passed(
        `${inertLine(body.name)} (${inertLine(body.system)}) said to be ${body.environment}${saidBy(body.decider)}`,
        'location',
      );
    case 'place.forgotten':
      return passed(
        `What was said of ${inertLine(body.name)} (${inertLine(body.system)}) taken back${saidBy(body.decider)}`,
        'location',
      );
    case 'recovery':
      return stopped(`Record repaired: ${inertLine(body.detail)}`, 'tools');
    default:
      return assertNever(body);
  }
}

function reviewedBy(
  { verdict, comment }: Extract<EntryBody, { type: 'review.received' | 'review.given' }>,
  who: string,
): Said {
  const said = `${who}: ${reviewVerdictText[verdict]}${reasonOf(comment)}`;
  return verdict === 'right' ? passed(said, 'verified') : stopped(said, 'circle-slash');
}

function slippedBy({ seen, despite }: Extract<EntryBody, { type: 'call.slipped' }>): string {
  if (despite !== undefined) return `Ran all the same: ${despiteText[despite]}`;
  return seen === 'after'
    ? 'Slipped by: ran without ringing before'
    : 'Slipped by: stands in the transcript, and never rang';
}

function deniedBy(body: Extract<EntryBody, { type: 'call.denied' }>): string {
  const who = {
    person: 'denied by a person',
    peers: 'denied by a peer',
    'break-glass': 'denied',
    policy: 'denied by a rule',
    offline: 'denied, no window open',
    failure: 'denied, something broke',
  };
  const said = body.by === 'person' && body.decider ? `denied by ${deciderText(body.decider)}` : who[body.by];
  return `${body.request === '' ? 'Call' : body.request} ${said}${reasonOf(toldReason(body))}`;
}

/** What is a reason beside who refused and what: where nobody was there to ask, the agent was told both once more. */
export function toldReason({
  by,
  reason,
  summary,
}: Pick<Extract<EntryBody, { type: 'call.denied' }>, 'by' | 'reason' | 'summary'>): string {
  return by === 'offline' && summary !== '' && reason.includes(summary) ? '' : reason;
}

function saidBy(decider: Decider | undefined): string {
  return decider === undefined ? '' : ` by ${deciderText(decider)}`;
}

/** A person's name, and by what it is known. */
export function deciderText({ person, known }: Decider): string {
  const by = {
    roster: "by the team's roster",
    git: 'by git’s own name for them',
    account: 'by their account alone',
  };
  return `${inertLine(person)} (${by[known]})`;
}

function approvedBy({
  request,
  by,
  typed,
  signers,
  decider,
}: Extract<EntryBody, { type: 'call.approved' }>): Said {
  if (by === 'break-glass') return stopped(`${request} approved by breaking the glass`, 'flame');
  const who = by === 'peers' ? `, countersigned by ${(signers ?? []).map(inertLine).join(', ')}` : '';
  const alone = decider === undefined ? '' : ` by ${deciderText(decider)}`;
  return passed(`${request} approved${alone}${typed ? ', name typed' : ''}${who}`, 'verified');
}

function reasonOf(reason: string): string {
  return reason.trim() === '' ? '' : `: ${inertLine(reason)}`;
}

const failures: Readonly<Record<'full' | 'unwritable' | 'locked' | 'broken-chain' | 'too-long', string>> = {
  full: 'The disk is full',
  unwritable: 'The record cannot be read or written',
  locked: 'Another process holds the record',
  'broken-chain': 'The record is broken',
  'too-long': 'The entry is too long for the record',
};

/** Why the record cannot be shown; while it cannot be written, nothing is released. */
export function recordFailureText(failure: {
  readonly code: keyof typeof failures;
  readonly detail: string;
}): string {
  return `${failures[failure.code]}: ${inertLine(failure.detail)}`;
}
