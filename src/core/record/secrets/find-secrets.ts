import type { Span } from '../../shared/span.js';
import { addressSecrets } from './addresses.js';
import { assignedSecrets } from './assignments.js';
import { commandSecrets } from './command-secrets.js';
import { knownTokens } from './known-tokens.js';
import { privateKeys } from './private-keys.js';
import { randomWords } from './random-words.js';
import { manifestSecrets } from './secret-manifests.js';
import { spokenSecrets } from './spoken-secrets.js';
import { sqlSecrets } from './sql-secrets.js';

/** What a single word can hold. */
const inWords = [privateKeys, knownTokens, assignedSecrets, addressSecrets, spokenSecrets, randomWords];

const inLines = [...inWords, commandSecrets, sqlSecrets, manifestSecrets];

/** Where a text holds what looks like a secret: in order, apart from each other. Its time grows as the text does. */
export function findSecrets(text: string): readonly Span[] {
  const marks = [...text.matchAll(/‹secret(?: [0-9a-f]{6}(?:[0-9a-f]{58})?)?›/g)];
  const all = (/\s/.test(text) ? inLines : inWords)
    .flatMap((find) => find(text))
    .map(([from, to]) => [behindMark(marks, from), to] as const)
    .filter(([from, to]) => to > from);
  if (all.length === 0) return all;
  all.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const apart: Span[] = [];
  for (const span of all) {
    const last = apart.at(-1);
    if (last === undefined || span[0] >= last[1]) apart.push(span);
    else if (span[1] > last[1]) apart[apart.length - 1] = [last[0], span[1]];
  }
  return apart;
}

/** What was taken out before stays as it is: a secret begins behind it. */
function behindMark(marks: readonly RegExpExecArray[], from: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.index ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  const mark = marks[low - 1];
  return mark === undefined ? from : Math.max(from, mark.index + mark[0].length);
}
