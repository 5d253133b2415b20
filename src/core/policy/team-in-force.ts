import { resolvePath } from '../command/paths.js';
import type { EnvironmentMap, Target } from '../target/target.js';
import type { Effect } from '../tool/effect.js';
import type { HeldLevel } from '../toolcall/level.js';
import { agentIds, type CallerId } from '../toolcall/toolcall.js';
import { environmentMap } from './environment-map.js';
import {
  type Fits,
  type Looked,
  lookAtName,
  tighteningName,
  tighteningNames,
  tighteningPaths,
} from './glob.js';
import type { RuleMatch, TeamPolicy, TeamRule } from './team-policy.js';

/** A policy made ready to be asked often: its globs are compiled once. */
export interface TeamInForce {
  readonly policy: TeamPolicy;
  /** Persons of the roster who may approve. */
  readonly approvers: readonly string[];
  /** False at first use: it tightens, and nothing in it loosens. */
  readonly isPinned: boolean;
  readonly environments: EnvironmentMap;
  readonly rules: readonly ReadyRule[];
  /** Other teams that a session has met: whatever they ask for is asked for too. */
  readonly also?: readonly TeamInForce[];
}

/** One of several teams first, the others with it; undefined where there is none. */
export function together([first, ...others]: readonly TeamInForce[]): TeamInForce | undefined {
  return first === undefined || others.length === 0 ? first : { ...first, also: others };
}

export interface ReadyRule {
  readonly rule: TeamRule;
  /** The effects that it fits; all of them when it names nothing of an effect; undefined when it does not fit. */
  fits(asked: PolicyQuestion): readonly Effect[] | undefined;
}

/** What a rule looks at. */
export interface PolicyQuestion {
  readonly effects: readonly Effect[];
  readonly score: number;
  /** Absent when nobody says who asks: then every rule about agents fits. */
  readonly caller?: CallerId;
  /** Of the agent that asks; absent when nobody has looked: then every rule about levels fits. */
  readonly level?: HeldLevel;
  readonly cwd: string;
  /** As the roster names them; whoever has no name there fits every person. */
  readonly requester?: string;
}

export function teamInForce(
  policy: TeamPolicy,
  approvers: readonly string[],
  isPinned: boolean,
): TeamInForce {
  const names = rememberedNames();
  return {
    policy,
    approvers,
    isPinned,
    environments: environmentMap(policy.environments, isPinned),
    rules: policy.rules.map((rule) => readyRule(rule, names)),
  };
}

function readyRule(rule: TeamRule, names: NamesOf): ReadyRule {
  const ofCall = callCriteria(rule.match);
  const ofEffect = effectCriteria(rule.match, names);
  return {
    rule,
    fits: (asked) => {
      if (!ofCall.every((criterion) => criterion(asked))) return undefined;
      if (ofEffect.length === 0) return asked.effects;
      const effects = asked.effects.filter((effect) =>
        ofEffect.every((criterion) => criterion(effect, asked)),
      );
      return effects.length > 0 ? effects : undefined;
    },
  };
}

/** Words of a command that are looked at as files; one with more may name any. */
const mostWords = 1_000;
const longestWord = 4_096;

type CallCriterion = (asked: PolicyQuestion) => boolean;
type EffectCriterion = (effect: Effect, asked: PolicyQuestion) => boolean;

function callCriteria({ agent, level, person, scoreFrom }: RuleMatch): readonly CallCriterion[] {
  const criteria: CallCriterion[] = [];
  if (agent) criteria.push(({ caller }) => caller === undefined || agent.includes(caller));
  if (level) {
    criteria.push(({ caller, level: held }) => {
      const isAgent = caller === undefined || agentIds.some((id) => id === caller);
      return isAgent && (held === undefined || level.includes(held));
    });
  }
  if (person) {
    const named = tighteningNames(person);
    criteria.push(({ requester }) => requester === undefined || named(requester));
  }
  if (scoreFrom !== undefined) criteria.push(({ score }) => score >= scoreFrom);
  return criteria;
}

function effectCriteria(
  { tool, verb, target, environment, path }: RuleMatch,
  names: NamesOf,
): readonly EffectCriterion[] {
  const criteria: EffectCriterion[] = [];
  if (verb) criteria.push((effect) => verb.includes(effect.verb));
  if (environment) {
    criteria.push(
      (effect) => environment.includes(effect.target.environment) || mayBeAnywhere(effect, environment),
    );
  }
  if (tool) criteria.push(anyOf(toolsOf, tighteningNames(tool)));
  if (target) criteria.push(orOpaque('opaque-selector', anyName(names, target)));
  if (path) {
    const { on, around } = tighteningPaths(path);
    criteria.push(
      orOpaque(
        'opaque-path',
        (effect, asked) =>
          effect.argv.length > mostWords ||
          pathsOf(effect, asked).some(on) ||
          (endsFolders(effect) && pathsOf(effect, asked).some(around)),
      ),
    );
  }
  return criteria;
}

function anyOf(
  textsOf: (effect: Effect, asked: PolicyQuestion) => readonly string[],
  fits: Fits,
): EffectCriterion {
  return (effect, asked) => textsOf(effect, asked).some(fits);
}

function anyName(names: NamesOf, globs: readonly string[]): EffectCriterion {
  const matchers = globs.map(tighteningName);
  return (effect) => names(effect).some((name) => matchers.some((fits) => fits(name)));
}

/** What could not be read may be what the rule names: a write that hides its object fits. */
function orOpaque(trait: 'opaque-selector' | 'opaque-path', fits: EffectCriterion): EffectCriterion {
  return (effect, asked) => (effect.verb !== 'read' && effect.traits.includes(trait)) || fits(effect, asked);
}

/** A write to a place that nobody can name may go to production. */
function mayBeAnywhere(effect: Effect, environment: readonly string[]): boolean {
  return (
    environment.includes('production') &&
    effect.verb !== 'read' &&
    effect.target.environment === 'unknown' &&
    effect.traits.includes('opaque-selector')
  );
}

/** The system that it reaches and the program that does it. */
function toolsOf({ target, argv }: Effect): readonly string[] {
  const program = (argv[0] ?? '').replace(/^.*[/\\]/, '').replace(/\.exe$/i, '');
  return program === '' ? [target.system] : [target.system, program];
}

type NamesOf = (effect: Effect) => readonly Looked[];

/** An effect's names, made ready once for all rules that ask about them. */
function rememberedNames(): NamesOf {
  const known = new WeakMap<Effect, readonly Looked[]>();
  return (effect) => {
    const looked = known.get(effect) ?? namesOf(effect).map(lookAtName);
    known.set(effect, looked);
    return looked;
  };
}

function namesOf({ target, resource }: Effect): readonly string[] {
  const bare = resource.slice(resource.indexOf('/') + 1);
  return [...placeNames(target), resource, bare].filter((name) => name !== '');
}

function placeNames({ name, account, scope }: Target): readonly string[] {
  return [name, account ?? '', scope ?? ''];
}

/** The file that is touched, the words that may name files, and for what is no file the directory in which it starts. */
function pathsOf(effect: Effect, { cwd }: PolicyQuestion): readonly string[] {
  const start = effect.cwd ?? cwd;
  const own = isPath(effect.resource) ? [effect.resource, `${effect.resource}/`] : [`${start}/`];
  return [...own, ...namedIn(effect.argv, start)];
}

/** Operands, whole and behind their last equals or at sign: many programs name the files that they read nowhere else. */
function namedIn(argv: readonly string[], start: string): readonly string[] {
  return argv
    .slice(1, mostWords)
    .flatMap((word) => [word, word.slice(Math.max(word.lastIndexOf('='), word.lastIndexOf('@')) + 1)])
    .filter((word) => /^[^-\s]\S*$/.test(word) && word.length <= longestWord)
    .map((word) => resolvePath(start, word))
    .flatMap((path) => (/[*?[]/.test(path) ? [path] : [path, `${path}/`]));
}

/** What is done to a folder is done to what it holds. */
function endsFolders({ verb, resource }: Effect): boolean {
  return isPath(resource) && verb !== 'read' && verb !== 'create';
}

function isPath(resource: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(resource);
}
