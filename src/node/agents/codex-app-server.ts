import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { TrustFailure } from '../../ports/ports.js';

/** Codex answers within a second; a machine that is busy takes longer. */
const patienceMs = 20_000;

/** One question to Codex's own server. */
export type AskCodex = (method: string, params: object) => Promise<Result<unknown, TrustFailure>>;

const reply = v.looseObject({
  id: v.number(),
  result: v.exactOptional(v.unknown()),
  error: v.exactOptional(v.looseObject({ message: v.string() })),
});

/**
 * Starts `codex app-server` (JSON-RPC, one object a line, on its standard streams) with the folder `codexHome`, and ends
 * it when `run` has ended. Seen in 0.169.0.
 */
export async function withCodex<T>(
  program: string,
  codexHome: string,
  cwd: string,
  run: (ask: AskCodex) => Promise<Result<T, TrustFailure>>,
): Promise<Result<T, TrustFailure>> {
  const env = { ...process.env, CODEX_HOME: codexHome };
  const child = spawn(program, ['app-server'], {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  const waiting = new Map<number, (answer: Result<unknown, TrustFailure>) => void>();
  let ended: TrustFailure | undefined;
  const end = (failure: TrustFailure): void => {
    ended ??= failure;
    for (const answer of waiting.values()) answer(err(ended));
    waiting.clear();
  };
  child.on('error', (error) => end({ code: 'program-missing', detail: error.message }));
  child.on('close', (code) => end({ code: 'no-answer', detail: `it ended with ${code ?? 'a signal'}` }));
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const read = readReply(line);
    const answer = read && waiting.get(read.id);
    if (!read || !answer) return;
    waiting.delete(read.id);
    answer(read.error ? err({ code: 'refused', detail: read.error.message }) : ok(read.result));
  });

  const patience = setTimeout(() => end({ code: 'no-answer', detail: `${patienceMs} ms` }), patienceMs);
  let asked = 0;
  const send = (message: object): boolean => child.stdin.write(`${JSON.stringify(message)}\n`);
  const ask: AskCodex = (method, params) =>
    new Promise((resolve) => {
      if (ended) return resolve(err(ended));
      asked += 1;
      waiting.set(asked, resolve);
      send({ id: asked, method, params });
    });
  try {
    const clientInfo = { name: 'countersign', title: 'Countersign', version: '1' };
    const begun = await ask('initialize', { clientInfo });
    if (!begun.ok) return begun;
    send({ method: 'initialized' });
    return await run(ask);
  } finally {
    clearTimeout(patience);
    child.stdin.end();
    child.kill('SIGKILL');
  }
}

function readReply(line: string): v.InferOutput<typeof reply> | undefined {
  try {
    const read = v.safeParse(reply, JSON.parse(line));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
