/** The lines of a text, without their newlines. */
export function lines(text: string): string[] {
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  return all;
}

/** The lines of a text with their newlines; the last one may have none. */
export function linesWithEnds(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Each line as `map` makes it; a last line without a newline stays one. */
export function lineByLine(text: string, map: (line: string) => string): string {
  const mapped = lines(text).map(map).join('\n');
  return text.endsWith('\n') ? `${mapped}\n` : mapped;
}
