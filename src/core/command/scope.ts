import type { Function as FunctionNode } from 'unbash';
import type { World } from '../shared/world.js';
import type { Value } from './invocation.js';
import type { Source } from './source.js';
import { either, isKnown, known, opaque, sameValue, unknownElements } from './value.js';
import {
  type Attribute,
  type Hidden,
  joinLists,
  joinLocals,
  shaped,
  specialValue,
  unplaced,
  type Variable,
  withoutPlace,
} from './variables.js';

export interface ShellFunction {
  readonly node: FunctionNode;
  readonly source: Source;
}

const unset: Variable = { value: undefined, exported: false };

/** Names that lead to names (`declare -n`) in a row, at most. */
const longestChain = 8;

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
  /** `$0`. */
  name = known('bash');
  /** For each function that runs, the innermost last: what its locals hide. */
  private locals: readonly ReadonlyMap<string, Hidden>[] = [];
  /** Names that a builtin declared; what becomes of one that was set for a single command hangs on the version of bash. */
  readonly redeclared: Set<string>;
  /** Connections that the shell itself opened (`exec 3<>/dev/tcp/HOST/PORT`), by their numbers. */
  readonly connections: Map<number, Value>;
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
    this.connections = from?.connections ?? new Map();
    this.redeclared = from?.redeclared ?? new Set();
    this.variables = from === undefined ? new Map() : from.lend();
    this.shared = from !== undefined;
    this.exportsCache = from?.exportsCache;
    this.cwd = from?.cwd ?? known(world.cwd);
    this.previousDirectory = from?.previousDirectory ?? opaque('unset-variable');
    if (from === undefined) return;
    this.directories = from.directories;
    this.positional = from.positional;
    this.name = from.name;
    this.locals = from.locals;
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

  /** The name behind `declare -n`; undefined where that is no plain name or leads in a circle. */
  private named(name: string): string | undefined {
    let current = name;
    for (let step = 0; step < longestChain; step += 1) {
      const next = this.variables.get(current)?.reference;
      if (next === undefined) return current;
      if (!/^[A-Za-z_]\w*$/.test(next)) return undefined;
      current = next;
    }
    return undefined;
  }

  variable(name: string): Variable {
    const behind = this.named(name);
    if (behind === undefined) return { value: opaque('parameter-form'), exported: false };
    return this.plain(behind);
  }

  private plain(name: string): Variable {
    const found = this.variables.get(name);
    if (found !== undefined) return found;
    const inherited = Object.hasOwn(this.world.env, name) ? this.world.env[name] : undefined;
    if (inherited !== undefined) return { value: known(inherited), exported: true };
    const value = specialValue(name, this.world.home, this.cwd, this.previousDirectory);
    return value === undefined ? unset : { value, exported: false };
  }

  /** True when the script itself gave (or took away) the variable, so that an unset one is known to be empty. */
  decided(name: string): boolean {
    const behind = this.named(name);
    return behind !== undefined && this.variables.has(behind);
  }

  names(): readonly string[] {
    return [...new Set([...this.variables.keys(), ...Object.keys(this.world.env)])].sort();
  }

  put(name: string, variable: Variable): void {
    const behind = this.named(name);
    if (behind !== undefined) this.write(behind, variable);
    // Whatever it leads to is now something else.
    else for (const each of this.variables.keys()) this.blur(each);
  }

  private blur(name: string): void {
    const current = this.variables.get(name);
    if (current !== undefined && current.reference === undefined)
      this.write(name, { value: opaque('parameter-form'), exported: current.exported });
  }

  assign(name: string, value: Value, exported = false): void {
    const { attributes, ...current } = this.variable(name);
    this.put(name, {
      value: attributes === undefined ? value : shaped(value, current.value, attributes),
      exported: exported || current.exported || this.options.has('allexport'),
      ...(attributes === undefined ? {} : { attributes }),
    });
  }

  /** Assigns to what a word names: a variable, or an element of one (`printf -v 'a[1]'`), which is not followed. */
  assignTo(word: Value, value: Value): void {
    const [, name, index] = /^([A-Za-z_]\w*)(\[.*\])?$/s.exec(word.text) ?? [];
    if (name !== undefined && isKnown(word)) this.assign(name, index === undefined ? value : unknownElements);
    else if (!isKnown(word)) for (const each of this.variables.keys()) this.blur(each);
  }

  assignElements(name: string, elements: ReadonlyMap<string, Value>): void {
    const { attributes, exported } = this.variable(name);
    const isPlain = attributes === undefined || [...attributes].every((each) => each === 'keyed');
    const whole = isPlain
      ? attributes === undefined
        ? inOrder(elements)
        : elements
      : new Map([...elements].map(([key]) => [key, opaque('parameter-form')]));
    this.put(name, {
      value: whole.get('0'),
      elements: whole,
      exported,
      ...(attributes === undefined ? {} : { attributes }),
    });
  }

  isReadonly(name: string): boolean {
    return this.variable(name).attributes?.has('readonly') === true;
  }

  /** Lays attributes on a variable, beside those that it has. */
  mark(name: string, added: readonly Attribute[]): void {
    if (added.length === 0) return;
    const current = this.variable(name);
    const kept = [...(current.attributes ?? [])].filter(
      (each) =>
        !(added.includes('upper') && each === 'lower') && !(added.includes('lower') && each === 'upper'),
    );
    this.put(name, { ...current, attributes: new Set([...kept, ...added]) });
  }

  /** Takes the variable away; a local of a function that called this one uncovers what it hid. */
  unset(name: string): void {
    const behind = this.named(name) ?? name;
    const frame = this.locals.findLastIndex((hidden) => hidden.has(behind));
    const hidden = this.locals[frame]?.get(behind);
    if (hidden === undefined || frame === this.locals.length - 1) {
      this.write(behind, { value: undefined, exported: this.plain(behind).exported });
      return;
    }
    this.locals = this.locals.map((each, index) =>
      index === frame ? new Map([...each].filter(([own]) => own !== behind)) : each,
    );
    this.uncover(behind, hidden);
  }

  /** Takes away what is another name, and leaves what it leads to (`unset -n`). */
  unsetReference(name: string): void {
    if (this.variables.get(name)?.reference !== undefined)
      this.write(name, { value: undefined, exported: false });
  }

  enterFunction(): void {
    this.locals = [...this.locals, new Map()];
  }

  leaveFunction(): void {
    const left = this.locals.at(-1);
    this.locals = this.locals.slice(0, -1);
    for (const [name, hidden] of left ?? []) this.uncover(name, hidden);
  }

  private uncover(name: string, { variable, perhaps }: Hidden): void {
    const inside = this.plain(name).value;
    this.restore(name, variable);
    if (!perhaps) return;
    const { value, exported } = this.plain(name);
    this.write(name, { value: either(value, inside), exported });
  }

  /** True while a function runs: what it declares is its own. */
  get isInFunction(): boolean {
    return this.locals.length > 0;
  }

  /** Makes the name the function's own: unset, and as it was before once the function ends. */
  makeLocal(name: string): void {
    const frame = this.locals.at(-1);
    if (frame === undefined || frame.has(name)) return;
    const variable = this.variables.get(name);
    this.locals = [...this.locals.slice(0, -1), new Map(frame).set(name, { variable, perhaps: false })];
    this.write(name, { value: undefined, exported: this.plain(name).exported });
  }

  /** Runs `change` on what the name stands for outside of all functions (`declare -g`). */
  atTop(name: string, change: () => void): void {
    const frame = this.locals.findIndex((hidden) => hidden.has(name));
    const hidden = this.locals[frame]?.get(name);
    if (hidden === undefined) {
      change();
      return;
    }
    const inside = this.variables.get(name);
    this.restore(name, hidden.variable);
    change();
    const variable = this.variables.get(name);
    this.locals = this.locals.map((each, index) =>
      index === frame ? new Map(each).set(name, { ...hidden, variable }) : each,
    );
    this.restore(name, inside);
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
    for (const option of other.options) this.options.add(option);
    if (!sameValue(this.cwd, other.cwd)) this.cwd = opaque('branch');
    if (!sameValue(this.previousDirectory, other.previousDirectory))
      this.previousDirectory = opaque('branch');
    if (this.positional !== other.positional) this.positional = joinLists(this.positional, other.positional);
    if (this.locals !== other.locals)
      this.locals = this.locals.map((mine, index) => joinLocals(mine, other.locals[index] ?? new Map()));
    if (this.ended === 'no' || other.ended === 'no') this.ended = 'no';
  }

  private joinVariables(other: Scope): void {
    for (const name of new Set([...this.variables.keys(), ...other.variables.keys()])) {
      const mine = this.variable(name);
      const theirs = other.variable(name);
      if (mine === theirs || (sameValue(mine.value, theirs.value) && !mine.elements && !theirs.elements))
        continue;
      const attributes = new Set([...(mine.attributes ?? []), ...(theirs.attributes ?? [])]);
      this.write(name, {
        value: either(mine.value, theirs.value),
        exported: mine.exported || theirs.exported,
        ...(attributes.size === 0 ? {} : { attributes }),
      });
    }
  }

  /** Takes over everything that `other` came to. */
  become(other: Scope): void {
    this.variables = other.lend();
    this.shared = true;
    for (const [name, body] of other.functions) this.functions.set(name, body);
    for (const [name, text] of other.aliases) this.aliases.set(name, text);
    this.options.clear();
    for (const option of other.options) this.options.add(option);
    this.cwd = other.cwd;
    this.previousDirectory = other.previousDirectory;
    this.directories = other.directories;
    this.positional = other.positional;
    this.locals = other.locals;
    this.ended = other.ended;
    this.exportsCache = undefined;
  }
}

function inOrder(elements: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const keys = [...elements.keys()].map(Number);
  if (keys.every((key, at) => at === 0 || key > (keys[at - 1] ?? 0))) return elements;
  return new Map([...elements].sort(([a], [b]) => Number(a) - Number(b)));
}
