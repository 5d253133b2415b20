import { deepStrictEqual, ok } from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forEachChild, parse, type SyntaxNode } from 'unbash';
import { readCommand } from '../../src/core/command/read.js';
import { type BashRow, bashRows, covers } from '../support/bash-values.js';
import { memoryWorld } from '../support/world.js';

/** Invented programs that only log how they were called; the last one fails. */
const programs = ['pax', 'pbx', 'pcx', 'pdx', 'pfail'];
/** Real programs that can do no more than start others or turn text around. */
const helpers = [
  'env',
  'xargs',
  'cat',
  'base64',
  'tr',
  'rev',
  'sed',
  'nohup',
  'timeout',
  'nice',
  'sh',
  'bash',
];

/** A deterministic source of choices: the same seed, the same commands. */
class Choices {
  constructor(private state: number) {}

  below(count: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * count);
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('expected a choice, got none');
    return item;
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Random commands that start invented programs only, and write only into the current folder. */
class Generator {
  private readonly choices: Choices;
  private names = 0;

  constructor(seed: number) {
    this.choices = new Choices(seed);
  }

  command(depth: number): string {
    if (depth <= 0) return this.simple();
    const inner = (): string => this.command(depth - 1 - this.choices.below(2));
    const form = this.choices.below(26);
    switch (form) {
      case 0:
        return `${inner()} && ${inner()}`;
      case 1:
        return `${inner()} || ${inner()}`;
      case 2:
        return `${inner()}\n${inner()}`;
      case 3:
        return `${this.simple()} | ${this.simple()}`;
      case 4:
        return `if ${this.simple()}; then ${inner()}\nelse ${inner()}\nfi`;
      case 5:
        return `for v in ${this.word()} ${this.word()}; do ${inner()}\ndone`;
      case 6:
        return `case ${this.word()} in a*|b) ${inner()};; *) ${inner()};; esac`;
      case 7:
        return `( ${inner()}\n)`;
      case 8:
        return `{ ${inner()}\n}`;
      case 9:
        return `f${this.fresh()}() { ${inner()}\n}; f${this.names} ${this.word()} ${this.word()}`;
      case 10:
        return `eval ${quote(inner())}`;
      case 11:
        return `bash -c ${quote(inner())} x ${this.word()}`;
      case 12:
        return `echo ${quote(inner())} | sh`;
      case 13:
        return `echo ${Buffer.from(inner()).toString('base64')} | base64 -d | bash`;
      case 14:
        return `bash <<'E${this.fresh()}'\n${inner()}\nE${this.names}\n`;
      case 15:
        return `env W=${this.word()} ${this.simple()}`;
      case 16:
        return `echo ${this.word()} ${this.word()} | xargs ${this.choices.of(programs)} z`;
      case 17:
        return `v=${this.word()}; ${inner()}`;
      case 18:
        return `export v=${this.word()}; sh -c ${quote(this.simple())}`;
      case 19:
        return `timeout 5 nice -n 1 ${this.simple()}`;
      case 20:
        return `trap ${quote(this.simple())} EXIT; ${inner()}`;
      case 21:
        return `while pfail; do ${inner()}\ndone`;
      case 22:
        return `printf '%s\\n' ${this.word()} b | while read v; do ${this.simple()}\ndone`;
      case 23:
        return `a=(${this.word()} ${this.word()}); ${this.choices.of(programs)} "\${a[@]}" "\${a[1]}"`;
      case 24:
        return `echo ${quote(inner())} > s${this.fresh()}; bash s${this.names} ${this.word()}`;
      default:
        return `! ${this.simple()}`;
    }
  }

  private fresh(): number {
    this.names += 1;
    return this.names;
  }

  private simple(): string {
    const words = Array.from({ length: this.choices.below(3) }, () => this.word());
    const prefix = this.choices.below(6) === 0 ? `v=${this.word()} ` : '';
    const suffix = this.choices.of(['', '', '', ' > out', ' 2>/dev/null', ' < /dev/null', ' >> out 2>&1']);
    return `${prefix}${[this.program(), ...words].join(' ')}${suffix}`;
  }

  private program(): string {
    const name = this.choices.of(programs);
    return this.choices.of([
      name,
      name,
      name,
      `"${name}"`,
      `${name.slice(0, 1)}\\${name.slice(1)}`,
      `$(echo ${name})`,
      `\${none:-${name}}`,
      `command ${name}`,
    ]);
  }

  private word(): string {
    return this.choices.of([
      'a',
      'b1',
      '-x',
      '"q r"',
      "'s;t'",
      '$v',
      '"$v"',
      `"\${v:-d}"`,
      `\${v:+e}`,
      '$(echo f)',
      '`echo g`',
      '$((1+2))',
      '{h,i}',
      "$'j\\x6b'",
      'l\\ m',
      '"$1"',
      '$#',
      `"\${v%a}"`,
      `\${v/a/n}`,
      `"\${#v}"`,
      'o"p"',
      '"$(pbx u)"',
      `\${v^^}`,
      `"\${w=r}"`,
      '$(printf %s-%s y z)',
    ]);
  }
}

interface Sandbox {
  readonly folder: string;
  readonly log: string;
}

function createSandbox(): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-differential-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const log = join(folder, 'log');
  for (const name of programs) {
    const path = join(bin, name);
    const body = `#!/bin/bash\nline="${name}"\nfor word in "$@"; do line+=$'\\x1f'"$word"; done\nprintf '%s\\x1e' "$line" >> "$DIFFERENTIAL_LOG"\nexit ${name === 'pfail' ? 1 : 0}\n`;
    writeFileSync(path, body);
    chmodSync(path, 0o755);
  }
  for (const name of helpers) {
    // Where `sh` is dash it expands less than the reading takes into account.
    const given = name === 'sh' ? 'bash' : name;
    const real = ['/usr/bin', '/bin'].map((place) => join(place, given)).find((path) => existsSync(path));
    if (real !== undefined) symlinkSync(real, join(bin, name));
  }
  return { folder, log };
}

/** The calls that a real bash makes, `program` first. */
function started(command: string, sandbox: Sandbox): readonly (readonly string[])[] {
  const work = join(sandbox.folder, 'work');
  rmSync(sandbox.log, { force: true });
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  spawnSync('/bin/bash', ['--norc', '--noprofile', '-c', command], {
    cwd: work,
    env: { PATH: join(sandbox.folder, 'bin'), HOME: sandbox.folder, DIFFERENTIAL_LOG: sandbox.log },
    timeout: 10_000,
    stdio: 'ignore',
  });
  if (!existsSync(sandbox.log)) return [];
  const lines = readFileSync(sandbox.log, 'utf8')
    .split('\x1e')
    .filter((line) => line !== '');
  return lines.map((line) => line.split('\x1f'));
}

describe('a real bash', () => {
  const available = existsSync('/bin/bash');
  let sandbox: Sandbox | undefined;
  before(() => {
    sandbox = createSandbox();
  });
  after(() => {
    if (sandbox !== undefined) rmSync(sandbox.folder, { recursive: true, force: true });
  });

  it('starts nothing that the reading does not name', function () {
    if (!available || sandbox === undefined) return this.skip();
    let calls = 0;
    const missed: string[] = [];
    const world = memoryWorld({ cwd: join(sandbox.folder, 'work'), home: sandbox.folder });
    for (let seed = 1; seed <= 220; seed += 1) {
      const command = new Generator(seed * 7_919).command(3);
      const { invocations } = readCommand(command, 'bash', world);
      for (const call of started(command, sandbox)) {
        calls += 1;
        if (!invocations.some((invocation) => covers(invocation, call)))
          missed.push(`${call.join(' ')} in ${command}`);
      }
    }
    deepStrictEqual(missed, []);
    ok(calls > 200, `expected many calls to compare, got ${calls}`);
  }).timeout(180_000);

  it('gives its programs the words that the table of values says', function () {
    if (!available || sandbox === undefined) return this.skip();
    const sandboxed = sandbox;
    const { folder } = sandboxed;
    const given = ({ script }: BashRow): BashRow['calls'] =>
      started(`PATH=${folder}/bin:/usr/bin:/bin HOME=/home/ada\n${script}`, sandboxed).map(
        ([, ...words]) => words,
      );
    // Both sides of a pipe start at once.
    const sorted = (calls: BashRow['calls']): readonly string[] =>
      calls.map((words) => JSON.stringify(words)).sort();
    for (const row of bashRows()) deepStrictEqual(sorted(given(row)), sorted(row.calls), row.script);
  }).timeout(60_000);
});

/** Every error of a script and of the scripts nested in it. */
function errorsIn(text: string): number {
  let count = 0;
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Script' && 'errors' in node) count += node.errors?.length ?? 0;
    forEachChild(node, visit);
  };
  visit(parse(text));
  return count;
}

/** Whether bash takes each text as a script, without running any: one `bash -n` a text, read from standard input. */
async function bashAccepts(texts: readonly string[]): Promise<readonly boolean[]> {
  const answers: boolean[] = new Array<boolean>(texts.length).fill(false);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < texts.length; index = next++) {
      answers[index] = await new Promise<boolean>((resolve) => {
        const child = spawn('/bin/bash', ['--norc', '--noprofile', '-n'], {
          stdio: ['pipe', 'ignore', 'ignore'],
          env: {},
        });
        child.on('close', (code) => resolve(code === 0));
        child.stdin.on('error', () => undefined);
        child.stdin.end(`${texts[index] ?? ''}\n`);
      });
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return answers;
}

describe('validity over the corpora', () => {
  it('is judged as bash judges it', async function () {
    if (!existsSync('/bin/bash')) return this.skip();
    const commands = ['dangerous', 'benign'].flatMap((name) =>
      readFileSync(join('test', 'corpora', `${name}.jsonl`), 'utf8')
        .split('\n')
        .filter((row) => row !== '')
        .map((row): string => {
          const parsed: unknown = JSON.parse(row);
          return typeof parsed === 'object' && parsed !== null && 'cmd' in parsed ? String(parsed.cmd) : '';
        }),
    );
    const accepted = await bashAccepts(commands);
    const differing = commands.filter((command, index) => (errorsIn(command) === 0) !== accepted[index]);
    deepStrictEqual(differing, []);
  }).timeout(240_000);
});
