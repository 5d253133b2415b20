import { spawn } from 'node:child_process';
import type { Canary } from '../../core/toolcall/health.js';
import { canaryFailure } from '../../messages/agents/canary.js';
import type { ConfiguredRing } from '../../ports/configured-ring.js';

const patienceMs = 15_000;

const noCall = 'countersign: no call';

/**
 * Rings what is configured, as the agent would, both ways: the harmless call comes back with no opinion, and what is no call at all
 * is blocked. `nothing` is what says no opinion to the agent. Of several commands for several tools the first is that of the harmless call; the others must block alike.
 */
export async function proveConfigured(
  rungs: readonly ConfiguredRing[],
  harmless: object,
  cwd: string,
  nothing = '{}',
  patience = patienceMs,
): Promise<Canary> {
  const [first] = rungs;
  if (first === undefined) return { kind: 'failed', words: canaryFailure.nothingConfigured };
  const ringing = { cwd, patience };
  const [passed, ...blocked] = await Promise.all([
    hear(first, JSON.stringify(harmless), ringing),
    ...rungs.map((rung) => hear(rung, noCall, ringing)),
  ]);
  if ('problem' in passed) return { kind: 'failed', words: passed.problem };
  if (passed.code !== 0) {
    return { kind: 'failed', words: passed.error.trim() || canaryFailure.ended(passed.code) };
  }
  if (passed.out.trim() !== '' && !isObject(passed.out, false) && passed.out.trim() !== nothing) {
    return { kind: 'refused', words: passed.out.trim() };
  }
  if (passed.out.trim() === '' && isHeard(first)) return { kind: 'refused', words: canaryFailure.silence };
  const unblocked = blocked.find((heard) => !isBlocked(heard, nothing));
  if (unblocked === undefined) return { kind: 'passed' };
  return { kind: 'failed', words: 'problem' in unblocked ? unblocked.problem : canaryFailure.letThrough };
}

interface Ringing {
  readonly cwd: string;
  /** Milliseconds until a ring is given up. */
  readonly patience: number;
  /** Variables that the agent sets for it. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a ring printed and how it ended, or why it came to nothing. */
type Heard =
  | { readonly code: number | null; readonly out: string; readonly error: string }
  | { readonly problem: string };

/** An agent that reads no output is given none by its command. */
function isHeard(rung: ConfiguredRing): boolean {
  return !(rung.kind === 'command' && rung.command.includes(' >/dev/null ||'));
}

/** By exit code 2 with words, or by an object that says something. */
function isBlocked(heard: Heard, nothing: string): boolean {
  if ('problem' in heard) return false;
  if (heard.code === 0 && heard.out.trim() === nothing) return false;
  return heard.code === 2 ? heard.error.trim() !== '' : heard.code === 0 && isObject(heard.out, true);
}

function isObject(text: string, isFull: boolean): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return Object.keys(value).length > 0 === isFull;
  } catch {
    return false;
  }
}

function hear(rung: ConfiguredRing, payload: string, ringing: Ringing): Promise<Heard> {
  if (rung.kind === 'http') return post(rung.address, rung.headers, payload, ringing);
  if (rung.kind === 'plugin')
    return start(process.execPath, pluginWords, `${rung.text}\0${payload}`, ringing);
  const { command, env } = rung;
  const given = env === undefined ? ringing : { ...ringing, env };
  switch (rung.shell) {
    case 'sh':
      return start(process.platform === 'win32' ? 'bash.exe' : '/bin/sh', ['-c', command], payload, given);
    case 'cmd':
      return start(process.env['ComSpec'] ?? 'cmd.exe', ['/d', '/s', '/c', `"${command}"`], payload, given);
    case 'powershell':
      return start('powershell.exe', ['-NoProfile', '-Command', command], payload, given);
  }
}

/** Loads the plugin as its agent does, rings it with the payload, and tells by the exit code whether it let the call run. */
const pluginWords: readonly string[] = [
  '--input-type=module',
  '-e',
  `
const [text, payload] = (await new Response(process.stdin).text()).split('\\0');
const { Countersign } = await import('data:text/javascript;base64,' + Buffer.from(text).toString('base64'));
const hooks = await Countersign({ directory: process.cwd() });
let call = {};
try { call = JSON.parse(payload); } catch {}
try {
  await hooks['tool.execute.before'](call.input, call.output ?? {});
  process.stdout.write('{}');
} catch (error) {
  process.stderr.write(String(error.message));
  process.exitCode = 2;
}
`,
];

async function post(
  address: string,
  known: Readonly<Record<string, string>>,
  body: string,
  { patience }: Ringing,
): Promise<Heard> {
  const signal = AbortSignal.timeout(patience);
  try {
    const headers = { ...known, 'content-type': 'application/json' };
    const answer = await fetch(address, { method: 'POST', headers, body, signal });
    const text = await answer.text();
    // The agent blocks on anything but a good answer.
    return answer.ok
      ? { code: 0, out: text, error: '' }
      : { code: 2, out: '', error: text || answer.statusText };
  } catch {
    return { problem: signal.aborted ? canaryFailure.slow(patience) : canaryFailure.nobodyListens };
  }
}

function start(
  program: string,
  words: readonly string[],
  payload: string,
  { cwd, patience, env: given }: Ringing,
): Promise<Heard> {
  return new Promise((resolve) => {
    // An editor becomes Node by it; what agents start are shells.
    const asNode = program === process.execPath ? { ELECTRON_RUN_AS_NODE: '1' } : {};
    const env = { ...process.env, ...asNode, ...given };
    const child = spawn(program, [...words], { cwd, env, windowsVerbatimArguments: words[0] === '/d' });
    // Not spawn's own limit: that one outlives a program that could not be started.
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      // What a killed shell has started may hold its pipes open for longer.
      for (const pipe of [child.stdout, child.stderr]) pipe.destroy();
      resolve({ problem: canaryFailure.slow(patience) });
    }, patience);
    let [out, error] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      error += chunk.toString('utf8');
    });
    child.on('error', (problem) => {
      clearTimeout(limit);
      resolve({ problem: problem.message });
    });
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code, out, error });
    });
    child.stdin.end(payload);
  });
}
