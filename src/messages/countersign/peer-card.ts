import type { RequestStatement } from '../../core/countersign/request-statement.js';
import type { Presence, Verdict } from '../../core/policy/verdict.js';
import type { Assessment } from '../../core/risk/assessment.js';
import { inertLine } from '../../core/shared/inert.js';
import type { Card, Empty, GuardView, Labels } from '../../protocol/card.js';
import type { PeerRefusal } from '../../protocol/peer-decision.js';
import { bandText } from '../cards/card.js';
import { titleOf } from '../cards/effect.js';
import { cardLabels } from '../cards/labels.js';
import { ruleText } from '../policy/rule.js';
import { countText } from '../text/count.js';
import { editorLine } from '../text/editor-line.js';
import { duration } from '../text/time.js';
import { courierFailureText, keysText, notInForceText, stillNeededText } from './countersign.js';
import { statementCard } from './statement-card.js';

/** Somebody else's request, as this machine verified it and judges it. */
export interface ShownPeerRequest {
  readonly id: string;
  /** SHA-256, hex, of the signed bytes. */
  readonly digest: string;
  readonly statement: RequestStatement;
  readonly presence: Presence;
  readonly kind: 'waiting' | 'answered' | 'own' | 'notice';
  readonly opinion: { readonly assessment: Assessment; readonly verdict: Verdict };
  readonly hindrance?: PeerRefusal;
}

/** What this window is doing about it. */
export interface PeerStep {
  /** The person's own answer, while their key is asked for it. */
  readonly signing?: 'approval' | 'denial';
  readonly given?: 'approval' | 'denial';
  readonly refused?: PeerRefusal;
}

/** A yes is given no sooner than this after the card has come into view; faster ones do not count at the requester's. */
export const peerArmMilliseconds = 2_500;

export const peerLabels: Labels = {
  ...cardLabels,
  list: 'Requests of others',
  reasonHint: 'The requester and their agent read it, and both records keep it.',
  waitRead: 'To countersign, read the command to its end.',
  waitArm: 'Countersigning is possible in a moment.',
};

export const peerEmpty: Empty = {
  title: 'Nothing waits for you',
  text: 'When a call of your team needs a second person, its request appears here within seconds, whoever asks.',
  actions: [],
};

/** The same card as the requester sees, made of the signed bytes by this copy, with this copy's own verdict beside it. */
export function peerCard(
  peer: ShownPeerRequest,
  step: PeerStep,
  context: { readonly now: number; readonly surface: 'view' | 'page' },
): Card {
  const { statement, id, digest } = peer;
  const card = statementCard(statement, context.surface, context.now);
  const title = card.title;
  const who = inertLine(statement.requester.person);
  const refused = step.refused ?? (peer.kind === 'waiting' ? peer.hindrance : undefined);
  const {
    glass: _,
    passReads: __,
    notice: ___,
    acceptHooks: ____,
    keepCopy: _____,
    question: ______,
    ...shown
  } = card;
  return {
    ...shown,
    id,
    digest,
    state: stateOf(peer, step),
    name: `${card.bandWord} from ${who}: ${title}`,
    bandWord: `${card.bandWord} \u00B7 ${who}`,
    facts: [...ownFacts(peer), ...card.facts],
    ask: askOf(peer, step),
    armMilliseconds: peerArmMilliseconds,
    reasonNeeded: true,
    ...(statement.kind === 'break-glass' ? reviewWords(title) : answerWords(title)),
    live: liveOf(peer, step, context.now),
    ...(refused === undefined ? {} : { notice: peerRefusalText[refused.code](inertLine(refused.detail)) }),
    page: context.surface === 'view' && askOf(peer, step).kind !== 'none',
  };
}

function answerWords(title: string): Pick<Card, 'yes' | 'no' | 'approve' | 'deny'> {
  return { yes: 'Countersign', no: 'Refuse', approve: `Countersign: ${title}`, deny: `Refuse: ${title}` };
}

function reviewWords(title: string): Pick<Card, 'yes' | 'no' | 'approve' | 'deny'> {
  return {
    yes: 'It was right',
    no: 'It should not have run',
    approve: `Reviewed, it was right: ${title}`,
    deny: `Reviewed, it should not have run: ${title}`,
  };
}

function askOf({ kind, hindrance }: ShownPeerRequest, { signing, given }: PeerStep): Card['ask'] {
  if ((kind !== 'waiting' && kind !== 'notice') || signing !== undefined || given !== undefined)
    return { kind: 'none' };
  if (kind === 'notice') return { kind: hindrance === undefined ? 'confirm' : 'none' };
  return hindrance === undefined ? { kind: 'confirm' } : { kind: 'no-only' };
}

function stateOf({ kind }: ShownPeerRequest, { given }: PeerStep): Card['state'] {
  if (given !== undefined) return given === 'approval' ? 'approved' : 'denied';
  return kind === 'waiting' || kind === 'notice' ? 'pending' : 'countersigning';
}

function liveOf(peer: ShownPeerRequest, { signing, given }: PeerStep, now: number): Card['live'] {
  const { statement, kind } = peer;
  const who = inertLine(statement.requester.person);
  const lives = `The request lives another ${duration(statement.approveBy - now)}.`;
  const isGlass = statement.kind === 'break-glass';
  if (isGlass && (given !== undefined || kind === 'answered')) {
    return {
      status: 'You have looked at it.',
      detail: `Your signed word closes the review once the window of ${who} has it.`,
    };
  }
  if (kind === 'notice' && signing === undefined) {
    const due =
      peer.hindrance === undefined
        ? 'A review is due: sign what you think of it.'
        : 'A review by another person is due.';
    return {
      status: `${who} broke the glass.`,
      detail: `It ran without countersignatures. Reason: \u201C${inertLine(statement.reason)}\u201D ${due}`,
    };
  }
  if (isGlass) {
    return {
      status: 'Signing the review.',
      detail: 'Your SSH key is asked for a signature: touch your security key or confirm, if it asks.',
    };
  }
  if (signing !== undefined) {
    return {
      status: signing === 'approval' ? 'Countersigning.' : 'Refusing.',
      detail: 'Your SSH key is asked for a signature: touch your security key or confirm, if it asks.',
    };
  }
  if (given !== undefined || kind === 'answered') {
    const what =
      given === 'denial'
        ? 'You refused it.'
        : given === 'approval'
          ? 'You countersigned it.'
          : 'You answered it.';
    return {
      status: what,
      detail: `${who} sees it within seconds; it counts there, and only for these bytes.`,
    };
  }
  if (kind === 'own') return { status: 'Your own request.', detail: `Others countersign it. ${lives}` };
  return { status: `${who} asks for your countersignature.`, detail: lives };
}

/** What this copy says by itself, so that nobody signs only because another machine says so. */
function ownFacts({ opinion, presence, statement }: ShownPeerRequest): Card['facts'] {
  const { assessment, verdict } = opinion;
  const own = `${bandText[assessment.band]}, ${assessment.score} of 100, by the call\u2019s text alone`;
  const rule = verdict.kind === 'no-opinion' ? 'no rule asks' : ruleText(verdict.rule);
  const needs = statement.needs.map((need) => stillNeededText(need)).join('; ');
  return [
    { term: 'Your own copy', detail: `${own}; ${rule}` },
    { term: 'Asked for', detail: needs === '' ? 'a review: it has run' : needs },
    { term: 'Requester\u2019s key', detail: presenceText[presence] },
  ];
}

const presenceText: Readonly<Record<Presence, string>> = {
  none: 'a plain key: it does not show that a person was there',
  touch: 'a security key that was touched',
  pin: 'a security key, touched, with its PIN',
};

/** Why an answer was not given, and what to do. `detail` is inert. */
export const peerRefusalText: Readonly<Record<PeerRefusal['code'], (detail: string) => string>> = {
  'unknown-request': () => 'This request is gone: taken back, decided or expired.',
  'digest-changed': () =>
    'What lies at the courier is not what was shown. Nothing was signed; look again, and ask the requester.',
  expired: () => 'This request has expired. The agent may ask again.',
  'own-request': () => 'It is your own request: another person has to countersign it.',
  answered: () => 'You have answered this request.',
  'not-asked': (person) => `Its rule does not ask you (${person}). You can refuse it all the same.`,
  'no-key': (keys) =>
    `None of your SSH keys may countersign by the roster (${keysText(keys)}). Add your key to ssh-agent, or have it added to .countersign/allowed_signers.`,
  'presence-too-low': () =>
    'Its rule asks for a security key that is touched, and your signature shows none. Use a security key of the roster.',
  'not-reviewed': () => 'Nobody reads a production call in two seconds. Read it, then countersign.',
  'reason-missing': () => 'A refusal needs a reason: the requester and their agent read it.',
  'not-trusted': notInForceText,
  'policy-differs': (digest) =>
    `It was made under another policy or roster than yours (${digest}). Fetch the team\u2019s repository on both sides, then ask again. You can refuse it.`,
  'weaker-than-policy': (rule) =>
    `Your copy of the policy asks for more than this request does (${rule}). It cannot be countersigned; refuse it, and look at the requester\u2019s machine.`,
  'forbidden-here': (rule) => `Your copy of the policy forbids this call (${rule}). Refuse it.`,
  'sign-failed': (detail) => `Your key did not sign (${detail}). Unlock or touch it, then try again.`,
  courier: (detail) => `Your answer could not be carried (${detail}). Nothing counts yet; try again.`,
  'record-failed': (detail) => `Your answer could not be recorded (${detail}), so it was not given.`,
};

/** The detail of a refusal whose cause said nothing. */
export const deskBrokeText = 'the desk broke';

/** What a screen reader is told of a new request: its place among those that are open. */
export function peerArrivalText({ statement }: ShownPeerRequest, place: number, of: number): string {
  return `${inertLine(titleOf(statement.assessment, statement.call))} waits for your countersignature; ${place} of ${of}.`;
}

/** The title of a page: `CS-142 by mara@example.com`. */
export function peerTitle({ statement }: ShownPeerRequest): string {
  return `${statement.name} by ${inertLine(statement.requester.person)}`;
}

export function peersBadgeText(waiting: number, reviews = 0): string {
  const asked = countText(
    waiting,
    'request waits for your countersignature',
    'requests wait for your countersignature',
  );
  if (reviews === 0) return asked;
  const looked = countText(
    reviews,
    'broken glass waits for your review',
    'broken glasses wait for your review',
  );
  return waiting === 0 ? looked : `${asked}, ${looked}`;
}

/** The one notification: who asks for what, never how to let it pass. */
export function peerNoticeText(peers: readonly ShownPeerRequest[]): string {
  const [first] = peers;
  if (first === undefined) return '';
  if (peers.length > 1)
    return `${countText(peers.length, 'request waits', 'requests wait')} for your countersignature.`;
  const { requester, call, assessment } = first.statement;
  return `${editorLine(requester.person)} asks for your countersignature: ${editorLine(titleOf(assessment, call))}.`;
}

export function glassNoticeText({ statement }: ShownPeerRequest): string {
  const { requester, call, assessment, reason } = statement;
  return `${editorLine(requester.person)} broke the glass: ${editorLine(titleOf(assessment, call))} ran without countersignatures. Reason: ${editorLine(reason)}`;
}

/** A banner over the view while requests may be missing from it. */
export function peerGuard(trouble: {
  readonly courier?: Parameters<typeof courierFailureText>[0];
  readonly obstacle?: string;
  readonly more: number;
  readonly strange: number;
}): GuardView {
  const { courier, obstacle, more, strange } = trouble;
  const lines = [
    ...(obstacle === undefined ? [] : [obstacle]),
    ...(courier === undefined
      ? []
      : [`Requests cannot be fetched: ${courierFailureText(courier)}. It is tried again.`]),
    ...(more === 0 ? [] : [`${countText(more, 'more request is', 'more requests are')} not shown.`]),
    ...(strange === 0
      ? []
      : [`${countText(strange, 'message', 'messages')} at the courier by nobody of the team: not shown.`]),
  ];
  return lines.length === 0 ? { up: true, text: '' } : { up: false, text: lines.join(' ') };
}
