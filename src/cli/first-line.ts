import type { Terminal } from './command.js';
import { linesOf } from './lines.js';

/** The first line that is typed; undefined where there is none. */
export async function firstLine(terminal: Pick<Terminal, 'input'>): Promise<string | undefined> {
  for await (const line of linesOf(terminal.input)) return line.ok ? line.text : undefined;
  return undefined;
}
