import type { Span } from '../../shared/span.js';

/** Of one that holds a slash. */
const longestPassword = 200;

/** The password of an address, `scheme://user:password@host`, or the key that stands in the user's place. */
export function addressSecrets(text: string): readonly Span[] {
  const found: Span[] = [];
  let nextAt = -1;
  for (let sign = text.indexOf('://'); sign >= 0; sign = text.indexOf('://', sign + 3)) {
    const start = sign + 3;
    let end = start;
    while (end < text.length && !/[\s/?#"'`<>\\@]/.test(text.charAt(end))) end += 1;
    const colon = text.slice(start, end).indexOf(':');
    if (text[end] === '@') {
      // A password may hold the sign itself.
      for (let more = end + 1; more < text.length && !/[\s/?#"'`<>\\:]/.test(text.charAt(more)); more += 1)
        if (text[more] === '@') end = more;
    } else if (colon >= 0 && !/^\d*$/.test(text.slice(start + colon + 1, end))) {
      if (nextAt < end) nextAt = indexOrEnd(text.indexOf('@', end), text);
      if (
        nextAt - end > longestPassword ||
        nextAt >= text.length ||
        /[\s"'`<>]/.test(text.slice(end, nextAt))
      )
        continue;
      end = nextAt;
    } else continue;
    const user = text.slice(start, end);
    const from = colon >= 0 && colon < user.length ? start + colon + 1 : start;
    if (from === start && !isKey(user)) continue;
    const word = text.slice(from, end);
    if (word === '' || /^(?:\$\{?\w+\}?|\*+)$/.test(word.slice(0, 100))) continue;
    found.push([from, end]);
  }
  return found;
}

function indexOrEnd(at: number, text: string): number {
  return at < 0 ? text.length : at;
}

/** A user's name is short, or has no digits. */
function isKey(user: string): boolean {
  return user.length >= 16 && /\d/.test(user) && /[A-Za-z]/.test(user) && !user.includes('.');
}
