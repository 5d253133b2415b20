import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsedFile } from '../../../src/core/target/memo.js';
import { createWorld, DiskFiles } from '../../../src/engine/world.js';

describe('a file that is parsed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-memo-'));
  const path = join(folder, 'config');
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is parsed once, through whatever stands before the disk, until it changes', () => {
    const texts: string[] = [];
    const at = parsedFile((text) => {
      texts.push(text);
      return text === 'broken' ? undefined : { text };
    });
    const world = createWorld(folder, folder, {}, new DiskFiles());
    const linked = { ...world, files: { ...world.files, read: (name: string) => world.files.read(name) } };
    assert.equal(at(world, path), undefined);
    writeFileSync(path, '\uFEFFone');
    const first = at(world, path);
    assert.deepEqual(first, { text: 'one' });
    assert.equal(at(linked, path), first);
    assert.equal(at(world, path), first);
    writeFileSync(path, 'broken');
    assert.equal(at(world, path), undefined);
    assert.equal(at(linked, path), undefined);
    assert.deepEqual(texts, ['one', 'broken']);
  });
});
