/** The scripts for the Tab key, in the shells that read them. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { without } from '../support/components.js';

const cli = join(process.cwd(), 'dist', 'cli.js');

/** What is typed, and what has to be among the choices, and what not. */
const typed: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['countersign ver', ['verify'], ['check', 'receipt']],
  ['countersign verify --check', ['--checkpoint'], ['--require']],
  ['countersign connect cod', ['codex'], ['claude-code', '--scope']],
  ['countersign policy re', ['replay'], ['explain']],
  ['countersign completion ', ['bash', 'zsh', 'fish'], ['verify']],
];

describe('completion', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-completion-'));
    for (const shell of ['bash', 'zsh', 'fish'])
      writeFileSync(join(folder, shell), execFileSync(process.execPath, [cli, 'completion', shell]));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (program: string, args: readonly string[]): string => {
    const env = { HOME: folder, PATH: process.env['PATH'], TERM: 'dumb', LANG: 'C.UTF-8' };
    const done = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8', timeout: 30_000 });
    assert.equal(done.error, undefined);
    return done.stdout;
  };

  /** `last` is the choice after which nothing more is waited for. */
  const choices: Readonly<Record<string, (line: string, last: string) => string>> = {
    bash: (line) => {
      const words = line.split(' ');
      const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _countersign; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return run('bash', ['--norc', '-c', script, 'bash', join(folder, 'bash'), ...words]);
    },
    // A terminal of its own, in which the line is typed, and the Tab key pressed.
    zsh: (line, last) =>
      run('zsh', [
        '-f',
        '-c',
        `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; LISTMAX=0; unsetopt beep; autoload -Uz compinit; compinit -u -D; source $1; print -r -- ready''now"
zpty -r shell said '*readynow*'
zpty -w -n shell "$2"$'\\t'
while [[ $all != *$3* ]] && (( (turns += 1) < 100 )); do
  if zpty -r -t shell part; then all+=$part; else sleep 0.1; fi
done
print -r -- "$all"
zpty -d shell`,
        'zsh',
        join(folder, 'zsh'),
        line,
        last,
      ]),
    fish: (line) =>
      run('fish', ['--no-config', '-c', `source $argv[1]; complete -C $argv[2]`, join(folder, 'fish'), line]),
  };

  for (const [shell, ask] of Object.entries(choices)) {
    for (const [line, wanted, unwanted] of typed) {
      it(`in ${shell}: ${line}`, function () {
        if (spawnSync(shell, ['--version']).error !== undefined) return without(shell, this);
        const said = ask(line, wanted.at(-1) ?? '');
        const found = said.split(/[\s:]+/);
        for (const word of wanted) assert.ok(found.includes(word), `${word} in ${said}`);
        for (const word of unwanted) assert.ok(!found.includes(word), `${word} not in ${said}`);
      });
    }
  }

  it('says which shells there are', () => {
    const { status, stderr } = spawnSync(process.execPath, [cli, 'completion', 'tcsh'], { encoding: 'utf8' });
    assert.equal(status, 2);
    assert.match(stderr, /expected one of bash, zsh, fish, got tcsh/);
  });
});

describe('colours', () => {
  const print = (env: Readonly<Record<string, string>>): string =>
    spawnSync(process.execPath, [cli, 'check', '--', 'git status'], {
      encoding: 'utf8',
      env: { HOME: tmpdir(), PATH: process.env['PATH'], ...env },
    }).stdout;

  it('are given to no pipe, unless it is asked for, and never against NO_COLOR', () => {
    const start = String.fromCharCode(27);
    assert.ok(!print({}).includes(start));
    assert.ok(print({ FORCE_COLOR: '1' }).startsWith(`${start}[32mallow`));
    assert.ok(!print({ FORCE_COLOR: '1', NO_COLOR: '1' }).includes(start));
  });
});
