import type { SqlToken } from './lexer.js';
import type { SyntaxNode } from './syntax.js';

/** A statement of the tree with its words. */
export interface MysqlPart {
  readonly node: SyntaxNode;
  readonly tokens: readonly SqlToken[];
  /** Names of the parts of these rules in it, without quotes: `shop.orders`. */
  readonly names: (...rules: readonly string[]) => readonly string[];
  /** The words of a part. */
  readonly words: (part: SyntaxNode) => readonly SqlToken[];
}
