import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logNameOf } from '../../core/record/archive/log-name.js';
import {
  entryBundle,
  mostParts,
  perPart,
  perTile,
  readBundle,
  tilePath,
} from '../../core/record/archive/tile-layout.js';
import { ownKeyOf } from '../../core/record/checkpoint/anchor.js';
import { readCheckpoint, type SignedCheckpoint } from '../../core/record/checkpoint/checkpoint.js';
import { cosignedAt } from '../../core/record/checkpoint/cosignature.js';
import { type NoteKey, readNoteKey } from '../../core/record/checkpoint/note.js';
import { noteStanding } from '../../core/record/checkpoint/note-signature.js';
import { decodeEntry } from '../../core/record/decode-entry.js';
import { RetentionFold, retentionMarks } from '../../core/record/retention.js';
import { CompactTree } from '../../core/record/tree/compact.js';
import { hashBytes, leafHash, sameHash } from '../../core/record/tree/hashes.js';
import { foldedHashes } from '../../core/record/tree/proofs.js';
import { emptyChain, extendChain } from '../../core/record/verify.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { diskText, errorCode } from '../files/disk.js';
import { aboutOf, chainBehind, keysOf, logNames } from './archive.js';

/** One record in an archive that holds. */
export interface ArchivedRecord {
  readonly log: string;
  readonly person: string;
  readonly entries: number;
  /** When the archive cosigned the last checkpoint; Unix milliseconds. */
  readonly at: number;
  /** The number of its first entry here, where that is not 0. `isSaid`: the record itself says that those before it were let go. */
  readonly begins?: number;
  readonly isSaid?: boolean;
}

export interface VerifiedArchive {
  readonly name: string;
  /** What the archive's checkpoints are signed with, and what it cosigns with, as it says itself. */
  readonly logKey: string;
  readonly key: string;
  /** How many checkpoints it has cosigned. */
  readonly checkpoints: number;
  readonly records: readonly ArchivedRecord[];
}

/**
 * Where an archive stops holding. `log`: the record's name; empty for the archive's own log. `seq`: the entry. `unsigned`: no signature
 * of the key that belongs there; `root`: the entries are not those that were signed; `unlisted`: cosigned, and not in the archive's own log.
 */
export interface ArchiveBreak {
  readonly code:
    | 'no-archive'
    | 'unreadable'
    | 'unsigned'
    | 'root'
    | 'tile'
    | 'unlisted'
    | 'not-an-entry'
    | 'wrong-sequence'
    | 'wrong-previous';
  readonly log: string;
  readonly seq: number;
  readonly detail: string;
}

type Seen = Map<string, Map<number, Uint8Array>>;

/** Checks everything in an archive, one bundle after the other: memory stays flat in the number of entries. */
export function verifyArchive(folder: string): Result<VerifiedArchive, ArchiveBreak> {
  const keys = keysOf(folder);
  const [log, cosigner] = [readNoteKey(keys?.log ?? ''), readNoteKey(keys?.cosigner ?? '')];
  if (keys === undefined || log === undefined || cosigner === undefined)
    return broken('no-archive', '', 0, 'archive.json');
  const top = readCheckpoint(diskText(join(folder, 'checkpoint')) ?? '');
  if (top === undefined) return broken('no-archive', '', 0, 'checkpoint');
  if (top.origin !== log.name || noteStanding(top.note, log) !== 'good')
    return broken('unsigned', '', top.size, top.origin);
  const seen: Seen = new Map();
  const last = new Map<string, string>();
  const own = verifyLog(folder, '', top, (entry, seq) => {
    const note = entry.toString('utf8');
    const checkpoint = readCheckpoint(note);
    const name = checkpoint && logNameOf(checkpoint.origin);
    if (checkpoint === undefined || name === undefined)
      return broken('not-an-entry', '', seq, 'no checkpoint');
    if (cosignedAt(checkpoint.note, cosigner) === undefined) return broken('unsigned', '', seq, name);
    seen.set(name, (seen.get(name) ?? new Map()).set(checkpoint.size, checkpoint.root));
    last.set(name, note);
    return ok(undefined);
  });
  if (!own.ok) return own;
  const records: ArchivedRecord[] = [];
  for (const name of new Set([...logNames(folder), ...seen.keys()])) {
    const record = verifyRecordLog(folder, name, cosigner, { sizes: seen.get(name), last: last.get(name) });
    if (!record.ok) return record;
    records.push(record.value);
  }
  return ok({ name: log.name, logKey: keys.log, key: keys.cosigner, checkpoints: top.size, records });
}

function verifyRecordLog(
  folder: string,
  name: string,
  cosigner: NoteKey,
  told: { readonly sizes: Map<number, Uint8Array> | undefined; readonly last: string | undefined },
): Result<ArchivedRecord, ArchiveBreak> {
  const about = aboutOf(folder, name);
  const note = diskText(join(folder, 'logs', name, 'checkpoint')) ?? '';
  const checkpoint = readCheckpoint(note);
  if (about === undefined || checkpoint === undefined)
    return broken('unreadable', name, 0, 'about.json, checkpoint');
  const at = cosignedAt(checkpoint.note, cosigner);
  if (at === undefined || logNameOf(checkpoint.origin) !== name || !ownKeyOf(checkpoint, about.key))
    return broken('unsigned', name, checkpoint.size, checkpoint.origin);
  if (told.last !== note) return broken('unlisted', name, checkpoint.size, checkpoint.origin);
  const { begins = 0 } = about;
  const start = partsBefore(join(folder, 'logs', name), begins, checkpoint.size);
  if (start === undefined) return broken('unreadable', name, begins, 'about.json');
  let chain = begins === 0 ? emptyChain : undefined;
  const letGo = new RetentionFold();
  const tree = treeBehind(start);
  const held = verifyLog(join(folder, 'logs', name), name, { ...checkpoint, start }, (entry, seq) => {
    const text = entry.toString('utf8');
    chain ??= chainBehind(begins, text);
    takeLetGo(letGo, text);
    const step = extendChain(chain, text);
    if (!step.ok) return broken(step.error.code, name, seq, step.error.got);
    chain = step.head;
    tree.add(leafHash(entry));
    const root = told.sizes?.get(tree.size);
    return root === undefined || sameHash(root, tree.root())
      ? ok(undefined)
      : broken('root', name, seq, `the checkpoint at ${tree.size}`);
  });
  if (!held.ok) return held;
  const beyond = [...(told.sizes?.keys() ?? [])].find((size) => size > checkpoint.size);
  if (beyond !== undefined) return broken('root', name, checkpoint.size, `a checkpoint at ${beyond}`);
  const record = { log: name, person: about.person, entries: checkpoint.size - begins, at: at * 1_000 };
  if (begins === 0) return ok(record);
  const before = Buffer.from(treeBehind(start).root()).toString('hex');
  const isSaid = letGo.letGo().some(({ to, root }) => to > begins || (to === begins && root === before));
  return ok({ ...record, begins, isSaid });
}

function takeLetGo(fold: RetentionFold, line: string): void {
  const entry = line.includes(retentionMarks[0]) ? decodeEntry(line) : undefined;
  if (entry !== undefined) fold.take(entry);
}

/** The roots of the parts that a record let go before it was first sent. Undefined where it can have none such. */
function partsBefore(folder: string, begins: number, size: number): readonly Uint8Array[] | undefined {
  const count = begins / perPart;
  if (!Number.isInteger(count) || count > mostParts || begins > size) return undefined;
  if (count === 0) return [];
  const bytes = diskBytes(join(folder, tilePath(2, 0, Math.min(perTile, Math.floor(size / perPart)))));
  if (bytes === undefined || bytes.length < count * hashBytes) return undefined;
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * hashBytes, (at + 1) * hashBytes));
}

function diskBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function treeBehind(parts: readonly Uint8Array[]): CompactTree {
  const tree = new CompactTree();
  for (const part of parts) tree.addWhole(part, Math.log2(perPart));
  return tree;
}

/** The entries of one log, their tiles and their root. */
function verifyLog(
  folder: string,
  name: string,
  {
    size,
    root,
    start = [],
  }: Pick<SignedCheckpoint, 'size' | 'root'> & { readonly start?: readonly Uint8Array[] },
  take: (entry: Buffer, seq: number) => Result<void, ArchiveBreak>,
): Result<void, ArchiveBreak> {
  const tree = treeBehind(start);
  const levels: Uint8Array[][] = start.length === 0 ? [] : [[], [], [...start]];
  let seq = start.length * perPart;
  const tileHolds = (level: number, index: number, hashes: readonly Uint8Array[]): boolean => {
    const tile = readFileSync(join(folder, tilePath(level, index, hashes.length)));
    return tile.equals(Buffer.concat(hashes));
  };
  try {
    for (let index = seq / perTile; seq < size; index += 1) {
      const width = Math.min(perTile, size - seq);
      const bytes = readFileSync(join(folder, tilePath('entries', index, width)));
      const read = readBundle(bytes, width);
      if (!read.ok || !bytes.equals(entryBundle(read.value)))
        return broken('unreadable', name, seq + (read.ok ? width : read.error), 'an entry bundle');
      for (const entry of read.value) {
        const taken = take(Buffer.from(entry), seq);
        if (!taken.ok) return taken;
        tree.add(leafHash(entry));
        seq += 1;
        let hash = leafHash(entry);
        for (let level = 0; ; level += 1) {
          const hashes = levels[level] ?? [];
          levels[level] = hashes;
          hashes.push(hash);
          if (hashes.length < perTile) break;
          const at = seq / perTile ** (level + 1) - 1;
          if (!tileHolds(level, at, hashes)) return broken('tile', name, seq - 1, tilePath(level, at));
          hash = foldedHashes(Buffer.concat(hashes));
          levels[level] = [];
        }
      }
    }
    for (const [level, hashes] of levels.entries()) {
      const at = Math.floor(size / perTile ** (level + 1));
      if (hashes.length > 0 && !tileHolds(level, at, hashes))
        return broken('tile', name, Math.max(0, size - 1), tilePath(level, at, hashes.length));
    }
  } catch (error) {
    return broken('unreadable', name, seq, errorCode(error));
  }
  return root.length === hashBytes && sameHash(tree.root(), root)
    ? ok(undefined)
    : broken('root', name, Math.max(0, size - 1), 'the checkpoint');
}

function broken(
  code: ArchiveBreak['code'],
  log: string,
  seq: number,
  detail: string,
): { readonly ok: false; readonly error: ArchiveBreak } {
  return err({ code, log, seq, detail });
}
