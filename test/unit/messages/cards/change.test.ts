import assert from 'node:assert/strict';
import type { Sign } from '../../../../src/core/change/change.js';
import { changeView } from '../../../../src/messages/cards/change.js';
import { rebuildChange } from '../../../support/requests.js';

describe('a change in words', () => {
  it('counts objects, says what is not brought back and where it was read', () => {
    const view = changeView(rebuildChange, 24);
    assert.deepEqual(
      view.blocks[0]?.lines.map((line) => `${line.spoken} ${line.text}`),
      [
        'Deleted: load balancer awseb-e-x1-lb',
        'Deleted: instances awseb-e-x1 \u00D7 6',
        'Deleted: database cost-explorer-prod-db, its data is lost',
        'Created: load balancer (new)',
        'Created: instances (new) \u00D7 6',
        'Created: database (new), empty',
      ],
    );
    assert.equal(view.counts, '8 deleted, 8 created.');
    assert.deepEqual(view.notes, [
      'Not brought back: the data of database cost-explorer-prod-db.',
      'No copy, snapshot or backup of it is known here.',
      'Read from terraform.tfstate.',
    ]);
  });

  it('says in one line what goes, stops, changes and comes, and how much of it for good', () => {
    const item = (sign: Sign, name: string, lost = false) =>
      ({
        kind: 'object',
        sign,
        noun: 'thing',
        name,
        ...(lost ? { consequence: 'data-lost' as const } : {}),
      }) as const;
    const words = (...items: readonly ReturnType<typeof item>[]) =>
      changeView({ items, sources: [] }, 24).radius?.words;
    assert.equal(words(item('deleted', 'a', true)), '1 goes for good.');
    assert.equal(words(item('deleted', 'a', true), item('deleted', 'b', true)), '2 go for good.');
    assert.equal(words(item('deleted', 'a', true), item('deleted', 'b')), '2 go, 1 of them for good.');
    assert.equal(words(item('replaced', 'a', true)), '1 goes for good, 1 comes.');
    assert.equal(
      words(item('stopped', 'a'), item('changed', 'b'), item('changed', 'c')),
      '1 stops, 2 change.',
    );
    assert.equal(words(), undefined);
    // What comes must not stand alone where what goes could not be counted.
    const uncounted = { ...item('deleted', 'a', true), uncounted: true } as const;
    assert.equal(words(uncounted, item('created', 'b')), undefined);
    const kept = { ...item('deleted', 'a'), uncounted: true } as const;
    assert.equal(words(kept, item('created', 'b')), undefined);
    const counts = (...items: readonly ReturnType<typeof item>[]) =>
      changeView({ items, sources: [] }, 24).counts;
    assert.equal(counts(uncounted, item('created', 'b')), '');
    assert.equal(counts(uncounted, item('deleted', 'b')), 'At least 1 deleted.');
    assert.equal(counts(kept, item('created', 'b')), '');
  });

  it('shows the changed lines of a file with what stands around them', () => {
    const before = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n';
    const after = before.replace('two', 'TWO').replace('nine', 'NINE');
    const items = [{ kind: 'file', path: '/w/a.txt', before, after }] as const;
    const [block] = changeView({ items, sources: [] }, 24).blocks;
    assert.deepEqual(block?.heading, { text: '/w/a.txt', index: 0, counts: '+2 \u22122', open: 'Open diff' });
    assert.deepEqual(
      block?.lines.map(({ sign, text }) => `${sign} ${text}`),
      [
        'same one',
        'deleted two',
        'created TWO',
        'same three',
        'same four',
        'gap ',
        'same seven',
        'same eight',
        'deleted nine',
        'created NINE',
      ],
    );
  });

  it('leaves a long difference to the editor, and says what is new or gone', () => {
    const long = 'x\n'.repeat(100);
    const items = [
      { kind: 'file', path: 'new.txt', before: null, after: long },
      { kind: 'file', path: 'gone.txt', before: 'x\n', after: null },
    ] as const;
    const view = changeView({ items, sources: [] }, 24);
    assert.deepEqual(
      view.blocks.map((block) => [block.heading?.counts, block.lines.length]),
      [
        ['new +100 \u22120', 0],
        ['deleted +0 \u22121', 1],
      ],
    );
    assert.equal(view.counts, '2 files changed.');
  });

  it('says why nothing can be shown', () => {
    const view = changeView({ items: [], sources: ['command'], gap: 'opaque' }, 24);
    assert.deepEqual([view.counts, view.unknown], ['', ['Not known: what is only decided when it runs.']]);
  });
});
