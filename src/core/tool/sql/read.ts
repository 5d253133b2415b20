import { OPAQUE_MARK } from '../../command/invocation.js';
import type { Grammars, ToolContext } from '../table.js';
import { opaqueAction, type SqlAction, type SqlDialect } from './action.js';
import { actionsOfMysql, type MysqlText } from './mysql-script.js';
import { actionsOfTree } from './postgres-tree.js';
import { secretReads } from './secret-tables.js';
import { actionsOfWords } from './words-class.js';

/** Longer texts are judged by keywords only: a grammar takes 32 µs a statement, and time must stay bounded. */
const longestForGrammar = 256 * 1024;

/** What SQL text does, by the dialect's grammar where it is loaded, else by its keywords. */
export function actionsOfSql(sql: string, dialect: SqlDialect, context: ToolContext): readonly SqlAction[] {
  return [...statementsOf(sql, dialect, context), ...secretReads(sql)];
}

function statementsOf(sql: string, dialect: SqlDialect, context: ToolContext): readonly SqlAction[] {
  if (sql.trim() === '') return [];
  if (dialect === 'mysql') return actionsOfMysqlTexts([{ form: 'script', text: sql }], context);
  if (dialect !== 'postgres' || sql.length > longestForGrammar) return actionsOfWords(sql, dialect);
  const grammar = postgresOf(context);
  if (grammar === undefined) return actionsOfWords(sql, dialect);
  const text = sql.replaceAll(OPAQUE_MARK, unknownName);
  const first = grammar(text);
  // Drivers write their parameters as `?`, `%s` or `:name`, which the server never sees.
  const tree = first.ok ? first : grammar(text.replace(/\?|%s|(?<![:\w]):[a-z_]\w*/gi, '$1'));
  if (tree.ok) return actionsOfTree(tree.value).map((one) => withUnknownParts(one, sql));
  return [...actionsOfWords(sql, dialect), opaqueAction(sql)];
}

/** The same for texts that one MySQL session gets: what an earlier one sets or makes, a later one may use. */
export function actionsOfMysqlTexts(texts: readonly MysqlText[], context: ToolContext): readonly SqlAction[] {
  const filled = texts.filter((one) => one.text.trim() !== '');
  const sql = filled.map((one) => one.text).join('\n');
  return actionsOfMysql(filled, context).map((one) => withUnknownParts(one, sql));
}

/** Stands for a part that is not known, where the grammar needs a name. */
const unknownName = 'countersign_unknown';

function withUnknownParts(one: SqlAction, sql: string): SqlAction {
  if (one.verb === 'read' || !sql.includes(OPAQUE_MARK)) return one;
  const names = one.names.map((name) => name.replaceAll(unknownName, OPAQUE_MARK));
  if (one.opaque?.some((part) => part.includes(OPAQUE_MARK))) return { ...one, names };
  return { ...one, names, opaque: [...(one.opaque ?? []), OPAQUE_MARK] };
}

function postgresOf(context: ToolContext): Grammars['postgres'] {
  const { postgres } = context.grammars;
  if (postgres === undefined) context.want?.('postgres');
  return postgres;
}
