import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../core/shared/result.js';
import { thrownText } from '../core/shared/thrown.js';

/** What the words after `countersign mcp` ask for. */
export interface GatewayCommand {
  /** How the client's configuration names the server; the program's name where it is not said. */
  readonly name: string;
  readonly command: readonly string[];
}

/** Why they ask for nothing; `unreadable` with what the parser says. */
export type GatewayCommandError =
  | { readonly code: 'no-separator' | 'no-server' | 'empty-name' }
  | { readonly code: 'unreadable'; readonly detail: string };

/** Reads `[--name NAME] -- SERVER…`. What stands behind `--` is the server's own. */
export function gatewayCommand(args: readonly string[]): Result<GatewayCommand, GatewayCommandError> {
  const end = args.indexOf('--');
  if (end < 0) return err({ code: 'no-separator' });
  const command = args.slice(end + 1);
  const [program] = command;
  if (program === undefined || program === '') return err({ code: 'no-server' });
  const named = nameIn(args.slice(0, end));
  return named.ok ? ok({ name: named.value ?? basename(program), command }) : named;
}

function nameIn(args: readonly string[]): Result<string | undefined, GatewayCommandError> {
  try {
    const { values } = parseArgs({ args: [...args], options: { name: { type: 'string' } } });
    return values.name === '' ? err({ code: 'empty-name' }) : ok(values.name);
  } catch (error) {
    return err({ code: 'unreadable', detail: thrownText(error).split('\n')[0] ?? '' });
  }
}
