/** Every tool that Countersign knows, by its programs. */
import type { System } from '../target/target.js';
import { programLines } from './program-lines.js';
import { type Tool, toolsIn } from './table.js';
import { tables } from './tables.js';

interface Place {
  readonly program: string;
  /** Which table it is in. */
  readonly at: number;
}

/** By their names in lower case; made when the first is asked for. */
let places: ReadonlyMap<string, readonly Place[]> | undefined;
const known = new Map<string, readonly Tool[]>();

function placesOf(): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Place[]>();
  for (const [at, line] of programLines.split('\n').entries()) {
    for (const program of line.split(' ')) {
      const key = program.toLowerCase();
      const others = found.get(key);
      if (others === undefined) found.set(key, [{ program, at }]);
      else others.push({ program, at });
    }
  }
  return found;
}

/**
 * The tools of a program's base name, for two products may have one; none for a program in no table. Some systems find a
 * program in any case, so a name that differs only there is the same tool.
 */
export function toolsOf(program: string): readonly Tool[] {
  const before = known.get(program);
  if (before !== undefined) return before;
  places ??= placesOf();
  const inAnyCase = places.get(program.toLowerCase()) ?? [];
  const asWritten = inAnyCase.filter((place) => place.program === program);
  if (asWritten.length === 0) return toolsAt(inAnyCase);
  const tools = toolsAt(asWritten);
  known.set(program, tools);
  return tools;
}

function toolsAt(found: readonly Place[]): readonly Tool[] {
  const tools = found.flatMap(({ program, at }) =>
    toolsIn(tables.slice(at, at + 1)).filter((tool) => tool.programs.includes(program)),
  );
  return [...new Set(tools)];
}

/** The system whose vocabulary a program speaks, where that is one. */
export function systemOf(program: string): System | undefined {
  return toolsOf(program)[0]?.system;
}
