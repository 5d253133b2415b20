import { type CanonicalError, canonical, isCanonical } from '../shared/canonical.js';
import { isJsonObject, parseJson } from '../shared/json.js';
import { ok, type Result } from '../shared/result.js';
import type { Entry } from './entry.js';

/** `prev` of the first entry: nothing stands before it. */
export const noPrevious = '0'.repeat(64);

/** An entry's one line, without the line feed; of one from a newer version the line as it was read. */
export function lineOf(entry: Entry): Result<string, CanonicalError> {
  return entry.newer === undefined ? canonical(entry) : ok(entry.newer);
}

/** The chain's own members, which every version's entries have. */
export interface Link {
  readonly v: number;
  readonly prev: string;
  readonly seq: number;
  readonly ts: number;
}

const tail =
  /,"prev":"([0-9a-f]{64})","seq":(0|[1-9]\d{0,14}),"ts":(0|[1-9]\d{0,14}),"v":1,"writer":"[0-9a-f]*"\}$/;

/** The link of a raw line; undefined when it is no entry. One of this version has it at its end, where canonical order puts it. */
export function linkOf(line: string): Link | undefined {
  const found = line.startsWith('{"body":{') ? tail.exec(line.slice(-400)) : null;
  if (found?.[1] && found[2] && found[3]) {
    return { v: 1, prev: found[1], seq: Number(found[2]), ts: Number(found[3]) };
  }
  const value = parseJson(line);
  return isCanonical(line, value) ? linkIn(value) : undefined;
}

/** The link in a parsed line, whatever else a newer version put into it. */
export function linkIn(value: unknown): Link | undefined {
  if (!isJsonObject(value)) return undefined;
  const { v, prev, seq, ts, body } = value;
  if (!isCount(v) || v < 1 || !isCount(seq) || !isCount(ts) || !isJsonObject(body)) return undefined;
  return typeof prev === 'string' && /^[0-9a-f]{64}$/.test(prev) ? { v, prev, seq, ts } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
