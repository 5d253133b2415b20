import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readIndex } from '../../../src/core/git/index-file.js';
import { asks, ids, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

/** A repository's index of version 2 that holds these paths; one character a byte. */
function indexOf(paths: readonly string[]): string {
  const word = (value: number): string =>
    String.fromCharCode((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  const entries = paths.map((path) => {
    const entry = `${'\x01'.repeat(60)}\0\0${path}`;
    return entry + '\0'.repeat(8 - (entry.length % 8));
  });
  return `DIRC${word(2)}${word(paths.length)}${entries.join('')}${'\x02'.repeat(20)}`;
}

const long = 'a line of somebody\n'.repeat(4_000);
const base = {
  '/srv/app/.git/HEAD': 'ref: refs/heads/main\n',
  '/srv/app/.git/index': indexOf(['.gitignore', 'src/a.ts', 'seed.sql', 'lib/b.ts']),
  '/srv/app/.gitignore': '/build\n*.sqlite\n!keep.sqlite\ngenerated/\ndocs/**/*.pdf\n',
  '/srv/app/src/a.ts': 'export {};\n',
  '/srv/app/src/c.ts': 'export {};\n',
  '/srv/app/lib/b.ts': 'export {};\n',
  '/srv/app/seed.sql': long,
  '/srv/app/dump.sql': long,
  '/srv/app/data/users.bak': 'x',
  '/srv/app/keep.sqlite': 'x',
  '/srv/app/dev.sqlite': 'x',
  '/srv/app/generated/data.csv': long,
  '/srv/app/docs/a/b.pdf': long,
  '/srv/app/design.md': long,
  '/srv/app/note.md': 'short\n',
  '/srv/app/build/x.sql': long,
  '/srv/app/server.log': long,
};
const world = memoryWorld({ cwd: '/srv/app', home: '/home/ada', files: base });

describe('only copies', () => {
  const asked = [
    'rm dump.sql',
    'rm -f data/users.bak',
    'rm keep.sqlite',
    'rm *.sql',
    'unlink dump.sql',
    'rm design.md',
    'cat > design.md <<E\nx\nE',
    'echo x > dump.sql',
    'cp src/a.ts dump.sql',
    'mv src/a.ts dump.sql',
    'tee dump.sql < src/a.ts',
    'mv src/*.ts nowhere',
    'mv src/* src/a.ts',
  ];
  for (const command of asked) {
    it(`ask: ${command}`, () => {
      const found = judged(command, world);
      assert.equal(asks(found), true);
      assert.ok(ids(found).includes('unsaved-loss'));
    });
  }

  const quiet = [
    'rm seed.sql',
    'rm src/a.ts',
    'rm dev.sqlite',
    'rm generated/data.csv',
    'rm docs/a/b.pdf',
    'rm note.md',
    'rm build/x.sql',
    'rm server.log',
    'rm absent.sql',
    'echo x >> dump.sql',
    'cp -n src/a.ts dump.sql',
    'cp dump.sql copy.sql',
    'echo x > seed.sql',
    'mv src/*.ts lib/',
    'mv src/*.ts lib',
    'mkdir made && mv src/*.ts made',
    'mv data/*.bak users.bak',
  ];
  for (const command of quiet)
    it(`stay quiet: ${command}`, () => assert.equal(asks(judged(command, world)), false));

  it('without an index, only what is one by its name asks', () => {
    const files = { '/srv/app/dump.sql': long, '/srv/app/design.md': long };
    const bare = memoryWorld({ cwd: '/srv/app', home: '/home/ada', files });
    assert.equal(asks(judged('rm dump.sql', bare)), true);
    assert.equal(asks(judged('rm design.md', bare)), false);
  });

  it('cmd.exe: many files moved to a name that is no folder', () => {
    const windows = { ...world, platform: 'win32' } as const;
    assert.equal(asks(judged('move src\\*.ts nowhere', windows, 'cmd')), true);
    assert.equal(asks(judged('move src\\a.ts nowhere', windows, 'cmd')), false);
    assert.equal(asks(judged('move src\\*.ts lib', windows, 'cmd')), false);
  });
});

describe("git's index", () => {
  it('is read, whatever the paths', () => {
    const path = fc.stringMatching(/^[a-z][a-z/._-]{0,40}$/);
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 20 }), (paths) => {
        const bytes = Uint8Array.from(indexOf(paths), (character) => character.charCodeAt(0));
        assert.deepEqual([...(readIndex(bytes)?.entries.keys() ?? [])], paths);
      }),
    );
  });

  it('that is cut or damaged is nobody’s knowledge, and never throws', () => {
    const whole = Uint8Array.from(indexOf(['a', 'b/c']), (character) => character.charCodeAt(0));
    fc.assert(
      fc.property(fc.nat(whole.length), fc.uint8Array({ maxLength: 200 }), (length, other) => {
        const cut = readIndex(whole.slice(0, length))?.entries;
        assert.ok(cut === undefined || cut.size === 2);
        readIndex(other);
      }),
    );
  });
});
