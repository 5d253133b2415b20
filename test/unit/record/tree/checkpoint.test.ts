import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkpointLine,
  checkpointText,
  readCheckpoint,
  readCheckpointLine,
} from '../../../../src/core/record/checkpoint/checkpoint.js';
import { noteKeyText, noteText, readNote, readNoteKey } from '../../../../src/core/record/checkpoint/note.js';
import { noteStanding } from '../../../../src/core/record/checkpoint/note-signature.js';
import { emptyRoot } from '../../../../src/core/record/tree/hashes.js';
import { LogKey } from '../../../../src/node/record/log-key.js';

const published = JSON.parse(readFileSync('test/support/ledger-vectors.json', 'utf8'));

function publishedNote(given: { readonly text: string; readonly vkey: string; readonly signature: string }) {
  const [name] = given.vkey.split('+');
  const note = readNote(`${given.text}\n\u2014 ${name} ${given.signature}\n`);
  const key = readNoteKey(given.vkey);
  assert.ok(note && key);
  return { note, key };
}

describe('a signed note', () => {
  for (const which of ['signedNote', 'checkpoint'] as const) {
    it(`is read and checked as published: ${which}`, () => {
      const { note, key } = publishedNote(published[which]);
      assert.equal(note.text, published[which].text);
      assert.equal(noteStanding(note, key), 'good');
      assert.equal(noteKeyText(key), published[which].vkey);
      assert.deepEqual(readNote(noteText(note)), note);
      const other = { ...note, text: note.text.replace('e', 'E') };
      assert.equal(noteStanding(other, key), 'bad');
      assert.equal(noteStanding({ ...note, signatures: [] }, key), 'absent');
      assert.equal(noteStanding(note, { ...key, name: 'another' }), 'absent');
    });
  }

  it('with one bad signature under a known key counts for nothing', () => {
    const { note, key } = publishedNote(published.signedNote);
    const [good] = note.signatures;
    assert.ok(good);
    const bad = { ...good, bytes: Uint8Array.from(good.bytes, (byte, at) => (at === 9 ? byte ^ 1 : byte)) };
    assert.equal(noteStanding({ ...note, signatures: [good, bad] }, key), 'bad');
    const unknown = { name: 'witness', bytes: bad.bytes };
    assert.equal(noteStanding({ ...note, signatures: [unknown, good] }, key), 'good');
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['a text', 'hello\n'],
    ['a name with a blank', 'hello\n\n\u2014 a b AAAAAAAA\n'],
    ['a signature that is no base64', 'hello\n\n\u2014 a AAA*AAAA\n'],
    ['a signature of a key id alone', 'hello\n\n\u2014 a AAAAAA==\n'],
    ['no line feed at its end', 'hello\n\n\u2014 a AAAAAAAA'],
    ['more than is read', `${'x'.repeat(70_000)}\n\n\u2014 a AAAAAAAA\n`],
  ] as const) {
    it(`is not ${what}`, () => assert.equal(readNote(text), undefined));
  }

  for (const text of [
    '',
    'a+b',
    'a+00000000+AAAA',
    `${published.signedNote.vkey}=`,
    published.signedNote.vkey.replace('+53', '+54'),
  ]) {
    it(`has no key ${text}`, () => assert.equal(readNoteKey(text), undefined));
  }
});

describe('a checkpoint', () => {
  it('is read as published, and kept on one line', () => {
    const { note } = publishedNote(published.checkpoint);
    const read = readCheckpoint(noteText(note));
    assert.ok(read);
    assert.deepEqual([read.origin, read.size], ['go.sum database tree', 35_225_469]);
    assert.equal(checkpointText(read), note.text);
  });

  it('comes back from its note and from its line', () => {
    const checkpoint = { origin: 'countersign/ab', size: 142, root: emptyRoot() };
    const read = readCheckpointLine(`  ${checkpointLine(checkpoint)}\n`);
    assert.deepEqual(read && checkpointLine(read), checkpointLine(checkpoint));
    assert.equal(checkpointText(checkpoint).split('\n').length, 4);
    for (const line of [
      '',
      'a 1',
      'a 01 x',
      'a -1 AAAA',
      `a b 1 ${checkpointLine(checkpoint).split(' ')[2]}`,
      'a 1 AAAA',
    ])
      assert.equal(readCheckpointLine(line), undefined, line);
  });
});

describe('the key of a record', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cs-log-key-'));
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('is made once, is private, and signs', () => {
    assert.equal(LogKey.existing(home), undefined);
    const key = LogKey.at(home);
    assert.equal(LogKey.at(home).origin, key.origin);
    assert.equal(statSync(join(home, 'log-key.pem')).mode & 0o777, 0o600);
    const read = readCheckpoint(key.checkpoint({ size: 3, root: emptyRoot() }));
    assert.ok(read);
    assert.deepEqual([read.origin, read.size], [key.origin, 3]);
    assert.equal(noteStanding(read.note, key.noteKey), 'good');
    assert.equal(noteKeyText(readNoteKey(noteKeyText(key.noteKey)) ?? key.noteKey), noteKeyText(key.noteKey));
  });

  it('that cannot be read is no other key', () => {
    writeFileSync(join(home, 'log-key.pem'), 'x');
    assert.throws(() => LogKey.at(home));
  });
});
