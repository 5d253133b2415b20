import { verbOfName } from './carried/operation-name.js';
import { type Verb, verbs } from './effect.js';

/** Options and words behind which a program takes code of its own language: a release's `eval`, a shell's `--js -e`. */
const takesCode = /^(?:eval|rpc|-e|-E|--eval|--rpc-eval|--execute|--expr|--command)$/;

/** What the calls in such code say by their names; undefined where none ends or replaces anything. */
export function saidByCode(
  words: readonly string[],
): { readonly verb: Verb; readonly what: string } | undefined {
  const codes = words.filter((word, at) => takesCode.test(words[at - 1] ?? '') && isCode(word));
  const calls = new Set(codes.flatMap(calledIn));
  const said = [...calls].flatMap((name) => {
    const verb = verbOfCall(name);
    return verb === undefined ? [] : [{ verb, what: `what ${name} names` }];
  });
  return said.sort((left, right) => verbs.indexOf(right.verb) - verbs.indexOf(left.verb))[0];
}

function isCode(word: string): boolean {
  return /[\w!?]\s?\(/.test(word);
}

/** `Shop.Repo.delete_all`, `File.rm_rf!`, `session.dropSchema`. */
function calledIn(code: string): readonly string[] {
  const bare = code.replace(/"(?:[^"\\]|\\.)*(?:"|\\?$)|'(?:[^'\\]|\\.)*(?:'|\\?$)/gs, '""');
  return [...bare.matchAll(/(?<![\w.])([A-Za-z_][\w.]{0,200}[!?]?)\s?\(/g)].map(([, name = '']) => name);
}

/** Values in memory: what is taken out of a list is nobody's loss. */
const inMemory =
  /^(?:Enum|Map|MapSet|Keyword|List|Stream|String|Tuple|Access|Process|Logger|IO|Set|Dict|lists|maps|sets|dict|proplists|Base|Iterators|Array|Object)\./;

/** Names that are no more than a verb. */
const shortVerbs: ReadonlyMap<string, Verb> = new Map([
  ['rm', 'delete'],
  ['rm_rf', 'delete'],
  ['rmdir', 'delete'],
  ['rmtree', 'delete'],
  ['unlink', 'delete'],
  ['rollback', 'replace'],
  ['reset', 'replace'],
  ['halt', 'stop'],
  ['stop', 'stop'],
  ['terminate', 'stop'],
  ['shutdown', 'stop'],
]);

function verbOfCall(name: string): Verb | undefined {
  if (inMemory.test(name)) return undefined;
  const last = name.slice(name.lastIndexOf('.') + 1).replace(/[!?]$/, '');
  const short = shortVerbs.get(last);
  if (short !== undefined) return short;
  const verb = verbOfName(last);
  return verb === 'delete' || verb === 'destroy' ? verb : undefined;
}
