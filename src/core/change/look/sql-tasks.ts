import type { SqlDialect } from '../../tool/sql/action.js';
import { isOpaqueToken, readStatements, type SqlToken } from '../../tool/sql/lexer.js';
import { type SqlDetail, sqlName } from '../sql/statements.js';
import { conditionOf, type SqlWriting } from './condition.js';

/** One table that statements take something from, as it is asked about. */
export interface SqlTask {
  readonly kind: SqlDetail['kind'];
  /** As previews name it. */
  readonly table: string;
  /** Its name as a statement writes it, quoted. */
  readonly written: string;
  /** The same without quotes: database or schema, where it is named, and table. */
  readonly parts: readonly string[];
  /** What the statement calls it in its condition; quoted, with a blank before it; empty for none. */
  readonly alias: string;
  /** Empty for all rows; undefined where it cannot be counted. */
  readonly where: string | undefined;
  /** Columns that go. */
  readonly columns: readonly string[];
}

/** More tables of one call are not asked about. */
const mostTasks = 8;

/** Settings of a session that decide no name and no right. */
const harmlessSetting =
  /TIMEOUT$|^CLIENT_(?:MIN_MESSAGES|ENCODING)$|^NAMES$|^AUTOCOMMIT$|^SQL_LOG_BIN$|_CHECKS$/;

/**
 * The tables in statements, in their order. Undefined where a statement leads elsewhere (another database, schema or role), and
 * where the text cannot be read: what is asked then might be another table than the one that goes.
 */
export function sqlTasks(
  sql: string,
  dialect: SqlDialect,
  writing: SqlWriting,
): readonly SqlTask[] | undefined {
  const { statements, broken } = readStatements(sql, dialect);
  if (broken || statements.flat().some(isOpaqueToken) || statements.some(leadsElsewhere)) return undefined;
  const folds = dialect === 'postgres';
  return statements.flatMap((tokens) => new Statement(tokens, writing, folds).tasks()).slice(0, mostTasks);
}

function leadsElsewhere([first, ...rest]: readonly SqlToken[]): boolean {
  if (/^(?:USE|RESET|DISCARD|CONNECT)$/.test(first?.key ?? '')) return true;
  if (first?.key !== 'SET') return false;
  const named = rest.find(({ key }) => !/^(?:SESSION|LOCAL|GLOBAL|@)$/.test(key));
  return !harmlessSetting.test(named?.key ?? '');
}

type Named = Pick<SqlTask, 'table' | 'written' | 'parts'>;

/** One statement, read from its beginning. */
class Statement {
  private at = 0;

  constructor(
    private readonly tokens: readonly SqlToken[],
    private readonly writing: SqlWriting,
    /** True where a name without quotes is written in small letters. */
    private readonly folds: boolean,
  ) {}

  tasks(): readonly SqlTask[] {
    if (this.skip('DELETE')) {
      this.skipManner();
      return this.skip('FROM') ? this.filtered('delete', ['WHERE']) : [];
    }
    if (this.skip('UPDATE')) return this.filtered('update', ['SET', 'WHERE']);
    if (this.skip('TRUNCATE')) {
      this.skip('TABLE');
      return this.whole('truncate');
    }
    if (this.skip('DROP', 'TABLE')) {
      this.skip('IF', 'EXISTS');
      return this.whole('drop');
    }
    return this.skip('ALTER', 'TABLE') ? this.altered() : [];
  }

  private whole(kind: 'truncate' | 'drop'): readonly SqlTask[] {
    const tasks: SqlTask[] = [];
    do {
      this.skip('ONLY');
      const named = this.named();
      if (named !== undefined) tasks.push({ kind, ...named, alias: '', where: '', columns: [] });
    } while (this.skip(','));
    return tasks;
  }

  private altered(): readonly SqlTask[] {
    this.skip('IF', 'EXISTS');
    this.skip('ONLY');
    const named = this.named();
    if (named === undefined) return [];
    const columns = this.tokens.flatMap((token, at) => {
      if (token.key !== 'DROP' || at < this.at) return [];
      let next = at + 1;
      while (/^(?:COLUMN|IF|EXISTS)$/.test(this.tokens[next]?.key ?? '')) next += 1;
      const column = this.tokens[next];
      return column === undefined || isNoColumn(column.key) ? [] : [this.exact(column)];
    });
    return columns.length === 0 ? [] : [{ kind: 'drop-column', ...named, alias: '', where: '', columns }];
  }

  private filtered(kind: 'delete' | 'update', words: readonly string[]): readonly SqlTask[] {
    this.skipManner();
    this.skip('ONLY');
    const named = this.named();
    if (named === undefined) return [];
    const alias = this.alias();
    const task = { kind, ...named, alias, columns: [] };
    const rest = this.tokens.slice(this.at);
    const isPlain = rest.length === 0 || words.includes(rest[0]?.key ?? '') || isEnd(rest[0]);
    return [{ ...task, where: isPlain ? this.condition(rest) : undefined }];
  }

  /** What stands behind WHERE; another table beside this one makes it a question that is not asked. */
  private condition(rest: readonly SqlToken[]): string | undefined {
    const outer = outside(rest);
    if (outer.some(({ token }) => token.key === 'FROM' || token.key === 'USING')) return undefined;
    const where = outer.find(({ token }) => token.key === 'WHERE');
    if (where === undefined) return '';
    const end = outer.find(({ token, at }) => at > where.at && isEnd(token));
    return conditionOf(rest.slice(where.at + 1, end?.at), this.writing);
  }

  /** Words of MySQL that change how it is done. */
  private skipManner(): void {
    if (this.folds) return;
    while (this.skip('LOW_PRIORITY') || this.skip('QUICK') || this.skip('IGNORE'));
  }

  private named(): Named | undefined {
    const parts: SqlToken[] = [];
    do {
      const token = this.tokens[this.at];
      if (token === undefined || (token.kind !== 'word' && token.kind !== 'name')) return undefined;
      parts.push(token);
      this.at += 1;
    } while (this.skip('.'));
    if (parts.length > 2) return undefined;
    this.skip('*');
    const exact = parts.map((token) => this.exact(token));
    return {
      table: sqlName(exact.join('.')),
      written: exact.map(this.writing.quote).join('.'),
      parts: exact,
    };
  }

  private alias(): string {
    const isGiven = this.skip('AS');
    const token = this.tokens[this.at];
    const isName = token?.kind === 'name' || (token?.kind === 'word' && !notAlias.test(token.key));
    if (token === undefined || !(isGiven || isName)) return '';
    this.at += 1;
    return ` ${this.writing.quote(this.exact(token))}`;
  }

  private exact({ kind, text }: SqlToken): string {
    return kind === 'word' && this.folds ? text.toLowerCase() : text;
  }

  private skip(...keys: readonly string[]): boolean {
    const stands = keys.every((key, offset) => this.tokens[this.at + offset]?.key === key);
    if (stands) this.at += keys.length;
    return stands;
  }
}

const notAlias =
  /^(?:SET|WHERE|USING|FROM|RETURNING|ORDER|LIMIT|JOIN|INNER|LEFT|RIGHT|CROSS|NATURAL|PARTITION)$/;

function isEnd(token: SqlToken | undefined): boolean {
  return /^(?:RETURNING|ORDER|LIMIT)$/.test(token?.key ?? '');
}

function isNoColumn(key: string): boolean {
  return /^(?:CONSTRAINT|NOT|DEFAULT|PRIMARY|FOREIGN|INDEX|KEY|EXPRESSION|IDENTITY|PARTITION|CHECK|PERIOD)$/.test(
    key,
  );
}

/** The tokens that stand in no brackets. */
function outside(tokens: readonly SqlToken[]): readonly { readonly token: SqlToken; readonly at: number }[] {
  let depth = 0;
  return tokens.flatMap((token, at) => {
    if (token.key === '(') depth += 1;
    if (token.key === ')') depth -= 1;
    return depth === 0 ? [{ token, at }] : [];
  });
}
