import { askedPlace } from '../../core/approval/asked-place.js';
import { awaitsDecision, isOpen } from '../../core/approval/lifecycle.js';
import { siblingKey } from '../../core/approval/queue.js';
import type { Request } from '../../core/approval/request.js';
import { shownDigest } from '../../core/approval/seen.js';
import type { Obstacle, Progress } from '../../core/countersign/progress.js';
import type { Band, Finding } from '../../core/risk/assessment.js';
import { inertLine } from '../../core/shared/inert.js';
import { isTypeable } from '../../core/shared/look-alikes.js';
import type { PlaceKey, Sayable } from '../../core/target/said-place.js';
import type { Ask, Card } from '../../protocol/card.js';
import type { Refusal } from '../../protocol/decision.js';
import { agentNames } from '../agents/agent-names.js';
import { countersignFacts, obstacleText } from '../countersign/countersign.js';
import { refusalText } from '../countersign/refusal.js';
import { outvotedText, questionOf } from '../places/places.js';
import { countText } from '../text/count.js';
import { changeView } from './change.js';
import { copyOfferText } from './copy.js';
import { titleOf } from './effect.js';
import { type CardSurroundings, cardFacts } from './facts.js';
import { lookOf } from './look.js';
import { payloadView } from './payload.js';
import { cardReasonText } from './reason.js';
import { scoreSentence } from './score.js';
import { liveText } from './state.js';

export interface CardContext {
  /** Unix milliseconds. */
  readonly now: number;
  readonly surface: 'view' | 'page';
  readonly surroundings: CardSurroundings;
  /** Why the last decision about this request was not taken. */
  readonly refused: Refusal | undefined;
  /** How far peers are, where they are asked. */
  readonly progress?: Progress | undefined;
  /** Why peers cannot be asked. */
  readonly obstacle?: Obstacle | undefined;
  /** True where the policy lets a person go without peers. */
  readonly canBreakGlass?: boolean;
  /** What this person has said of a place; absent where nobody is to be asked. */
  readonly saidOf?: (place: PlaceKey) => Sayable | undefined;
  /** Whether its places are being looked at; absent where nobody can have them looked at. */
  readonly isLooking?: boolean;
}

export const bandText: Readonly<Record<Band, string>> = {
  quiet: 'Quiet',
  note: 'Note',
  ask: 'Ask',
  production: 'Production',
  forbidden: 'Forbidden',
};

/** Production only: the control comes alive this long after it can be seen, so that no click meant for something else lands on it. */
export const armMilliseconds = 1_000;

/** How many reasons the view shows before it is asked for the rest. */
const reasonsAtFirst = 2;

const mostLines = { view: 24, page: 400 } as const;

export function cardOf(request: Request, context: CardContext): Card {
  const { assessment, call } = request;
  const title = inertLine(titleOf(assessment, call));
  const band = bandText[assessment.band];
  const agent = agentNames[call.agent];
  return {
    id: request.id,
    digest: shownDigest(request),
    band: assessment.band,
    state: request.state.kind,
    name: `${band} request ${request.id} from ${agent}: ${title}`,
    bandWord: `${band} \u00B7 ${request.id}${request.state.kind === 'countersigning' ? ' \u00B7 with peers' : ''}`,
    title,
    score: {
      value: String(assessment.score),
      scale: 'of 100',
      words: `Score ${assessment.score} of 100.`,
      sentence: scoreSentence(assessment),
      vector: assessment.vector,
    },
    reasons: assessment.findings.map((finding) => ({
      text: cardReasonText(finding, request.change),
      weight: weightOf(finding),
    })),
    reasonsMore: countText(assessment.findings.length - reasonsAtFirst, 'more reason', 'more reasons'),
    payload: payloadView(call.payload, assessment.findings, assessment.effects),
    change: changeView(request.change, mostLines[context.surface], request.copy),
    ...(context.isLooking === undefined ? {} : lookOf(request, context.isLooking)),
    ...statedOf(request),
    facts: [...cardFacts(request, context.surroundings), ...countersignFacts(request, context.progress)],
    ...saferOf(request),
    ask: askOf(request),
    ...(awaitsDecision(request) ? { siblings: siblingKey(request) } : {}),
    ...placeQuestionOf(request, context),
    ...passReadsOf(request),
    ...acceptHooksOf(request),
    ...keepCopyOf(request),
    armMilliseconds: assessment.band === 'production' ? armMilliseconds : 0,
    ...controlsOf(request, title, context),
    live: liveText(request, context.now, context.progress),
    ...noticeOf(request, context),
    page: context.surface === 'view' && assessment.band === 'production' && askOf(request).kind !== 'none',
  };
}

/** What stands there is what a keyboard gives. */
function canBeTyped(name: string): boolean {
  return isTypeable(name) && inertLine(name) === name;
}

function noticeOf(request: Request, context: CardContext): Pick<Card, 'notice'> {
  const { ceremony } = request;
  const { refused, obstacle, now } = context;
  if (refused !== undefined) return { notice: refusalText[refused] };
  if (ceremony.kind !== 'confirm' && !canBeTyped(ceremony.name))
    return {
      notice: `The name ${inertLine(ceremony.name)} holds characters that look like others: it cannot be approved as written, only denied.`,
    };
  return obstacle === undefined ? outvotedOf(request, context) : { notice: obstacleText(obstacle, now) };
}

/** Asked once: what was said already is not asked again, whatever became of it. */
function placeQuestionOf(request: Request, { saidOf }: CardContext): Pick<Card, 'question'> {
  const asked = saidOf && askedPlace(request);
  return asked === undefined || saidOf?.(asked.place) !== undefined ? {} : { question: questionOf(asked) };
}

/** A person's word that changed nothing here. */
function outvotedOf(request: Request, { saidOf }: CardContext): Pick<Card, 'notice'> {
  const asked = saidOf && askedPlace(request);
  const said = asked && saidOf?.(asked.place);
  return asked === undefined || said === undefined ? {} : { notice: outvotedText(asked.place, said) };
}

function controlsOf(
  request: Request,
  title: string,
  context: CardContext,
): Pick<Card, 'yes' | 'no' | 'approve' | 'deny' | 'glass'> {
  const needsPeers = request.ceremony.kind === 'countersign';
  const yes = needsPeers ? 'Sign and ask peers' : 'Approve once';
  const canTakeBack = request.state.kind === 'countersigning' || request.state.kind === 'approved';
  const no = canTakeBack ? 'Take back' : 'Deny';
  const canGo = context.canBreakGlass === true && needsPeers && isOpen(request);
  return {
    yes,
    no,
    approve: `${yes}: ${title}`,
    deny: `${no}: ${title}`,
    ...(canGo ? { glass: 'Break glass\u2026' } : {}),
  };
}

/** Points are added, factors multiply, a floor is reached. */
function weightOf(finding: Finding): string {
  if (finding.factor !== undefined) return `\u00D7${finding.factor}`;
  if (finding.term === 'F') return `\u2265${finding.weight}`;
  return finding.weight > 0 ? `+${finding.weight}` : '';
}

function statedOf({ call }: Request): Pick<Card, 'stated'> {
  if (call.stated === undefined || call.stated.trim() === '') return {};
  return { stated: { caption: `${agentNames[call.agent]} says`, quote: inertLine(call.stated) } };
}

function saferOf({ assessment }: Request): Pick<Card, 'safer'> {
  const command = assessment.safer[0];
  if (command === undefined) return {};
  const shown = inertLine(command);
  return { safer: { caption: 'A safer way', command: shown, reason: `Use this first: ${shown}` } };
}

function askOf(request: Request): Ask {
  if (request.state.kind === 'countersigning') return { kind: 'no-only' };
  if (!awaitsDecision(request))
    return request.state.kind === 'approved' ? { kind: 'no-only' } : { kind: 'none' };
  if (request.ceremony.kind !== 'confirm' && !canBeTyped(request.ceremony.name)) return { kind: 'no-only' };
  if (request.ceremony.kind === 'confirm') return { kind: 'confirm' };
  const label =
    request.ceremony.kind === 'countersign'
      ? 'To sign it and ask peers, type the name'
      : 'To approve, type the name';
  return { kind: 'typed', name: request.ceremony.name, label };
}

function keepCopyOf(request: Request): Pick<Card, 'keepCopy'> {
  const { copy } = request;
  return copy?.fits === true && awaitsDecision(request) ? { keepCopy: copyOfferText(copy) } : {};
}

function acceptHooksOf(request: Request): Pick<Card, 'acceptHooks'> {
  const hooks = request.rewriters ?? [];
  if (hooks.length === 0 || !awaitsDecision(request)) return {};
  const where = hooks.map(({ file, line }) => `${inertLine(file)} line ${line}`).join(', ');
  return {
    acceptHooks: `A hook of this workspace can rewrite this call after your yes: ${where}. Accept it as it stands`,
  };
}

function passReadsOf(request: Request): Pick<Card, 'passReads'> {
  if (request.rule.id !== 'built-in/production-touch' || askOf(request).kind === 'none') return {};
  const production = request.assessment.targets.filter((target) => target.environment === 'production');
  const names = [...new Set(production.map((target) => inertLine(target.name)))].join(', ');
  return { passReads: `Also let reads on ${names} pass for the rest of this session` };
}
