import type { Home } from '../node/files/home.js';
import { runOwnCommand } from '../node/own-command.js';
import type { Clock } from '../ports/ports.js';
import { RecordChecks } from '../vscode/record/record-checks.js';

/** Whether this home's record is whole, and reports of it, in the editor. `program` is the command line. */
export function recordChecks(
  { root }: Home,
  clock: Pick<Clock, 'now'>,
  program: string,
): { dispose(): void } {
  return new RecordChecks({
    run: (words, signal) => runOwnCommand(program, words, { home: root, signal }),
    clock,
  });
}
