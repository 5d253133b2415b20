import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { GateCall } from '../client/call.js';
import { credentialDigests } from '../client/credential-digests.js';
import { askGate } from '../client/pass-or-stop.js';
import { terminalWaitingText } from '../messages/agents/terminal-guard.js';
import { refusalWords, stoppedText } from '../messages/answers/refusal.js';
import { sessionVariables } from '../protocol/agent-markers.js';
import { engineEnvironment } from '../protocol/environment.js';
import { doorbellBudgetMs } from '../protocol/limits.js';

/** What a launcher reads as leave to start the program; any other output, and any other exit code, is none. */
const leave = 'run\n';

/** As shells have it for a program that is there and may not be started. */
const notStarted = 126;

/**
 * Judges one command of a terminal for a launcher that cannot ask the gate by itself: no window is open, or the machine
 * has no Perl. The command is the arguments; standard input belongs to the real program and is never read.
 */
function main(): void {
  // Whatever ends this early ends it without leave.
  process.exitCode = notStarted;
  process.on('uncaughtException', (error) => stop(refusalWords('broken', error.message).trim()));
  const session = sessionVariables.map((name) => process.env[name]).find((value) => value) ?? '';
  const call = `${process.pid}-${process.hrtime.bigint()}`;
  // The launcher knows it; this process has none of its own.
  const stdin = process.env['COUNTERSIGN_STDIN'] ?? '/dev/stdin';
  const payload = { argv: process.argv.slice(2), stdin, cwd: process.cwd(), session, call };
  let told = '';
  const held = (request: string): void => {
    if (told !== request) process.stderr.write(`${terminalWaitingText(request)}\n`);
    told = request;
  };
  const budgetMs = doorbellBudgetMs('terminal');
  const bytes = Buffer.from(JSON.stringify(payload));
  const asking = askGate(
    { agent: 'terminal', payload: bytes, cwd: process.cwd(), ...environment(), budgetMs },
    { home: home(), offline: join(__dirname, 'offline.js'), held },
  );
  void asking.answer.then((answer) => {
    if (answer.kind === 'pass') process.stdout.write(leave, () => process.exit(0));
    else stop(stoppedText(answer));
  });
}

function stop(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(notStarted);
}

/** The launcher sets it, so that nothing in a workspace can point the guard at another home. */
function home(): string {
  const named = process.env['COUNTERSIGN_HOME'];
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), '.countersign');
}

/** The environment as the program will have it: the launcher keeps options of Node from this process alone. */
function environment(): Pick<GateCall, 'env' | 'credentials'> {
  const { COUNTERSIGN_NODE_OPTIONS: options, COUNTERSIGN_STDIN: _, ...env } = process.env;
  const all = options ? { ...env, NODE_OPTIONS: options } : env;
  return { env: engineEnvironment(all), credentials: credentialDigests(all) };
}

main();
