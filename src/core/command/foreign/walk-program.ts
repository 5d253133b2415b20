import type { Spending } from '../../shared/budgets.js';
import { type Called, type Known, Names, type ResolvedProgram, textOfKnown } from './known.js';
import type { OwnPlace } from './own-place.js';
import type { ForeignProgram, Statement } from './program.js';
import { ProgramWalker } from './resolve.js';
import { givenBy, handedTo } from './things.js';

/** Walks a program as it would run and tells every call that leads outside of it. */
export function resolveProgram(
  program: ForeignProgram,
  world: Spending,
  called: Called,
  place?: OwnPlace,
): ResolvedProgram {
  const resolver = new ProgramWalker(world, place);
  const names = new Names();
  resolver.hoist(program.body, names);
  resolver.run(program.body, names);
  if (typeof called === 'object') runCommand(called.command, program.body, names, resolver);
  else if (called !== 'nothing') runAll(program.body, names, resolver);
  if (called === 'all') runGiven(program.body, names, resolver);
  const { calls, shell, modules, bound, imported, lazy } = resolver;
  return { calls, shell, modules: [...modules], bound, imported, lazy };
}

/** Whoever loads a module may call each of its functions. */
function runAll(body: readonly Statement[], names: Names, resolver: ProgramWalker): void {
  for (const statement of body) {
    if (statement.kind === 'block') runAll(statement.body, names, resolver);
    const made = 'name' in statement ? names.get(statement.name) : undefined;
    if (made?.kind === 'function') resolver.apply(made, [], new Map());
  }
}

/** `@app.cli.command('NAME')`, and where none is given, the function's own name with dashes. */
function runCommand(
  command: string,
  body: readonly Statement[],
  names: Names,
  resolver: ProgramWalker,
): void {
  for (const statement of body) {
    if (statement.kind === 'block') runCommand(command, statement.body, names, resolver);
    const made = statement.kind === 'define' ? names.get(statement.name) : undefined;
    if (statement.kind !== 'define' || made?.kind !== 'function') continue;
    const own = statement.name.replace(/_(?:command|cmd)$/, '').replaceAll('_', '-');
    const isMeant = made.marks?.some(({ value }) => {
      const last = value.kind === 'thing' ? value.steps.at(-1) : undefined;
      const given = last?.called?.args[0] ?? last?.called?.named.get('name');
      return last?.name === 'command' && (given === undefined ? own : textOfKnown(given)) === command;
    });
    if (isMeant === true) resolver.apply(made, [], new Map());
  }
}

/** A framework makes one of each class and calls its methods, and calls what the file exports. */
function runGiven(body: readonly Statement[], names: Names, resolver: ProgramWalker): void {
  for (const statement of body) {
    if (statement.kind === 'block') runGiven(statement.body, names, resolver);
    const made = statement.kind === 'class' ? names.get(statement.name) : undefined;
    const given = givenBy(statement);
    if (made?.kind === 'class') runMembers(resolver.instance(made, [], new Map()), resolver);
    else if (given !== undefined) runMembers(resolver.value(given, names), resolver);
  }
}

function runMembers(of: Known, resolver: ProgramWalker): void {
  if (of.kind === 'function') resolver.apply(of, of.params.map(handedTo), new Map());
  else if (of.kind === 'record') for (const member of of.entries.values()) runMembers(member, resolver);
}

/** The constants that a module gives to whoever loads it. What it does itself is told where it is read. */
export function constantsOf(program: ForeignProgram, world: Spending, place: OwnPlace): Names {
  const resolver = new ProgramWalker(world, place);
  const names = new Names();
  resolver.hoist(program.body, names);
  resolver.run(program.body, names);
  return names;
}
