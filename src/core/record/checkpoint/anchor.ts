import { sha256 } from '../../shared/digest.js';
import { readCheckpoint, type SignedCheckpoint } from './checkpoint.js';
import { type NoteKey, noteKeyType, readNoteKey } from './note.js';
import { noteStanding } from './note-signature.js';

/** A checkpoint where others keep it, with the key that signed it and whose record it is. */
export interface Anchor {
  readonly checkpoint: SignedCheckpoint;
  /** Account and machine, as they name themselves. */
  readonly from: string;
}

const subject = 'Countersign checkpoint [skip ci]\n\n';

/** A record is named by the key that signs its checkpoints, so that nobody else can sign for it. */
export function originOf(key: Uint8Array): string {
  return `countersign/${sha256(key).slice(0, 32)}`;
}

/** The key of a checkpoint that is its record's own and has signed it; undefined otherwise. */
export function ownKeyOf(checkpoint: SignedCheckpoint, keyText: string): NoteKey | undefined {
  const key = readNoteKey(keyText);
  const isOwn =
    key?.type === noteKeyType && key.name === checkpoint.origin && originOf(key.key) === checkpoint.origin;
  return key && isOwn && noteStanding(checkpoint.note, key) === 'good' ? key : undefined;
}

/** The message of a commit that keeps a checkpoint. */
export function anchorMessage(checkpoint: string, key: string, from: string): string {
  return `${subject}${checkpoint}\nkey: ${key}\nfrom: ${from.replaceAll('\n', ' ')}\n`;
}

/** Undefined for what is no anchor, or is not signed by its record's own key. */
export function readAnchor(message: string): Anchor | undefined {
  const end = message.lastIndexOf('\nkey: ');
  if (!message.startsWith(subject) || end < 0) return undefined;
  const [, key = '', from = ''] = /^\nkey: (\S+)\nfrom: ([^\n]*)\n*$/.exec(message.slice(end)) ?? [];
  const checkpoint = readCheckpoint(message.slice(subject.length, end));
  return checkpoint && ownKeyOf(checkpoint, key) ? { checkpoint, from } : undefined;
}
