import assert from 'node:assert/strict';
import { changeFor, effect, rowsOf } from './effects.js';

const commit = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';
const repository = {
  '/projects/app/.git/HEAD': 'ref: refs/heads/main\n',
  '/projects/app/.git/refs/remotes/origin/main': `${commit}\n`,
  '/projects/app/.git/packed-refs': `# pack-refs with: peeled\n${commit.replace('1a', 'ff')} refs/remotes/origin/old\n`,
};

const git = (words: string) => effect(`git ${words}`, 'delete', 'branch/main');

describe('a git command that loses work', () => {
  for (const [words, row] of [
    ['push --force', '- commits origin/main@1a2b3c4d5'],
    ['push -f origin HEAD', '- commits origin/main@1a2b3c4d5'],
    ['push origin +topic:main', '- commits origin/main@1a2b3c4d5'],
    ['push origin --delete old', '- branch origin/old@ff2b3c4d5'],
    ['push origin :refs/heads/old', '- branch origin/old@ff2b3c4d5'],
    ['push --mirror backup', '- branches backup'],
    ['-C /projects/app push --force-with-lease origin unknown', '- commits origin/unknown'],
    ['reset --hard origin/main', '- uncommitted changes /projects/app'],
    ['clean -fdx', '- untracked files /projects/app'],
    ['checkout -- src test', '- uncommitted changes src test'],
    ['branch -D main', '- branch main'],
  ] as const) {
    it(`git ${words}`, () => {
      const change = changeFor([git(words)], repository);
      assert.deepEqual(rowsOf(change), [row]);
      assert.equal(change.unknown?.length, 1);
    });
  }

  it('in a worktree reads the references of its repository', () => {
    const change = changeFor([git('push -f')], {
      '/projects/app/.git': 'gitdir: /repo/.git/worktrees/app\n',
      '/repo/.git/HEAD': 'ref: refs/heads/main\n',
      '/repo/.git/refs/remotes/origin/main': commit,
    });
    assert.deepEqual(rowsOf(change), ['- commits origin/main@1a2b3c4d5']);
  });

  it('never reads a reference outside the repository', () => {
    const change = changeFor([git('push -f origin ../../../../home/ada/secret')], {
      ...repository,
      '/home/ada/secret': commit,
    });
    assert.deepEqual(rowsOf(change), ['- commits origin/../../../../home/ada/secret']);
  });
});
