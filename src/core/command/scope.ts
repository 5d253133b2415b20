import type { Function as FunctionNode } from 'unbash';
import type { World } from '../shared/world.js';
import type { Value } from './invocation.js';
import type { Source } from './source.js';
import { either, known, opaque, sameValue } from './value.js';

export interface Variable {
  /** Undefined when it is unset. */
  readonly value: Value | undefined;
  readonly elements?: ReadonlyMap<string, Value>;
  readonly exported: boolean;
  /** The variable that this one is another name of (`declare -n`). */
  readonly reference?: string;
}

export interface ShellFunction {
  readonly node: FunctionNode;
  readonly source: Source;
}

const unset: Variable = { value: undefined, exported: false };

const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What a shell remembers between commands. The one owner of its mutations. */
export class Scope {
  readonly functions: Map<string, ShellFunction>;
  readonly aliases: Map<string, Value>;
  /** Functions that a new shell inherits (`export -f`). */
  readonly exportedFunctions: Set<string>;
  readonly options: Set<string>;
  cwd: Value;
  previousDirectory: Value;
  directories: readonly Value[] = [];
  positional: readonly Value[] = [];
  /** Set once `exit` or `return` made what follows unreachable. */
  ended: 'no' | 'return' | 'exit' = 'no';
  private variables: Map<string, Variable>;
  /** True while another scope may hold the same map: it is copied before the next write. */
  private shared = false;
  private exportsCache: ReadonlyMap<string, Value | null> | undefined;

  constructor(
    readonly world: World,
    from?: Scope,
  ) {
    this.functions = new Map(from?.functions);
    this.aliases = new Map(from?.aliases);
    this.options = new Set(from?.options);
    this.exportedFunctions = new Set(from?.exportedFunctions);
    this.variables = from === undefined ? new Map() : from.lend();
    this.shared = from !== undefined;
    this.exportsCache = from?.exportsCache;
    this.cwd = from?.cwd ?? known(world.cwd);
    this.previousDirectory = from?.previousDirectory ?? opaque('unset-variable');
    if (from === undefined) return;
    this.directories = from.directories;
    this.positional = from.positional;
  }

  private lend(): Map<string, Variable> {
    this.shared = true;
    return this.variables;
  }

  private write(name: string, variable: Variable): void {
    if (this.shared) this.variables = new Map(this.variables);
    this.shared = false;
    this.variables.set(name, variable);
    this.exportsCache = undefined;
  }

  copy(): Scope {
    return new Scope(this.world, this);
  }

  /** The same for commands of a later text: nothing in it points into the text that it comes from. */
  kept(): Scope {
    const kept = new Scope(this.world, this);
    for (const [name, variable] of this.variables) kept.write(name, withoutPlace(variable));
    for (const [name, { node, source }] of this.functions)
      kept.functions.set(name, { node, source: { ...source, locate: () => [0, 0] } });
    for (const [name, text] of this.aliases) kept.aliases.set(name, unplaced(text));
    kept.cwd = unplaced(this.cwd);
    kept.previousDirectory = unplaced(this.previousDirectory);
    kept.directories = this.directories.map(unplaced);
    kept.positional = this.positional.map(unplaced);
    return kept;
  }

  /** The names of the variables on which the commands themselves had a word. */
  ownNames(): readonly string[] {
    return [...this.variables.keys()].sort();
  }

  /** True when commands have left nothing but perhaps another directory. */
  isNew(): boolean {
    return this.variables.size === 0 && this.functions.size === 0 && this.aliases.size === 0;
  }

  /** How much the variables and aliases hold, in UTF-16 units. */
  size(): number {
    let size = 0;
    for (const { value, elements } of this.variables.values()) {
      size += value?.text.length ?? 0;
      for (const element of elements?.values() ?? []) size += element.text.length;
    }
    for (const text of this.aliases.values()) size += text.text.length;
    return size;
  }

  /** What a new shell process inherits: the directory and the exported variables. */
  child(): Scope {
    const child = new Scope(this.world);
    child.cwd = this.cwd;
    for (const name of this.exportedFunctions) {
      const body = this.functions.get(name);
      if (body !== undefined) child.functions.set(name, body);
      child.exportedFunctions.add(name);
    }
    for (const [name, variable] of this.variables) if (variable.exported) child.write(name, variable);
    return child;
  }

  variable(name: string): Variable {
    const found = this.variables.get(name);
    if (found?.reference !== undefined && found.reference !== name) return this.variable(found.reference);
    if (found !== undefined) return found;
    const inherited = Object.hasOwn(this.world.env, name) ? this.world.env[name] : undefined;
    if (inherited !== undefined) return { value: known(inherited), exported: true };
    const value = this.special(name);
    return value === undefined ? unset : { value, exported: false };
  }

  /** True when the script itself gave (or took away) the variable, so that an unset one is known to be empty. */
  decided(name: string): boolean {
    return this.variables.has(name);
  }

  names(): readonly string[] {
    return [...new Set([...this.variables.keys(), ...Object.keys(this.world.env)])].sort();
  }

  put(name: string, variable: Variable): void {
    const current = this.variables.get(name);
    if (current?.reference !== undefined && current.reference !== name && variable.reference === undefined) {
      this.put(current.reference, variable);
      return;
    }
    this.write(name, variable);
  }

  assign(name: string, value: Value, exported = false): void {
    const current = this.variable(name);
    this.put(name, { value, exported: exported || current.exported || this.options.has('allexport') });
  }

  assignElements(name: string, elements: ReadonlyMap<string, Value>): void {
    this.put(name, { value: elements.get('0'), elements, exported: this.variable(name).exported });
  }

  unset(name: string): void {
    this.put(name, { value: undefined, exported: this.variable(name).exported });
  }

  /** Forgets the script's own word on a variable. */
  restore(name: string, variable: Variable | undefined): void {
    if (variable !== undefined) {
      this.write(name, variable);
      return;
    }
    if (this.shared) this.variables = new Map(this.variables);
    this.shared = false;
    this.variables.delete(name);
    this.exportsCache = undefined;
  }

  own(name: string): Variable | undefined {
    return this.variables.get(name);
  }

  /** Variables that a program started now would see changed. */
  exports(): ReadonlyMap<string, Value | null> {
    if (this.exportsCache !== undefined) return this.exportsCache;
    const changed = new Map<string, Value | null>();
    for (const [name, { value, exported }] of this.variables) {
      if (exported) changed.set(name, value ?? null);
    }
    this.exportsCache = changed;
    return changed;
  }

  clearEnvironment(): void {
    for (const name of this.names()) this.put(name, { value: undefined, exported: true });
  }

  /** Becomes what holds whether or not `other` was the way taken. */
  join(other: Scope): void {
    if (this.variables !== other.variables) this.joinVariables(other);
    for (const [name, body] of other.functions) if (!this.functions.has(name)) this.functions.set(name, body);
    for (const [name, text] of other.aliases) if (!this.aliases.has(name)) this.aliases.set(name, text);
    if (!sameValue(this.cwd, other.cwd)) this.cwd = opaque('branch');
    if (!sameValue(this.previousDirectory, other.previousDirectory))
      this.previousDirectory = opaque('branch');
    if (this.positional !== other.positional) this.positional = joinLists(this.positional, other.positional);
    if (this.ended === 'no' || other.ended === 'no') this.ended = 'no';
  }

  private joinVariables(other: Scope): void {
    for (const name of new Set([...this.variables.keys(), ...other.variables.keys()])) {
      const mine = this.variable(name);
      const theirs = other.variable(name);
      if (mine === theirs || (sameValue(mine.value, theirs.value) && !mine.elements && !theirs.elements))
        continue;
      this.write(name, {
        value: either(mine.value, theirs.value),
        exported: mine.exported || theirs.exported,
      });
    }
  }

  /** Takes over everything that `other` came to. */
  become(other: Scope): void {
    this.variables = other.lend();
    this.shared = true;
    for (const [name, body] of other.functions) this.functions.set(name, body);
    for (const [name, text] of other.aliases) this.aliases.set(name, text);
    this.cwd = other.cwd;
    this.previousDirectory = other.previousDirectory;
    this.directories = other.directories;
    this.positional = other.positional;
    this.ended = other.ended;
    this.exportsCache = undefined;
  }

  private special(name: string): Value | undefined {
    switch (name) {
      case 'HOME':
        return known(this.world.home);
      case 'PWD':
        return this.cwd;
      case 'OLDPWD':
        return this.previousDirectory;
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
}

function joinLists(left: readonly Value[], right: readonly Value[]): readonly Value[] {
  if (left.length !== right.length) return [opaque('branch')];
  return left.map((value, index) => either(value, right[index]) ?? value);
}

function withoutPlace({ value, elements, exported, reference }: Variable): Variable {
  return {
    value: value && unplaced(value),
    exported,
    ...(elements === undefined
      ? {}
      : { elements: new Map([...elements].map(([key, element]) => [key, unplaced(element)])) }),
    ...(reference === undefined ? {} : { reference }),
  };
}

function unplaced({ span: _span, ...value }: Value): Value {
  return value;
}
