/** What another policy would have done to calls of the record. Entries hold facts, not calls: what is guessed says so. */

import type { TeamInForce } from '../policy/team-in-force.js';
import { teamInForce } from '../policy/team-in-force.js';
import type { TeamPolicy } from '../policy/team-policy.js';
import type { Ceremony } from '../policy/verdict.js';
import type { Assessment } from '../risk/assessment.js';
import type { Environment, Target } from '../target/target.js';
import type { Effect } from '../tool/effect.js';
import { isCanaryCall } from './canary-call.js';
import type { CallFacts, Entry } from './entry.js';

export type CallDecision = 'allow' | 'ask' | 'deny';

/** What was decided about a call when it came, as the record has it. */
export interface Before {
  readonly ts: number;
  readonly facts: CallFacts;
  readonly decision: CallDecision;
  /** The rule's id, where the record has it. */
  readonly rule?: string;
}

/** The first word on each call, oldest first; a call that was held is told once, however often it was retried. */
export class FirstWords {
  private readonly held = new Set<string>();

  /** What an entry first says of a call; undefined where it says nothing new. Entries come oldest first. */
  of(entry: Entry): Before | undefined {
    const before = firstWord(entry);
    if (before === undefined || before.decision !== 'ask') return before;
    const isKnown = this.held.has(before.facts.digest);
    this.held.add(before.facts.digest);
    return isKnown ? undefined : before;
  }
}

/** Without a window a denial does not say whether a person would have been asked: it counts as asked. */
function firstWord({ body, ts }: Entry): Before | undefined {
  if (isCanaryCall(body)) return undefined;
  if (body.type === 'call.passed') return { ts, facts: body, decision: 'allow' };
  if (body.type === 'call.held') return { ts, facts: body, decision: 'ask', rule: body.rule };
  if (body.type !== 'call.denied' || body.request !== '') return undefined;
  if (body.by === 'policy') return { ts, facts: body, decision: 'deny' };
  return body.by === 'offline' ? { ts, facts: body, decision: 'ask' } : undefined;
}

/** The command line that a shell tool was given, if the record has it whole. */
export function commandIn({ tool, summary }: CallFacts): string | undefined {
  const isShell =
    /(?:^|[_\s])(?:bash|sh|zsh|shell|pwsh|powershell|terminal|command|execute|exec)(?:$|[_\s])/i.test(
      tool.replaceAll(/([a-z])([A-Z])/g, '$1_$2'),
    );
  return isShell && !/[…⏎]/.test(summary) ? summary : undefined;
}

/** The policy without what the facts of an entry cannot tell: rules about verbs and paths count as fitting. */
export function byFactsAlone({ policy, approvers, isPinned }: TeamInForce): TeamInForce {
  const rules = policy.rules.map((rule): TeamPolicy['rules'][number] => {
    const { verb: _verb, path: _path, ...match } = rule.match;
    return { ...rule, match };
  });
  return teamInForce({ ...policy, rules }, approvers, isPinned);
}

const letters: Readonly<Record<string, Environment>> = {
  P: 'production',
  S: 'staging',
  D: 'development',
  L: 'local',
};

/** An assessment with what the facts tell: score, band, targets, and the environment of the heaviest of them. */
export function assessmentOf(facts: CallFacts, team: TeamInForce): Assessment {
  const effects = facts.targets.map((text, index): Effect => {
    const target = targetOf(text, index === 0 ? facts.vector : '', team);
    return {
      verb: 'unknown',
      resource: target.name,
      target,
      argv: [],
      via: [],
      opaque: [],
      span: [0, 0],
      traits: [],
      reach: 1,
    };
  });
  const { score, band, vector } = facts;
  return {
    score,
    band,
    vector,
    targets: effects.map(({ target }) => target),
    effects,
    findings: [],
    safer: [],
  };
}

function targetOf(text: string, vector: string, { environments }: TeamInForce): Target {
  const end = text.indexOf(':');
  const [system, name] = [text.slice(0, end), text.slice(end + 1)];
  const told = letters[/\/C:([A-Z])/.exec(vector)?.[1] ?? ''] ?? 'unknown';
  const mapped = environments.classify({ system, names: [name] });
  return { system, name, environment: mapped ?? told, confidence: 0.5, evidence: [] };
}

/** What would have been decided, and whether that is another thing than what was. */
export interface After {
  readonly decision: CallDecision;
  readonly rule?: string;
  readonly ceremony?: Ceremony['kind'];
}

/** The ceremonies that the built-in rules ask for; of a team's rule the record has only the id. */
const ceremonies: Readonly<Record<string, Ceremony['kind']>> = {
  'built-in/guard': 'typed',
  'built-in/production-write': 'typed',
  'built-in/unknown-loss': 'typed',
  'built-in/ask': 'confirm',
  'built-in/production-touch': 'confirm',
  'user/ask-from': 'confirm',
};

export function differs(before: Before, after: After): boolean {
  if (before.decision !== after.decision) return true;
  if (before.decision !== 'ask' || before.rule === undefined) return false;
  const ceremony = ceremonies[before.rule];
  return ceremony === undefined ? before.rule !== after.rule : ceremony !== after.ceremony;
}
