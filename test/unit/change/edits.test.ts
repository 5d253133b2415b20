import assert from 'node:assert/strict';
import type { Change } from '../../../src/core/change/change.js';
import { changeOf } from '../../../src/core/change/change-of.js';
import type { FileEdit } from '../../../src/core/toolcall/toolcall.js';
import { memoryWorld } from '../../support/world.js';
import { callOf, gapOf, rowsOf } from './effects.js';

function changeBy(edits: readonly FileEdit[], files: Readonly<Record<string, string>> = {}): Change {
  const call = { ...callOf(''), payload: { kind: 'edit' as const, edits } };
  return changeOf(call, { effects: [] }, memoryWorld({ files }));
}

const replace = (path: string, old: string, next: string): FileEdit => ({
  kind: 'replace',
  path,
  replacements: [{ old, new: next, all: false }],
});

describe('a file edit', () => {
  it('is shown as the whole file before and after', () => {
    const change = changeBy([replace('/projects/app/a.tf', 'false', 'true')], {
      '/projects/app/a.tf': 'x = false\n',
    });
    assert.deepEqual(change, {
      items: [{ kind: 'file', path: 'a.tf', before: 'x = false\n', after: 'x = true\n' }],
      sources: ['disk'],
    });
  });

  it('that makes or deletes a file has one side only', () => {
    const change = changeBy(
      [
        { kind: 'write', path: 'new.txt', content: 'n' },
        { kind: 'delete', path: 'old.txt' },
      ],
      { '/projects/app/old.txt': 'o' },
    );
    assert.deepEqual(rowsOf(change), ['- text old.txt', '+ text new.txt']);
  });

  it('joins two edits of one file', () => {
    const change = changeBy([replace('a', '1', '2'), replace('a', '2', '3')], { '/projects/app/a': '1' });
    assert.deepEqual(change.items, [{ kind: 'file', path: 'a', before: '1', after: '3' }]);
  });

  it('that changes nothing shows nothing', () => {
    assert.deepEqual(
      changeBy([{ kind: 'write', path: 'a', content: '1' }], { '/projects/app/a': '1' }).items,
      [],
    );
  });

  it('that does not fit the file says so instead of guessing', () => {
    const change = changeBy([replace('a', 'absent', 'x')], { '/projects/app/a': '1' });
    assert.deepEqual([rowsOf(change), gapOf(change)], [['~ file a'], 'written']);
  });

  it('in an unknown form is named', () => {
    const change = changeBy([{ kind: 'unreadable', path: 'a', text: '?' }], { '/projects/app/a': '1' });
    assert.deepEqual([rowsOf(change), gapOf(change)], [['~ file a'], 'written']);
  });

  it('of very many files names those that it does not show', () => {
    const change = changeBy(
      Array.from({ length: 60 }, (_, index) => ({ kind: 'write', path: `f${index}`, content: 'x' })),
    );
    const rows = rowsOf(change);
    assert.equal(rows.filter((row) => row.startsWith('+ text ')).length, 50);
    assert.equal(rows.filter((row) => row.startsWith('+ file ')).length, 10);
    assert.equal(gapOf(change), 'too-large');
  });

  it('that is too large to show is named', () => {
    const change = changeBy([{ kind: 'write', path: 'big', content: 'x'.repeat(1_100_000) }]);
    assert.deepEqual([rowsOf(change), gapOf(change)], [['+ file big'], 'too-large']);
  });
});
