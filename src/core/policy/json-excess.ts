import { createScanner } from 'jsonc-parser';

/** Where a JSON text is deeper or longer than its reader wants. */
export interface JsonExcess {
  readonly code: 'too-deep' | 'too-large';
  /** UTF-16 units of the text. */
  readonly offset: number;
}

// Tokens of jsonc-parser, whose enumerations are of a kind that a bundler cannot inline.
const [openBrace, closeBrace, openBracket, closeBracket, endOfFile] = [1, 2, 3, 4, 17];

/** Looked for before parsing, since the parser goes as deep as the text does. Linear; comments do not count. */
export function jsonExcess(
  text: string,
  most: { readonly depth: number; readonly tokens: number },
): JsonExcess | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  let tokens = 0;
  for (let token: number = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    tokens += 1;
    if (token === openBrace || token === openBracket) depth += 1;
    if (token === closeBrace || token === closeBracket) depth -= 1;
    const offset = scanner.getTokenOffset();
    if (depth > most.depth) return { code: 'too-deep', offset };
    if (tokens > most.tokens) return { code: 'too-large', offset };
  }
  return undefined;
}
