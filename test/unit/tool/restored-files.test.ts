import assert from 'node:assert/strict';
import { gitBlobId } from '../../../src/core/shared/digest.js';
import { asks, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const bytes = (...values: number[]): string => String.fromCharCode(...values);
const word = (value: number): string =>
  bytes((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);

/** An index of version 2: each path with the content that it has of it, one character a byte. */
function indexOf(files: Readonly<Record<string, string>>, stage = 0): string {
  const entries = Object.entries(files).map(([path, text]) => {
    const id = Buffer.from(gitBlobId(Buffer.from(text)), 'hex').toString('latin1');
    const entry = `${'\0'.repeat(24)}${word(0o100644)}${'\0'.repeat(8)}${word(text.length)}${id}${bytes(stage << 4, path.length)}${path}`;
    return entry + '\0'.repeat(8 - (entry.length % 8));
  });
  return `DIRC${word(2)}${word(entries.length)}${entries.join('')}${'\x02'.repeat(20)}`;
}

const indexed = { 'a.ts': 'one\n', 'src/b.ts': 'two\n', 'gone.ts': 'three\n', 'changed.ts': 'four\n' };
const worktree = {
  '/srv/app/.git/HEAD': 'ref: refs/heads/main\n',
  '/srv/app/a.ts': 'one\n',
  '/srv/app/src/b.ts': 'two\n',
  '/srv/app/changed.ts': 'four and more\n',
  '/srv/app/new.ts': 'five\n',
};
const worldWith = (index: string, env: Readonly<Record<string, string>> = {}) =>
  memoryWorld({
    cwd: '/srv/app',
    home: '/home/ada',
    env,
    files: { ...worktree, '/srv/app/.git/index': index },
  });

describe('a file that git writes anew', () => {
  const world = worldWith(indexOf(indexed));

  for (const command of [
    'git checkout -- a.ts',
    'git checkout a.ts',
    'git restore a.ts',
    'git restore a.ts src/b.ts',
    'git restore --worktree ./src/../a.ts',
    'cd src && git restore b.ts',
    'git checkout -- gone.ts',
  ])
    it(`passes where it is as the index has it: ${command}`, () =>
      assert.ok(!asks(judged(command, world)), command));

  for (const command of [
    'git checkout -- changed.ts',
    'git restore changed.ts',
    'git restore a.ts changed.ts',
    'git checkout -- .',
    'git restore src',
    "git restore '*.ts'",
    'git checkout HEAD~1 -- a.ts',
    'git restore --source HEAD~1 a.ts',
    'git restore --staged --worktree a.ts',
    'git checkout -f',
    'git -C ../other checkout -- a.ts',
    'GIT_DIR=../other/.git git checkout -- a.ts',
    'ssh build.acme.io git checkout -- a.ts',
    'git restore .claude/settings.json',
  ])
    it(`asks where it is not, or nobody can say: ${command}`, () =>
      assert.ok(asks(judged(command, world)), command));

  it('asks where the index cannot be read, is another, or holds a conflict', () => {
    for (const [index, env] of [
      ['DIRC', {}],
      [indexOf(indexed), { GIT_INDEX_FILE: '/tmp/index' }],
      [indexOf(indexed, 1), {}],
    ] as const)
      assert.ok(asks(judged('git checkout -- a.ts', worldWith(index, env))));
  });
});
