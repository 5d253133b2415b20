/** Every tool that Countersign knows, from the two lists. Where a program is in both, the later one speaks. */
import { everydayTools } from './everyday.js';
import { infrastructureTools } from './infrastructure.js';
import type { Tool } from './table.js';

const tools: readonly Tool[] = [...infrastructureTools, ...everydayTools];

const byProgram: ReadonlyMap<string, Tool> = new Map(
  tools.flatMap((tool) => tool.programs.map((program) => [program, tool] as const)),
);

const inAnyCase: ReadonlyMap<string, Tool> = new Map(
  tools.flatMap((tool) => tool.programs.map((program) => [program.toLowerCase(), tool] as const)),
);

/**
 * The tool of a program's base name; undefined for a program in no table. Some systems find a program in any case, so a
 * name that differs only there is the same tool.
 */
export function toolOf(program: string): Tool | undefined {
  return byProgram.get(program) ?? inAnyCase.get(program.toLowerCase());
}
