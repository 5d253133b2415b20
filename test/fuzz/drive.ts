/**
 * Drives made-up payloads along the whole way: the doorbell's client, a real gate with desk, engine and record in a process of its
 * own, on its own home. Every so often the doorbell is a process too, as it is installed: the one in C, in Perl and in Node.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { credentialDigests } from '../../src/client/credential-digests.js';
import { callGate } from '../../src/client/gate-call.js';
import { refusal, refusalWords } from '../../src/messages/answers/refusal.js';
import { type Home, homeAt } from '../../src/node/files/home.js';
import { install, launcherPath } from '../../src/node/install/install.js';
import { bellBytes, nativeBellPath } from '../../src/node/install/native-bell.js';
import type { Answer } from '../../src/protocol/answer.js';
import { engineEnvironment } from '../../src/protocol/environment.js';
import { directoriesIn } from '../../src/protocol/payload.js';
import { decodeAnswer } from '../../src/protocol/ring.js';
import { type Sample, sample } from './mutate.js';
import { faultIn } from './oracle.js';
import { Seeded } from './random.js';
import { type Seed, seeds } from './seeds.js';

/** A payload that was answered as none may be. `seed` makes it again. */
export interface Fault {
  readonly seed: number;
  readonly agent: string;
  readonly event?: string | undefined;
  readonly payload: string;
  readonly what: string;
}

/** How the payloads of a run were answered. */
export interface Report {
  readonly tried: number;
  readonly faults: readonly Fault[];
  /** Of those, by the way they went. */
  readonly ways: Readonly<Record<Way, number>>;
  /** Stopped in words, or held and parked. */
  readonly stopped: number;
  /** Answered by the doorbell's own deadline, with a no: on a busy machine. */
  readonly late: number;
  /** Milliseconds of the slowest answer. */
  readonly slowestMs: number;
}

/** `client`: the doorbell's own client in this process; the others are the installed programs. */
export type Way = 'client' | 'c' | 'perl' | 'node';

export interface Drive {
  /** The first sample's seed; each further sample has the next number. */
  readonly from: number;
  /** Ends after so many samples. */
  readonly samples: number;
  /** Ends after so long, whatever is left. */
  readonly milliseconds: number;
}

/** What a doorbell would wait, in milliseconds, and what is added to it before a missing answer is a fault. */
const budgetMs = 5_000;
const graceMs = 15_000;

/** One in so many rings by a process. A process costs as much as twenty calls. */
const cOnceIn = 50;
const perlOnceIn = 250;
const nodeOnceIn = 2_500;

const atOnce = 8;

/** A home grows with what is held in it: after so many samples a gate and its home are replaced. */
const samplesPerGate = 25_000;

export async function drive({ from, samples, milliseconds }: Drive): Promise<Report> {
  const all = atLeastOne(seeds());
  const until = Date.now() + milliseconds;
  const faults: Fault[] = [];
  const ways = { client: 0, c: 0, perl: 0, node: 0 };
  let [tried, stopped, late, slowestMs] = [0, 0, 0, 0];
  while (tried < samples && Date.now() < until) {
    const gate = await openGate();
    try {
      const end = Math.min(samples, tried + samplesPerGate);
      const lane = async (): Promise<void> => {
        while (tried < end && Date.now() < until) {
          const seed = from + tried;
          tried += 1;
          const made = sample(new Seeded(seed), all);
          const way = wayOf(seed);
          const began = Date.now();
          const told = await gate.told(made, way);
          slowestMs = Math.max(slowestMs, Date.now() - began);
          late += told.isLate ? 1 : 0;
          ways[way] += 1;
          stopped += told.isStopped ? 1 : 0;
          if (told.fault !== undefined) faults.push({ seed, ...shown(made), what: `${way}: ${told.fault}` });
        }
      };
      await Promise.all(Array.from({ length: atOnce }, lane));
    } finally {
      gate.close();
    }
  }
  return { tried, faults, ways, stopped, late, slowestMs };
}

const bundles = join(process.cwd(), 'dist');
/** Where this build has none for this machine, the others are driven. */
const hasBell = bellBytes(bundles) !== undefined;
const waysHere: readonly Way[] = ['client', ...(hasBell ? (['c'] as const) : []), 'perl', 'node'];

function wayOf(seed: number): Way {
  if (process.platform !== 'win32' && seed % perlOnceIn === 0) return 'perl';
  if (hasBell && seed % cOnceIn === 2) return 'c';
  return seed % nodeOnceIn === 1 ? 'node' : 'client';
}

/** The faults that are left in samples of earlier runs. */
export async function again(kept: readonly Sample[]): Promise<readonly string[]> {
  const gate = await openGate();
  try {
    const found: string[] = [];
    for (const [at, one] of kept.entries())
      for (const way of waysHere) {
        const { fault } = await gate.told(one, way);
        if (fault !== undefined) found.push(`sample ${at} by ${way}: ${fault}`);
      }
    return found;
  } finally {
    gate.close();
  }
}

function atLeastOne(found: readonly Seed[]): readonly [Seed, ...Seed[]] {
  const [first, ...rest] = found;
  if (first === undefined)
    throw new Error('expected captured payloads below test/contract/payloads, got none');
  return [first, ...rest];
}

function shown({ agent, event, bytes }: Sample): Pick<Fault, 'agent' | 'event' | 'payload'> {
  return { agent, event, payload: Buffer.from(bytes).toString('base64') };
}

const lateWords = refusalWords('deadline').slice(0, 60);
const noAnswer = 'no answer within the deadline';

/** What one payload came to. */
interface Told {
  readonly isStopped: boolean;
  readonly isLate?: boolean;
  readonly fault?: string | undefined;
}

class FuzzedGate {
  constructor(
    private readonly program: ChildProcess,
    private readonly folder: string,
    private readonly home: Home,
  ) {}

  async told(made: Sample, way: Way): Promise<Told> {
    if (this.program.exitCode !== null || this.program.signalCode !== null)
      return { isStopped: true, fault: `the gate has ended with ${this.program.exitCode}` };
    const answer = await (way === 'client' ? this.ringHere(made) : this.ringBy(way, made));
    if (typeof answer === 'string') return { isStopped: true, fault: answer };
    return {
      isStopped: answer.exitCode === 2 || answer.stdout.trim() !== '{}',
      isLate: answer.stderr.includes(lateWords),
      fault: faultIn(made, answer),
    };
  }

  close(): void {
    this.program.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As the doorbell in Node does behind its standard input and before its standard output. */
  private async ringHere({ agent, event, bytes }: Sample): Promise<Answer | string> {
    const env = { HOME: this.folder };
    const cwd = directoriesIn(bytes).find((one) => isAbsolute(one)) ?? this.folder;
    const call = {
      agent,
      event,
      payload: bytes,
      cwd,
      env: engineEnvironment(env),
      credentials: credentialDigests(env),
    };
    const open = callGate(
      { ...call, budgetMs },
      { home: this.home.root, offline: join(this.home.bin, 'offline.js') },
    );
    const end = await within(open.end);
    if (end === undefined) return noAnswer;
    if (end.kind === 'answered') return end.answer;
    // What the doorbell refuses by itself. That the gate failed is a fault, although it is a no.
    const isOwn = end.cause === 'stdin-too-large' || end.cause === 'deadline';
    return isOwn ? refusal(end.cause) : `${end.cause} ${end.detail}`;
  }

  private async ringBy(
    way: Exclude<Way, 'client'>,
    { agent, event, bytes }: Sample,
  ): Promise<Answer | string> {
    const [program, ...first] = {
      c: [nativeBellPath(this.home)],
      perl: [launcherPath(this.home)],
      node: [process.execPath, join(this.home.bin, 'hook.js')],
    }[way];
    const child = spawn(program ?? '', [...first, agent, ...(event === undefined ? [] : [event])], {
      cwd: this.folder,
      env: {
        PATH: '/usr/bin:/bin',
        HOME: this.folder,
        COUNTERSIGN_HOME: this.home.root,
        COUNTERSIGN_DEADLINE_MS: String(budgetMs),
      },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(bytes);
    const end = await within(once(child, 'close'));
    child.kill('SIGKILL');
    if (end === undefined) return noAnswer;
    const exitCode: unknown = end[0];
    // A block may say on standard output what its agent reads.
    const answer = decodeAnswer({ stdout: exitCode === 2 ? '' : stdout, stderr, exitCode });
    return answer ?? `ended with ${exitCode}, ${stdout.slice(0, 200)} ${stderr.slice(0, 200)}`;
  }
}

async function within<T>(end: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), budgetMs + graceMs);
  });
  const first = await Promise.race([end, late]);
  clearTimeout(timer);
  return first;
}

async function openGate(): Promise<FuzzedGate> {
  const memory = '/dev/shm';
  const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'cs-fuzz-'));
  const home = homeAt(join(folder, 'home'));
  mkdirSync(home.root, { mode: 0o700 });
  const runtime = { executable: process.execPath, isEditor: false };
  const installed = install({ home, bundles, runtime });
  if (!installed.ok) throw new Error(`the doorbell could not be installed: ${installed.error.detail}`);
  const program = spawn(process.execPath, [join(process.cwd(), 'out/support/gate-program.mjs'), folder], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      COUNTERSIGN_HOME: home.root,
      HOLD_MINUTES: '0',
      ENGINE_ENTRY: join(process.cwd(), 'dist/engine-worker.js'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(program.stdout, 'data');
  return new FuzzedGate(program, folder, home);
}
