import { createPublicKey, verify } from 'node:crypto';
import { keyIdOf, type Note, type NoteKey, noteKeyType } from './note.js';

/** What stands before an Ed25519 key in its DER form. */
const derHead = Buffer.from('302a300506032b6570032100', 'hex');

/** `bad`: a signature under this key's name and id that does not hold; the note counts for nothing then. */
export function noteStanding(note: Note, key: NoteKey): 'good' | 'bad' | 'absent' {
  const id = Buffer.from(keyIdOf(key));
  const own = note.signatures.filter(
    ({ name, bytes }) => name === key.name && id.equals(bytes.subarray(0, 4)),
  );
  if (own.length === 0) return 'absent';
  return own.every(({ bytes }) => isSignedBy(note.text, bytes.subarray(4), key)) ? 'good' : 'bad';
}

function isSignedBy(text: string, signature: Uint8Array, { type, key }: NoteKey): boolean {
  return type === noteKeyType && isEd25519(text, signature, key);
}

/** Whether a key's 32 bytes have signed a text. */
export function isEd25519(text: string, signature: Uint8Array, key: Uint8Array): boolean {
  if (signature.length !== 64 || key.length !== 32) return false;
  try {
    const publicKey = createPublicKey({ key: Buffer.concat([derHead, key]), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), publicKey, signature);
  } catch {
    return false;
  }
}
