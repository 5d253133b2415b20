import { OPAQUE_MARK } from '../invocation.js';
import { decodeCall, type Literal } from './literal.js';
import { pathGlobbed, pathMadeBy } from './path-making.js';
import type { AssignTarget, Expression, Statement } from './program.js';

/** What an expression of a program comes to, as far as its text tells. */
export type Known =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: Known[] }
  | { readonly kind: 'record'; readonly entries: Map<string, Known> }
  | Thing
  | {
      readonly kind: 'function';
      readonly params: readonly AssignTarget[];
      readonly body: readonly Statement[];
      readonly scope: Names;
      readonly self?: Known;
      readonly marks?: readonly Around[];
    }
  | {
      readonly kind: 'class';
      readonly name: string;
      readonly methods: ReadonlyMap<string, Expression>;
      readonly scope: Names;
    }
  | { readonly kind: 'unknown' };

/** What a name that comes from outside leads to: a module or a name of the language, and the way from there. */
export interface Thing {
  readonly kind: 'thing';
  readonly root: string;
  readonly steps: readonly WayStep[];
}

export interface WayStep {
  readonly name: string;
  /** Set where it is called. */
  readonly called?: Given;
}

export interface Given {
  readonly args: readonly Known[];
  readonly named: ReadonlyMap<string, Known>;
  readonly isNew: boolean;
}

/** A call whose callee leads outside: a module's function, a method of what one gave, a name of the language. */
export interface LeadingCall {
  readonly thing: Thing;
  readonly given: Given;
  readonly around: readonly Around[];
}

/** What stands around what runs: an item of `with`, a decorator, and the name that it is written with. */
export interface Around {
  readonly value: Known;
  readonly name: string;
}

/** What of a program somebody else calls: its functions, its classes' methods and what it exports as well, or what it gives a command's name. */
export type Called = 'nothing' | 'functions' | 'all' | { readonly command: string };

/** What a program does, as far as its text tells. */
export interface ResolvedProgram {
  readonly calls: readonly LeadingCall[];
  readonly shell: readonly string[];
  readonly modules: readonly string[];
  /** How often each name is given something, and which are given a module or its member outright. */
  readonly bound: ReadonlyMap<string, number>;
  readonly imported: ReadonlySet<string>;
  /** Something is made only when it is asked for. */
  readonly lazy: boolean;
}

/** Names of one function, and those around it. */
export class Names {
  private readonly own = new Map<string, Known>();

  constructor(private readonly outer?: Names) {}

  get(name: string): Known | undefined {
    return this.own.get(name) ?? this.outer?.get(name);
  }

  set(name: string, value: Known): void {
    this.own.set(name, value);
  }
}

export const unknownValue: Known = { kind: 'unknown' };

/** What its maker may take away again. */
export const temporaryFile: Known = { kind: 'text', text: '/tmp/named-by-tempfile' };

export function knownText(text: string): Known {
  return { kind: 'text', text };
}

/** What each language says of the machine it runs on, by module and name: the same on every machine that runs it. */
const constants: ReadonlyMap<string, string> = new Map([
  ['sys.executable', 'python3'],
  ['sys._base_executable', 'python3'],
  ['os.devnull', '/dev/null'],
  ['os.sep', '/'],
  ['os.curdir', '.'],
  ['process.execPath', 'node'],
  ['process.argv0', 'node'],
  ['path.sep', '/'],
  ['PHP_BINARY', 'php'],
  ['DIRECTORY_SEPARATOR', '/'],
]);

/** A constant of the language for what a name leads to, where it is one. */
export function constantOr(thing: Thing): Known {
  const text = constants.get(
    [thing.root.replace(/^node:/, ''), ...thing.steps.map(({ name }) => name)]
      .filter((one) => one !== '')
      .join('.'),
  );
  return text === undefined || thing.steps.some(({ called }) => called !== undefined)
    ? thing
    : knownText(text);
}

/** The text of a value; a mark where it is not known. */
export function textOfKnown(value: Known | undefined): string {
  if (value?.kind === 'text') return value.text;
  return value?.kind === 'list' ? value.items.map(textOfKnown).join(' ') : OPAQUE_MARK;
}

export function literalOf(value: Known | undefined): Literal {
  if (value?.kind === 'text') return { kind: 'text', text: value.text };
  if (value?.kind === 'list') return { kind: 'list', items: value.items.map(textOfKnown) };
  return { kind: 'unknown' };
}

/** A value as it would stand in JSON; what is not known is a mark. */
export function jsonOfKnown(value: Known): unknown {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'list') return value.items.map(jsonOfKnown);
  if (value.kind === 'record')
    return Object.fromEntries([...value.entries].map(([key, item]) => [key, jsonOfKnown(item)]));
  return OPAQUE_MARK;
}

/** What a method of a known text or list gives; undefined where it is no such method. */
export function methodOfKnown(value: Known, name: string, args: readonly Known[]): Known | undefined {
  if (value.kind === 'text') return methodOfText(value.text, name, args);
  if (value.kind === 'list') return methodOfList(value, name, args);
  if (value.kind === 'record' && name === 'get')
    return value.entries.get(textOfKnown(args[0])) ?? args[1] ?? unknownValue;
  if (value.kind === 'record' && /^(?:items|entries|values|keys)$/.test(name)) return unknownValue;
  return undefined;
}

function methodOfText(text: string, name: string, args: readonly Known[]): Known | undefined {
  const [first, second] = args.map(textOfKnown);
  const globbed = pathGlobbed(text, name, first ?? '');
  if (globbed !== undefined) return { kind: 'list', items: [knownText(globbed)] };
  switch (name) {
    case '[::-1]':
      return knownText([...text].reverse().join(''));
    case 'join':
      return args[0]?.kind === 'list' ? knownText(args[0].items.map(textOfKnown).join(text)) : unknownValue;
    case 'split':
      return {
        kind: 'list',
        items: (first === undefined || first === ' ' ? text.trim().split(/\s+/) : text.split(first))
          .slice(0, 200)
          .map(knownText),
      };
    case 'format':
      return knownText(filled(text, args));
    case 'replace':
    case 'replaceAll':
      return first === undefined || first === '' || second === undefined
        ? unknownValue
        : knownText(text.replaceAll(first, () => second));
    case 'lower':
    case 'toLowerCase':
      return knownText(text.toLowerCase());
    case 'upper':
    case 'toUpperCase':
      return knownText(text.toUpperCase());
    case 'concat':
      return knownText(text + args.map(textOfKnown).join(''));
    case 'decode':
    case 'encode':
    case 'strip':
    case 'trim':
    case 'rstrip':
    case 'lstrip':
    case 'trimEnd':
    case 'toString':
    case 'expanduser':
    case 'resolve':
    case 'as_posix':
    case 'absolute':
      return knownText(text);
    default:
      return undefined;
  }
}

function filled(text: string, args: readonly Known[]): string {
  let next = 0;
  return text.replace(/\{(\d*)(?:[^\d{}][^{}]*)?\}/g, (_all, at: string) => {
    const index = at === '' ? next++ : Number(at);
    return textOfKnown(args[index]);
  });
}

function methodOfList(
  list: { readonly items: Known[] },
  name: string,
  args: readonly Known[],
): Known | undefined {
  switch (name) {
    case 'push':
    case 'append':
      if (list.items.length < 500) list.items.push(...args);
      return unknownValue;
    case 'extend':
      if (args[0]?.kind === 'list' && list.items.length < 500) list.items.push(...args[0].items);
      return unknownValue;
    case 'concat':
      return {
        kind: 'list',
        items: [...list.items, ...args.flatMap((one) => (one.kind === 'list' ? one.items : [one]))],
      };
    case 'join':
      return knownText(list.items.map(textOfKnown).join(args[0] === undefined ? ',' : textOfKnown(args[0])));
    case 'reverse':
      list.items.reverse();
      return { kind: 'list', items: list.items };
    default:
      return undefined;
  }
}

/** Who decodes: a function of the language or of one of these; a client's `from` makes nothing of its text. */
const decoding =
  /^(?:(?!from$|text$|resolve$|reverse$|quote$)\w+|(?:base64|binascii|codecs|shlex|bytes|bytearray|Buffer|buffer\.Buffer|String|urllib\.parse|zlib)\.\w+)$/;

/** What a function of the language makes of known values: decoders, joins of paths, conversions. */
export function madeBy(path: string, args: readonly Known[]): Known | undefined {
  const own = pathMadeBy(
    path,
    args.map((arg) => (arg.kind === 'text' ? arg.text : undefined)),
  );
  if (own !== undefined) return knownText(own);
  const last = path.split(/[.\\]/).at(-1)?.replace('()', '') ?? '';
  if (
    /^(?:os\.path\.join|path\.join|path\.resolve|node:path\.join|pathlib\.Path|pathlib\.PurePath|pathlib\.PosixPath|Path)$/.test(
      path,
    )
  ) {
    const parts = args.map(textOfKnown);
    return knownText(
      parts.reduce(
        (whole, part) =>
          part.startsWith('/') || whole === '' ? part : `${whole.replace(/\/$/, '')}/${part}`,
        '',
      ),
    );
  }
  if (
    /^(?:str|String|int|Number|bytes|os\.fspath|os\.path\.(?:expanduser|abspath|realpath)|escapeshellarg)$/.test(
      path,
    )
  )
    return args[0];
  if (/^glob\.i?glob$/.test(path) && args[0]?.kind === 'text') return { kind: 'list', items: [args[0]] };
  if (/^(?:list|tuple|sorted|Array\.from)$/.test(path)) return args[0]?.kind === 'list' ? args[0] : undefined;
  if (path === 'JSON.stringify' || path === 'json.dumps' || path === 'json_encode')
    return args[0] === undefined ? undefined : knownText(JSON.stringify(jsonOfKnown(args[0])));
  if (last === 'promisify') return args[0];
  if (path === 'implode') return methodOfKnown(args[0] ?? unknownValue, 'join', args.slice(1));
  if (/^tempfile\.(?:mkdtemp|mktemp|TemporaryDirectory)$|^(?:fs\.)?mkdtempSync$/.test(path))
    return temporaryFile;
  if (/^(?:tempfile\.gettempdir|os\.tmpdir)$/.test(path)) return knownText('/tmp');
  if (path === 'shutil.which') return args[0];
  if (!decoding.test(path)) return undefined;
  const made = decodeCall(path, args.map(literalOf));
  if (made.kind === 'text') return knownText(made.text);
  return made.kind === 'list' ? { kind: 'list', items: made.items.map(knownText) } : undefined;
}
