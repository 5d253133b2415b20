import { join } from 'node:path';
import { fitsQuery, type RecordQuery, soughtIn } from '../../core/record/query.js';
import { sha256 } from '../../core/shared/digest.js';
import {
  isJsonObject,
  type JsonObject,
  objectAt,
  parseJson,
  textAt,
  textsAt,
} from '../../core/shared/json.js';
import type { LyingEntry } from './reader-messages.js';
import { backwardsWith } from './scan-back.js';
import { entriesPerSegment, segmentName, segmentNames } from './segments.js';

/** As many entries of an earlier call are looked at: held, answered, released, ran, and what peers said. */
const mostOfCall = 16;

/** The raw lines of the entries that fit, before entry number `before`, newest first. Waits on this thread. */
export function* findEntries(folder: string, query: RecordQuery, before: number): Generator<string> {
  const sought = soughtIn(query);
  for (const { line, body } of linesBefore(folder, sought, before)) if (fitsQuery(body, query)) yield line;
}

/** One entry, and the hash of the last that a witness saw, where that is told. Waits on this thread. */
export function entryAt(folder: string, seq: number, seen?: number): LyingEntry {
  const last = seen === undefined ? undefined : lineAt(folder, seen - 1);
  return { line: lineAt(folder, seq), head: last === undefined ? undefined : sha256(last) };
}

/** The raw lines of the last time before an entry that the same call was made, the last first. Waits on this thread. */
export function sameCallBefore(folder: string, seq: number, line: string | undefined): readonly string[] {
  const body = objectAt(parseJson(line ?? ''), 'body');
  const digest = textAt(body, 'digest');
  if (digest === '') return [];
  const found: string[] = [];
  let other = '';
  let looked = 0;
  for (const one of linesBefore(folder, [`"digest":"${digest.toLowerCase()}"`], seq)) {
    if (textAt(one.body, 'digest') !== digest || isOneCall(one.body, body)) continue;
    if (other === '') other = callOf(one.body);
    if (callOf(one.body) === other) found.push(one.line);
    looked += 1;
    // Nothing of a call stands before what it begins with.
    if (looked >= mostOfCall || (callOf(one.body) === other && beginnings.has(textAt(one.body, 'type'))))
      break;
  }
  return found;
}

/** The raw lines that say that something of an entry's request was erased, the last first: behind it, and in few. Waits on this thread. */
export function erasuresOf(folder: string, seq: number, line: string | undefined): readonly string[] {
  const request = textAt(objectAt(parseJson(line ?? ''), 'body'), 'request');
  if (request === '') return [];
  const found: string[] = [];
  const sought = ['"type":"erased"', JSON.stringify(request.toLowerCase())];
  for (const one of linesBefore(folder, sought, Number.POSITIVE_INFINITY, seq))
    if (textAt(one.body, 'type') === 'erased' && textsAt(one.body, 'requests').includes(request))
      found.push(one.line);
  return found;
}

const beginnings: ReadonlySet<string> = new Set(['call.passed', 'call.held']);

/** A request goes on under its number when the agent asks again; what was never held has nothing but the agent's own id. */
function callOf(body: JsonObject): string {
  return `${textAt(body, 'session')} ${textAt(body, 'callId')}`;
}

function isOneCall(one: JsonObject, other: JsonObject): boolean {
  const request = textAt(one, 'request');
  return callOf(one) === callOf(other) || (request !== '' && request === textAt(other, 'request'));
}

function lineAt(folder: string, seq: number): string | undefined {
  const name = segmentName(Math.floor(seq / entriesPerSegment));
  const segments = join(folder, 'segments');
  if (!segmentNames(segments).includes(name)) return undefined;
  for (const line of backwardsWith(join(segments, name), [`"seq":${seq},`]))
    if (seqOf(parseJson(line)) === seq) return line;
  return undefined;
}

function* linesBefore(folder: string, sought: readonly string[], before: number, behind = 0) {
  const segments = join(folder, 'segments');
  // A segment is named after the entries that it begins with.
  const last = Number.isFinite(before) ? segmentName(Math.floor(before / entriesPerSegment)) : '';
  for (const name of [...segmentNames(segments)].reverse()) {
    if (last !== '' && name > last) continue;
    if (name < segmentName(Math.floor(behind / entriesPerSegment))) return;
    for (const line of backwardsWith(join(segments, name), sought)) {
      const value = parseJson(line);
      const seq = seqOf(value);
      if (seq !== undefined && seq < before) yield { line, body: objectAt(value, 'body') };
    }
  }
}

function seqOf(value: unknown): number | undefined {
  const seq = isJsonObject(value) ? value['seq'] : undefined;
  return typeof seq === 'number' ? seq : undefined;
}
