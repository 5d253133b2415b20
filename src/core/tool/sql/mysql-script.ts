import type { ToolContext } from '../table.js';
import { opaqueAction, type SqlAction } from './action.js';
import { readStatements, type SqlToken } from './lexer.js';
import { readingsOfMysql, statementsOfMysql } from './mysql-text.js';
import { actionsOfMysqlTree, type MysqlRoutines } from './mysql-tree.js';
import { MysqlVariables } from './mysql-variables.js';
import { isCertain, isPlainRead, isWorst, parseStatement } from './mysql-when.js';
import { actionsOfWords } from './words-class.js';

/** What a grammar of milliseconds may be asked for in one text; beyond it keywords judge. */
const most = { characters: 32 * 1024, statements: 20 };

/** `script`: the client cuts at each `;`. `statement`: the server gets it as one, as under another DELIMITER. */
export type MysqlForm = 'script' | 'statement';

export interface MysqlText {
  readonly form: MysqlForm;
  readonly text: string;
}

/** What MySQL text does: by keywords where they suffice, by the grammar where it could say more or less. */
export function actionsOfMysql(
  texts: readonly MysqlText[],
  context: ToolContext,
  depth = 0,
): readonly SqlAction[] {
  const sql = texts.map((one) => one.text).join(';\n');
  const worded = actionsOfWords(sql, 'mysql');
  if (sql.length > most.characters) return worded;
  const { broken, statements } = readStatements(sql, 'mysql');
  const isRead = worded.every(isPlainRead) && statements.every(isCertain) && !/\/\*M?!/.test(sql);
  if (broken || isRead) return worded;
  const code = texts.map((one) => ({ ...one, text: readingsOfMysql(one.text).code }));
  const bare = texts.map((one) => ({ ...one, text: readingsOfMysql(one.text).bare }));
  const read = new ScriptReader(context, depth, 'opaque').read(code);
  if (bare.every((one, index) => one.text === code[index]?.text)) return read;
  const other = new ScriptReader(context, depth, 'nothing').read(bare);
  const told = new Set(read.map((one) => JSON.stringify(one)));
  return [...read, ...other.filter((one) => !isPlainRead(one) && !told.has(JSON.stringify(one)))];
}

class ScriptReader {
  private readonly variables = new MysqlVariables();
  private readonly routines: MysqlRoutines = new Map();
  private readonly prepared = new Set<string>();

  constructor(
    private readonly context: ToolContext,
    private readonly depth: number,
    /** What text is that neither keywords nor grammar know as more than a read. Half a statement does not run. */
    private readonly unread: 'opaque' | 'nothing',
  ) {}

  read(texts: readonly MysqlText[]): readonly SqlAction[] {
    const statements = texts.flatMap(({ form, text }) =>
      (form === 'statement' ? [text] : statementsOfMysql(text)).map((one) => ({ form, text: one })),
    );
    const first = statements.slice(0, most.statements).flatMap((one) => this.readStatement(one));
    const rest = statements.slice(most.statements).map((one) => one.text);
    return rest.length === 0 ? first : [...first, ...actionsOfWords(rest.join(';'), 'mysql')];
  }

  private readStatement(statement: MysqlText): readonly SqlAction[] {
    const tokens = readStatements(statement.text, 'mysql').statements[0] ?? [];
    const actions = this.readPrepared(tokens) ?? this.readByGrammar(statement, tokens);
    this.variables.follow(tokens);
    return actions;
  }

  /** `PREPARE s FROM …`, `EXECUTE s`, `EXECUTE IMMEDIATE …`: the text that runs is read in its turn. */
  private readPrepared(tokens: readonly SqlToken[]): readonly SqlAction[] | undefined {
    const [first, second, third] = tokens;
    const name = second?.text.toLowerCase() ?? '';
    if (first?.key === 'PREPARE' && third?.key === 'FROM') {
      this.prepared.add(name);
      return this.readText(tokens.slice(3));
    }
    if (first?.key !== 'EXECUTE') return undefined;
    if (second?.key === 'IMMEDIATE') return this.readText(beforeUsing(tokens.slice(2)));
    // What it runs was told where it was prepared.
    return this.prepared.has(name) ? [] : undefined;
  }

  private readText(expression: readonly SqlToken[]): readonly SqlAction[] {
    const text = this.variables.textOf(expression);
    if (text === undefined || this.depth > 4)
      return [opaqueAction(expression.map((token) => token.text).join(' '))];
    return actionsOfMysql([{ form: 'statement', text }], this.context, this.depth + 1);
  }

  private readByGrammar({ form, text }: MysqlText, tokens: readonly SqlToken[]): readonly SqlAction[] {
    const called = tokens[0]?.key === 'CALL' ? this.routines.get(calledName(tokens)) : undefined;
    if (called !== undefined) return called;
    const worded = actionsOfWords(text, 'mysql');
    // Keywords see the body of a routine as statements that run now.
    const mayHoldBody = form === 'statement' && /^(?:CREATE|ALTER)$/.test(tokens[0]?.key ?? '');
    if (isWorst(worded) && !mayHoldBody) return worded;
    const parsed = parseStatement(text, tokens, worded, this.context);
    if (parsed.kind === 'unasked') return worded;
    if (parsed.kind === 'tree') return actionsOfMysqlTree(parsed.tree, text, this.routines);
    const isOpaque = this.unread === 'opaque' && worded.every(isPlainRead);
    return isOpaque ? [...worded, opaqueAction(text)] : worded;
  }
}

function beforeUsing(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const end = tokens.findIndex((token) => token.key === 'USING');
  return end < 0 ? tokens : tokens.slice(0, end);
}

/** `CALL shop.wipe(1)` calls `shop.wipe`. */
function calledName(tokens: readonly SqlToken[]): string {
  const end = tokens.findIndex((token) => token.key === '(');
  const name = end < 0 ? tokens.slice(1) : tokens.slice(1, end);
  return name
    .map((token) => token.text)
    .join('')
    .toLowerCase();
}
