/**
 * True when each pattern finds something behind what the one before it found. One pass, where `first.*then` in one
 * expression would take the square of the length. The patterns carry no `g` and no `y`.
 */
export function fitsInOrder(text: string, patterns: readonly RegExp[]): boolean {
  let rest = text;
  for (const pattern of patterns) {
    const match = pattern.exec(rest);
    if (match === null) return false;
    rest = rest.slice(match.index + match[0].length);
  }
  return true;
}
