import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const pieceBytes = 1024 * 1024;
const lineFeed = 10;

/**
 * The whole lines of a file that hold each of `sought` apart from upper and lower case, last first; `sought` is ASCII in lower case. What
 * does not hold them is never made into a line of its own, so that a long record is looked through in about the time that reading takes.
 */
export function* backwardsWith(path: string, sought: readonly string[]): Generator<string> {
  const file = openSync(path, 'r');
  try {
    // The end of a line whose beginning stands before what was read.
    let rest = Buffer.alloc(0);
    let isLast = true;
    for (let end = fstatSync(file).size; end > 0; ) {
      const from = Math.max(0, end - pieceBytes);
      const bytes = Buffer.concat([readAt(file, from, end - from), rest]);
      const first = from === 0 ? 0 : bytes.indexOf(lineFeed) + 1;
      end = from;
      if (first === 0 && from > 0) {
        rest = bytes;
        continue;
      }
      // What stands behind the last line feed is unfinished, or nothing.
      const last = isLast ? bytes.lastIndexOf(lineFeed) + 1 : bytes.length;
      isLast = false;
      if (last > first) yield* fitting(bytes.subarray(first, last), sought);
      rest = bytes.subarray(0, first);
    }
  } finally {
    closeSync(file);
  }
}

/** `bytes` are whole lines with their line feeds. One character a byte, so that places in the text are places in the bytes. */
function fitting(bytes: Buffer, sought: readonly string[]): readonly string[] {
  const text = bytes.toString('latin1').toLowerCase();
  // The longest is in the fewest lines.
  const [rarest = '', ...others] = [...sought].sort((a, b) => b.length - a.length);
  const lines: string[] = [];
  for (let hit = text.indexOf(rarest); hit >= 0 && hit < text.length; ) {
    const start = text.lastIndexOf('\n', hit - 1) + 1;
    const end = text.indexOf('\n', hit);
    const line = text.slice(start, end);
    if (others.every((one) => line.includes(one))) lines.push(bytes.toString('utf8', start, end));
    hit = text.indexOf(rarest, end + 1);
  }
  return lines.reverse();
}

function readAt(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, from + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}
