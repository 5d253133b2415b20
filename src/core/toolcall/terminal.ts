import { err, ok, type Result } from '../shared/result.js';
import { shellWord } from '../shared/shell-word.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, namedText, own } from './fields.js';
import type { ToolCall } from './toolcall.js';

/**
 * What a launcher of the terminal guard sends before it starts the real program: the arguments as the shell resolved
 * them, `{"argv": ["psql", "orders"], "stdin": "/projects/app/fix.sql", "cwd": "/projects/app", "session": "…", "call": "…"}`.
 * `stdin` is the file that stands there, `/dev/stdin` for a pipe, and absent for a terminal or nothing.
 */
export function decodeTerminal(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const argv = own(fields, 'argv');
  if (!Array.isArray(argv) || argv.length === 0) return err({ code: 'missing-field', field: 'argv' });
  const words = argv.filter((word) => typeof word === 'string');
  const [program] = words;
  if (program === undefined || words.length !== argv.length)
    return err({ code: 'missing-field', field: 'argv' });
  const call: ToolCall = {
    agent: 'terminal',
    session: namedText(fields, 'session') ?? '',
    callId: namedText(fields, 'call') ?? '',
    tool: program,
    cwd: namedText(fields, 'cwd') ?? cwd,
    payload: { kind: 'shell', shell: 'bash', command: commandOf(words, namedText(fields, 'stdin') ?? '') },
  };
  return ok({ kind: 'before', call, input: {} });
}

function commandOf(words: readonly string[], stdin: string): string {
  const command = words.map(shellWord).join(' ');
  return stdin === '' ? command : `${command} < ${shellWord(stdin)}`;
}
