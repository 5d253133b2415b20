import { isJsonObject, parseJson } from '../../shared/json.js';
import { readCheckpoint, type SignedCheckpoint } from '../checkpoint/checkpoint.js';
import { noteText } from '../checkpoint/note.js';

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
}

/** As one message: a line that says what it is, then the raw lines. */
export function batchBytes({ key, from, checkpoint, lines, nonce }: Batch): Uint8Array {
  const head = {
    v: 1,
    key,
    from,
    checkpoint: noteText(checkpoint.note),
    ...(nonce === undefined ? {} : { nonce }),
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
  return { key, from, checkpoint, lines };
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
