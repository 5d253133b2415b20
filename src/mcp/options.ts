import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../core/shared/result.js';

/** What the words after `countersign mcp` ask for. */
export interface GatewayCommand {
  /** How the client's configuration names the server; the program's name where it is not said. */
  readonly name: string;
  readonly command: readonly string[];
}

/** Reads `[--name NAME] -- SERVER…`. What stands behind `--` is the server's own. */
export function gatewayCommand(args: readonly string[]): Result<GatewayCommand, string> {
  const end = args.indexOf('--');
  if (end < 0) return err('expected -- and the MCP server to start, got no --');
  const command = args.slice(end + 1);
  const [program] = command;
  if (program === undefined || program === '') return err('expected an MCP server after --, got none');
  const named = nameIn(args.slice(0, end));
  return named.ok ? ok({ name: named.value ?? basename(program), command }) : named;
}

function nameIn(args: readonly string[]): Result<string | undefined, string> {
  try {
    const { values } = parseArgs({ args: [...args], options: { name: { type: 'string' } } });
    return values.name === '' ? err('expected --name to be a name, got nothing') : ok(values.name);
  } catch (error) {
    return err(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unreadable options');
  }
}
