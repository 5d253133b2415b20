/** A word or an operator of PowerShell or cmd.exe, with its place in the text that was split. */
export type Token =
  | { readonly kind: 'word'; readonly parts: readonly Part[]; readonly start: number; readonly end: number }
  | { readonly kind: 'operator'; readonly text: string; readonly start: number; readonly end: number };

export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable'; readonly name: string }
  /** Text in brackets: `(…)`, `$(…)`, `@(…)`, `{…}`; its statements run or may run. */
  | { readonly kind: 'block'; readonly text: string; readonly start: number; readonly brace: boolean };

export interface Tokens {
  readonly tokens: readonly Token[];
  /** Where a quote or a bracket was left open. */
  readonly openAt: number | undefined;
}

/** The index after the bracket that closes the one at `start`; undefined when none does. Quotes are skipped. */
export function closingBracket(text: string, start: number, mark: string): number | undefined {
  let level = 0;
  for (let index = start; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === mark) index += 1;
    else if (character === '"' || character === "'") {
      const end = text.indexOf(character, index + 1);
      if (end < 0) return undefined;
      index = end;
    } else if (/[({]/.test(character)) level += 1;
    else if (/[)}]/.test(character)) {
      level -= 1;
      if (level === 0) return index + 1;
    }
  }
  return undefined;
}
