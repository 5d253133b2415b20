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
  return lostName(effect) ?? (effect.target.name || effect.resource || effect.target.system || 'production');
}

/** Kinds of things whose own name says more than that of the place they lie in. */
const named =
  /^(?:branch|namespace|table|rows|database|schema|collection|release|stack|volume|bucket|project|statefulset|deployment|persistentvolumeclaim)[/ ]([\w.:@+-][\w.:@/+-]{0,99})$/;

/** What is lost, in the words of its place: `main`, `prod-eu/shop`. Undefined where the place itself is what is lost. */
function lostName({ resource, target }: Effect): string | undefined {
  const name = named.exec(resource)?.[1];
  if (name === undefined || target.name === '') return undefined;
  if (target.system === 'git') return name;
  return name === target.name || name.startsWith(`${target.name}/`) ? target.name : `${target.name}/${name}`;
}
