import type { JsonObject } from '../shared/json.js';
import { textAt, textsAt } from '../shared/json.js';

/** Which part of an entry a word is looked for in. `outcome`: its kind, or how it ended: `denied`, `ran`, `slipped`. */
export const queryFields = ['agent', 'band', 'outcome', 'person', 'target'] as const;
export type QueryField = (typeof queryFields)[number];

/** What a person looks for in the record: every part has to fit, in lower case. */
export interface RecordQuery {
  readonly fields: readonly { readonly field: QueryField; readonly value: string }[];
  /** Anywhere in the entry's texts. */
  readonly words: readonly string[];
}

export const emptyQuery: RecordQuery = { fields: [], words: [] };

/** One part of what was typed, and where it begins. */
export interface QueryPart {
  readonly text: string;
  readonly start: number;
}

/** `band:production person:"Ada Byron" drop`: parts are divided by blanks; what stands in quotes is one. */
export function queryParts(typed: string): readonly QueryPart[] {
  const parts: QueryPart[] = [];
  let start = -1;
  let isQuoted = false;
  for (let at = 0; at <= typed.length; at += 1) {
    const char = typed.charAt(at);
    const isEnd = char === '' || (char === ' ' && !isQuoted);
    if (isEnd && start >= 0) {
      parts.push({ text: typed.slice(start, at), start });
      start = -1;
    } else if (!isEnd && start < 0) start = at;
    if (char === '"') isQuoted = !isQuoted;
  }
  return parts;
}

/** The field that a part begins with, and what stands behind it. */
export function fieldOf(part: string): { readonly field: QueryField; readonly value: string } | undefined {
  const colon = part.indexOf(':');
  const field = queryFields.find((name) => name === part.slice(0, colon).toLowerCase());
  return field && { field, value: unquoted(part.slice(colon + 1)) };
}

/** What has a field's name before its colon is looked for there, the rest anywhere. A field without a value asks for nothing. */
export function readQuery(typed: string): RecordQuery {
  const fields: { readonly field: QueryField; readonly value: string }[] = [];
  const words: string[] = [];
  for (const { text } of queryParts(typed)) {
    const named = fieldOf(text);
    const value = (named?.value ?? unquoted(text)).toLowerCase();
    if (value === '') continue;
    if (named) fields.push({ field: named.field, value });
    else words.push(value);
  }
  return { fields, words };
}

export function isEmptyQuery({ fields, words }: RecordQuery): boolean {
  return fields.length === 0 && words.length === 0;
}

/**
 * Texts of ASCII in lower case that the raw line of each entry that fits holds, apart from upper and lower case: lines without them
 * need not be read. Of another text its longest part of ASCII counts, since other letters have cases that bytes do not show. The
 * Kelvin sign and the dotted capital I, whose lower case is ASCII, are looked for as they are written.
 */
export function soughtIn({ fields, words }: RecordQuery): readonly string[] {
  const inFields = fields.map(({ field, value }) => {
    const sought = asciiOf(value);
    // Where the value begins is known of these two, and tells one of them from its name anywhere else.
    const isWhole = JSON.stringify(value).slice(1, -1) === sought;
    return (field === 'agent' || field === 'band') && isWhole ? `"${field}":"${sought}` : sought;
  });
  return [...new Set([...inFields, ...words.map(asciiOf)].filter((text) => text !== ''))];
}

/** Whether the body of an entry fits, as it stands in its line: no version has to know it. */
export function fitsQuery(body: JsonObject, { fields, words }: RecordQuery): boolean {
  return fields.every(({ field, value }) => fitsField(body, field, value)) && words.every(isIn(body));
}

function fitsField(body: JsonObject, field: QueryField, value: string): boolean {
  const texts = textsOfField(body, field).map((text) => text.toLowerCase());
  // Their values are words of a list, some of which hold others.
  return field === 'agent' || field === 'band'
    ? texts.some((text) => text.startsWith(value))
    : texts.some((text) => text.includes(value));
}

/** What an entry says in one field. */
export function textsOfField(body: JsonObject, field: QueryField): readonly string[] {
  switch (field) {
    case 'agent':
    case 'band':
      return [textAt(body, field)];
    case 'target':
      return [...textsAt(body, 'targets'), textAt(body, 'target')].filter((text) => text !== '');
    case 'person':
      return personsIn(body);
    case 'outcome':
      return [
        textAt(body, 'type'),
        textAt(body, 'outcome'),
        textAt(body, 'decision'),
        textAt(body, 'verdict'),
      ];
  }
}

function personsIn(body: JsonObject): readonly string[] {
  const { decider } = body;
  const decided = isObject(decider) ? [textAt(decider, 'person'), textAt(decider, 'account')] : [];
  const named = [...decided, textAt(body, 'person'), textAt(body, 'requester'), ...textsAt(body, 'signers')];
  return named.filter((text) => text !== '');
}

function isIn(body: JsonObject): (word: string) => boolean {
  const texts = [...textsOf(body)].map((text) => text.toLowerCase());
  return (word) => texts.some((text) => text.includes(word));
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) yield* textsOf(part);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unquoted(text: string): string {
  return text.replaceAll('"', '');
}

/** The longest part of a text that stands in a line of JSON as it is. */
function asciiOf(text: string): string {
  let best = '';
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const char = text.charAt(at);
    if (char !== '' && char >= ' ' && char <= '~' && char !== '"' && char !== '\\') continue;
    if (at - start > best.length) best = text.slice(start, at);
    start = at + 1;
  }
  return best;
}
