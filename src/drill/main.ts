import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { drillEnvironment } from './environment.js';
import { type Kit, kitIn } from './kit.js';
import { type LayOutFailure, layOut, layOutKit } from './lay-out.js';
import { decisionsOf, reportSince } from './record.js';
import { playDrill } from './run.js';
import { unsafeNames } from './stand-ins.js';
import { Transcript } from './transcript.js';

const usage = `usage: drill --hook COMMAND --report COMMAND --kit DIR [--workspace DIR] [--pace MS] [--colour]
       drill --lay-out DIR

--hook       the command line that stands in the agent's settings for a call before it runs
--report     the one for a call that has run
--kit        an own folder for the stand-ins, the private home and, without --workspace, the demo workspace
--workspace  a demo workspace that is there already, or an empty folder for one
--pace       milliseconds between two calls (default 500)
--colour     colours the transcript
--lay-out    only puts the demo workspace into an empty folder`;

/** Read-only; inside the extension's folder. */
const material = join(__dirname, '..', 'media', 'drill');

function wordsOf(failure: LayOutFailure): string {
  return failure.code === 'not-empty'
    ? `expected an empty folder or an earlier demo workspace, got other files in ${failure.folder}: name another folder`
    : `expected to write into ${failure.folder}, got: ${failure.detail}`;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      hook: { type: 'string' },
      report: { type: 'string' },
      kit: { type: 'string' },
      workspace: { type: 'string' },
      pace: { type: 'string', default: '500' },
      colour: { type: 'boolean', default: false },
      'lay-out': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(usage, 0);
  if (values['lay-out'] !== undefined) {
    const laid = layOut(resolve(values['lay-out']), material);
    return laid.ok ? say(laid.value, 0) : complain(wordsOf(laid.error), 1);
  }
  const pace = Number(values.pace);
  const { hook, report } = values;
  if (hook === undefined || report === undefined || values.kit === undefined) return complain(usage, 2);
  if (!Number.isFinite(pace) || pace < 0) return complain(usage, 2);
  const kit = kitIn(
    resolve(values.kit),
    values.workspace === undefined ? undefined : resolve(values.workspace),
  );
  return play({ kit, hook, report, pace, coloured: values.colour });
}

interface Wish {
  readonly kit: Kit;
  readonly hook: string;
  readonly report: string;
  readonly pace: number;
  readonly coloured: boolean;
}

async function play({ kit, hook, report, pace, coloured }: Wish): Promise<number> {
  mkdirSync(kit.home, { recursive: true, mode: 0o700 });
  const laid = layOut(kit.workspace, material);
  if (!laid.ok) return complain(wordsOf(laid.error), 1);
  const equipped = layOutKit(kit, material, process.execPath);
  if (!equipped.ok) return complain(wordsOf(equipped.error), 1);

  // The agent's home is private; the gate's is the person's own.
  const gateHome = process.env['COUNTERSIGN_HOME'] ?? join(homedir(), '.countersign');
  const env = drillEnvironment(kit, { ...process.env, COUNTERSIGN_HOME: gateHome });
  const unsafe = await unsafeNames(kit, env);
  if (unsafe.length > 0) {
    return complain(
      `expected stand-ins for ${unsafe.join(', ')}, got other programs: the drill does not start`,
      1,
    );
  }
  const transcript = new Transcript({ line: (text) => process.stdout.write(`${text}\n`) }, coloured);
  const session = randomUUID();
  const began = Date.now();
  const outcome = await playDrill({ kit, env, hook, report, session, pace, transcript });
  if (outcome === undefined) return 1;
  const log = { runtime: process.execPath, cli: join(__dirname, 'cli.js'), env };
  // The report is longer than a terminal: what it comes to stands behind it.
  transcript.report(await reportSince(began, log));
  transcript.standInCalls(outcome.calls);
  transcript.record(await decisionsOf(session, log));
  transcript.closing();
  return 0;
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (failure: unknown) => {
    process.exitCode = complain(failure instanceof Error ? failure.message : String(failure), 1);
  },
);
