/** Every tool that Countersign knows, from the two lists. */
import type { System } from '../target/target.js';
import { everydayTools } from './everyday.js';
import { infrastructureTools } from './infrastructure.js';
import type { Tool } from './table.js';

const tools: readonly Tool[] = [...infrastructureTools, ...everydayTools];

const byProgram = mapOf((program) => program);
/** Made when a program is in no list as it is written. */
let inAnyCase: ReadonlyMap<string, readonly Tool[]> | undefined;

function mapOf(keyOf: (program: string) => string): ReadonlyMap<string, readonly Tool[]> {
  const found = new Map<string, Tool[]>();
  for (const tool of tools) {
    for (const program of tool.programs) {
      const key = keyOf(program);
      const known = found.get(key);
      if (known === undefined) found.set(key, [tool]);
      else if (!known.includes(tool)) known.push(tool);
    }
  }
  return found;
}

/**
 * The tools of a program's base name, for two products may have one; none for a program in no table. Some systems find a
 * program in any case, so a name that differs only there is the same tool.
 */
export function toolsOf(program: string): readonly Tool[] {
  const known = byProgram.get(program);
  if (known !== undefined) return known;
  inAnyCase ??= mapOf((one) => one.toLowerCase());
  return inAnyCase.get(program.toLowerCase()) ?? [];
}

/** The system whose vocabulary a program speaks, where that is one. */
export function systemOf(program: string): System | undefined {
  return toolsOf(program)[0]?.system;
}
