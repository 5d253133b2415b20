import type { RequestError } from '../core/countersign/request.js';
import type { RequestStatement } from '../core/countersign/request-statement.js';
import type { Presence, Verdict } from '../core/policy/verdict.js';
import type { Assessment } from '../core/risk/assessment.js';
import { inertLine } from '../core/shared/inert.js';
import type { Card } from '../protocol/card.js';
import type { PeerRefusal } from '../protocol/peer-decision.js';
import { bandWords } from './card.js';
import { titleOf } from './effect.js';
import { ruleWords } from './rule.js';
import { statementCard } from './statement-card.js';

/** Somebody's request with what this machine makes of it; the desk's own value fits. */
export interface PeerView {
  readonly id: string;
  readonly digest: string;
  readonly statement: RequestStatement;
  readonly presence: Presence;
  readonly kind: 'waiting' | 'answered' | 'own' | 'notice';
  readonly opinion: { readonly assessment: Assessment; readonly verdict: Verdict };
  readonly hindrance?: PeerRefusal;
}

/** The card for a peer: the requester's card from the signed bytes, and this machine's own opinion above it. */
export function peerCard(peer: PeerView, surface: 'view' | 'page', now: number, refused?: PeerRefusal): Card {
  const { statement, kind, hindrance } = peer;
  const card = statementCard(statement, surface, now);
  const title = inertLine(titleOf(statement.assessment, statement.call));
  const notice = refused ?? hindrance;
  return {
    ...card,
    id: peer.id,
    digest: peer.digest,
    name: `${bandWords[statement.assessment.band]} request ${statement.name} of ${inertLine(statement.requester.person)}: ${title}`,
    facts: [...opinionFacts(peer), ...card.facts],
    ask:
      kind === 'waiting' && hindrance === undefined
        ? { kind: 'typed', name: statement.typed, label: 'To countersign, type the name' }
        : { kind: 'none' },
    approve: `Countersign: ${title}`,
    deny: `Refuse: ${title}`,
    live: liveOf(peer, card.live),
    ...(notice === undefined ? {} : { notice: peerRefusalWords(notice) }),
  };
}

function opinionFacts({ opinion, statement, presence }: PeerView): Card['facts'] {
  const { assessment, verdict } = opinion;
  const rule = verdict.kind === 'no-opinion' ? 'no rule of yours speaks' : ruleWords(verdict.rule);
  const differs = assessment.score === statement.assessment.score ? '' : ', by the text alone';
  return [
    {
      term: 'Judged here',
      detail: `score ${assessment.score} (${bandWords[assessment.band].toLowerCase()})${differs}; ${rule}`,
    },
    { term: 'Signed', detail: `${inertLine(statement.requester.person)}${signedWith[presence]}` },
  ];
}

const signedWith: Readonly<Record<Presence, string>> = {
  none: ', with a key that any program of theirs can use',
  touch: ', touching a security key',
  pin: ', with a security key and its PIN',
};

function liveOf({ kind, statement }: PeerView, live: Card['live']): Card['live'] {
  switch (kind) {
    case 'waiting':
      return live;
    case 'answered':
      return { ...live, status: 'You have answered.' };
    case 'own':
      return { ...live, status: 'This is your own request: you can never countersign it.' };
    case 'notice':
      return {
        status: `${inertLine(statement.requester.person)} broke the glass: the call ran without countersignatures.`,
        detail: 'Nothing is asked of you here. Review it with them.',
      };
  }
}

/** Why an answer was not given, and what to do. */
export function peerRefusalWords({ code, detail }: PeerRefusal): string {
  return refusals[code](inertLine(detail));
}

const refusals: Readonly<Record<PeerRefusal['code'], (detail: string) => string>> = {
  'unknown-request': () => 'This request is gone: decided, taken back or expired.',
  'digest-changed': () =>
    'The request\u2019s bytes are not those that you read. Read it again; tell the requester.',
  expired: () => 'This request has expired. The requester may send it again.',
  'own-request': (who) => `${who} asked for it: a requester never countersigns. Another person has to.`,
  answered: () => 'You have answered this request.',
  'not-asked': (who) =>
    `The policy does not ask ${who === '' ? 'you' : who} for this call. You can refuse it, not countersign it.`,
  'no-key': (held) =>
    `None of your SSH keys may countersign by the team\u2019s roster (${held}). Add your key to ssh-agent, or have it added to .countersign/allowed_signers.`,
  'presence-too-low': () =>
    'The policy asks for a security key that is touched. Sign with that key, and touch it when it blinks.',
  'not-reviewed': () => 'Read it first: a countersignature given faster than anyone reads does not count.',
  'reason-missing': () => 'Say why: the requester and the agent read the reason.',
  'not-trusted': (why) => `The team\u2019s policy is not in force here (${why}). Accept it first.`,
  'policy-differs': (own) =>
    `The request was signed under another policy or roster than yours (${own}). Fetch the team\u2019s policy on both sides, then have it sent again.`,
  'weaker-than-policy': () =>
    'Your own policy asks for more than this request does. Do not countersign it; tell the requester.',
  'forbidden-here': () => 'Your own policy forbids this call. It can only be refused.',
  'sign-failed': (why) => `Your key did not sign (${why}). Unlock or touch it, then answer again.`,
  courier: (why) => `The courier did not take it (${why}). Answer again.`,
  'record-failed': (why) =>
    `Your record cannot be written (${why}), so nothing was sent. Make room, then answer again.`,
};

/** Why a message is no request. */
export const strangeWords: Readonly<Record<RequestError['code'], string>> = {
  unreadable: 'It cannot be read.',
  'unknown-fields': 'It has another form than a request.',
  'bad-signature': 'Its signature does not hold: it was changed on the way, or never signed.',
  'not-in-roster': 'It is signed by nobody of the roster.',
  'other-key': 'It names another key than the one that signed it.',
  'other-id': 'It lies under another name than its own.',
  'call-differs': 'What it shows is not what it binds.',
  clock: 'It comes from a clock that is more than two minutes ahead.',
  expired: 'It has expired.',
};

/** The one notification of a peer. */
export function peerNoticeWords(waiting: readonly PeerView[]): string {
  const [first] = waiting;
  if (first === undefined) return '';
  if (waiting.length > 1) return `${waiting.length} requests wait for your countersignature.`;
  const { statement } = first;
  const title = inertLine(titleOf(statement.assessment, statement.call));
  return `${inertLine(statement.requester.person)} asks for your countersignature: ${title}.`;
}
