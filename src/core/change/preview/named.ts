import type { Effect } from '../../tool/effect.js';
import type { UnknownPart } from '../change.js';
import { nounHoldsData } from '../nouns.js';
import { notKnown, type ObjectItem, onlyNamed, type Preview } from '../preview.js';

/** Any effect, by the name that the command itself gives: always possible, never complete. */
export function previewNamed(effect: Effect): Preview | undefined {
  switch (effect.verb) {
    case 'read':
      return undefined;
    case 'delete':
    case 'destroy':
      return onlyNamed(rowsOf(effect, 'deleted'), ...unseen(effect));
    case 'replace':
      return onlyNamed(rowsOf(effect, 'replaced'), ...unseen(effect));
    case 'stop':
      return onlyNamed(rowsOf(effect, 'stopped'), ...unseen(effect));
    case 'create':
      return onlyNamed(rowsOf(effect, 'created'), ...unseen(effect));
    case 'modify':
    case 'expose':
      return onlyNamed(rowsOf(effect, 'changed'), ...unseen(effect));
    case 'execute':
    case 'unknown':
      return { items: [], sources: [], ...notKnown('code', codeOf(effect)) };
  }
}

/** What a name alone does not tell. */
function unseen(effect: Effect): readonly [of: string, what: UnknownPart['what']] {
  const { noun, name } = nounAndName(effect);
  const thing = `${noun} ${name}`.trim();
  if (effect.opaque.length > 0) return [effect.opaque.join(', '), 'code'];
  const losing = effect.verb === 'delete' || effect.verb === 'destroy' || effect.verb === 'replace';
  if (losing && holders.has(noun.toLowerCase())) return [thing, 'contents'];
  if (losing && noun === 'rows') return [name, 'rows'];
  return [thing, 'not-looked-up'];
}

/** Nouns whose things hold others, which go with them. */
const holders: ReadonlySet<string> = new Set(
  'namespace ns stack project subscription resource-group group organization schema database cluster keyspace account app application'.split(
    ' ',
  ),
);

function codeOf({ argv, opaque, resource }: Effect): string {
  return opaque[0] ?? argv[0] ?? resource;
}

/** One row a name where the names are all there; else one row with how many. */
function rowsOf(effect: Effect, sign: ObjectItem['sign']): readonly ObjectItem[] {
  const { noun, name } = nounAndName(effect);
  const consequence = sign === 'deleted' || sign === 'replaced' ? consequenceOf(effect, noun) : undefined;
  const row = (one: string): ObjectItem => ({
    kind: 'object',
    sign,
    noun,
    name: one,
    ...(consequence === undefined ? {} : { consequence }),
    ...(effect.reach === 'uncountable' ? { uncounted: true as const } : {}),
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
  if (cut <= 0 && /^(?:database|schema)$/.test(resource)) return { noun: resource, name: databaseOf(effect) };
  if (cut <= 0 || cut === resource.length - 1) return { noun: effect.target.system, name: resource };
  return { noun: resource.slice(0, cut), name: resource.slice(cut + 1) };
}

/** Where a command names none, it is the one that its connection leads to. */
function databaseOf({ target: { scope, account, name } }: Effect): string {
  if (scope === undefined) return account ?? name;
  return account === undefined || account === scope ? scope : `${scope} at ${account}`;
}
