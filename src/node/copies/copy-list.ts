import { timingSafeEqual } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import * as v from 'valibot';
import { hmac } from '../../client/crypto.js';
import { copyLimits } from '../../core/change/copyable.js';
import { readShape } from '../../core/shared/decode-shape.js';
import { dayMs } from '../../core/shared/durations.js';
import { parseJson } from '../../core/shared/json.js';
import { countShape, hexDigest, type Shape, text } from '../../core/shared/shape.js';
import { installationKey } from '../files/installation-key.js';

/** `CS-12`; what a restoring replaced is kept under `CS-12.1`. */
const copyId = /^CS-[1-9]\d{0,8}(?:\.[1-9]\d{0,3})?$/;

const mode = v.pipe(countShape, v.maxValue(0o7777));
/** Absolute, with every link on the way resolved. */
const path = v.pipe(
  text,
  v.minLength(2),
  v.check((one) => isAbsolute(one) && normalize(one) === one),
);

const copiedShape = v.variant('kind', [
  v.strictObject({
    kind: v.literal('file'),
    path,
    mode,
    mtimeMs: v.number(),
    size: countShape,
    sha256: hexDigest,
  }),
  v.strictObject({ kind: v.literal('link'), path, to: text }),
  v.strictObject({ kind: v.literal('folder'), path, mode }),
]);
export type Copied = Shape<typeof copiedShape>;

const copyListShape = v.strictObject({
  v: v.literal(1),
  id: v.pipe(text, v.regex(copyId)),
  /** Unix milliseconds. */
  at: countShape,
  cwd: text,
  /** One line that names the call. */
  summary: text,
  files: countShape,
  bytes: countShape,
  /** Folders before what lies in them. */
  copied: v.array(copiedShape),
});

/** What was copied before one call. */
export type CopyList = Shape<typeof copyListShape>;

/** How long a copy is kept. */
export const keptMs = copyLimits.days * dayMs;

export function objectsIn(folder: string): string {
  return join(folder, 'objects');
}

export function objectPath(folder: string, sha256: string): string {
  return join(objectsIn(folder), sha256.slice(0, 2), sha256);
}

export function listPath(folder: string, id: string): string {
  return join(folder, `${id}.json`);
}

/** Beside a list, by which it is known that this installation wrote it: who forges a list would choose where files are put. */
export function listMacPath(folder: string, id: string): string {
  return join(folder, `${id}.mac`);
}

export function macOfList(folder: string, list: string): string {
  return hmac(installationKey(dirname(folder), 'copies'), list);
}

/** `unreadable`: the name of a file that stands where a list would, and is none that this version knows. */
export interface KeptLists {
  /** The newest first. */
  readonly lists: readonly CopyList[];
  readonly unreadable: readonly string[];
}

export function keptLists(folder: string): KeptLists {
  const names = namesBelow(folder).filter((name) => name.endsWith('.json'));
  const lists: CopyList[] = [];
  const unreadable: string[] = [];
  for (const name of names) {
    const list = readList(join(folder, name), name.slice(0, -'.json'.length));
    if (list === undefined) unreadable.push(name);
    else lists.push(list);
  }
  return { lists: lists.sort((left, right) => right.at - left.at), unreadable };
}

/** Undefined where there is none, and where it is not of the name that it bears. */
export function readList(file: string, id: string): CopyList | undefined {
  if (!copyId.test(id)) return undefined;
  try {
    const whole = readFileSync(file, 'utf8');
    if (!isOurs(dirname(file), id, whole)) return undefined;
    const read = readShape(copyListShape, parseJson(whole));
    return read.kind === 'known' && read.value.id === id ? read.value : undefined;
  } catch {
    return undefined;
  }
}

function isOurs(folder: string, id: string, list: string): boolean {
  const [given, own] = [readFileSync(listMacPath(folder, id)), Buffer.from(macOfList(folder, list))];
  return given.length === own.length && timingSafeEqual(given, own);
}

export function namesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
