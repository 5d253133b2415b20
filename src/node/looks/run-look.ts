import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmdirSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LookFailure } from '../../core/change/look/failure.js';
import type { Heard, Lookup } from '../../core/change/look/look.js';
import { trustedProgram } from '../trusted-program.js';

/** What a look may take. */
export interface LookLimits {
  readonly milliseconds: number;
  /** Of what it answers. */
  readonly bytes: number;
  /** Of memory that the program takes up with what is sent to it. */
  readonly memory: number;
}

const usualLimits: LookLimits = { milliseconds: 8_000, bytes: 1024 * 1024, memory: 256 * 1024 * 1024 };

/** Of what a program complains, so much is read. */
const mostComplaint = 16_384;
const longestDetail = 300;
const watchMs = 50;

/** What came, and what went wrong; of one that ran out of time what it had said until then. */
interface RunEnd {
  readonly output: string;
  readonly failure?: Omit<LookFailure, 'place'>;
}

/** The same of all runs of a look. */
export interface LookRuns {
  readonly heard: readonly Heard[];
  /** Each once. */
  readonly failures: readonly Omit<LookFailure, 'place'>[];
}

/**
 * Starts the system's own program of that name with the words and the environment of the look and nothing else, in no directory
 * of anybody's, without a shell; all its runs at once. They are ended at their limits, and when nobody waits for them any more.
 * Never rejects.
 */
export async function runLook(
  look: Lookup,
  cancelled: AbortSignal,
  limits: LookLimits = usualLimits,
): Promise<LookRuns> {
  if (look.refusal !== undefined) return failed(look.refusal);
  const program = trustedProgram(look.program);
  if (program === undefined) return failed({ code: 'no-program', detail: look.program });
  if (cancelled.aborted) return { heard: [], failures: [] };
  let file: number | undefined;
  try {
    file = look.file === undefined ? undefined : namelessFile(look.file.text);
    const ends = await Promise.all(
      look.runs.map((words) => runOnce(program, words, { look, file, cancelled, limits })),
    );
    const failures = ends.flatMap(({ failure }) => failure ?? []);
    return {
      heard: ends.map(({ output, failure }) => ({ text: output, isWhole: failure === undefined })),
      failures: [...new Map(failures.map((one) => [`${one.code} ${one.detail}`, one])).values()],
    };
  } catch (error) {
    return failed({ code: 'refused', detail: error instanceof Error ? error.message : '' });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function failed(failure: Omit<LookFailure, 'place'>): LookRuns {
  return { heard: [], failures: [failure] };
}

/** The place of a program's first file beyond the usual three. */
const fileAt = 3;

/** Readable and gone from its folder before anything stands in it. */
function namelessFile(text: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-look-'));
  try {
    const path = join(folder, 'file');
    const file = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    // By its place: whoever shares the file begins at its beginning.
    writeSync(file, text, 0);
    return file;
  } finally {
    rmdirSync(folder);
  }
}

interface RunSetting {
  readonly look: Lookup;
  readonly file: number | undefined;
  readonly cancelled: AbortSignal;
  readonly limits: LookLimits;
}

function runOnce(
  program: string,
  words: readonly string[],
  { look, file, cancelled, limits }: RunSetting,
): Promise<RunEnd> {
  const isPosix = process.platform !== 'win32';
  const place = process.platform === 'linux' ? `/proc/self/fd/${fileAt}` : `/dev/fd/${fileAt}`;
  const child = spawn(program, [...words], {
    cwd: isPosix ? '/' : (process.env['SYSTEMROOT'] ?? 'C:\\'),
    env: {
      ...systemVariables(),
      ...look.env,
      ...(look.file === undefined ? {} : { [look.file.variable]: place }),
    },
    shell: false,
    windowsHide: true,
    // What it starts in its turn is ended with it.
    detached: isPosix,
    stdio: ['pipe', 'pipe', 'pipe', ...(file === undefined ? [] : [file])],
  });
  return new Promise((resolve) => {
    const run = new Run(child, look, limits, resolve);
    cancelled.addEventListener('abort', () => run.end({ output: '' }), { once: true });
  });
}

/** The little of a system's environment without which programs do not start. */
function systemVariables(): Record<string, string> {
  if (process.platform !== 'win32') return { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' };
  const root = process.env['SYSTEMROOT'] ?? 'C:\\Windows';
  return { SYSTEMROOT: root, PATH: `${root}\\System32` };
}

/** What a client of Kubernetes writes for those who look into it. */
const logLine = /^[EFIW]\d{4} \d\d:/;

class Run {
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private complaint = '';
  private isOver = false;
  private readonly timers: readonly NodeJS.Timeout[];

  constructor(
    private readonly child: ChildProcess,
    private readonly look: Lookup,
    private readonly limits: LookLimits,
    private readonly resolve: (run: RunEnd) => void,
  ) {
    this.timers = [
      setTimeout(() => this.late(), limits.milliseconds),
      setInterval(() => this.watchMemory(), watchMs),
    ];
    child.once('error', (error) =>
      this.end({ output: '', failure: { code: 'refused', detail: this.clean(error.message) } }),
    );
    child.once('close', (code) => this.closed(code));
    child.stdout?.on('data', (chunk: Buffer) => this.take(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      if (this.complaint.length < mostComplaint) this.complaint += chunk.toString('utf8');
    });
    // Whoever ends before it has read all has said why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(look.input ?? '');
  }

  end(run: RunEnd): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.kill();
    this.resolve(run);
  }

  private take(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.limits.bytes) this.end({ output: '', failure: { code: 'too-large', detail: '' } });
    else this.chunks.push(chunk);
  }

  private late(): void {
    const detail = String(Math.round(this.limits.milliseconds / 1_000));
    this.end({ output: this.output(), failure: { code: 'timeout', detail } });
  }

  private closed(code: number | null): void {
    if (code === 0) this.end({ output: this.output() });
    else this.end({ output: this.output(), failure: this.refusal(code) });
  }

  private refusal(code: number | null): Omit<LookFailure, 'place'> {
    const { withheld } = this.look;
    if (withheld !== undefined && /password|authenticat|NOAUTH|denied/i.test(this.complaint))
      return { code: 'withheld', detail: withheld };
    const lines = this.complaint.trim().split('\n');
    const said = lines
      .filter((line) => !logLine.test(line))
      .slice(-2)
      .join(' ');
    return { code: 'refused', detail: this.clean(said === '' ? `exit ${code ?? 'by a signal'}` : said) };
  }

  /** A client keeps what it is sent until it is whole: 300 MB are not waited for. */
  private watchMemory(): void {
    const { pid } = this.child;
    if (process.platform !== 'linux' || pid === undefined) return;
    if (residentBytes(pid) > this.limits.memory)
      this.end({ output: '', failure: { code: 'too-large', detail: '' } });
  }

  private output(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }

  /** No credential of the look is told on. */
  private clean(text: string): string {
    const without = this.look.secrets
      .filter((secret) => secret !== '')
      .reduce((left, secret) => left.replaceAll(secret, '\u2022\u2022\u2022'), text);
    return without.slice(0, longestDetail);
  }

  private kill(): void {
    const { pid, exitCode, signalCode } = this.child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    try {
      if (process.platform === 'win32') this.child.kill('SIGKILL');
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }
}

function residentBytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s{0,20}(\d{1,15}) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
