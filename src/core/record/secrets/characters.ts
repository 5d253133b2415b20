/** Of letters, digits and the low line, by character code. */
export function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)
  );
}

export function isBlankCharacter(character: string): boolean {
  return character === ' ' || character === '\t';
}

export function isQuote(character: string): character is '"' | "'" {
  return character === '"' || character === "'";
}
