import { OPAQUE_MARK } from '../../command/invocation.js';
import type { Effect, Verb } from '../../tool/effect.js';
import type { ItemFact, Sign, UnknownPart } from '../change.js';
import type { ObjectItem, Preview } from '../preview.js';

/** What a tool's table writes for a part that is not known. */
const computed = '\u2026';

const signs: Partial<Readonly<Record<Verb, Sign>>> = {
  delete: 'deleted',
  destroy: 'deleted',
  replace: 'replaced',
  modify: 'changed',
  create: 'created',
};

/** Files of another machine or container: nothing of it can be read here, and nothing here would bring back what goes. */
export function previewElsewhere(effect: Effect): Preview | undefined {
  const { target, verb } = effect;
  const isFiles = (target.system === 'filesystem' && effect.elsewhere === true) || target.system === 'ssh';
  const sign = signs[verb];
  const path = isFiles && sign !== undefined ? pathIn(effect) : undefined;
  if (sign === undefined || path === undefined) return undefined;
  const name = path === target.name ? path : `${path} on ${target.name}`;
  const isAll = sign === 'deleted' && /^\/\*{0,2}$/.test(path);
  const isLost = (sign === 'deleted' || sign === 'replaced') && !isPassing(path);
  const about = sign === 'deleted' ? mirrored(effect) : [];
  const item: ObjectItem = {
    kind: 'object',
    sign,
    noun: isAll ? 'everything in' : 'path',
    name: isAll ? `/ on ${target.name}` : name,
    ...(isAll || /[*?\u2026]/.test(path) || about.length > 0 ? { uncounted: true } : {}),
    ...(isLost ? { consequence: 'data-lost' } : {}),
    ...(about.length === 0 ? {} : { about }),
  };
  return { items: [item], sources: ['command'], unknown: [unseenOf(path, name, sign)] };
}

function unseenOf(path: string, name: string, sign: Sign): UnknownPart {
  if (path.includes(computed)) return { what: 'computed', of: name };
  return { what: sign === 'deleted' ? 'contents' : 'not-looked-up', of: `path ${name}` };
}

/** The path on the other side; undefined for what is none. */
function pathIn({ resource, target }: Effect): string | undefined {
  const path = target.system === 'ssh' ? /^[^\s/:]*:(.*)$/s.exec(resource)?.[1] : resource;
  return path === undefined || path === '' || !/[/~.\u2026*]/.test(path) ? undefined : path;
}

/** What a copy leaves of it: all that its source has too. */
function mirrored({ argv, target }: Effect): readonly ItemFact[] {
  if (target.system !== 'ssh' || !/(?:^|\/)rsync$/.test(argv[0] ?? '')) return [];
  const sources = argv.slice(1, -1).filter((word) => /[/.]/.test(word) && !/^-|:/.test(word));
  return sources.length === 0 || sources.some((word) => word.includes(OPAQUE_MARK))
    ? []
    : [{ is: 'except', text: sources.join(', ') }];
}

/** What nobody expects to last. */
function isPassing(path: string): boolean {
  return /^\/(?:var\/)?tmp\/[^.]/.test(path) && !path.includes('..');
}
