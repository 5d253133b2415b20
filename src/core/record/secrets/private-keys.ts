import type { Span } from '../../shared/span.js';

const begins = '-----BEGIN ';
const putty = 'Private-Lines:';

/** Private keys in PEM and OpenPGP's armour, whole or cut off, and those of PuTTY. */
export function privateKeys(text: string): readonly Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(begins); at >= 0; ) {
    const label = /^[A-Z0-9 ]{0,60}-----/.exec(text.slice(at + begins.length, at + begins.length + 70))?.[0];
    const start = at + begins.length + (label?.length ?? 0);
    let next = start;
    if (label?.includes('PRIVATE KEY')) {
      const end = text.indexOf('-----END ', start);
      next = end < 0 ? text.length : end;
      found.push([start, next]);
    }
    at = text.indexOf(begins, next);
  }
  const lines = text.indexOf(putty);
  if (lines >= 0) found.push([lines + putty.length, text.length]);
  return found;
}

/** What stands between a certificate's or public key's lines: data, not secret, and not to be taken for one. */
export function publicArmour(text: string): readonly Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(begins); at >= 0; ) {
    const label = text.slice(at + begins.length, at + begins.length + 40);
    const end = text.indexOf('-----END ', at);
    if (end < 0) break;
    if (!label.includes('PRIVATE')) found.push([at, end]);
    at = text.indexOf(begins, end);
  }
  return found;
}
