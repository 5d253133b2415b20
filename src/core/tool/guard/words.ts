/**
 * Words of a program that no table follows file by file: an interpreter, a program that nobody knows, code on the command
 * line. Whatever of them leads to a guard, the program has in its hands.
 */

import { opensToWrite } from '../../command/foreign/open-mode.js';
import { type Invocation, OPAQUE_MARK, type Value } from '../../command/invocation.js';
import { resolvePath } from '../../command/paths.js';
import { budgets, spend } from '../../shared/budgets.js';
import type { World } from '../../shared/world.js';
import { isLoaded } from './places.js';
import { couldBeGuarded, isAboveGuards } from './reach.js';

/** No path is longer. */
const longestWord = 4_096;

/** True when a word of the program, or a path inside a word, could be a guard. */
export function holdsGuard(invocation: Invocation, world: World): boolean {
  return guardsAmong(invocation, world).length > 0;
}

/** The words, or the paths inside of words, that could be a guard; `reads` where code that only reads counts too. */
export function guardsAmong(
  { argv, cwd, elsewhere }: Invocation,
  world: World,
  reads = false,
): readonly Value[] {
  if (elsewhere !== undefined) return [];
  const directory = cwd.opaque.length > 0 || cwd.text === '' ? world.cwd : cwd.text;
  if (argv.length > budgets.guardWords.most) spend(world, 'guardWords');
  return argv.slice(1, budgets.guardWords.most).flatMap((word) => {
    const mount = mountIn(word);
    if (mount !== undefined)
      return mount.isReadOnly || !isMounted(mount.source, directory, world) ? [] : [mount.source];
    const spills = isCode(word.text) && unpacks.test(word.text);
    return pathsIn(word, world, reads).filter(
      (path) =>
        couldBeGuarded(path, directory, world) ||
        (spills && takesUnread(plain(path, world), directory, world)),
    );
  });
}

/** A text of code as it stands. */
function plain({ text }: Value, { home }: World): Value {
  const own = text.startsWith(`${OPAQUE_MARK}/`) ? text.slice(1) : text;
  return { text: own === '~' || own.startsWith('~/') ? `${home}${own.slice(1)}` : own, opaque: [] };
}

function takesUnread(folder: Value, directory: string, world: World): boolean {
  return isMounted(folder, directory, world) || isLoaded(resolvePath(directory, folder.text));
}

/** Who is given a folder may write whatever lies in it. */
function isMounted(source: Value, directory: string, world: World): boolean {
  if (couldBeGuarded(source, directory, world)) return true;
  return source.opaque.length === 0 && isAboveGuards(resolvePath(directory, source.text), world);
}

/** `SOURCE:/target[:options]`, and `type=bind,source=SOURCE,…`: a folder of this machine that a container is given. */
function mountIn(word: Value): { readonly source: Value; readonly isReadOnly: boolean } | undefined {
  if (word.text.length > longestWord) return undefined;
  const text = word.text.replace(/^(?:-v|--(?:volume|mount|bind)=)(?=[^-])/, '');
  const [, listed] = /(?:^|,)(?:source|src)=([^,]+)/.exec(text) ?? [];
  if (listed !== undefined && /(?:^|,)(?:target|dst|destination)=/.test(text))
    return {
      source: { ...word, text: listed },
      isReadOnly: /,(?:readonly|ro)(?:=true|=1)?(?:,|$)/.test(text),
    };
  const parts = text.split(':');
  const [source = '', target = '', options = ''] = parts;
  if (parts.length > 3 || !/^[/~.\uFFFC]/.test(source) || !target.startsWith('/') || target.startsWith('//'))
    return undefined;
  return { source: { ...word, text: source }, isReadOnly: options.split(',').includes('ro') };
}

/** The word itself, what stands behind `name=` or a short option's letter, and every quoted text of code. */
function pathsIn(word: Value, world: World, reads: boolean): readonly Value[] {
  if (!/[./\\~]/.test(word.text)) return [];
  if (isCode(word.text)) {
    if (!reads && !acts.test(word.text) && !opensToWrite(word.text)) return [];
    return textsOf(word.text, world).map((text) => ({
      ...word,
      text: computed(text),
      glob: /[*?[]/.test(text),
    }));
  }
  if (word.text.length > longestWord) return [];
  const value = /^-{0,2}[\w.-]+=(.+)$/s.exec(word.text)?.[1] ?? /^-[A-Za-z]([/~.].*)$/s.exec(word.text)?.[1];
  const beside = value?.split(/[:,\s]/).filter((part) => /[./\\~]/.test(part)) ?? [];
  return [word, ...beside.map((text) => ({ ...word, text }))];
}

/** Code without any of these only reads what it names. */
const acts =
  /\b(?:require|import)\s*\(|runpy|write|unlink|remove|rmtree|rmdir|\brm|rename|replace\(|exec|spawn|system|popen|chmod|chown|copy|move|link\(|truncate|delete|\btouch\b|extract|unpack/i;

/** What an archive holds, nobody knows. */
const unpacks = /extract|unpack/i;

function isCode(text: string): boolean {
  return /[\s(;]/.test(text) && /['"`]/.test(text);
}

/** The texts between quotes of one kind, where they look like paths. */
function textsOf(text: string, world: World): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (texts.length >= budgets.guardWords.most) {
      spend(world, 'guardWords');
      break;
    }
    const quote = text.charAt(at);
    if (quote !== "'" && quote !== '"' && quote !== '`') continue;
    const end = text.indexOf(quote, at + 1);
    if (end < 0) break;
    const inside = text.slice(at + 1, end);
    if ((inside.includes('/') || inside === '~') && inside.length < longestWord && !/\s/.test(inside))
      texts.push(inside);
    at = end;
  }
  return texts;
}

/** In code a path mostly has something computed before it: `home + '/.claude/settings.json'`. */
function computed(text: string): string {
  return text.startsWith('/') ? `${OPAQUE_MARK}${text}` : text;
}
