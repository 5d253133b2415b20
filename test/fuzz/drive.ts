/** Drives made-up payloads through a real gate: desk, engine and record in a process of its own, on its own home. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../src/protocol/answer.js';
import { decodeRegistration, type Registration } from '../../src/protocol/registration.js';
import { decodeReply, lineOfMessage, type RingHeader, ringVersion } from '../../src/protocol/ring.js';
import { type Sample, sample } from './mutate.js';
import { faultIn } from './oracle.js';
import { Seeded } from './random.js';
import { type Seed, seeds } from './seeds.js';

/** A payload that was answered as none may be. `seed` makes it again. */
export interface Fault {
  readonly seed: number;
  readonly agent: string;
  readonly payload: string;
  readonly what: string;
}

export interface Report {
  readonly tried: number;
  readonly faults: readonly Fault[];
  /** Milliseconds of the slowest answer. */
  readonly slowestMs: number;
}

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
const graceMs = 1_000;

const atOnce = 8;

/** A home grows with what is held in it: after so many samples a gate and its home are replaced. */
const samplesPerGate = 25_000;

export async function drive({ from, samples, milliseconds }: Drive): Promise<Report> {
  const all = atLeastOne(seeds());
  const until = Date.now() + milliseconds;
  const faults: Fault[] = [];
  let tried = 0;
  let slowestMs = 0;
  while (tried < samples && Date.now() < until) {
    const gate = await openGate();
    try {
      const end = Math.min(samples, tried + samplesPerGate);
      const lane = async (): Promise<void> => {
        while (tried < end && Date.now() < until) {
          const seed = from + tried;
          tried += 1;
          const made = sample(new Seeded(seed), all);
          const began = Date.now();
          const what = await gate.fault(made);
          slowestMs = Math.max(slowestMs, Date.now() - began);
          if (what !== undefined) faults.push({ seed, ...shown(made), what });
        }
      };
      await Promise.all(Array.from({ length: atOnce }, lane));
    } finally {
      gate.close();
    }
  }
  return { tried, faults, slowestMs };
}

/** The faults that are left in samples of earlier runs. */
export async function again(kept: readonly Sample[]): Promise<readonly string[]> {
  const gate = await openGate();
  try {
    const found = await Promise.all(kept.map((one) => gate.fault(one)));
    return found.flatMap((what, at) => (what === undefined ? [] : [`sample ${at}: ${what}`]));
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

function shown({ agent, bytes }: Sample): Pick<Fault, 'agent' | 'payload'> {
  return { agent, payload: Buffer.from(bytes).toString('base64') };
}

class FuzzedGate {
  constructor(
    private readonly program: ChildProcess,
    private readonly folder: string,
    private readonly registration: Registration,
  ) {}

  /** Rings once, as a doorbell does. */
  async fault(made: Sample): Promise<string | undefined> {
    if (this.program.exitCode !== null) return `the gate has ended with ${this.program.exitCode}`;
    const answer = await this.ring(made);
    if (typeof answer === 'string') return answer;
    return faultIn(made, answer);
  }

  close(): void {
    this.program.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private ring({ agent, bytes }: Sample): Promise<Answer | string> {
    const { socket: path, knock, seal } = this.registration;
    const nonce = String(Math.random());
    const header: RingHeader = {
      v: ringVersion,
      nonce,
      knock,
      agent,
      budgetMs,
      pid: process.pid,
      cwd: this.folder,
      env: { HOME: this.folder },
      bytes: bytes.length,
    };
    return new Promise((resolve) => {
      const socket = connect(path);
      const end = (answer: Answer | string): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve(answer);
      };
      const timer = setTimeout(() => end(`no answer in ${budgetMs + graceMs} ms`), budgetMs + graceMs);
      let text = '';
      socket.setEncoding('utf8');
      socket.on('connect', () => socket.write(Buffer.concat([Buffer.from(lineOfMessage(header)), bytes])));
      socket.on('error', (error) => end(`the gate hung up: ${error.message}`));
      socket.on('close', () => end('the gate hung up without an answer'));
      socket.on('data', (chunk: string) => {
        text += chunk;
        const lines = text.split('\n');
        text = lines.pop() ?? '';
        for (const line of lines) {
          const reply = decodeReply(line);
          if (!reply.ok) end(`no reply: ${line.slice(0, 200)}`);
          else if (reply.value.nonce !== nonce || reply.value.seal !== seal) end('a reply of somebody else');
          else if (reply.value.kind === 'answer') end(reply.value.answer);
        }
      });
    });
  }
}

async function openGate(): Promise<FuzzedGate> {
  const memory = '/dev/shm';
  const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'cs-fuzz-'));
  const home = join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  const program = spawn(process.execPath, [join(process.cwd(), 'out/support/gate-program.mjs'), folder], {
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, COUNTERSIGN_HOME: home, HOLD_MINUTES: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(program.stdout, 'data');
  const run = join(home, 'run');
  const name = readdirSync(run).find((one) => one.endsWith('.json'));
  const registration = name && decodeRegistration(readFileSync(join(run, name), 'utf8'));
  if (!registration) throw new Error(`expected the gate's registration in ${run}, got none`);
  return new FuzzedGate(program, folder, registration);
}
