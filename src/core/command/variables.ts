import { isAscii } from './filters/bytes.js';
import type { Value } from './invocation.js';
import { either, isKnown, known, opaque } from './value.js';

/**
 * What `declare` lays on a variable: how it changes or refuses what is assigned to it. `keyed`: its elements go by texts, in no
 * order that a script decides.
 */
export type Attribute = 'integer' | 'upper' | 'lower' | 'readonly' | 'keyed' | 'capital';

export interface Variable {
  /** Undefined when it is unset. */
  readonly value: Value | undefined;
  readonly elements?: ReadonlyMap<string, Value>;
  readonly exported: boolean;
  /** The variable that this one is another name of (`declare -n`). */
  readonly reference?: string;
  readonly attributes?: ReadonlySet<Attribute>;
}

/** What a name stood for before a function made it its own. */
export interface Hidden {
  readonly variable: Variable | undefined;
  /** Only on one of the ways that led here. */
  readonly perhaps: boolean;
}

const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What the shell itself keeps under a name; undefined where it keeps nothing. */
export function specialValue(
  name: string,
  home: string,
  cwd: Value,
  previousDirectory: Value,
): Value | undefined {
  switch (name) {
    case 'HOME':
      return known(home);
    case 'PWD':
      return cwd;
    case 'OLDPWD':
      return previousDirectory;
    case 'PATH':
      return known(searchPath);
    case 'IFS':
      return known(' \t\n');
    case 'SHELL':
    case 'BASH':
      return known('/bin/bash');
    case 'OSTYPE':
      return known('linux-gnu');
    case 'PPID':
      return opaque('parent-process');
    case 'RANDOM':
    case 'SRANDOM':
    case 'SECONDS':
    case 'EPOCHSECONDS':
    case 'EPOCHREALTIME':
    case 'LINENO':
    case 'UID':
    case 'EUID':
    case 'HOSTNAME':
    case 'BASHPID':
    case 'BASH_VERSION':
    case 'REPLY':
      return opaque('input');
    case 'BASH_SUBSHELL':
      return known('0');
    default:
      return undefined;
  }
}

/** The number behind the last of an array's elements, which stand in order. */
export function endOf(elements: ReadonlyMap<string, Value> | undefined): number {
  return Number([...(elements?.keys() ?? [])].at(-1) ?? -1) + 1;
}

/** What is assigned, as the variable's attributes make of it. */
export function shaped(value: Value, before: Value | undefined, attributes: ReadonlySet<Attribute>): Value {
  // The shell refuses, and what it does then depends on where it stands.
  if (attributes.has('readonly')) return either(value, before) ?? value;
  if (!isKnown(value)) return value;
  if (attributes.has('integer'))
    return /^(?:0|-?[1-9]\d{0,14})$/.test(value.text) ? value : opaque('arithmetic');
  if (attributes.has('capital')) return opaque('parameter-form');
  if (!attributes.has('upper') && !attributes.has('lower')) return value;
  if (!isAscii(value.text)) return opaque('parameter-form');
  const text = attributes.has('upper') ? value.text.toUpperCase() : value.text.toLowerCase();
  return { ...value, text };
}

export function joinLocals(
  left: ReadonlyMap<string, Hidden>,
  right: ReadonlyMap<string, Hidden>,
): ReadonlyMap<string, Hidden> {
  const joined = new Map<string, Hidden>();
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const [one, other] = [left.get(name), right.get(name)];
    const variable = one === undefined ? other?.variable : one.variable;
    const isSame = one !== undefined && other !== undefined && one.variable === other.variable;
    joined.set(name, { variable, perhaps: !isSame || one.perhaps || other.perhaps });
  }
  return joined;
}

export function joinLists(left: readonly Value[], right: readonly Value[]): readonly Value[] {
  if (left.length !== right.length) return [opaque('branch')];
  return left.map((value, index) => either(value, right[index]) ?? value);
}

export function withoutPlace({ value, elements, exported, reference, attributes }: Variable): Variable {
  return {
    value: value && unplaced(value),
    exported,
    ...(attributes === undefined ? {} : { attributes }),
    ...(elements === undefined
      ? {}
      : { elements: new Map([...elements].map(([key, element]) => [key, unplaced(element)])) }),
    ...(reference === undefined ? {} : { reference }),
  };
}

export function unplaced({ span: _span, ...value }: Value): Value {
  return value;
}
