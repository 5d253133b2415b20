import { type CanonicalError, canonical } from '../shared/canonical.js';
import type { Result } from '../shared/result.js';
import type { Entry } from './entry.js';

/** `prev` of the first entry: nothing stands before it. */
export const noPrevious = '0'.repeat(64);

/** An entry's one line, without the line feed. */
export function lineOf(entry: Entry): Result<string, CanonicalError> {
  return canonical(entry);
}

/** The chain's own members, which canonical order puts behind the body. */
export interface Link {
  readonly prev: string;
  readonly seq: number;
  readonly ts: number;
}

const tail =
  /,"prev":"([0-9a-f]{64})","seq":(0|[1-9]\d{0,15}),"ts":(0|[1-9]\d{0,15}),"v":1,"writer":"[0-9a-f]*"\}$/;

/** The link of a raw line, read without parsing the body; undefined when it is no entry of this version. */
export function linkOf(line: string): Link | undefined {
  if (!line.startsWith('{"body":{')) return undefined;
  const found = tail.exec(line.length > 400 ? line.slice(-400) : line);
  if (!found?.[1] || !found[2] || !found[3]) return undefined;
  return { prev: found[1], seq: Number(found[2]), ts: Number(found[3]) };
}
