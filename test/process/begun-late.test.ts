/** A record that had let its beginning go before it was first sent: an archive takes it from there, and says so. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchBytes, readEntryBatch } from '../../src/core/record/archive/batch.js';
import { tilePath } from '../../src/core/record/archive/tile-layout.js';
import { readCheckpoint } from '../../src/core/record/checkpoint/checkpoint.js';
import { noteKeyText } from '../../src/core/record/checkpoint/note.js';
import { treeRoot } from '../../src/core/record/tree/proofs.js';
import { ok } from '../../src/core/shared/result.js';
import { archiveVerifiedText } from '../../src/messages/cli/archive.js';
import { Archive } from '../../src/node/archive/archive.js';
import { ArchiveKeys } from '../../src/node/archive/archive-keys.js';
import { chooseArchive } from '../../src/node/archive/chosen.js';
import { type OpenRoute, Outbox } from '../../src/node/archive/outbox.js';
import { verifyArchive } from '../../src/node/archive/verify-archive.js';
import { type Home, homeAt } from '../../src/node/files/home.js';
import { LogKey } from '../../src/node/record/log-key.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { treeFolder } from '../../src/node/record/record-paths.js';
import { letGoOf } from '../../src/node/record/retention.js';
import { entriesPerSegment, segmentPaths } from '../../src/node/record/segments.js';
import { Tiles } from '../../src/node/record/tiles.js';
import { Tree } from '../../src/node/record/tree.js';
import { append, layRecord } from '../support/archives.js';

const later = 1_900_000_000_000;

describe('a record that begins behind what it let go', function () {
  this.timeout(240_000);
  let root: string;
  let folder: string;
  let keys: ArchiveKeys;
  let archive: Archive;

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'cs-late-'));
    layRecord(homeAt(join(root, 'made')), 2 * entriesPerSegment + 40);
  });
  after(() => rmSync(root, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = mkdtempSync(join(root, 'archive-'));
    keys = ArchiveKeys.at(join(folder, 'keys'));
    archive = await opened();
  });

  const into = (): string => join(folder, 'into');
  async function opened(): Promise<Archive> {
    const at = await Archive.at(into(), keys);
    if (!at.ok) throw new Error(at.error.code);
    return at.value;
  }

  function copied(name: string): Home {
    const home = homeAt(join(folder, name));
    cpSync(join(root, 'made'), home.root, { recursive: true });
    return home;
  }

  async function letGo(home: Home): Promise<void> {
    const record = new RecordFile({
      folder: home.record,
      machine: 'm',
      clock: { now: () => later },
      writer: 'ab',
    });
    const done = await letGoOf({ folder: home.record, record, checkpoints: record, months: 6, now: later });
    assert.deepEqual(done, { ok: true, value: 2 * entriesPerSegment });
    record.close();
  }

  /** The carrier gives what was sent in the opposite order, as one may; what is ahead comes again. */
  const backwards: OpenRoute = async (_, to) => {
    const sent: Uint8Array[] = [];
    const deliver = async (): Promise<void> => {
      for (let turn = 0; turn < 50 && sent.length > 0; turn += 1)
        for (const bytes of sent.splice(0).reverse()) {
          const batch = readEntryBatch(bytes);
          assert.ok(batch);
          const taken = archive.take(batch, 'ada');
          assert.notEqual(taken.kind, 'refused', JSON.stringify(taken));
          if (taken.kind === 'ahead') sent.push(bytes);
        }
      await archive.commit(later);
      const note = archive.cosigned(to.log);
      if (note !== undefined) to.told(note);
    };
    return ok({
      askEveryMs: 1,
      send: async (bytes) => {
        sent.push(bytes);
        return ok(undefined);
      },
      ask: async () => {
        await deliver();
        return ok(undefined);
      },
      close: async () => undefined,
    });
  };

  function outboxOf(home: Home): Outbox {
    chooseArchive(home, { url: 'memory://archive', key: noteKeyText(keys.cosigner) });
    return new Outbox({ home, openRoute: backwards, now: () => Date.now() });
  }

  it('is archived from there on, continued, verified, and told as what it is', async () => {
    const home = copied('ada');
    await letGo(home);
    const outbox = outboxOf(home);
    const first = await outbox.send(10_000);
    assert.ok(first.ok, JSON.stringify(first));
    assert.equal(first.value.archived, first.value.size);
    archive = await opened();
    await append(home, 600);
    const second = await outbox.send(10_000);
    assert.ok(second.ok && second.value.archived === first.value.size + 600, JSON.stringify(second));
    await outbox.close();
    const checked = verifyArchive(into());
    assert.ok(checked.ok, JSON.stringify(checked));
    const [record] = checked.value.records;
    assert.ok(record);
    assert.deepEqual([record.begins, record.isSaid], [2 * entriesPerSegment, true]);
    assert.equal(record.entries, second.value.size - 2 * entriesPerSegment);
    assert.match(archiveVerifiedText.record(record), /from number 131072 on \(the record itself says/);
    // One bit of what stands for the beginning.
    const tile = join(into(), 'logs', record.log, tilePath(2, 0, 2));
    const bytes = readFileSync(tile);
    bytes[5] = (bytes[5] ?? 0) ^ 1;
    writeFileSync(tile, bytes);
    const again = verifyArchive(into());
    assert.equal(again.ok ? '' : again.error.code, 'root');
  });

  it('whose beginning was taken away without a word is not sent', async () => {
    const home = copied('cut');
    const tree = new Tree(home.record);
    assert.equal(tree.advance().kind, 'current');
    tree.close();
    rmSync(segmentPaths(home.record)[0] ?? '');
    const outbox = outboxOf(home);
    assert.deepEqual(await outbox.send(1_000), { ok: false, error: { code: 'let-go', detail: '0' } });
    await outbox.close();
  });

  it('that a machine claims all the same is told as missing, and nobody claims what its key did not sign', async () => {
    const home = copied('liar');
    await append(home, 1);
    const tree = new Tree(home.record);
    tree.advance();
    tree.close();
    const key = LogKey.at(home.root);
    const tiles = new Tiles(treeFolder(home.record), 'read');
    const lines = readFileSync(segmentPaths(home.record)[2] ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    const size = 2 * entriesPerSegment + lines.length;
    const checkpoint = readCheckpoint(key.checkpoint({ size, root: treeRoot(tiles.read, size) }));
    assert.ok(checkpoint);
    const before = [tiles.read(2, 0, 1), tiles.read(2, 1, 1)].map((one) => Uint8Array.from(one));
    tiles.close();
    const claim = { key: noteKeyText(key.noteKey), from: 2 * entriesPerSegment, checkpoint, lines };
    const take = (parts: readonly Uint8Array[]) => {
      const batch = readEntryBatch(batchBytes({ ...claim, before: parts }));
      return batch && archive.take(batch, 'ada');
    };
    const [one = new Uint8Array(32), other = one] = before;
    for (const wrong of [
      [other, one],
      [one, one],
    ]) {
      const taken = take(wrong);
      assert.equal(taken?.kind === 'refused' && taken.refusal.code, 'root');
    }
    assert.equal(take([one]), undefined);
    assert.equal(take(before)?.kind, 'taken');
    // What is said to stand before it, and comes later, is not its business any more.
    const early = readFileSync(segmentPaths(home.record)[0] ?? '', 'utf8')
      .split('\n')
      .slice(0, 2);
    const old = readCheckpoint(key.checkpoint({ size: 2, root: new Uint8Array(32) }));
    assert.ok(old);
    const known = readEntryBatch(batchBytes({ ...claim, from: 0, checkpoint: old, lines: early }));
    assert.equal(known && archive.take(known, 'ada').kind, 'known');
    await archive.commit(later);
    const checked = verifyArchive(into());
    const [record] = checked.ok ? checked.value.records : [];
    assert.deepEqual([record?.begins, record?.isSaid], [2 * entriesPerSegment, false]);
    assert.match(record === undefined ? '' : archiveVerifiedText.record(record), /those before are MISSING/);
  });

  it('is a record like any other where all of it is there', async () => {
    const home = homeAt(join(folder, 'whole'));
    await append(home, 20);
    const outbox = outboxOf(home);
    const sent = await outbox.send(10_000);
    assert.ok(sent.ok && sent.value.archived === 21, JSON.stringify(sent));
    await outbox.close();
    const checked = verifyArchive(into());
    assert.ok(checked.ok);
    assert.deepEqual(
      checked.value.records.map(({ entries, begins }) => [entries, begins]),
      [[21, undefined]],
    );
  });
});
