import assert from 'node:assert/strict';
import type { Change } from '../../../../src/core/change/change.js';
import { changeView } from '../../../../src/messages/cards/change.js';
import { previewObject, previewText } from '../../../../src/messages/cli/preview.js';

const change: Change = {
  items: [
    {
      kind: 'object',
      sign: 'replaced',
      noun: 'database',
      name: 'db.main',
      consequence: 'data-lost',
      about: [{ is: 'cause', text: 'engine' }],
    },
    {
      kind: 'object',
      sign: 'deleted',
      noun: 'commit',
      name: '1a2b3c4',
      about: [
        { is: 'author', text: 'Ada' },
        { is: 'subject', text: 'Mend \u202ethe till' },
      ],
    },
    {
      kind: 'object',
      sign: 'deleted',
      noun: 'file',
      name: 'notes.txt',
      consequence: 'untracked',
      about: [{ is: 'bytes', text: '1500000' }],
    },
    { kind: 'object', sign: 'deleted', noun: 'subnet', name: '', count: 300 },
    {
      kind: 'object',
      sign: 'changed',
      noun: 'deployment',
      name: 'web',
      about: [
        { is: 'from', text: '5' },
        { is: 'to', text: '0' },
      ],
    },
  ],
  sources: ['disk', 'command'],
  unknown: [{ what: 'contents', of: 'namespace shop' }],
  undo: [{ way: 'reflog', name: '1a2b3c4' }],
};

describe('what a change says', () => {
  it('stands on the card with what is not known first, and each thing with what is known of it', () => {
    const view = changeView(change, 24);
    assert.deepEqual(view.unknown, ['Not known: what the namespace shop holds.']);
    assert.deepEqual(
      view.blocks[0]?.lines.map(({ spoken, text }) => `${spoken} ${text}`),
      [
        'Deleted: database db.main (because of engine), its data is lost',
        'Deleted: commit 1a2b3c4 \u201CMend \u27E8U+202E\u27E9the till\u201D (by Ada)',
        'Deleted: file notes.txt (1.5 MB), not tracked by git',
        'Deleted: subnet (further) \u00D7 300',
        'Changed: deployment web (5 \u2192 0)',
        'Created: database (new), empty',
      ],
    );
    assert.equal(view.counts, '303 deleted, 1 changed, 1 created.');
    assert.deepEqual(view.notes, [
      'Not brought back: database db.main, file notes.txt.',
      'What would bring the rest back: reflog 1a2b3c4.',
      'Read from disk.',
    ]);
  });

  it('is one object for `check --preview`: a replacement is one line and counts twice', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(previewObject(change))), {
      lines: [
        { action: 'replace', kind: 'database', name: 'db.main', lost: true, detail: '(because of engine)' },
        {
          action: 'delete',
          kind: 'commit',
          name: '1a2b3c4',
          lost: false,
          detail: '\u201CMend \u27E8U+202E\u27E9the till\u201D (by Ada)',
        },
        { action: 'delete', kind: 'file', name: 'notes.txt', lost: true, detail: '(1.5 MB)' },
        { action: 'delete', kind: 'subnet', name: '', lost: false, count: 300 },
        { action: 'update', kind: 'deployment', name: 'web', lost: false, detail: '(5 \u2192 0)' },
      ],
      counts: { deleted: 303, changed: 1, created: 1 },
      unknown: ['what the namespace shop holds'],
      sources: ['disk'],
      undo: ['reflog 1a2b3c4'],
    });
    assert.match(
      previewText(change),
      /^What changes:\n {2}Not known: what the namespace shop holds\.\n {2}- database/,
    );
  });
});
