import type { Site } from '../ports/judge.js';
import type { Terminal } from './command.js';

/** Where a command of this terminal would run. */
export function siteOf(terminal: Pick<Terminal, 'env'>, cwd: string, home: string): Site {
  const entries = Object.entries(terminal.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { cwd, home, env: Object.fromEntries(entries) };
}
