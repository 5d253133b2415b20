import { OPAQUE_MARK } from '../../command/invocation.js';
import type { ToolContext } from '../table.js';
import type { SqlAction } from './action.js';
import type { SqlToken } from './lexer.js';
import type { SyntaxNode } from './syntax.js';

export type Parsed =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'unparsed' }
  | { readonly kind: 'tree'; readonly tree: SyntaxNode };

/** First words of statements whose reading by keywords is certain. */
const certain = new Set(
  'SELECT WITH SHOW DESC DESCRIBE EXPLAIN USE SET COMMIT ROLLBACK SAVEPOINT RELEASE CHECKSUM HELP DEALLOCATE DELIMITER LOCK UNLOCK'.split(
    ' ',
  ),
);

export function isPlainRead(one: SqlAction): boolean {
  return one.verb === 'read' && one.traits.length === 0;
}

/** Keywords that say the worst need no grammar. */
export function isWorst(actions: readonly SqlAction[]): boolean {
  return actions.some((one) => one.verb === 'destroy');
}

/** Parses one statement when its grammar is loaded and could change what keywords say. */
export function parseStatement(
  text: string,
  tokens: readonly SqlToken[],
  worded: readonly SqlAction[],
  context: ToolContext,
): Parsed {
  if (worded.every(isPlainRead) && isCertain(tokens)) return { kind: 'unasked' };
  const grammar = context.grammars.mysql;
  if (grammar === undefined) {
    context.want?.('mysql');
    return { kind: 'unasked' };
  }
  // Each replacement has the length of what it stands for, so that places in the tree are places in the text.
  const known = text.replaceAll(OPAQUE_MARK, 'x');
  const first = grammar(known);
  if (first.ok) return { kind: 'tree', tree: first.value };
  const second = grammar(known.replace(/\?|%s|(?<![:\w]):[a-z_]\w*/gi, (mark) => '1'.repeat(mark.length)));
  return second.ok ? { kind: 'tree', tree: second.value } : { kind: 'unparsed' };
}

/** True when keywords alone tell that a statement only reads. */
export function isCertain(tokens: readonly SqlToken[]): boolean {
  const first = tokens[0]?.key ?? '';
  if (/^(?:BEGIN|START|END)$/.test(first)) return tokens.length <= 3;
  return certain.has(first);
}
