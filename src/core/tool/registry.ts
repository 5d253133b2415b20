/** Every tool that Countersign knows: one import and one line each. */
import { everydayTools } from './everyday.js';
import type { Tool } from './table.js';
import { aws } from './tools/aws.js';
import { elasticBeanstalk } from './tools/eb.js';
import { kubectl } from './tools/kubectl.js';
import { psql } from './tools/psql.js';
import { terraform } from './tools/terraform.js';

const tools: readonly Tool[] = [aws, elasticBeanstalk, kubectl, terraform, psql, ...everydayTools];

const byProgram: ReadonlyMap<string, Tool> = new Map(
  tools.flatMap((tool) => tool.programs.map((program) => [program, tool] as const)),
);

/** The tool of a program's base name; undefined for a program in no table. */
export function toolOf(program: string): Tool | undefined {
  return byProgram.get(program);
}
