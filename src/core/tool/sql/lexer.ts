import { OPAQUE_MARK } from '../../command/invocation.js';
import type { SqlDialect } from './action.js';

/** `word`: a bare word; `name`: a quoted identifier; `text`: a string; `number`; `symbol`: one character. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'symbol';
  /** The content without quotes. */
  readonly text: string;
  /** `text` in upper case for a word, the text itself for a symbol; empty otherwise, so that no string is a keyword. */
  readonly key: string;
}

export interface SqlScript {
  /** Without empty ones. */
  readonly statements: readonly (readonly SqlToken[])[];
  /** A quote or comment does not end, or a character cannot be read. */
  readonly broken: boolean;
}

const wordCharacter = /[\p{L}\p{N}_$\uFFFC]/u;

/** Cuts SQL text into statements of tokens, in one pass. Total: what it cannot read sets `broken`. */
export function readStatements(sql: string, dialect: SqlDialect): SqlScript {
  return new SqlReader(sql, dialect).read();
}

class SqlReader {
  private readonly statements: SqlToken[][] = [];
  private current: SqlToken[] = [];
  private at = 0;
  private broken = false;

  constructor(
    private readonly sql: string,
    private readonly dialect: SqlDialect,
  ) {}

  read(): SqlScript {
    while (this.at < this.sql.length) this.step();
    this.endStatement();
    return { statements: this.statements, broken: this.broken };
  }

  private step(): void {
    const here = this.sql.charAt(this.at);
    if (/\s/.test(here)) this.at += 1;
    else if (this.startsComment(here)) this.skipLine();
    else if (this.sql.startsWith('/*', this.at)) this.skipBlock();
    else if (here === ';') this.endStatement(1);
    else if (here === "'" || here === '"' || here === '`') this.readQuoted(here);
    else if (here === '[' && this.dialect === 'other') this.readBracketed();
    else if (here === '$' && this.readDollarQuoted()) return;
    else if (wordCharacter.test(here)) this.readWord();
    else this.put('symbol', here, here, 1);
  }

  private startsComment(here: string): boolean {
    if (here === '#' && this.dialect === 'mysql') return true;
    if (!this.sql.startsWith('--', this.at)) return false;
    return this.dialect !== 'mysql' || /^\s?$/.test(this.sql.charAt(this.at + 2));
  }

  private skipLine(): void {
    const end = this.sql.indexOf('\n', this.at);
    this.at = end < 0 ? this.sql.length : end + 1;
  }

  /** A versioned comment of MySQL and MariaDB is code: only its marks are skipped. */
  private skipBlock(): void {
    const versioned =
      this.dialect === 'mysql' ? /^\/\*M?!\d*/.exec(this.sql.slice(this.at, this.at + 16))?.[0] : undefined;
    if (versioned !== undefined) {
      this.at += versioned.length;
      return;
    }
    const nests = this.dialect === 'postgres';
    let depth = 1;
    this.at += 2;
    while (depth > 0 && this.at < this.sql.length) {
      if (this.sql.startsWith('*/', this.at)) {
        depth -= 1;
        this.at += 2;
      } else if (nests && this.sql.startsWith('/*', this.at)) {
        depth += 1;
        this.at += 2;
      } else this.at += 1;
    }
    if (depth > 0) this.broken = true;
  }

  private readQuoted(quote: string): void {
    const before = this.current.at(-1);
    const escapes = this.dialect === 'mysql' || (this.dialect === 'postgres' && this.prefixedByE(before));
    let text = '';
    let index = this.at + 1;
    for (; index < this.sql.length; index += 1) {
      const here = this.sql.charAt(index);
      if (escapes && here === '\\') {
        text += this.sql.charAt(index + 1);
        index += 1;
      } else if (here !== quote) text += here;
      else if (this.sql.charAt(index + 1) === quote) {
        text += quote;
        index += 1;
      } else break;
    }
    if (index >= this.sql.length) this.broken = true;
    const isName = quote === '`' || (quote === '"' && this.dialect !== 'mysql');
    this.current.push({ kind: isName ? 'name' : 'text', text, key: '' });
    this.at = index + 1;
  }

  private prefixedByE(before: SqlToken | undefined): boolean {
    return before?.key === 'E' && /[eE]/.test(this.sql.charAt(this.at - 1));
  }

  private readBracketed(): void {
    const end = this.sql.indexOf(']', this.at);
    const stop = end < 0 ? this.sql.length : end;
    this.put('name', this.sql.slice(this.at + 1, stop), '', stop - this.at + 1);
  }

  private readDollarQuoted(): boolean {
    if (this.dialect === 'mysql') return false;
    const tag = /^\$(?:[A-Za-z_]\w{0,62})?\$/.exec(this.sql.slice(this.at, this.at + 66))?.[0];
    if (tag === undefined) return false;
    const end = this.sql.indexOf(tag, this.at + tag.length);
    if (end < 0) this.broken = true;
    const stop = end < 0 ? this.sql.length : end;
    this.put('text', this.sql.slice(this.at + tag.length, stop), '', stop - this.at + tag.length);
    return true;
  }

  private readWord(): void {
    let end = this.at + 1;
    while (end < this.sql.length && wordCharacter.test(this.sql.charAt(end))) end += 1;
    const text = this.sql.slice(this.at, end);
    const kind = /^\d/.test(text) ? 'number' : 'word';
    this.put(kind, text, kind === 'word' ? text.toUpperCase() : '', end - this.at);
  }

  private put(kind: SqlToken['kind'], text: string, key: string, length: number): void {
    this.current.push({ kind, text, key });
    this.at += length;
  }

  private endStatement(length = 0): void {
    // The end mark of a versioned comment leaves `*` and `/` behind; they are no statement.
    const tokens = this.current.filter((token, index) => !isLoneCommentEnd(this.current, index, token));
    if (tokens.length > 0) this.statements.push(tokens);
    this.current = [];
    this.at += length;
  }
}

function isLoneCommentEnd(tokens: readonly SqlToken[], index: number, token: SqlToken): boolean {
  if (token.key === '*') return tokens[index + 1]?.key === '/';
  return token.key === '/' && tokens[index - 1]?.key === '*';
}

/** True when a token holds a part that is not known. */
export function isOpaqueToken(token: SqlToken): boolean {
  return token.text.includes(OPAQUE_MARK);
}
