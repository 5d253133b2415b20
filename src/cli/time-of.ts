/** A point in time as it is typed: a date, or a date with a time; Unix milliseconds. Undefined for what is none. */
export function timeOf(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
