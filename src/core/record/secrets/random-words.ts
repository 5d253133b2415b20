import type { Span } from '../../shared/span.js';
import { isWord } from './characters.js';
import { publicArmour } from './private-keys.js';
import { looksRandom } from './random-text.js';

const before =
  /(?:sha\d{1,3}[-:=]|h1:|md5[-:=]|blake\w{0,3}[-:=]|base64,|integrity"?[:=]\s?["']?|fingerprint"?[:=]?\s?["']?|etag"?:\s?"?)$/i;

/** Words that look random and that no name stands before: a key in the place where a program takes it. */
export function randomWords(text: string): readonly Span[] {
  const found: Span[] = [];
  const armour = publicArmour(text);
  let shield = 0;
  for (let at = 0; at < text.length; ) {
    if (!isOf(text, at)) {
      at += 1;
      continue;
    }
    const start = at;
    while (at < text.length && isOf(text, at)) at += 1;
    if (at - start < 20) continue;
    while (shield < armour.length && (armour[shield]?.[1] ?? 0) <= start) shield += 1;
    if ((armour[shield]?.[0] ?? text.length) <= start) continue;
    if (before.test(text.slice(Math.max(0, start - 20), start)) || isLineOfData(text, start, at)) continue;
    found.push(...inRun(text, start, at));
  }
  return found;
}

function inRun(text: string, start: number, end: number): readonly Span[] {
  const run = text.slice(start, end);
  if (/^(?:sha\d{1,3}|md5)-/i.test(run)) return [];
  // Base64 holds slashes too; a path has words between them.
  const isPath =
    /^[./~]/.test(run) || /[./~\w]/.test(text.charAt(start - 1)) || /\/[a-z]{3,}(?:\/|$)/.test(run);
  if (!isPath && looksRandom(run)) return [[start, end]];
  const found: Span[] = [];
  let from = start;
  for (const part of run.split('/')) {
    const word = part.slice(part.indexOf('=') + 1);
    if (looksRandom(part)) found.push([from, from + part.length]);
    else if (word !== part && looksRandom(word))
      found.push([from + part.length - word.length, from + part.length]);
    from += part.length + 1;
  }
  return found;
}

/** Base64 that goes on over lines is a file's content. */
function isLineOfData(text: string, start: number, end: number): boolean {
  if (end - start < 56 || end - start > 130) return false;
  const above = text[start - 1] === '\n' && isOf(text, start - 2);
  const below = text[end] === '\n' && isOf(text, end + 1);
  return above || below;
}

function isOf(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isWord(code) || code === 43 || code === 45 || code === 47 || code === 61;
}
