import type { Result } from '../../shared/result.js';
import type { JsonValue } from '../../toolcall/toolcall.js';

export interface GrammarError {
  readonly code: string;
  /** UTF-16 offset in the statement text. */
  readonly at?: number;
}

/** Parsers that are too heavy to load before they are needed. Absent ones are asked for by `Assessment.wanted`. */
export interface Grammars {
  /** PostgreSQL's own grammar: the parse tree of all statements. */
  readonly postgres?: (sql: string) => Result<JsonValue, GrammarError>;
  readonly mysql?: (sql: string) => Result<JsonValue, GrammarError>;
}
