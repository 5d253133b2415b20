import { isJsonObject, parseJson } from '../../shared/json.js';
import { readCheckpoint, type SignedCheckpoint } from '../checkpoint/checkpoint.js';
import { noteText } from '../checkpoint/note.js';
import { hashBytes } from '../tree/hashes.js';
import { mostParts, perPart } from './tile-layout.js';

/** Entries of one record that follow each other, and the checkpoint over all up to their end, as the record's own key signed it. */
export interface Batch {
  /** The key that names the record, as a C2SP verifier key. */
  readonly key: string;
  /** The number of the first entry. */
  readonly from: number;
  readonly checkpoint: SignedCheckpoint;
  /** Raw lines. None: whoever sends asks how far the archive has come. */
  readonly lines: readonly string[];
  /** Tells one question from another, which the carrier would keep only once. */
  readonly nonce?: string;
  /** Where a record begins behind what it let go before it was first sent: the roots of those parts. */
  readonly before?: readonly Uint8Array[];
}

/** As one message: a line that says what it is, then the raw lines. */
export function batchBytes({ key, from, checkpoint, lines, nonce, before }: Batch): Uint8Array {
  const head = {
    v: 1,
    key,
    from,
    checkpoint: noteText(checkpoint.note),
    ...(nonce === undefined ? {} : { nonce }),
    ...(before === undefined ? {} : { before: Buffer.concat(before).toString('base64') }),
  };
  return Buffer.from([JSON.stringify(head), ...lines].map((line) => `${line}\n`).join(''));
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined for what is no batch, or does not have as many lines as its checkpoint says. Whether any of it holds is another question. */
export function readEntryBatch(bytes: Uint8Array): Batch | undefined {
  const text = textOf(bytes);
  if (text === undefined || !text.endsWith('\n')) return undefined;
  const [head = '', ...lines] = text.slice(0, -1).split('\n');
  const value = parseJson(head);
  if (!isJsonObject(value) || value['v'] !== 1) return undefined;
  const { key, from, checkpoint: note } = value;
  if (typeof key !== 'string' || typeof from !== 'number' || !Number.isSafeInteger(from) || from < 0)
    return undefined;
  const checkpoint = typeof note === 'string' ? readCheckpoint(note) : undefined;
  if (checkpoint === undefined || checkpoint.size !== from + lines.length) return undefined;
  const before = value['before'];
  if (before === undefined) return { key, from, checkpoint, lines };
  const roots = rootsOf(before, from);
  return roots && { key, from, checkpoint, lines, before: roots };
}

/** Undefined for anything but one hash for each whole part before an entry. */
function rootsOf(text: unknown, from: number): readonly Uint8Array[] | undefined {
  const count = from / perPart;
  if (typeof text !== 'string' || !Number.isInteger(count) || count < 1 || count > mostParts)
    return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== count * hashBytes || bytes.toString('base64') !== text) return undefined;
  return Array.from({ length: count }, (_, at) =>
    Uint8Array.from(bytes.subarray(at * hashBytes, (at + 1) * hashBytes)),
  );
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
