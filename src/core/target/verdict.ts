import { OPAQUE_MARK } from '../command/invocation.js';
import { environmentOfName, stricter } from './environment.js';
import { personsWord, teamsWord } from './said-place.js';
import type { Environment, EnvironmentMap, Evidence, Target } from './target.js';
import type { Clue, Whereabouts } from './whereabouts.js';

interface Vote extends Evidence {
  readonly environment: Environment;
  readonly confidence: number;
}

const trust: Readonly<Record<Clue['rank'], number>> = { selector: 1, resource: 0.95, mention: 0.8 };

/**
 * Says what a place is: the team's map first, then its nature, then the words of its names. The strictest evidence wins,
 * and evidence that contradicts it is kept as `conflict`. Only a selector's name or the place's nature can make it harmless,
 * in the team's map too: a place that the map calls harmless stays production where another selector or its nature says so.
 */
export function classify(
  where: Whereabouts,
  resources: readonly Clue[],
  environments: EnvironmentMap | undefined,
): Target {
  const clues = [...where.clues, ...resources];
  const mapped = mapVotes(where, clues, nameOf(where, resources), environments);
  const said = saidVotes(where, nameOf(where, resources), environments);
  const around = votesAround(where.around, environments);
  // What the team says of a name holds wherever the name stands.
  const beside = votesBeside(
    mapped,
    where,
    clues.filter((one) => speaks(one, where)),
  );
  const votes = [...mapped, ...beside, ...said, ...around].filter((vote) => holdsThoughBent(vote, where));
  const environment = votes.reduce<Environment>(
    (worst, vote) => stricter(worst, vote.environment),
    'unknown',
  );
  const agreeing = votes.filter((vote) => vote.environment === environment);
  const conflict = conflictOf(environment, votes);
  return {
    system: where.system,
    name: nameOf(where, resources),
    ...optional(where),
    environment,
    confidence: confidenceOf(agreeing),
    evidence: evidenceOf(where, [...agreeing, ...votes.filter((vote) => vote.environment !== environment)]),
    ...(conflict.length > 0 ? { conflict } : {}),
    ...(where.bends === undefined
      ? {}
      : { bends: where.bends.map(({ source, value }) => ({ source, value: shown(value) })) }),
  };
}

/** In what is known to be made for a try, what a thing is called says nothing of where it is; only a proxy could lead elsewhere. */
function speaks({ rank }: Clue, { local, throwaway, bends = [] }: Whereabouts): boolean {
  if (rank === 'selector' || local === undefined || throwaway === undefined) return true;
  return bends.some(({ source, goesTo }) => goesTo === undefined && !/KEY|TOKEN/.test(source));
}

/** Where a connection is bent, names of the place say only that it is production; harmless is what stands at its end. */
function holdsThoughBent({ environment, value, source }: Vote, { bends = [], local }: Whereabouts): boolean {
  if (bends.length === 0 || environment === 'production') return true;
  if (local !== undefined && local.source === source && local.value === value) return true;
  return source !== personsWord && bends.every(({ goesTo }) => goesTo === value);
}

/** What the map says of each name. Of a resource's name, which whoever asks may choose, it only hears production. */
function mapVotes(
  where: Whereabouts,
  clues: readonly Clue[],
  shownName: string,
  environments: EnvironmentMap | undefined,
): readonly Vote[] {
  if (environments === undefined) return [];
  const isNamedByResource = where.namedByResource === true;
  const selectors = [isNamedByResource ? '' : where.name, where.account ?? '', where.scope ?? ''].concat(
    clues.filter(({ rank }) => rank === 'selector').map(({ value }) => value),
  );
  const names = new Set([...selectors, where.name, ...clues.map(({ value }) => value), shownName]);
  names.delete('');
  return [...names].flatMap((value): readonly Vote[] => {
    const environment = environments.classify({ system: where.system, names: [value] });
    if (environment === undefined) return [];
    if (environment !== 'production' && !selectors.includes(value)) return [];
    return [{ environment, confidence: 1, source: teamsWord, value }];
  });
}

/** A person's word about the place; it counts as one more vote, so that whatever is stricter holds. */
function saidVotes(
  where: Whereabouts,
  name: string,
  environments: EnvironmentMap | undefined,
): readonly Vote[] {
  if (environments?.said === undefined) return [];
  const seen = { system: where.system, name, ...optional(where), evidence: evidenceOf(where, []) };
  const said = environments.said(seen, (where.opaque ?? []).length === 0 && where.bends === undefined);
  if (said === undefined) return [];
  return [{ environment: said.environment, confidence: 1, source: personsWord, value: said.name }];
}

/**
 * What the map and the person say of the place that a pod, a container or a machine stands in: what runs inside production is in
 * production. A harmless place around says nothing: what is reached from it may be more.
 */
function votesAround(
  around: Whereabouts | undefined,
  environments: EnvironmentMap | undefined,
): readonly Vote[] {
  if (around === undefined) return [];
  return [
    ...mapVotes(around, around.clues, around.name, environments),
    ...saidVotes(around, around.name, environments),
  ].filter(({ environment }) => environment === 'production');
}

/** What else counts beside the map: nothing beside its production; beside a harmless place what other selectors say. */
function votesBeside(mapped: readonly Vote[], where: Whereabouts, clues: readonly Clue[]): readonly Vote[] {
  if (mapped.length === 0) return [...natureVotes(where), ...clues.flatMap(voteOf)];
  if (mapped.some(({ environment }) => environment === 'production')) return [];
  const known = new Set(mapped.map(({ value }) => value));
  const others = clues.filter(({ rank, value }) => rank === 'selector' && !known.has(value));
  return [...natureVotes(where), ...others.flatMap(voteOf)].filter(
    ({ environment }) => environment === 'production',
  );
}

function natureVotes(where: Whereabouts): readonly Vote[] {
  return [
    ...(where.local === undefined
      ? []
      : [{ ...where.local, environment: 'local', confidence: 0.95 } as const]),
    ...(where.production === undefined
      ? []
      : [{ ...where.production, environment: 'production', confidence: 0.8 } as const]),
  ];
}

function voteOf(clue: Clue): readonly Vote[] {
  const reading = environmentOfName(clue.value);
  if (reading === undefined) return [];
  if (reading.environment !== 'production' && clue.rank !== 'selector') return [];
  const { source, value } = clue;
  return [
    { source, value, environment: reading.environment, confidence: reading.confidence * trust[clue.rank] },
  ];
}

/** Two sources that agree are surer than one; a source is counted once. */
function confidenceOf(agreeing: readonly Vote[]): number {
  const best = agreeing.reduce((most, vote) => Math.max(most, vote.confidence), 0);
  const values = new Set(agreeing.map((vote) => vote.value));
  return (
    Math.round(
      Math.min(1, best >= 1 ? 1 : Math.min(0.99, best + 0.03 * Math.max(0, values.size - 1))) * 100,
    ) / 100
  );
}

/** Production beside development is a mismatch; staging beside development is not worth a word. */
function conflictOf(environment: Environment, votes: readonly Vote[]): readonly Environment[] {
  if (environment !== 'production') return [];
  const others = new Set(votes.map((vote) => vote.environment));
  return [...others].filter((other) => other !== 'production' && other !== 'unknown');
}

function evidenceOf(where: Whereabouts, votes: readonly Vote[]): readonly Evidence[] {
  const seen = new Set<string>();
  const found: Evidence[] = [];
  const all = [...votes, ...where.clues.filter((clue) => clue.rank === 'selector')];
  if (where.privileged !== undefined) all.push({ ...where.privileged, rank: 'selector' });
  for (const { source, value } of all) {
    const key = `${source}\n${value}`;
    if (seen.has(key) || found.length === 12) continue;
    seen.add(key);
    found.push({ source, value: shown(value) });
  }
  return found;
}

function nameOf(where: Whereabouts, resources: readonly Clue[]): string {
  const own = resources.find((clue) => clue.rank === 'resource')?.value;
  const name =
    where.namedByResource === true && own !== undefined && own !== '' ? shortName(own) : where.name;
  const known = shown(name).replace(/^…$/, '');
  return known === '' ? where.system : known;
}

/** A part that is not known is shown as an ellipsis, the password of an address not at all. */
function shown(text: string): string {
  return text.replaceAll(OPAQUE_MARK, '…').replace(/^([a-z][a-z0-9+.-]{0,40}:\/\/[^/:@]*):[^/]*@/i, '$1@');
}

/** What a person would type: the bucket of `s3://bucket/key`, the last part of an ARN or a URL. */
function shortName(name: string): string {
  if (name.length > 2_048) return `${name.slice(0, 200)}…`;
  const bucket = /^(?:s3|gs):\/\/([^/]+)/.exec(name)?.[1];
  if (bucket !== undefined) return bucket;
  if (!/^(?:arn:|https?:\/\/|projects\/|\/subscriptions\/)/.test(name)) return name;
  const whole = name.replace(/\/$/, '');
  return whole.slice(Math.max(whole.lastIndexOf('/'), whole.lastIndexOf(':')) + 1) || name;
}

function optional(where: Whereabouts): Partial<Target> {
  return {
    ...(where.account === undefined ? {} : { account: where.account }),
    ...(where.region === undefined ? {} : { region: where.region }),
    ...(where.scope === undefined ? {} : { scope: where.scope }),
    ...(where.identity === undefined ? {} : { identity: where.identity }),
  };
}
