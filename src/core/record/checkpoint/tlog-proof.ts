import { fromBase64, toBase64 } from '../../countersign/ssh-base64.js';
import { hashBytes } from '../tree/hashes.js';
import { readCheckpoint, type SignedCheckpoint } from './checkpoint.js';

const magic = 'c2sp.org/tlog-proof@v1';
const mostSteps = 63;

/** That one entry stands in the tree that a checkpoint signs. */
export interface TlogProof {
  readonly index: number;
  /** From leaf to root. */
  readonly path: readonly Uint8Array[];
  readonly checkpoint: SignedCheckpoint;
  /** What the line `extra` holds, decoded; empty where there is none. */
  readonly extra: string;
}

/** C2SP tlog-proof. `checkpoint` is the signed note. */
export function tlogProofText(index: number, path: readonly Uint8Array[], checkpoint: string): string {
  return `${[magic, `index ${index}`, ...path.map(toBase64)].join('\n')}\n\n${checkpoint}`;
}

/** The same proof with a line `extra`, which is nobody's word but that of whoever hands it on. */
export function withExtra(proof: string, extra: string): string {
  return proof.replace('\n', `\nextra ${Buffer.from(extra).toString('base64')}\n`);
}

/** Undefined for what is none. */
export function readTlogProof(text: string): TlogProof | undefined {
  const end = text.indexOf('\n\n');
  const [first, ...rest] = text.slice(0, Math.max(0, end)).split('\n');
  const hasExtra = rest[0]?.startsWith('extra ') === true;
  const [indexLine = '', ...steps] = hasExtra ? rest.slice(1) : rest;
  const extra = hasExtra ? Buffer.from(rest[0]?.slice(6) ?? '', 'base64').toString('utf8') : '';
  const index = /^index (0|[1-9]\d{0,14})$/.exec(indexLine)?.[1];
  const path = steps.flatMap((step) => fromBase64(step) ?? []);
  const checkpoint = readCheckpoint(text.slice(end + 2));
  if (first !== magic || index === undefined || checkpoint === undefined) return undefined;
  if (path.length !== steps.length || path.length > mostSteps) return undefined;
  return path.every((hash) => hash.length === hashBytes)
    ? { index: Number(index), path, checkpoint, extra }
    : undefined;
}
