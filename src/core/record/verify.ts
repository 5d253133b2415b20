import { sha256 } from '../shared/digest.js';
import { decodeEntry } from './decode-entry.js';
import type { Entry } from './entry.js';
import { noPrevious } from './line.js';

/** Where a chain stops holding. `seq` is what was expected there. */
export interface ChainBreak {
  readonly code: 'not-an-entry' | 'wrong-sequence' | 'wrong-previous';
  readonly seq: number;
  readonly expected: string;
  readonly got: string;
}

/** Where a record on disk stops holding, or cannot be read. */
export type RecordBreak =
  | (ChainBreak & { readonly file: string })
  | { readonly code: 'unreadable'; readonly file: string; readonly detail: string };

export interface ChainHead {
  /** Number of entries. */
  readonly size: number;
  /** SHA-256 of the last raw line; of nothing, 64 zeros. */
  readonly head: string;
  /** How many of the entries hold something that only a newer version knows. */
  readonly newer: number;
  /** When the last entry was written; Unix milliseconds. */
  readonly ts: number;
}

export const emptyChain: ChainHead = { size: 0, head: noPrevious, newer: 0, ts: 0 };

type ChainFailure = { readonly ok: false; readonly error: ChainBreak };

type ChainVerdict = { readonly ok: true; readonly head: ChainHead } | ChainFailure;

export type ChainStep = { readonly ok: true; readonly head: ChainHead; readonly entry: Entry } | ChainFailure;

/** One raw line behind a chain: the chain with it, or where it breaks. */
export function extendChain(chain: ChainHead, line: string): ChainStep {
  const entry = decodeEntry(line);
  if (!entry) return broken('not-an-entry', chain, 'an entry', line.slice(0, 80));
  if (entry.seq !== chain.size) return broken('wrong-sequence', chain, String(chain.size), String(entry.seq));
  if (entry.prev !== chain.head) return broken('wrong-previous', chain, chain.head, entry.prev);
  const newer = chain.newer + (entry.newer === undefined ? 0 : 1);
  return { ok: true, head: { size: chain.size + 1, head: sha256(line), newer, ts: entry.ts }, entry };
}

/** A whole chain of raw lines. */
export function verifyChain(lines: Iterable<string>): ChainVerdict {
  let chain = emptyChain;
  for (const line of lines) {
    const step = extendChain(chain, line);
    if (!step.ok) return step;
    chain = step.head;
  }
  return { ok: true, head: chain };
}

function broken(code: ChainBreak['code'], chain: ChainHead, expected: string, got: string): ChainStep {
  return { ok: false, error: { code, seq: chain.size, expected, got } };
}
