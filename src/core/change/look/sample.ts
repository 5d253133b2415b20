import { isJsonObject } from '../../shared/json.js';

/** Rows that are looked at, and columns of each. */
export const sampledRows = 3;
export const sampledColumns = 12;

/** How long a text is about, in bytes: never its length, which tells one word of a list from another. */
const sizes = [0, 8, 32, 128] as const;
const longer = 129;
/** It holds something, of whatever size. */
const filled = -1;

/** Branches of a CASE that give the class of a length; `length` is an expression of the server's own. */
export function sizeOf(length: string): string {
  return `${sizes.map((most) => `WHEN ${length} <= ${most} THEN ${most}`).join(' ')} ELSE ${longer}`;
}

/** A row as it is shown: "id integer, status text to 8 bytes, note NULL". Undefined for whatever is in another form. */
export function sampleIn(columns: unknown): string | undefined {
  if (!Array.isArray(columns) || columns.length === 0 || columns.length > sampledColumns) return undefined;
  const shown = columns.map(shownColumn);
  return shown.includes(undefined) ? undefined : shown.join(', ');
}

const longestName = 64;

function shownColumn(column: unknown): string | undefined {
  if (!isJsonObject(column)) return undefined;
  const { name, type, size } = column;
  if (typeof name !== 'string' || typeof type !== 'string') return undefined;
  const thing = `${name.slice(0, longestName)} ${type.slice(0, longestName)}`;
  if (size === null) return `${name.slice(0, longestName)} NULL`;
  if (size === filled) return thing;
  if (size === longer) return `${thing} over ${sizes.at(-1)} bytes`;
  if (size === 0) return `${thing} empty`;
  return sizes.some((most) => most === size) ? `${thing} to ${size} bytes` : undefined;
}
