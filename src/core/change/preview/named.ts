import type { Effect } from '../../tool/effect.js';
import { nounHoldsData } from '../nouns.js';
import { type ObjectItem, onlyNamed, type Preview } from '../preview.js';

/** Any effect, by the name that the command itself gives: always possible, never complete. */
export function previewNamed(effect: Effect): Preview | undefined {
  switch (effect.verb) {
    case 'read':
      return undefined;
    case 'delete':
    case 'destroy':
      return onlyNamed(rowsOf(effect, 'deleted'));
    case 'replace':
      return onlyNamed([...rowsOf(effect, 'deleted'), ...rowsOf(effect, 'created')]);
    case 'stop':
      return onlyNamed(rowsOf(effect, 'stopped'));
    case 'create':
      return onlyNamed(rowsOf(effect, 'created'));
    case 'modify':
    case 'expose':
      return onlyNamed(rowsOf(effect, 'changed'));
    case 'execute':
    case 'unknown':
      return { items: [], sources: [], gap: 'opaque' };
  }
}

/** One row a name where the names are all there; else one row with how many. */
function rowsOf(effect: Effect, sign: ObjectItem['sign']): readonly ObjectItem[] {
  const { noun, name } = nounAndName(effect);
  const consequence = sign === 'deleted' ? consequenceOf(effect, noun) : undefined;
  const row = (one: string): ObjectItem => ({
    kind: 'object',
    sign,
    noun,
    name: one,
    ...(consequence === undefined ? {} : { consequence }),
  });
  if (typeof effect.reach !== 'number' || effect.reach < 2) return [row(name)];
  const names = name.split(',');
  return names.length === effect.reach ? names.map(row) : [{ ...row(name), count: effect.reach }];
}

function consequenceOf(effect: Effect, noun: string): ObjectItem['consequence'] {
  if (effect.traits.includes('recoverable')) return 'recoverable';
  return nounHoldsData(effect.target.system, noun) ? 'data-lost' : undefined;
}

/** `environment/web` and `table orders` both give the noun first. A path is itself. */
export function nounAndName(effect: Effect): { readonly noun: string; readonly name: string } {
  const { resource } = effect;
  if (/^([./~\\]|[A-Za-z]:[\\/])/.test(resource)) return { noun: 'path', name: resource };
  const cut = resource.search(/[ /]/);
  if (cut <= 0 || cut === resource.length - 1) return { noun: effect.target.system, name: resource };
  return { noun: resource.slice(0, cut), name: resource.slice(cut + 1) };
}
