/** Words separated by blanks; tables write their lists of programs so. */
export function wordsIn(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
