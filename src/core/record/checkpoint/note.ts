import { fromBase64, toBase64 } from '../../countersign/ssh-base64.js';
import { sha256Bytes } from '../../shared/digest.js';

/** A text with signatures below it: C2SP signed-note. The text ends with a line feed. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** Key id (4 bytes), then what the key's type asks for. */
  readonly bytes: Uint8Array;
}

/** A key by which a note counts. `type` 1: Ed25519 over the text. */
export interface NoteKey {
  readonly name: string;
  readonly type: number;
  readonly key: Uint8Array;
}

export const noteKeyType = 1;

/** Longer ones are not read. */
const longestNote = 64 * 1024;
const mostSignatures = 64;
const dash = '\u2014 ';

/** First 4 bytes of SHA-256 over name, line feed, type and key. */
export function keyIdOf({ name, type, key }: NoteKey): Uint8Array {
  return sha256Bytes(`${name}\n`, Uint8Array.of(type), key).subarray(0, 4);
}

/** `name+id+base64`, as C2SP tools take it. */
export function noteKeyText(key: NoteKey): string {
  const id = Buffer.from(keyIdOf(key)).toString('hex');
  return `${key.name}+${id}+${toBase64(Uint8Array.of(key.type, ...key.key))}`;
}

export function readNoteKey(text: string): NoteKey | undefined {
  const [, name = '', id, coded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = fromBase64(coded);
  if (bytes === undefined || bytes.length !== 33) return undefined;
  const key = { name, type: bytes[0] ?? 0, key: bytes.subarray(1) };
  return Buffer.from(keyIdOf(key)).toString('hex') === id ? key : undefined;
}

export function noteText({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(({ name, bytes }) => `${dash}${name} ${toBase64(bytes)}\n`).join('')}`;
}

/** Undefined for what is no signed note; whether a signature holds is another question. */
export function readNote(note: string): Note | undefined {
  const end = note.lastIndexOf(`\n\n${dash}`);
  if (note.length > longestNote || end < 0 || !note.endsWith('\n')) return undefined;
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.flatMap((line) => signatureIn(line) ?? []);
  if (lines.length > mostSignatures || signatures.length !== lines.length) return undefined;
  return { text: note.slice(0, end + 1), signatures };
}

function signatureIn(line: string): NoteSignature | undefined {
  const [name = '', coded = '', ...more] = line.startsWith(dash) ? line.slice(dash.length).split(' ') : [];
  const bytes = fromBase64(coded);
  if (more.length > 0 || name === '' || /[\s+]/u.test(name) || bytes === undefined || bytes.length < 5)
    return undefined;
  return { name, bytes };
}
