import type { World } from '../../shared/world.js';
import type { Effect } from '../../tool/effect.js';
import type { ObjectItem, Preview } from '../preview.js';

/** Redis: how much lies there is not known without asking, and what the command takes is said in the store's own words. */
export function previewStore(effect: Effect, _world: World): Preview | undefined {
  if (effect.target.system !== 'redis' || effect.verb === 'read') return undefined;
  const at = effect.argv.findIndex((word) => /^(?:flushall|flushdb|del|unlink)$/i.test(word));
  const command = effect.argv[at]?.toUpperCase();
  const rest = effect.argv.slice(at + 1).join(' ');
  const place = effect.target.name;
  switch (command) {
    case 'FLUSHALL':
      return taken(
        { noun: 'all keys of', name: `every database at ${place}`, uncounted: true },
        `server ${place}`,
      );
    case 'FLUSHDB':
      return taken(
        {
          noun: 'all keys of',
          name: /^\d+$/.test(place) ? `database ${place}` : `the database at ${place}`,
          uncounted: true,
        },
        `database at ${place}`,
      );
    case 'DEL':
    case 'UNLINK':
      return {
        items: rest.split(' ').map((name) => row({ noun: 'key', name })),
        sources: ['command'],
        unknown: [{ what: 'contents', of: `key ${rest}` }],
      };
    default:
      return undefined;
  }
}

function taken(what: Pick<ObjectItem, 'noun' | 'name' | 'uncounted'>, of: string): Preview {
  return { items: [row(what)], sources: ['command'], unknown: [{ what: 'contents', of }] };
}

function row(what: Pick<ObjectItem, 'noun' | 'name' | 'uncounted'>): ObjectItem {
  return { kind: 'object', sign: 'deleted', consequence: 'data-lost', ...what };
}
