import { budgets } from '../../shared/budgets.js';
import { isStatement } from '../carried/shape.js';
import { type SqlAction, type SqlDialect, thingNames } from '../sql/action.js';
import { actionsOfSql } from '../sql/read.js';
import type { ToolContext } from '../table.js';

/** What a migration takes away when it is applied. */
export interface MigrationLoss {
  readonly verb: 'delete' | 'destroy' | 'replace';
  readonly noun: string;
  readonly name: string | undefined;
}

/** How a migration's file is written. */
export type MigrationForm = 'sql' | 'python' | 'ruby' | 'script' | 'php' | 'elixir' | 'csharp' | 'xml';

/** What the part of a migration that goes forward loses; what stands only in its way back is none of it. */
export function lossesOf(
  form: MigrationForm,
  text: string,
  dialect: SqlDialect,
  context: ToolContext,
): readonly MigrationLoss[] {
  const read = text.slice(0, budgets.sqlFile.most);
  if (form === 'sql') return ofSql(forwardSql(read), dialect, context);
  if (form === 'xml') return ofCalls(withoutRollbacks(read));
  const forward = forwardCode(form, read);
  return [...ofCalls(forward), ...textsIn(forward).flatMap((one) => ofSql(one, dialect, context))];
}

/** A change set's `<rollback>` is its way back. */
function withoutRollbacks(text: string): string {
  return text
    .split('<rollback')
    .map((part, index) => (index === 0 ? part : part.slice(Math.max(0, part.indexOf('</rollback>')))))
    .join('');
}

/** The way back begins at a mark of goose, dbmate or sql-migrate; Liquibase has a line of its own for it. */
function forwardSql(text: string): string {
  const back =
    /^[ \t]*--[ \t]*(?:\+goose Down|migrate:down|\+migrate Down|\+micrate Down|@UNDO|!Downs)\b/im.exec(text);
  return (back === null ? text : text.slice(0, back.index)).replace(/^[ \t]*--[ \t]*rollback\b.*$/gim, '');
}

/** Tables that are made anew under their old name: SQLite has no other way to change one. */
function isMadeAnew(name: string, sql: string): boolean {
  const bare = name.replace(/^.*\./, '').replace(/["\x60[\]]/g, '');
  return [...sql.matchAll(/\brename\s{1,8}to\s{1,8}["\x60[]?(\w{1,128})/gi)].some((one) => one[1] === bare);
}

const lost = /^(?:table|column|schema|database|rows|collection|keyspace)$/;

function ofSql(sql: string, dialect: SqlDialect, context: ToolContext): readonly MigrationLoss[] {
  return actionsOfSql(sql, dialect, context).flatMap((one) => lossOfAction(one, sql));
}

function lossOfAction(action: SqlAction, sql: string): readonly MigrationLoss[] {
  const { verb, noun, names, traits } = action;
  if (verb !== 'delete' && verb !== 'destroy' && verb !== 'replace') return [];
  if (!lost.test(noun)) return [];
  // Some rows are what a migration of data moves; all of them are a loss.
  if (noun === 'rows' && verb !== 'destroy' && !traits.includes('no-filter')) return [];
  if (noun === 'table' && names.length > 0 && names.every((name) => isMadeAnew(name, sql))) return [];
  const things = thingNames(action);
  return things.length === 0
    ? [{ verb, noun, name: undefined }]
    : things.map((name) => ({ verb, noun, name }));
}

/** What a call of a migration's language takes away, with the first name behind it. */
const calls: readonly (readonly [pattern: RegExp, verb: MigrationLoss['verb'], noun: string])[] = [
  [
    /\b(?:op\.drop_table|drop_table|dropTable|DropTable|dropTableIfExists|drop_table_if_exists|dropAllTables|Schema::drop(?:IfExists)?|DeleteModel|dropCollection|drop_join_table)\b[\s(:]{0,4}(?:name\s{0,4}[=:]\s{0,4}|table\w{0,4}\s{0,4}[=:]\s{0,4}|tableName=)?['":]{0,2}([\w.]{0,128})/g,
    'destroy',
    'table',
  ],
  [/\bdrop(?:_if_exists)?[ (]{1,2}table\(:(\w{1,128})/g, 'destroy', 'table'],
  [
    /\b(?:op\.drop_column|drop_column|dropColumns?|DropColumn|remove_columns?|removeColumn|RemoveField|remove_reference|remove_belongs_to|removeField)\b[\s(:]{0,4}['":]{0,2}([\w.]{0,128})/g,
    'delete',
    'column',
  ],
  [/^[ \t]{0,40}remove[ (]:(\w{1,128})/gm, 'delete', 'column'],
  [
    /\b(?:delete_all|destroy_all|deleteMany\(\{?\s{0,4}\}?\)|truncate)\b[\s(]{0,4}['":]{0,2}(\w{0,128})/g,
    'destroy',
    'rows',
  ],
];

/** Calls that name a column by its table and itself. */
const columnsOf: readonly RegExp[] = [
  /\b(?:op\.drop_column|drop_column|remove_columns?|removeColumn|remove_reference|remove_belongs_to|queryRunner\.dropColumn)\b[\s(]{0,4}['":]{0,2}(?<table>\w{1,128})['"]?\s{0,4},\s{0,4}['":]{0,2}(?<name>\w{1,128})/g,
  /\bRemoveField\(\s{0,40}model_name\s{0,4}=\s{0,4}['"](?<table>\w{1,128})['"]\s{0,4},\s{0,40}name\s{0,4}=\s{0,4}['"](?<name>\w{1,128})/g,
  /\bDropColumn\(\s{0,40}name:\s{0,4}"(?<name>\w{1,128})"\s{0,4},\s{0,40}table:\s{0,4}"(?<table>\w{1,128})/g,
];

function ofCalls(code: string): readonly MigrationLoss[] {
  const columns = columnsOf.flatMap((pattern) => [...code.matchAll(pattern)].slice(0, budgets.finds.most));
  const isWhole = ({ index }: RegExpExecArray): boolean =>
    columns.some((one) => one.index <= index && index < one.index + one[0].length);
  const named = columns.map(({ groups }): MigrationLoss => {
    const { table = '', name = '' } = groups ?? {};
    return { verb: 'delete', noun: 'column', name: `${table}.${name}` };
  });
  const others = calls.flatMap(([pattern, verb, noun]) =>
    [...code.matchAll(pattern)]
      .slice(0, budgets.finds.most)
      .filter((one) => !isWhole(one))
      .map((one) => ({ verb, noun, name: nameIn(one, code) })),
  );
  return [...named, ...others];
}

/** Not the word of an argument that is given by its name: what it names is not known. */
function nameIn(call: RegExpExecArray, code: string): string | undefined {
  const behind = code.slice(call.index + call[0].length, call.index + call[0].length + 8);
  return /^\s{0,4}[=:](?![=:])/.test(behind) ? undefined : call[1] || undefined;
}

/** Texts of a program that are statements. */
function textsIn(code: string): readonly string[] {
  const plain = [...code.matchAll(/"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\x60[^\x60]*\x60?/g)].map(
    (one) => one[0].replace(/^["'\x60]|["'\x60]$/g, ''),
  );
  const long = code.split('"""').filter((_part, index) => index % 2 === 1);
  return [...long, ...heredocs(code), ...plain].filter(isStatement).slice(0, budgets.literalParts.most);
}

/** `execute <<~SQL` and the lines up to its mark. */
function heredocs(code: string): readonly string[] {
  return [...code.matchAll(/<<[~-]?['"]?([A-Z]\w{0,40})/g)].slice(0, budgets.literalParts.most).map((one) => {
    const from = code.indexOf('\n', one.index) + 1;
    const to = code.indexOf(one[1] ?? '', from);
    return code.slice(from, to < 0 ? undefined : to).trim();
  });
}

const ways: Readonly<Record<Exclude<MigrationForm, 'sql' | 'xml'>, RegExp>> = {
  python: /^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)/,
  ruby: /^[ \t]*def[ \t]+(?:self\.)?(\w+)/,
  elixir: /^[ \t]*def[ \t]+(\w+)/,
  script:
    /^[ \t]*(?:export[ \t]+)?(?:public[ \t]+)?(?:async[ \t]+)?(?:function[ \t]+|(?:module\.)?exports\.|const[ \t]+)?\b(up|down|rollback|revert)\b[ \t]*[(:=]/,
  php: /\bfunction[ \t]+(\w+)/,
  csharp: /\bvoid[ \t]+(\w+)/,
};

const back = /^(?:down|downgrade|rollback|revert|undo|reverse|backwards?|Down|unapply|safeDown)$/;

/** Without the functions that go back, and without comments. */
function forwardCode(form: keyof typeof ways, text: string): string {
  const opens = ways[form];
  let goesBack = false;
  return text
    .split('\n')
    .filter((line) => {
      const name = opens.exec(line)?.[1];
      if (name !== undefined) goesBack = back.test(name);
      return !goesBack && !/^[ \t]*(?:#(?!\[)|\/\/|\*)/.test(line);
    })
    .join('\n');
}
