import type { Entry } from '../core/record/entry.js';

/** An entry from one line of `countersign log --json`, which has decoded it whole; undefined when it is none. */
export function decodeLogLine(line: string): Entry | undefined {
  const value: unknown = JSON.parse(line);
  const isEntry =
    typeof value === 'object' &&
    value !== null &&
    'v' in value &&
    value.v === 1 &&
    'seq' in value &&
    typeof value.seq === 'number' &&
    'body' in value &&
    typeof value.body === 'object' &&
    value.body !== null &&
    'type' in value.body;
  return isEntry ? (value as Entry) : undefined;
}
