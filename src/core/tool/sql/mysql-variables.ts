import type { SqlToken } from './lexer.js';

/** User variables with known text: what `PREPARE … FROM @x` would run. Belongs to one reading of one script. */
export class MysqlVariables {
  private readonly known = new Map<string, string>();

  /** The text that an expression of literals, known variables and CONCAT makes; undefined when it cannot be known. */
  textOf(tokens: readonly SqlToken[]): string | undefined {
    if (tokens[0]?.key === 'CONCAT' && tokens[1]?.key === '(' && tokens.at(-1)?.key === ')')
      return this.joined(tokens.slice(2, -1));
    return this.joined(tokens);
  }

  /** Follows a statement: `SET @x = …` is kept, any other mention of a variable may change it. */
  follow(tokens: readonly SqlToken[]): void {
    const name = assignedName(tokens);
    const text = name === undefined ? undefined : this.textOf(tokens.slice(endOfSign(tokens)));
    for (const mentioned of mentionedNames(tokens)) this.known.delete(mentioned);
    if (name !== undefined && text !== undefined) this.known.set(name, text);
    // What a routine sets is not seen.
    if (tokens[0]?.key === 'CALL') this.known.clear();
  }

  /** Literals and variables, one behind the other or with commas between. */
  private joined(tokens: readonly SqlToken[]): string | undefined {
    let text = '';
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at];
      if (token?.key === ',') continue;
      const part = token?.key === '@' ? this.known.get(nameAt(tokens, at + 1)) : literal(token);
      if (part === undefined) return undefined;
      text += part;
      if (token?.key === '@') at += 1;
    }
    return tokens.length === 0 ? undefined : text;
  }
}

function literal(token: SqlToken | undefined): string | undefined {
  return token?.kind === 'text' || token?.kind === 'number' ? token.text : undefined;
}

/** `SET @x = expression` with nothing behind it. */
function assignedName(tokens: readonly SqlToken[]): string | undefined {
  const isOne = tokens[0]?.key === 'SET' && tokens[1]?.key === '@' && tokens[2]?.key !== '@';
  return isOne && /^[:=]$/.test(tokens[3]?.key ?? '') ? nameAt(tokens, 2) : undefined;
}

function endOfSign(tokens: readonly SqlToken[]): number {
  return tokens[3]?.key === ':' ? 5 : 4;
}

function mentionedNames(tokens: readonly SqlToken[]): readonly string[] {
  return [...tokens.keys()].filter((at) => tokens[at]?.key === '@').map((at) => nameAt(tokens, at + 1));
}

function nameAt(tokens: readonly SqlToken[], at: number): string {
  return (tokens[at]?.text ?? '').toLowerCase();
}
