import { digestOfValue } from '../shared/digest.js';
import type { World } from '../shared/world.js';
import type { Value } from './invocation.js';
import type { Scope } from './scope.js';

/** What a shell that outlives its call has kept: directory, variables, functions, aliases. Only this room looks inside. */
export type Shell = Scope;

/** A shell of which one of two is what was kept: a command failed on its way. */
export function eitherShell(left: Shell, right: Shell): Shell {
  const joined = left.copy();
  joined.join(right);
  return joined;
}

/** What a person has to know of it, and a digest over all of it. Undefined when it is as a new shell would be. */
export function shellFacts(
  shell: Shell,
  world: World,
): { readonly cwd: string; readonly names: readonly string[]; readonly state: string } | undefined {
  const exports = [...shell.exports()].sort(([left], [right]) => (left < right ? -1 : 1));
  const { cwd } = shell;
  if (cwd.text === world.cwd && shell.isNew()) return undefined;
  const state = digestOfValue({
    cwd: plain(cwd),
    variables: shell.ownNames().map((name) => [name, plainOrNull(shell.variable(name).value)]),
    exports: exports.map(([name, value]) => [name, plainOrNull(value)]),
    functions: [...shell.functions.keys()].sort(),
    aliases: [...shell.aliases].map(([name, value]) => [name, plain(value)]),
  });
  return {
    cwd: cwd.text,
    names: exports.map(([name]) => name),
    state: state.ok ? state.value : 'unreadable',
  };
}

function plain({ text, opaque: reasons }: Value): readonly string[] {
  return [text, ...reasons];
}

function plainOrNull(value: Value | null | undefined): readonly string[] | null {
  return value === null || value === undefined ? null : plain(value);
}
