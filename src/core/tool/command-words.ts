import { verbOfOperation } from './api-verbs.js';
import type { Verb } from './effect.js';

/** What the command words of a call say, and which of them says it. */
export interface SpokenVerb {
  readonly verb: Verb;
  readonly at: number;
  /** The word is nothing but a verb: it needs no thing before it to be one. */
  readonly sure: boolean;
  /** It begins with its verb (`refresh-tokens`) and may be a thing all the same: then only a final verb behind it counts. */
  readonly firm?: true;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((word) => word !== ''));

/** Only ever verbs, and what they act on is gone. What follows them is a name. */
const ending =
  set(`delete destroy purge terminate drop wipe nuke remove erase truncate teardown unregister deregister revoke
  undeploy unpublish obliterate expunge deprovision uninstall rm rmr rmi del rb deleteall unlink unlist zap`);

/** Verbs that name a course of things as well: a word that only looks may follow (`rollback history`, `drain status`). */
const courses: ReadonlyMap<string, Verb> = new Map([
  ...pairs(
    'delete',
    'decommission retire evict prune clean clear flush forget empty offboard expire discard reap shred release',
  ),
  ...pairs(
    'replace',
    'restore restores reset rebuild recreate reinstall reimage rollback revert overwrite recycle reformat format regenerate reimport backtrack downgrade rewind',
  ),
  ...pairs(
    'stop',
    `stop restart reboot halt kill shutdown poweroff pause suspend disable deactivate detach drain failover switchover cancel
     abort ban quarantine archive invalidate close cordon fence freeze hibernate deallocate eject terminate-op power-off shut-down lockout`,
  ),
  ...pairs('modify', 'transfer promote'),
]);

function pairs(verb: Verb, words: string): readonly (readonly [string, Verb])[] {
  return [...set(words)].map((word) => [word, verb] as const);
}

/** Words that only look: what stands behind them is what is looked at. */
const looking = set(
  'list ls get describe show inspect cat tail explain help whoami lint validate diff wait watch completion',
);

/** Verbs of a table that are things as often: they say something only where no other word does. */
const nouns =
  set(`version status history log logs info view test check query search filter forecast top metadata usage env print read scan domain
  export record report index replica backup release snapshot policy label group link tag sign lock image branch access store issue
  post request schedule plan run call execute exec deploy import find stat state monitor config connect launch start open share block ssh index
  archive close post scale update install build mark upgrade retry watch`);

/** Things that a machine makes anew by itself. */
const remade = set(
  'cache caches build builds tmp temp log logs locals artifacts coverage output dist workspace',
);

/** What the words say: the most final verb wins, what follows a word that is only a verb is a name. */
export function saidBy(words: readonly string[]): SpokenVerb | undefined {
  let best: SpokenVerb | undefined;
  let weak: SpokenVerb | undefined;
  for (const [at, written] of words.entries()) {
    const word = commandWord(written);
    if (word === undefined) continue;
    if (looksOnly(word, words, at) && (best === undefined || isLookedAt(words, best, at)))
      return { verb: 'read', at, sure: true };
    // What a protection is against stands behind it: `disable-protection web delete`.
    if (/^disable-(?:\w+-)?protection$/.test(word)) return { verb: 'modify', at, sure: true };
    if (best?.sure === true) break;
    const found = verbOf(word, at);
    if (found === undefined || (best?.firm === true && !(found.verb === 'delete' && found.sure))) continue;
    if (remade.has(words[at - 1] ?? '') && courses.has(word)) continue;
    if (found.verb === 'read' || nouns.has(word)) weak ??= found;
    else if (best === undefined || weights[found.verb] > weights[best.verb]) best = found;
  }
  return best ?? weak;
}

const weights: Readonly<Record<Verb, number>> = {
  read: 0,
  unknown: 0,
  execute: 1,
  create: 2,
  modify: 3,
  stop: 4,
  expose: 5,
  replace: 6,
  delete: 7,
  destroy: 8,
};

/** `kv:namespace` is `namespace`, `deleteSite` is `delete-site`, `drop_index` is `drop-index`. Undefined for what is no command word. */
function commandWord(word: string): string | undefined {
  if (word.length > 60 || /^(?:Dockerfile|Makefile|Jenkinsfile|Procfile|Containerfile)\./.test(word))
    return undefined;
  const path = /^[a-z]+\/([a-z]+)$/.exec(word)?.[1];
  if (path !== undefined) return ending.has(path) ? path : undefined;
  if (!/^[A-Za-z][\w:.+-]*$/.test(word)) return undefined;
  const last = word.slice(Math.max(word.lastIndexOf(':'), word.lastIndexOf('.')) + 1);
  const parted = last
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
  return /^[a-z][a-z0-9-]*$/.test(parted) ? parted : undefined;
}

function looksOnly(word: string, words: readonly string[], at: number): boolean {
  if (looking.has(word)) return true;
  if (/^(?:list|get|show|describe|print|view|inspect|check|test|dump|export)-/.test(word))
    return !endsInVerb(word);
  if (/-(?:list|show|get|status|info|ls)$/.test(word)) return true;
  const next = words[at + 1]?.toLowerCase();
  if (/^(?:status|history|logs?|info|version)$/.test(word)) {
    const rest = words.slice(at + 1).map((one) => commandWord(one));
    return (
      rest.length === 0 || (at > 0 && rest.every((one) => one === undefined || verbOf(one, at) === undefined))
    );
  }
  // `search delete` looks for a word; `search indexes delete` and `query delete q1` do not.
  return (
    /^(?:search|query|docs?)$/.test(word) && words.length === at + 2 && next !== undefined && ending.has(next)
  );
}

function endsInVerb(word: string): boolean {
  const last = word.slice(word.lastIndexOf('-') + 1);
  return ending.has(last) || courses.has(last);
}

/** `decommission status`, `delete-markers list`: what was taken for a verb is the thing that is looked at. */
function isLookedAt(words: readonly string[], best: SpokenVerb, at: number): boolean {
  if (best.at !== at - 1) return false;
  const word = commandWord(words[best.at] ?? '') ?? '';
  return (
    courses.has(word) ||
    best.firm === true ||
    /^\w+-(?:.*[^s]s|.*(?:request|job|task|policy|rule|protection|history))$/.test(word)
  );
}

function verbOf(word: string, at: number): SpokenVerb | undefined {
  if (ending.has(word)) return { verb: 'delete', at, sure: true };
  const course = courses.get(word);
  if (course !== undefined) return { verb: course, at, sure: false };
  const joined = /^(?:delete|remove|truncate|destroy|purge)([a-z]{3,})$/.exec(word)?.[1];
  if (joined !== undefined && !/^(?:able|ing|ers?|ion|rs)$/.test(joined))
    return { verb: 'delete', at, sure: true };
  if (word.includes('-')) return verbOfParts(word, at);
  const verb = verbOfOperation(word);
  return verb === undefined || verb === 'read' ? weakRead(verb, at) : { verb, at, sure: certain.has(word) };
}

function weakRead(verb: Verb | undefined, at: number): SpokenVerb | undefined {
  return verb === undefined ? undefined : { verb, at, sure: false };
}

/** Verbs that end the search, though they end nothing. */
const certain = set(
  'create add set put describe enable new register update unset edit rename patch apply authorize grant allow',
);

/** `delete-node`, `service-instance-delete`, `disk-reset-password`, `search-replace`; the noun `read-replica` says nothing. */
function verbOfParts(word: string, at: number): SpokenVerb | undefined {
  const parts = word.split('-');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (first === 'un' || /^(?:no|non|pre|post|auto|soft|hot|cold|dry)$/.test(first)) return undefined;
  const ends = parts.find((part, index) => ending.has(part) && (index === 0 || index === parts.length - 1));
  if (ends !== undefined) return { verb: 'delete', at, sure: true };
  const own = nouns.has(first) ? undefined : (courses.get(first) ?? verbOfOperation(word));
  if (own !== undefined && own !== 'read') return { verb: own, at, sure: false, firm: true };
  const other =
    courses.get(last) ??
    (parts.length > 2
      ? parts.map((part) => courses.get(part)).find((verb) => verb !== undefined)
      : undefined);
  if (other !== undefined) return { verb: other, at, sure: false };
  const named = verbOfOperation(last);
  if (last === 'replace' || (named === 'expose' && !nouns.has(last) && last !== 'share'))
    return { verb: named ?? 'replace', at, sure: false };
  return certain.has(last) && named !== undefined
    ? { verb: named, at, sure: false, firm: true }
    : weakRead(own, at);
}

/** Words that take whatever follows as their own: `run delete` runs what is called so. */
const taking = set('run exec call invoke start console ssh shell alias');

/** True where nothing but the words speaks and they end, stop or replace something: `vm evict web`, `rm b2://x`, not `clean`. */
export function endsSomething(words: readonly string[], said: SpokenVerb): boolean {
  if (weights[said.verb] < weights.stop) return false;
  const before = words.slice(0, said.at);
  if (taking.has(before.at(-1)?.toLowerCase() ?? '')) return false;
  if (said.verb === 'delete' && said.sure) {
    const short = /^(?:rm|del|rb|rmi|rmr|zap|unlink|wipe|drop)$/i.test(words[said.at] ?? '');
    return !short || said.at > 0 || words.length > 1;
  }
  // `bucket-flush` has its thing before its verb.
  const parts = words[said.at]?.toLowerCase().split('-') ?? [];
  const ownThing = parts.length > 1 && courses.get(parts.at(-1) ?? '') === said.verb ? (parts[0] ?? '') : '';
  return before.some((word) => isThing(word)) || (ownThing !== '' && isThing(ownThing));
}

/** A word that may name what a verb behind it acts on. */
function isThing(written: string): boolean {
  const word = commandWord(written);
  if (word === undefined || remade.has(word)) return false;
  return nouns.has(word) || verbOf(word, 0) === undefined;
}

/** A verb behind the words that a row took: `role delete` behind `proj`. What follows a verb or a word that looks is a name. */
export function swallowed(words: readonly string[], from: number): boolean {
  const before = commandWord(words[from - 1] ?? '');
  if (
    before !== undefined &&
    (looking.has(before) || taking.has(before) || (nouns.has(before) && before === 'search'))
  )
    return false;
  if (before !== undefined && verbOf(before, 0)?.sure === true) return false;
  const said = saidBy(words.slice(from, from + 4));
  return said?.verb === 'delete' && said.sure;
}
