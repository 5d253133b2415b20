import { fromBase64, toBase64 } from '../../countersign/ssh-base64.js';
import { hashBytes } from '../tree/hashes.js';
import type { TreeHead } from '../tree/verify-proofs.js';
import { type Note, readNote } from './note.js';

/** How far one record had come, and the root over all of it: C2SP tlog-checkpoint. */
export interface Checkpoint extends TreeHead {
  /** Names the record. */
  readonly origin: string;
}

/** A checkpoint with the note that it was read from. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: Note;
}

/** The text that is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Undefined for what is no checkpoint. Lines that others add behind the root are kept in the note, and mean nothing here. */
export function readCheckpoint(text: string): SignedCheckpoint | undefined {
  const note = readNote(text);
  const body = note && bodyOf(note.text.slice(0, -1).split('\n'));
  return note && body ? { ...body, note } : undefined;
}

/** A checkpoint on one line, as a person keeps it: origin, size, root. */
export function checkpointLine({ origin, size, root }: Checkpoint): string {
  return `${origin} ${size} ${toBase64(root)}`;
}

export function readCheckpointLine(line: string): Checkpoint | undefined {
  const words = line.trim().split(/\s+/);
  return words.length === 3 ? bodyOf(words) : undefined;
}

function bodyOf([origin = '', size = '', coded = '']: readonly string[]): Checkpoint | undefined {
  const root = fromBase64(coded);
  if (!/^[^\n]{1,200}$/u.test(origin) || !/^(?:0|[1-9]\d{0,14})$/.test(size)) return undefined;
  return root?.length === hashBytes ? { origin, size: Number(size), root } : undefined;
}
