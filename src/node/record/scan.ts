import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { segmentNames } from './segments.js';

/** Up to where a record was read. */
export interface Spot {
  readonly segment: string;
  readonly offset: number;
}

export const beginning: Spot = { segment: '', offset: 0 };

/** Read at once: small enough that looking through it stops nobody. */
const pieceBytes = 1024 * 1024;
const lineFeed = 10;

/**
 * The whole lines of the record in `folder` behind a spot that hold one of `marks`, oldest first; returns where it ends. Lines
 * without a mark are never made into text, so that a long record is looked through in about the time that reading it takes.
 */
export async function* linesWith(
  folder: string,
  marks: readonly string[],
  from: Spot = beginning,
): AsyncGenerator<string, Spot> {
  const needles = marks.map((mark) => Buffer.from(mark));
  const segments = join(folder, 'segments');
  let spot = from;
  for (const segment of segmentNames(segments).filter((name) => name >= from.segment)) {
    let offset = segment === from.segment ? from.offset : 0;
    // Where reading stands inside a line that is longer than a piece: no entry is.
    let within = 0;
    const file = await open(join(segments, segment), 'r');
    try {
      const piece = Buffer.alloc(pieceBytes);
      for (;;) {
        const { bytesRead } = await file.read(piece, 0, pieceBytes, offset + within);
        const whole = piece.subarray(0, bytesRead).lastIndexOf(lineFeed) + 1;
        if (whole === 0 && bytesRead < pieceBytes) break;
        const first = within === 0 ? 0 : piece.subarray(0, bytesRead).indexOf(lineFeed) + 1;
        if (whole > 0) yield* marked(piece.subarray(first, whole), needles);
        offset += whole === 0 ? 0 : within + whole;
        within = whole === 0 ? within + bytesRead : 0;
      }
    } finally {
      await file.close();
    }
    spot = { segment, offset };
  }
  return spot;
}

function* marked(bytes: Buffer, needles: readonly Buffer[]): Generator<string> {
  const next = needles.map((needle) => bytes.indexOf(needle));
  for (;;) {
    const hits = next.filter((at) => at >= 0);
    if (hits.length === 0) return;
    const hit = Math.min(...hits);
    const start = bytes.lastIndexOf(lineFeed, hit) + 1;
    const end = bytes.indexOf(lineFeed, hit);
    yield bytes.toString('utf8', start, end);
    for (const [which, needle] of needles.entries()) {
      const at = next[which] ?? -1;
      if (at >= 0 && at < end) next[which] = bytes.indexOf(needle, end);
    }
  }
}
