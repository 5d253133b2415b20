/** Every tool that Countersign knows, from the two lists. */
import type { System } from '../target/target.js';
import { everydayTools } from './everyday.js';
import { infrastructureTools } from './infrastructure.js';
import type { Tool } from './table.js';

const tools: readonly Tool[] = [...infrastructureTools, ...everydayTools];

const byProgram = mapOf((program) => program);
const inAnyCase = mapOf((program) => program.toLowerCase());

function mapOf(keyOf: (program: string) => string): ReadonlyMap<string, readonly Tool[]> {
  const found = new Map<string, readonly Tool[]>();
  for (const tool of tools) {
    for (const key of new Set(tool.programs.map(keyOf))) found.set(key, [...(found.get(key) ?? []), tool]);
  }
  return found;
}

/**
 * The tools of a program's base name, for two products may have one; none for a program in no table. Some systems find a
 * program in any case, so a name that differs only there is the same tool.
 */
export function toolsOf(program: string): readonly Tool[] {
  return byProgram.get(program) ?? inAnyCase.get(program.toLowerCase()) ?? [];
}

/** The system whose vocabulary a program speaks, where that is one. */
export function systemOf(program: string): System | undefined {
  return toolsOf(program)[0]?.system;
}
