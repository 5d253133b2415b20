/** The README's moving picture, as it lies there: short, small, and put together as players read it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const project = process.cwd();

interface Chunk {
  readonly name: string;
  readonly data: Buffer;
}

function chunksIn(file: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 12; at < file.length; ) {
    const size = file.readUInt32LE(at + 4);
    chunks.push({ name: file.toString('latin1', at, at + 4), data: file.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

describe('the moving picture', () => {
  const file = readFileSync(join(project, 'media', 'first-stop.webp'));
  const chunks = chunksIn(file);
  const frames = chunks.filter(({ name }) => name === 'ANMF').map(({ data }) => data);

  it('is an animated WebP whose frames lie within it', () => {
    assert.equal(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12), 'RIFFWEBP');
    assert.equal(file.readUInt32LE(4), file.length - 8);
    const [head] = chunks;
    assert.ok(head?.name === 'VP8X' && chunks[1]?.name === 'ANIM');
    assert.equal((head.data[0] ?? 0) & 0b10, 0b10);
    const [width, height] = [head.data.readUIntLE(4, 3) + 1, head.data.readUIntLE(7, 3) + 1];
    for (const frame of frames) {
      const [x = 0, y = 0, w = 0, h = 0] = [0, 3, 6, 9].map((at) => frame.readUIntLE(at, 3));
      assert.ok(2 * x + w + 1 <= width && 2 * y + h + 1 <= height);
      assert.match(frame.toString('latin1', 16, 20), /^VP8[ L]$/);
    }
  });

  it('is about 20 seconds long, in less than 2 MB', () => {
    assert.ok(frames.length > 8);
    const seconds = frames.reduce((sum, frame) => sum + frame.readUIntLE(12, 3), 0) / 1000;
    assert.ok(seconds > 15 && seconds < 26, `${seconds} s`);
    assert.ok(file.length < 2_000_000, `${file.length} bytes`);
  });

  it('is shown by the README, and not carried by every update', () => {
    assert.match(readFileSync(join(project, 'README.md'), 'utf8'), /\]\(media\/first-stop\.webp\)/);
    assert.doesNotMatch(readFileSync(join(project, '.vscodeignore'), 'utf8'), /!media\/\*|first-stop/);
  });
});
