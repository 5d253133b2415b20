/**
 * Which paths git holds, read from the bytes of a repository's index (versions 2 to 4 with SHA-1 names). Undefined for what is
 * no such index, or only a part of one: then nobody knows. A folder of a sparse index ends in `/`.
 */
export function trackedPaths(bytes: Uint8Array): ReadonlySet<string> | undefined {
  const before = known.get(bytes);
  if (before !== undefined) return before.paths;
  const paths = readIndex(bytes);
  known.set(bytes, { paths });
  return paths;
}

/** Bytes stay the same object for as long as the file is the same. */
const known = new WeakMap<Uint8Array, { readonly paths: ReadonlySet<string> | undefined }>();

const header = 12;
/** Times, device, owner, size and name of the content; then two bytes of flags. */
const fixed = 62;
const checksum = 20;

function readIndex(bytes: Uint8Array): ReadonlySet<string> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < header + checksum || view.getUint32(0) !== 0x44495243) return undefined;
  const version = view.getUint32(4);
  const count = view.getUint32(8);
  if (version < 2 || version > 4) return undefined;
  const decoder = new TextDecoder();
  const paths = new Set<string>();
  let at = header;
  let last = '';
  for (let entry = 0; entry < count; entry += 1) {
    if (at + fixed > bytes.length) return undefined;
    const isExtended = version > 2 && (view.getUint16(at + 60) & 0x4000) !== 0;
    let start = at + fixed + (isExtended ? 2 : 0);
    let kept = '';
    if (version === 4) {
      const removed = readVarint(bytes, start);
      if (removed === undefined || removed.value > last.length) return undefined;
      kept = last.slice(0, last.length - removed.value);
      start = removed.end;
    }
    const end = bytes.indexOf(0, start);
    if (end < 0 || end === start) return undefined;
    last = kept + decoder.decode(bytes.subarray(start, end));
    paths.add(last);
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return sharesEntries(bytes, view, at) ? undefined : paths;
}

/** How many bytes of the path before fall away, as git writes offsets in its packs. */
function readVarint(
  bytes: Uint8Array,
  from: number,
): { readonly value: number; readonly end: number } | undefined {
  let byte = bytes[from] ?? 0;
  let value = byte & 0x7f;
  let at = from + 1;
  while ((byte & 0x80) !== 0) {
    if (at >= bytes.length || at > from + 5) return undefined;
    byte = bytes[at] ?? 0;
    value = ((value + 1) << 7) | (byte & 0x7f);
    at += 1;
  }
  return { value, end: at };
}

/** A split index keeps the rest of its entries in another file. */
function sharesEntries(bytes: Uint8Array, view: DataView, from: number): boolean {
  for (let at = from; at + 8 <= bytes.length - checksum; at += 8 + view.getUint32(at + 4)) {
    if (view.getUint32(at) === 0x6c696e6b) return true;
  }
  return false;
}
