/** What bash makes of expansions, builtins and filters: scripts that start `pax`, and the words that a real bash gave it. */
import { readFileSync } from 'node:fs';
import type { Invocation, Value } from '../../src/core/command/invocation.js';

export interface BashRow {
  readonly script: string;
  /** The words of each call of `pax`, in order. */
  readonly calls: readonly (readonly string[])[];
}

export function bashRows(): readonly BashRow[] {
  const lines = readFileSync('test/golden/bash-values.jsonl', 'utf8').trimEnd().split('\n');
  return lines.map((line): BashRow => JSON.parse(line));
}

/** Whether an invocation may be this call: known words equal, opaque ones anything, an opaque word any number. */
export function covers(invocation: Invocation, call: readonly string[]): boolean {
  const [program, ...words] = call;
  if (invocation.program !== '' && invocation.program !== program) return false;
  return coversWords(invocation.argv.slice(1), words);
}

function coversWords(values: readonly Value[], words: readonly string[]): boolean {
  const [first, ...rest] = values;
  if (first === undefined) return words.length === 0;
  if (first.opaque.length > 0) {
    return Array.from({ length: words.length + 1 }, (_, skip) => skip).some((skip) =>
      coversWords(rest, words.slice(skip)),
    );
  }
  return first.text === words[0] && coversWords(rest, words.slice(1));
}
