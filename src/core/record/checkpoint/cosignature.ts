import { keyIdOf, type Note, type NoteKey } from './note.js';
import { isEd25519 } from './note-signature.js';

/** C2SP tlog-cosignature: Ed25519, with the time at which a checkpoint was seen. */
export const cosignatureType = 4;

const timeBytes = 8;

/** What is signed. `seconds`: Unix time. */
export function cosignedText(text: string, seconds: number): string {
  return `cosignature/v1\ntime ${seconds}\n${text}`;
}

/** The bytes of a signature line. */
export function cosignatureBytes(key: NoteKey, seconds: number, signature: Uint8Array): Uint8Array {
  const time = Buffer.alloc(timeBytes);
  time.writeBigUInt64BE(BigInt(seconds));
  return Uint8Array.from([...keyIdOf(key), ...time, ...signature]);
}

/** When a key cosigned a note, Unix seconds, by its latest signature; undefined where it did not, or where a signature of it does not hold. */
export function cosignedAt(note: Note, key: NoteKey): number | undefined {
  if (key.type !== cosignatureType || key.key.length !== 32) return undefined;
  const id = Buffer.from(keyIdOf(key));
  const own = note.signatures.filter(
    ({ name, bytes }) => name === key.name && id.equals(bytes.subarray(0, id.length)),
  );
  const times = own.flatMap(
    ({ bytes }) => timeOf(note.text, Buffer.from(bytes.subarray(id.length)), key) ?? [],
  );
  return times.length === own.length && times.length > 0 ? Math.max(...times) : undefined;
}

function timeOf(noteText: string, bytes: Buffer, { key }: NoteKey): number | undefined {
  if (bytes.length !== timeBytes + 64) return undefined;
  const seconds = Number(bytes.readBigUInt64BE(0));
  if (!Number.isSafeInteger(seconds)) return undefined;
  const text = cosignedText(noteText, seconds);
  return isEd25519(text, bytes.subarray(timeBytes), key) ? seconds : undefined;
}
