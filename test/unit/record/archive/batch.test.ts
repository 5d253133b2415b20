import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Batch, batchBytes, readEntryBatch } from '../../../../src/core/record/archive/batch.js';
import { readCheckpoint } from '../../../../src/core/record/checkpoint/checkpoint.js';
import {
  cosignatureBytes,
  cosignatureType,
  cosignedAt,
  cosignedText,
} from '../../../../src/core/record/checkpoint/cosignature.js';
import { noteKeyText, noteText } from '../../../../src/core/record/checkpoint/note.js';
import { LogKey } from '../../../../src/node/record/log-key.js';

describe('what an archive is sent, and what it answers', () => {
  let folder: string;
  let key: LogKey;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-batch-'));
    key = LogKey.at(folder);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const batch = (from: number, lines: readonly string[]): Batch => {
    const checkpoint = readCheckpoint(
      key.checkpoint({ size: from + lines.length, root: new Uint8Array(32) }),
    );
    assert.ok(checkpoint);
    return { key: noteKeyText(key.noteKey), from, checkpoint, lines };
  };

  it('is read as it was written', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '));
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.array(line, { maxLength: 8 }), (from, lines) => {
        assert.deepEqual(readEntryBatch(batchBytes(batch(from, lines))), batch(from, lines));
      }),
    );
  });

  it('says what stood before it only as whole parts', () => {
    const part = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
    const read = (from: number, before: readonly Uint8Array[]) =>
      readEntryBatch(batchBytes({ ...batch(from, ['x']), before }))?.before;
    assert.deepEqual(read(65_536, [part(1)]), [part(1)]);
    assert.deepEqual(read(131_072, [part(1), part(2)]), [part(1), part(2)]);
    for (const [from, before] of [
      [0, []],
      [65_536, []],
      [65_537, [part(1)]],
      [65_536, [part(1), part(2)]],
      [65_536, [new Uint8Array(31)]],
      [256 * 65_536, Array.from({ length: 256 }, () => part(1))],
    ] as const)
      assert.equal(read(from, before), undefined, `${from} ${before.length}`);
  });

  it('is nothing once a byte is missing, or of bytes that are no text', () => {
    const bytes = batchBytes(batch(3, ['{"a":1}', '{"b":2}']));
    for (let length = 0; length < bytes.length; length += 1)
      assert.equal(readEntryBatch(bytes.subarray(0, length)), undefined, `${length} bytes`);
    assert.equal(readEntryBatch(Buffer.concat([bytes, Buffer.from([0xff, 0x0a])])), undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => {
        assert.equal(readEntryBatch(junk), undefined);
      }),
    );
  });

  it('is cosigned with a time, which one changed byte breaks', () => {
    // RFC 8032, test 1.
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
    const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const raw = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32);
    const cosigner = { name: 'archive.example', type: cosignatureType, key: Uint8Array.from(raw) };
    const { note } = batch(1, []).checkpoint;
    const signed = sign(null, Buffer.from(cosignedText(note.text, 1_796_000_000)), secret);
    const bytes = cosignatureBytes(cosigner, 1_796_000_000, signed);
    assert.equal(bytes.length, 76);
    const with_ = (own: Uint8Array) => ({
      ...note,
      signatures: [...note.signatures, { name: cosigner.name, bytes: own }],
    });
    assert.equal(cosignedAt(note, cosigner), undefined);
    assert.equal(cosignedAt(with_(bytes), cosigner), 1_796_000_000);
    const read = readCheckpoint(noteText(with_(bytes)));
    assert.ok(read);
    assert.equal(cosignedAt(read.note, cosigner), 1_796_000_000);
    for (let at = 4; at < bytes.length; at += 1) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.equal(cosignedAt(with_(changed), cosigner), undefined, `byte ${at}`);
    }
    assert.equal(cosignedAt({ ...with_(bytes), text: `${note.text}x\n` }, cosigner), undefined);
    // A signature that is the log's own kind is none.
    assert.equal(cosignedAt(note, { ...key.noteKey, type: cosignatureType }), undefined);
  });
});
