import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { GateCall } from '../client/call.js';
import { credentialDigests } from '../client/credential-digests.js';
import { callGate } from '../client/gate-call.js';
import { engineEnvironment } from '../protocol/environment.js';
import { doorbellBudgetMs } from '../protocol/limits.js';
import { directoriesIn } from '../protocol/payload.js';
import { finish, refuse, remember } from './finish.js';
import { readPayload } from './read-payload.js';

const lookMs = 1_000;

/**
 * The doorbell: an agent's hook payload on standard input, that agent's answer on standard output. It decides nothing;
 * whatever fails on the way is a no: words on standard error and exit code 2.
 */
function main(): void {
  // A rejection that nobody handles comes here too.
  process.on('uncaughtException', (error) => refuse('broken', error.message));
  const [agent, event] = process.argv.slice(2);
  if (!agent) refuse('usage');
  const endsAt = Date.now() + budgetOf(agent);
  let hangUp = (signal: string): void => refuse('signal', signal);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => hangUp(signal));
  const arrival = setTimeout(() => refuse('deadline'), endsAt - Date.now());
  endWithParent();
  readPayload(
    (payload) => {
      clearTimeout(arrival);
      remember(payload, event);
      const open = callGate(
        { agent, event, payload, cwd: cwdOf(payload), ...environment(), budgetMs: endsAt - Date.now() },
        { home: home(), offline: join(__dirname, 'offline.js') },
      );
      hangUp = (signal) => open.hangUp(signal);
      void open.end.then((end) =>
        end.kind === 'answered' ? finish(end.answer) : refuse(end.cause, end.detail),
      );
    },
    (cause) => refuse(cause),
  );
}

/** Nobody hears the answer once whoever started this has gone: the gate is told by the closed connection. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) refuse('signal');
  }, lookMs);
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
function environment(): Pick<GateCall, 'env' | 'credentials'> {
  const { COUNTERSIGN_NODE_OPTIONS: options, ...env } = process.env;
  const all = options ? { ...env, NODE_OPTIONS: options } : env;
  return { env: engineEnvironment(all), credentials: credentialDigests(all) };
}

/** The agent's own limit less a margin. The environment can only shorten it. */
function budgetOf(agent: string): number {
  const budget = doorbellBudgetMs(agent);
  const shorter = Number(process.env['COUNTERSIGN_DEADLINE_MS']);
  return shorter > 0 && shorter < budget ? shorter : budget;
}

main();
