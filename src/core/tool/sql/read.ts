import type { GrammarName, ToolContext } from '../table.js';
import { type Dialect, opaqueAction, type SqlAction } from './action.js';
import { actionsOfTree } from './postgres-tree.js';
import { actionsOfWords } from './words-class.js';

/** Longer texts are judged by keywords only: a grammar takes 32 µs a statement, and time must stay bounded. */
const longestForGrammar = 256 * 1024;

/** What SQL text does, by the dialect's grammar where it is loaded, else by its keywords. */
export function actionsOfSql(sql: string, dialect: Dialect, context: ToolContext): readonly SqlAction[] {
  if (sql.trim() === '') return [];
  if (dialect !== 'postgres' || sql.length > longestForGrammar) return actionsOfWords(sql, dialect);
  const grammar = grammarOf('postgres', context);
  if (grammar === undefined) return actionsOfWords(sql, dialect);
  const tree = grammar(forGrammar(sql));
  if (tree.ok) return actionsOfTree(tree.value);
  return [...actionsOfWords(sql, dialect), opaqueAction(sql)];
}

function grammarOf(name: GrammarName, context: ToolContext): ToolContext['grammars'][GrammarName] {
  const grammar = context.grammars[name];
  if (grammar === undefined) context.want?.(name);
  return grammar;
}

/** Unknown parts and the placeholders of drivers (`?`, `:name`, `%s`) are no PostgreSQL: they become names and parameters. */
function forGrammar(sql: string): string {
  return sql.replace(/\uFFFC/g, 'opaque_part');
}
