import { OPAQUE_MARK } from '../command/invocation.js';
import type { Assessment } from '../risk/assessment.js';
import { type Effect, verbs } from '../tool/effect.js';

/** The name to type: that of the heaviest effect on production, else of the heaviest effect of all. */
export function heaviestName({ effects, targets }: Pick<Assessment, 'effects' | 'targets'>): string {
  const production = effects.filter((effect) => effect.target.environment === 'production');
  const heaviest = [...(production.length > 0 ? production : effects)].sort(
    (a, b) => verbs.indexOf(b.verb) - verbs.indexOf(a.verb),
  )[0];
  if (heaviest) return nameOf(heaviest);
  return targets[0]?.name || 'production';
}

export function nameOf(effect: Effect): string {
  const { resource, target } = effect;
  const own = target.name === '' ? resource : ownName(effect);
  return lostName(effect) ?? placeName(effect) ?? (own || target.system || 'production');
}

/** Kinds of things whose own name says more than that of the place they lie in. */
const telling =
  /^(?:branch|namespace|table|rows|database|schema|collection|release|stack|volume|bucket|project|statefulset|deployment|persistentvolumeclaim|package)[/ ]/;

/** A name in one word. */
const word = /^[\w.:@+-][\w.:@/+-]{0,99}$/;

/** What is lost, in the words of its place: `main`, `prod-eu/shop`. Undefined where the place itself is what is lost. */
function lostName(effect: Effect): string | undefined {
  const { resource, target } = effect;
  const name = telling.test(resource) ? wordOf(resource) : undefined;
  if (name === undefined || target.name === '') return undefined;
  if (target.system === 'git' || resource.startsWith('package')) return name;
  const place = placeName(effect);
  if (place === undefined) return name;
  return name === place || name.startsWith(`${place}/`) ? place : `${place}/${name}`;
}

/** A database may well have the name of its kind. */
const stores: ReadonlySet<string> = new Set(['postgres', 'mysql', 'mongodb', 'redis']);

/** Undefined where nothing names the place: to type the name of the program teaches nothing. */
function placeName({ target, argv }: Effect): string | undefined {
  const { name, system } = target;
  if (name === '' || name === programOf(argv)) return undefined;
  return name === system && !stores.has(system) ? undefined : name;
}

/** The thing's name without its kind, else its kind; of a program that no table knows, what it is given last. */
function ownName({ resource, argv }: Effect): string {
  const name =
    wordOf(resource) ?? (resource.includes(OPAQUE_MARK) ? (resource.split(/[/ ]/, 1)[0] ?? '') : resource);
  if (name !== programOf(argv)) return name;
  return argv.findLast((given) => !given.startsWith('-') && word.test(given)) ?? name;
}

function programOf(argv: Effect['argv']): string {
  return (argv[0] ?? '').replace(/^.*\//, '');
}

function wordOf(resource: string): string | undefined {
  const name = resource.replace(/^[\w-]+[/ ]/, '');
  return name !== resource && word.test(name) ? name : undefined;
}
