// Still pictures in WebP, one after the other in one animated WebP: only the container is written here, the pictures stay as they are.

/** `frames`: each a still WebP with where it stands on the canvas (even numbers), its size and its milliseconds. It loops for ever. */
export function animatedWebp({ width, height, frames }) {
  const body = Buffer.concat([
    chunk('VP8X', Buffer.concat([Buffer.from([0b10, 0, 0, 0]), three(width - 1), three(height - 1)])),
    chunk('ANIM', Buffer.alloc(6)),
    ...frames.map(({ webp, x, y, width: across, height: down, ms }) =>
      chunk(
        'ANMF',
        Buffer.concat([
          three(x / 2),
          three(y / 2),
          three(across - 1),
          three(down - 1),
          three(ms),
          Buffer.from([0b10]),
          pictureIn(webp),
        ]),
      ),
    ),
  ]);
  return Buffer.concat([Buffer.from('RIFF'), four(body.length + 4), Buffer.from('WEBP'), body]);
}

/** The picture's own chunk, without what stands around it in a file. */
function pictureIn(webp) {
  for (let at = 12; at + 8 <= webp.length; ) {
    const end = at + 8 + webp.readUInt32LE(at + 4);
    const name = webp.toString('latin1', at, at + 4);
    const next = end + (end % 2);
    if (name === 'VP8 ' || name === 'VP8L') return webp.subarray(at, next);
    at = next;
  }
  throw new Error('expected a WebP with a picture in it, got none');
}

function chunk(name, data) {
  const pad = Buffer.alloc(data.length % 2);
  return Buffer.concat([Buffer.from(name), four(data.length), data, pad]);
}

function three(value) {
  return Buffer.from([value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff]);
}

function four(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
