import type { Value } from '../invocation.js';
import type { Call, Machine } from '../machine.js';
import { withoutTail } from '../paths.js';
import { contentOf } from '../redirect.js';
import { concat, isKnown, joinReasons, known, makeValue } from '../value.js';
import { decode } from './decoders.js';
import { echoed, formatted } from './print.js';
import { transform } from './transforms.js';

/** What a text program prints, from its words and its standard input; undefined when that cannot be known. */
export function outputOf(call: Call, input: Value | undefined, machine: Machine): Value | undefined {
  const { program } = call;
  const words = call.argv.slice(1);
  switch (program) {
    case 'echo':
      return speaksBash(call) || !words.some((word) => /^-|\\/.test(word.text))
        ? echoed(words)
        : bareEcho(words);
    case 'printf':
      return formatted(words);
    case 'cat':
    case 'bat':
      return shown(words, input, call, machine);
    case 'tee':
      return teed(words, input, call, machine);
    case 'true':
    case 'false':
    case ':':
    case 'cd':
    case 'sleep':
    case 'mkdir':
    case 'touch':
    case 'chmod':
    case 'rm':
    case 'set':
      return known('');
    case 'pwd':
      return concat([call.place.scope.cwd, known('\n')]);
    case 'which':
    case 'whence':
      return found(words);
    case 'command':
      return /^-[vV]$/.test(words[0]?.text ?? '') ? found(words.slice(1)) : undefined;
    case 'yes':
      return isAll(words) ? known(`${words.map((word) => word.text).join(' ') || 'y'}\n`) : undefined;
    case 'seq':
      return sequence(words);
    case 'basename':
    case 'dirname':
      return pathPart(program, words);
    case 'mktemp':
      return temporaryPath(words);
    case 'whoami':
    case 'hostname':
    case 'date':
      return undefined;
    default:
      return filtered(program, words, input, call, machine);
  }
}

/** False in a shell that may be another one than bash, whose `echo` reads escapes unasked and has no options. */
function speaksBash({ place }: Call): boolean {
  return !place.frame.via.some((label) => /^(?:sh|dash|ash|busybox|ksh)\b/.test(label));
}

/** What it prints hangs on the shell; the words are all in it. */
function bareEcho(words: readonly Value[]): Value {
  const text = echoed(words);
  return { ...text, opaque: joinReasons(text.opaque, ['parameter-form']) };
}

/** A name that mktemp will complete; its folder is what matters. Undefined where an option moves it elsewhere. */
function temporaryPath(words: readonly Value[]): Value | undefined {
  const options = words.filter((word) => word.text.startsWith('-'));
  const [template] = words.filter((word) => !word.text.startsWith('-'));
  if (!isAll(words) || options.some((word) => !/^-[dqut]+$|^--(?:directory|quiet|dry-run)$/.test(word.text)))
    return undefined;
  const name = template?.text ?? 'tmp.XXXXXXXXXX';
  const inFolder =
    name.includes('/') || (template !== undefined && !options.some((word) => word.text.includes('t')));
  return known(`${inFolder ? name : `/tmp/${name}`}\n`);
}

/** Where a program stands: its name says enough. */
function found(words: readonly Value[]): Value | undefined {
  const name = words.find((word) => !word.text.startsWith('-'));
  return name !== undefined && isKnown(name) ? known(`${name.text}\n`) : undefined;
}

function isAll(words: readonly Value[]): boolean {
  return words.every(isKnown);
}

function shown(
  words: readonly Value[],
  input: Value | undefined,
  call: Call,
  machine: Machine,
): Value | undefined {
  const options = words.filter((word) => /^-[A-Za-z-]+/.test(word.text));
  const files = words.filter((word) => !options.includes(word));
  const text = files.length === 0 ? input : whole(files, input, call, machine);
  if (text === undefined || options.every((word) => call.program === 'bat' || word.text === '-u'))
    return text;
  // With its lines numbered or its blanks shown it can still be read for what it runs.
  return { ...text, opaque: joinReasons(text.opaque, ['parameter-form']) };
}

function whole(
  files: readonly Value[],
  input: Value | undefined,
  call: Call,
  machine: Machine,
): Value | undefined {
  const texts = files.map((word) => (word.text === '-' ? input : contentOf(word, call.place, machine)));
  const all = texts.flatMap((text) => (text === undefined ? [] : [text]));
  const joined = concat(all);
  return joined.opaque.includes('input') && joined.text.length <= all.length ? undefined : joined;
}

function teed(
  words: readonly Value[],
  input: Value | undefined,
  call: Call,
  machine: Machine,
): Value | undefined {
  if (input === undefined) return undefined;
  for (const word of words) {
    if (word.text.startsWith('-') || !isKnown(word)) continue;
    const path = machine.resolve(word.text, call.place);
    if (path !== undefined)
      machine.disk.write(
        path,
        input,
        words.some((each) => each.text === '-a'),
      );
  }
  return input;
}

function sequence(words: readonly Value[]): Value | undefined {
  if (!isAll(words) || !words.every((word) => /^-?\d{1,6}$/.test(word.text))) return undefined;
  const numbers = words.map((word) => Number(word.text));
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const last = numbers.at(-1) ?? 0;
  const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
  if (step === 0 || (last - first) / step > 1_000) return undefined;
  const lines: number[] = [];
  for (let value = first; step > 0 ? value <= last : value >= last; value += step) lines.push(value);
  return known(lines.map((line) => `${line}\n`).join(''));
}

function pathPart(program: string, words: readonly Value[]): Value | undefined {
  const path = words[0];
  if (path === undefined || path.text.startsWith('-') || !isKnown(path)) return undefined;
  const text = withoutTail(path.text, '/');
  const slash = text.lastIndexOf('/');
  if (program === 'dirname') return known(`${slash < 0 ? '.' : slash === 0 ? '/' : text.slice(0, slash)}\n`);
  const suffix = words[1]?.text ?? '';
  const name = text.slice(slash + 1);
  return known(`${suffix !== '' && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`);
}

/** Programs that turn their input into their output. */
function filtered(
  program: string,
  words: readonly Value[],
  input: Value | undefined,
  call: Call,
  machine: Machine,
): Value | undefined {
  if (!isAll(words)) return undefined;
  const args = words.map((word) => word.text);
  const file = (path: string): Value | undefined => {
    const content = contentOf(known(path), call.place, machine);
    return isKnown(content) ? content : undefined;
  };
  const decoded = decode(program, args, input, file);
  if (decoded !== undefined) return decoded;
  if (input === undefined) return undefined;
  if (!isKnown(input)) return undefined;
  const text = transform(program, args, input.text);
  return text === undefined ? undefined : makeValue(text, joinReasons(input.opaque, []));
}
