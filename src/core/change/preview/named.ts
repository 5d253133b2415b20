import type { Effect } from '../../tool/effect.js';
import type { ChangeItem } from '../change.js';
import { onlyNamed, type Preview } from '../preview.js';

/** Any effect, by the name that the command itself gives: always possible, never complete. */
export function previewNamed(effect: Effect): Preview | undefined {
  if (effect.verb === 'read') return undefined;
  const { noun, name } = nameOf(effect);
  const consequence = effect.traits.includes('recoverable') ? ({ consequence: 'recoverable' } as const) : {};
  const row = (sign: 'deleted' | 'created' | 'changed' | 'stopped'): ChangeItem => ({
    kind: 'object',
    sign,
    noun,
    name,
    ...(typeof effect.reach === 'number' && effect.reach > 1 ? { count: effect.reach } : {}),
    ...(sign === 'deleted' ? consequence : {}),
  });
  switch (effect.verb) {
    case 'delete':
    case 'destroy':
      return onlyNamed([row('deleted')]);
    case 'replace':
      return onlyNamed([row('deleted'), row('created')]);
    case 'stop':
      return onlyNamed([row('stopped')]);
    case 'create':
      return onlyNamed([row('created')]);
    case 'modify':
    case 'expose':
      return onlyNamed([row('changed')]);
    case 'execute':
    case 'unknown':
      return { items: [], sources: [], gap: 'opaque' };
  }
}

/** `environment/web` and `table orders` both give the noun first. A path is itself. */
export function nameOf(effect: Effect): { readonly noun: string; readonly name: string } {
  const { resource } = effect;
  if (/^[./~]/.test(resource)) return { noun: 'path', name: resource };
  const slash = resource.indexOf('/');
  const space = resource.indexOf(' ');
  const cut = slash > 0 && (space < 0 || slash < space) ? slash : space;
  if (cut <= 0 || cut === resource.length - 1) return { noun: effect.target.system, name: resource };
  return { noun: resource.slice(0, cut), name: resource.slice(cut + 1) };
}
