import type { Spending } from '../../shared/budgets.js';
import { type Called, Names, type ResolvedProgram } from './known.js';
import type { OwnPlace } from './own-place.js';
import type { ForeignProgram } from './program.js';
import { ProgramWalker } from './resolve.js';

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
  if (called !== 'nothing') resolver.runAll(program.body, names);
  if (called === 'all') resolver.runGiven(program.body, names);
  return { calls: resolver.calls, shell: resolver.shell, modules: [...resolver.modules] };
}

/** The constants that a module gives to whoever loads it. What it does itself is told where it is read. */
export function constantsOf(program: ForeignProgram, world: Spending, place: OwnPlace): Names {
  const resolver = new ProgramWalker(world, place);
  const names = new Names();
  resolver.hoist(program.body, names);
  resolver.run(program.body, names);
  return names;
}
