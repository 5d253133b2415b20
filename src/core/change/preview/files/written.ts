import { resolvePath } from '../../../command/paths.js';
import type { World } from '../../../shared/world.js';
import type { Effect } from '../../../tool/effect.js';
import type { ToolCall } from '../../../toolcall/toolcall.js';
import { startOf } from '../../nearby.js';

/** What a command leaves in a file: its whole text, or text behind what stands there. */
export interface WrittenText {
  readonly text: string;
  readonly isAppended: boolean;
}

const textLimit = 256 * 1024;

/** The text that a call writes to `path`, where its own words or a file that it copies say it. Undefined where only running tells. */
export function writtenTo(
  path: string,
  effect: Effect,
  call: ToolCall,
  world: World,
): WrittenText | undefined {
  const [program = '', ...words] = effect.argv;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name === 'cp' || name === 'mv') return copied(path, words, effect, world);
  if (name === 'truncate') return isEmptied(words) ? { text: '', isAppended: false } : undefined;
  if (call.payload.kind !== 'shell' || call.payload.shell !== 'bash') return undefined;
  const redirect = redirectTo(path, call.payload.command, effect, world);
  if (redirect === undefined) return undefined;
  const { isAppended, document } = redirect;
  if (name === ':' || name === 'true') return { text: '', isAppended };
  if (name === 'cat' && words.length === 0)
    return document === undefined ? undefined : { text: document, isAppended };
  const text = document === undefined ? printed(name, words) : undefined;
  return text === undefined ? undefined : { text, isAppended };
}

function copied(
  path: string,
  words: readonly string[],
  effect: Effect,
  world: World,
): WrittenText | undefined {
  const operands = words.filter((word) => !word.startsWith('-'));
  const [source, target] = operands;
  if (source === undefined || target === undefined || operands.length !== 2) return undefined;
  const start = startOf(effect, world);
  const to = resolvePath(start, target);
  if (to !== path || world.files.kind(to) === 'directory') return undefined;
  const read = world.files.read(resolvePath(start, source));
  return read.ok && read.text.length <= textLimit ? { text: read.text, isAppended: false } : undefined;
}

function isEmptied(words: readonly string[]): boolean {
  const at = words.findIndex((word) => word === '-s' || word === '--size');
  return words[at + 1] === '0' || words.includes('--size=0') || words.includes('-s0');
}

/** `echo` without options and escapes is its words; everything else is a program's own affair. */
function printed(name: string, words: readonly string[]): string | undefined {
  if (name !== 'echo' || words.some((word) => word.startsWith('-') || word.includes('\\'))) return undefined;
  return `${words.join(' ')}\n`;
}

interface Redirect {
  readonly isAppended: boolean;
  /** The here-document of the same line, where there is one and nothing in it is expanded. */
  readonly document: string | undefined;
}

/** The one redirection of the call's text that leads to the path; undefined where there is none or more than one. */
function redirectTo(path: string, command: string, effect: Effect, world: World): Redirect | undefined {
  const start = startOf(effect, world);
  const lines = command.split('\n');
  const found = lines.flatMap((line, number) =>
    [
      ...line.matchAll(/(?<![<>&\d])(>>?|>\|)[ \t]*(?:'([^'\n]+)'|"([^"$`\\\n]+)"|([^\s'"$`\\;&|<>()]+))/g),
    ].flatMap((match) => {
      const word = match[2] ?? match[3] ?? match[4] ?? '';
      const isHere =
        resolvePath(start, word.startsWith('~/') ? `${world.home}${word.slice(1)}` : word) === path;
      return isHere ? [{ number, isAppended: match[1] === '>>' }] : [];
    }),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  const line = lines[only.number] ?? '';
  const opening = /<<(-?)[ \t]*(?:'([\w-]+)'|"([\w-]+)"|([\w-]+))/.exec(line);
  if (opening === null) return { isAppended: only.isAppended, document: undefined };
  const end = opening[2] ?? opening[3] ?? opening[4] ?? '';
  const isQuoted = opening[4] === undefined;
  const strip = (text: string): string => (opening[1] === '-' ? text.replace(/^\t+/, '') : text);
  const body: string[] = [];
  for (const text of lines.slice(only.number + 1)) {
    if (strip(text) === end) {
      const document = body.map((one) => `${one}\n`).join('');
      const isPlain = isQuoted || !/[$`\\]/.test(document);
      return isPlain && document.length <= textLimit ? { isAppended: only.isAppended, document } : undefined;
    }
    body.push(strip(text));
  }
  return undefined;
}
