import type { Request } from '../../core/approval/request.js';
import type { Change } from '../../core/change/change.js';
import type { Verdict } from '../../core/policy/verdict.js';
import type { Assessment } from '../../core/risk/assessment.js';
import { inertLine } from '../../core/shared/inert.js';
import type { ToolCall } from '../../core/toolcall/toolcall.js';
import type { Card } from '../../protocol/card.js';
import { stillNeededText } from '../countersign/countersign.js';
import { ruleText } from '../policy/rule.js';
import { bandText, cardOf } from './card.js';
import type { CardSurroundings } from './facts.js';

/** A command that nobody has asked to run, and what came of judging it. */
export interface Scored {
  readonly id: string;
  /** SHA-256, hex, of the call. */
  readonly digest: string;
  readonly call: ToolCall;
  readonly assessment: Assessment;
  readonly change: Change;
  readonly verdict: Verdict;
  /** Unix milliseconds. */
  readonly at: number;
}

export function scorePageTitle(count: number): string {
  return `Score ${count}`;
}

/** The card that an agent's call of this command would be held by, without anything to decide, and what a yes would need. */
export function scoredCard(scored: Scored, surroundings: CardSurroundings): Card {
  const { call, verdict, at } = scored;
  const { notice, question, glass, siblings, keepCopy, acceptHooks, passReads, ...card } = cardOf(
    asRequest(scored),
    { now: at, surface: 'page', surroundings, refused: undefined },
  );
  const rule =
    'rule' in verdict ? [{ term: 'Rule', detail: ruleText(verdict.rule), opens: 'rule' as const }] : [];
  return {
    ...card,
    name: `${bandText[card.band]}: ${card.title}`,
    payload: { ...card.payload, caption: 'Command, as it would run' },
    bandWord: `${bandText[card.band]} \u00B7 scored`,
    facts: [
      { term: 'A yes needs', detail: yesText(verdict) },
      ...card.facts.filter(({ term }) => ofTheCommand.has(term)),
      { term: 'Directory', detail: inertLine(call.cwd) },
      ...rule,
    ],
    ask: { kind: 'none' },
    live: { status: 'Scored.', detail: 'Nothing was run, and nothing was recorded.' },
    page: false,
  };
}

/** What a card says of a command, whoever asks. */
const ofTheCommand: ReadonlySet<string> = new Set(['Target', 'Known by', 'Rights']);

function yesText(verdict: Verdict): string {
  if (verdict.kind === 'no-opinion')
    return 'nothing: it passes, and the agent\u2019s own permissions still decide';
  if (verdict.kind === 'deny') return 'what no yes can give: a rule forbids it';
  const { ceremony } = verdict;
  if (ceremony.kind === 'confirm') return 'one click';
  const name = `typing the name ${inertLine(ceremony.name)}`;
  if (ceremony.kind === 'typed') return name;
  const needs = ceremony.needs.map((need) => stillNeededText(need));
  return `${name}, then the countersignature of ${needs.join(' and of ')}`;
}

function asRequest({ id, digest, call, assessment, change, verdict, at }: Scored): Request {
  const rule = 'rule' in verdict ? verdict.rule : ({ id: '', origin: 'built-in' } as const);
  return {
    id,
    digest,
    call,
    assessment,
    change,
    ceremony: verdict.kind === 'hold' ? verdict.ceremony : { kind: 'confirm' },
    rule,
    createdAt: at,
    parkAt: at,
    expiresAt: at,
    asked: 1,
    state: { kind: 'parked' },
    window: '',
  };
}
