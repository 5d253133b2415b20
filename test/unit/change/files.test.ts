import assert from 'node:assert/strict';
import type { Effect } from '../../../src/core/tool/effect.js';
import { changeFor, effect, gapOf, rowsOf } from './effects.js';

const repository = { '/projects/app/.git/HEAD': 'ref: refs/heads/main\n' };
const remove = (path: string) => effect(`rm -rf ${path}`, 'delete', path);

describe('deleting files', () => {
  it('counts what lies in a directory', () => {
    const change = changeFor([remove('/projects/app/build')], {
      ...repository,
      '/projects/app/build/a.js': 'a',
      '/projects/app/build/b/c.js': 'c',
      '/projects/app/build/b/d.js': 'd',
    });
    assert.deepEqual(rowsOf(change), ['- directory build', '- directories build/', '- files build/ x3']);
    assert.deepEqual([change.sources, gapOf(change)], [['disk'], undefined]);
  });

  it('shows a small file whole', () => {
    const change = changeFor([remove('/projects/app/notes.txt')], {
      ...repository,
      '/projects/app/notes.txt': 'one\n',
    });
    assert.deepEqual(change.items, [{ kind: 'file', path: 'notes.txt', before: 'one\n', after: null }]);
  });

  it('copies no secret, and nothing from outside the directory of the call', () => {
    const files = { ...repository, '/projects/app/.env': 'KEY=1', '/home/ada/.ssh/id_ed25519': 'PRIVATE' };
    const env: Effect = { ...remove('/projects/app/.env'), traits: ['secret'] };
    assert.deepEqual(rowsOf(changeFor([env], files)), ['- file .env']);
    const key = changeFor([remove('/home/ada/.ssh/id_ed25519')], files);
    assert.deepEqual(rowsOf(key), ['- file /home/ada/.ssh/id_ed25519 (untracked)']);
  });

  it('names a large one, and says untracked where there is no repository', () => {
    const change = changeFor([remove('/projects/app/dump.sql')], {
      '/projects/app/dump.sql': 'x'.repeat(70_000),
    });
    assert.deepEqual(rowsOf(change), ['- file dump.sql (untracked)']);
  });

  it('changes nothing where nothing stands', () => {
    assert.deepEqual(changeFor([remove('/projects/app/gone')]), { items: [], sources: ['disk'] });
  });

  it('says so when the path is only known when it runs', () => {
    const change = changeFor([{ ...remove('/projects/app'), traits: ['opaque-path'] }], repository);
    assert.equal(gapOf(change), 'chosen');
  });

  describe('chosen by a pattern', () => {
    const tree = {
      ...repository,
      '/projects/app/a.log': 'a',
      '/projects/app/b.log': 'b',
      '/projects/app/.env': 'secret',
      '/projects/app/src/x.ts': 'x',
    };
    const chosen = (command: string, resource: string) =>
      changeFor([effect(command, 'delete', resource, { reach: 'uncountable' })], tree);

    it('takes what matches', () => {
      assert.deepEqual(rowsOf(chosen('rm *.log', '/projects/app/*.log')), ['- file a.log', '- file b.log']);
    });

    it('takes everything but hidden names', () => {
      const expected = ['- file a.log', '- file b.log', '- directory src', '- file src/'];
      assert.deepEqual(rowsOf(chosen('rm -rf *', '/projects/app')), expected);
      assert.deepEqual(rowsOf(chosen('rm -rf ./*', '/projects/app')), expected);
    });

    it('by the program itself is only known when it runs', () => {
      const change = chosen('find . -mtime +3 -delete', '/projects/app');
      assert.deepEqual([rowsOf(change), gapOf(change)], [['- files /projects/app/'], 'chosen']);
    });

    it('in a folder that is itself a pattern is only known when it runs', () => {
      assert.equal(gapOf(chosen('rm */*.log', '/projects/app/*/*.log')), 'chosen');
    });
  });

  it('stops counting a large tree and says that it is larger', () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_200 }, (_, index) => [`/projects/app/big/${index}.txt`, '']),
    );
    const change = changeFor([remove('/projects/app/big')], many);
    assert.equal(gapOf(change), 'too-large');
    assert.deepEqual(rowsOf(change)[1], '- files big/ (untracked)');
  });

  it('does not look at this disk for another machine', () => {
    const change = changeFor([{ ...remove('/projects/app/build'), elsewhere: true }], {
      '/projects/app/build/a': 'a',
    });
    assert.deepEqual(rowsOf(change), ['- path /projects/app/build (data-lost)']);
  });
});

describe('writing files', () => {
  it('changes one that stands there, with an unknown end', () => {
    const change = changeFor([effect('tee app.conf', 'modify', '/projects/app/app.conf')], {
      '/projects/app/app.conf': 'a',
    });
    assert.deepEqual([rowsOf(change), gapOf(change)], [['~ file app.conf (untracked)'], 'written']);
  });

  it('creates one that does not', () => {
    const change = changeFor([effect('tee app.conf', 'create', '/projects/app/app.conf')]);
    assert.deepEqual([rowsOf(change), gapOf(change)], [['+ file app.conf'], 'written']);
  });
});
