import assert from 'node:assert/strict';
import fc from 'fast-check';
import { patched } from '../../../src/core/change/git/delta.js';
import { readIndex } from '../../../src/core/git/index-file.js';
import { changeFor, effect, rowsOf, unknownOf } from './effects.js';

const commit = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';
const repository = {
  '/projects/app/.git/HEAD': 'ref: refs/heads/main\n',
  '/projects/app/.git/refs/heads/main': `${commit.replace('1a', 'aa')}\n`,
  '/projects/app/.git/refs/remotes/origin/main': `${commit}\n`,
  '/projects/app/.git/packed-refs': `# pack-refs with: peeled\n${commit.replace('1a', 'ff')} refs/remotes/origin/old\n`,
};

const git = (words: string) => effect(`git ${words}`, 'delete', 'branch/main');

describe('a git command that loses work, where objects cannot be read', () => {
  for (const [words, rows, unknown] of [
    ['push --force', ['~ branch origin/main'], 'history origin/main'],
    ['push -f origin HEAD', ['~ branch origin/main'], 'history origin/main'],
    ['push origin --delete old', ['- branch origin/old@ff2b3c4d5'], 'since-fetch origin/old'],
    ['push origin :refs/heads/old', ['- branch origin/old@ff2b3c4d5'], 'since-fetch origin/old'],
    ['push --mirror backup', ['- branches backup'], 'since-fetch backup'],
    ['push -f origin unknown', ['~ branch origin/unknown'], 'since-fetch origin/unknown'],
    ['reset --hard origin/main', ['~ branch main'], 'history main'],
    ['clean -fdx', [], 'unreadable /projects/app/.git/index'],
    ['checkout -- src test', [], 'unreadable /projects/app/.git/index'],
  ] as const) {
    it(`git ${words}`, () => {
      const one = {
        ...git(words),
        resource: words.startsWith('checkout') ? 'uncommitted changes/src' : 'branch/main',
      };
      const change = changeFor([one], repository);
      assert.deepEqual(rowsOf(change), rows);
      assert.equal(unknownOf(change)[0], unknown);
    });
  }

  it('never reads a reference outside the repository', () => {
    const change = changeFor([git('push -f origin ../../../../home/ada/secret')], {
      ...repository,
      '/home/ada/secret': commit,
    });
    assert.deepEqual(rowsOf(change), ['~ branch origin/../../../../home/ada/secret']);
  });
});

describe("git's binary files", () => {
  it('are read or refused, whatever bytes they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const index = new Uint8Array([...new TextEncoder().encode('DIRC'), 0, 0, 0, 4, 0, 0, 0, 3, ...bytes]);
        const read = readIndex(index);
        assert.ok(read === undefined || read.entries.size <= 3);
        const whole = patched(bytes.subarray(0, 20), bytes.subarray(20), 10_000);
        assert.ok(whole === undefined || whole.length <= 10_000);
      }),
      { numRuns: 500 },
    );
  });

  it('are not believed in how large they say that they are', () => {
    const lies = new Uint8Array([...new TextEncoder().encode('DIRC'), 0, 0, 0, 2, 255, 255, 255, 255]);
    assert.equal(readIndex(lies), undefined);
    assert.equal(
      patched(new Uint8Array(3), new Uint8Array([3, 255, 255, 255, 255, 15, 0x90]), 1_000),
      undefined,
    );
  });

  it('patch a base as git does', () => {
    const base = new TextEncoder().encode('hello world');
    const delta = new Uint8Array([11, 8, 0x90, 6, 2, ...new TextEncoder().encode('it')]);
    assert.equal(new TextDecoder().decode(patched(base, delta, 100)), 'hello it');
    assert.equal(patched(base, delta.subarray(0, 5), 100), undefined);
  });
});
