import { isCanonical } from '../shared/canonical.js';
import { readShape } from '../shared/decode-shape.js';
import { isJsonObject, type JsonObject, objectAt, parseJson, textAt } from '../shared/json.js';
import { type Entry, entryShape } from './entry.js';
import { type Link, linkIn } from './line.js';

/**
 * An entry from its raw line; undefined when it is none, or not written in its one canonical form. What a newer version
 * wrote is kept: an entry with more fields is read, one of a kind or with a code that is unknown here is `newer`.
 */
export function decodeEntry(line: string): Entry | undefined {
  const value = parseJson(line);
  const link = linkIn(value);
  if (link === undefined || !isJsonObject(value) || !isCanonical(line, value)) return undefined;
  if (link.v > 1) return newerEntry(value, link, line);
  const read = readShape(entryShape, value);
  switch (read.kind) {
    case 'known':
      return read.value;
    case 'more':
      return { ...read.value, newer: line };
    case 'newer':
      return newerEntry(value, link, line);
    case 'damaged':
      return undefined;
  }
}

function newerEntry(value: JsonObject, { v, seq, prev, ts }: Link, newer: string): Entry {
  const body = objectAt(value, 'body');
  const { session, callId, request } = body;
  const call = typeof session === 'string' && typeof callId === 'string' ? { call: { session, callId } } : {};
  const about = typeof request === 'string' ? { about: request } : {};
  const writer = textAt(value, 'writer');
  return {
    v,
    seq,
    prev,
    ts,
    writer,
    body: { type: 'newer', was: textAt(body, 'type'), ...call, ...about },
    newer,
  };
}
