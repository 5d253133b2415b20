import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { engineEnvironment } from '../protocol/environment.js';
import { doorbellBudgetMs, silenceLimitMs } from '../protocol/limits.js';
import { directoriesIn } from '../protocol/payload.js';
import { ringVersion } from '../protocol/ring.js';
import { finish, refuse, remember } from './finish.js';
import { findGate } from './gates.js';
import { ringOffline } from './offline.js';
import { readPayload } from './read-payload.js';
import { ringGate } from './ring-gate.js';

/**
 * The doorbell: an agent's hook payload on standard input, that agent's answer on standard output. It decides nothing;
 * whatever fails on the way is a no: words on standard error and exit code 2.
 */
function main(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => refuse('signal', signal));
  process.on('uncaughtException', (error) => refuse('broken', error.message));
  process.on('unhandledRejection', (reason) => refuse('broken', String(reason)));
  const agent = process.argv[2];
  if (!agent) refuse('usage');
  const watch = new Watch(budgetOf(agent));
  readPayload(
    (payload) => {
      remember(payload);
      ring(agent, payload, watch, new Set());
    },
    (cause) => refuse(cause),
  );
}

/** Ends the doorbell when time runs out, or when nothing moves for too long. */
class Watch {
  private readonly endsAt: number;
  private quiet = 0;

  constructor(budgetMs: number) {
    this.endsAt = Date.now() + budgetMs;
    const tick = Math.min(1_000, Math.max(10, budgetMs / 4));
    // Counted in ticks, not by the clock: a machine that slept has not been silent.
    setInterval(() => {
      this.quiet += tick;
      if (Date.now() >= this.endsAt) refuse('deadline');
      if (this.quiet >= silenceLimitMs) refuse('gate-silent');
    }, tick);
    setTimeout(() => refuse('deadline'), budgetMs);
  }

  alive(): void {
    this.quiet = 0;
  }

  get leftMs(): number {
    return Math.max(0, this.endsAt - Date.now());
  }
}

function ring(agent: string, payload: Buffer, watch: Watch, without: Set<string>): void {
  const cwd = cwdOf(payload);
  const found = findGate(join(home(), 'run'), cwd, without);
  if (found.kind === 'unsafe') refuse('run-folder-unsafe');
  if (found.kind === 'none') {
    judgeAlone(agent, payload, cwd);
    return;
  }
  const { gate } = found;
  const nonce = `${process.pid}-${process.hrtime.bigint()}-${Math.random().toString(36).slice(2)}`;
  const header = {
    v: ringVersion,
    nonce,
    knock: gate.knock,
    agent,
    budgetMs: Math.floor(watch.leftMs),
    pid: process.pid,
    cwd,
    env: environment(),
    bytes: payload.length,
  } as const;
  ringGate(gate, header, payload, {
    alive: () => watch.alive(),
    answered: finish,
    failed: (cause, detail) => {
      // A window that crashed leaves its registration behind; one that is there and fails is a no.
      if (cause !== 'gate-unreachable' || gate.isFresh) refuse(cause, detail);
      ring(agent, payload, watch, without.add(gate.id));
    },
  });
}

function judgeAlone(agent: string, payload: Uint8Array, cwd: string): void {
  ringOffline({ agent, payload, cwd, env: environment() }).then(
    (answer) => (answer ? finish(answer) : refuse('offline-failed')),
    (error: unknown) => refuse('offline-failed', error instanceof Error ? error.message.split('\n')[0] : ''),
  );
}

/** The agent's working directory, as its payload says; else the doorbell's own. */
function cwdOf(payload: Buffer): string {
  return directoriesIn(payload).find((one) => isAbsolute(one)) ?? process.cwd();
}

/** The launcher sets it, so that nothing in a workspace can point the doorbell at another home. */
function home(): string {
  const named = process.env['COUNTERSIGN_HOME'];
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), '.countersign');
}

/** The environment as the agent has it: the launcher keeps options of Node from this process, not from the engine. */
function environment(): Readonly<Record<string, string>> {
  const { COUNTERSIGN_NODE_OPTIONS: options, ...env } = process.env;
  return engineEnvironment(options ? { ...env, NODE_OPTIONS: options } : env);
}

/** The agent's own limit less a margin. The environment can only shorten it. */
function budgetOf(agent: string): number {
  const budget = doorbellBudgetMs(agent);
  const shorter = Number(process.env['COUNTERSIGN_DEADLINE_MS']);
  return shorter > 0 && shorter < budget ? shorter : budget;
}

main();
