import { sampledColumns, sampledRows, sizeOf } from './sample.js';
import type { SqlTask } from './sql-tasks.js';

/** How long one query may take, and how long it waits for somebody's lock, in seconds: the server knows no less. */
const querySeconds = 2;
const lockSeconds = 1;
/** Tables that refer to one are counted up to so many. */
const mostChildren = 8;

/** In an account of the server's own, as its tables of rights write it. */
const me = '@countersign_me';

/**
 * What the client is given to read, in a session that is read-only from its first moment. Each line of the answer is JSON. What
 * fails leaves out its own answer and nothing else.
 */
export function mysqlScript(tasks: readonly SqlTask[], asksKeys: boolean): string {
  return [
    ...either(
      `SET SESSION max_statement_time = ${querySeconds}`,
      `SET SESSION max_execution_time = ${querySeconds * 1_000}`,
    ),
    // Statistics that are looked up are kept by some servers.
    ...either('DO 0', 'SET SESSION information_schema_stats_expiry = 0'),
    `SET SESSION lock_wait_timeout = ${lockSeconds}`,
    'SET SESSION group_concat_max_len = 100000',
    `SET ${me} = CONCAT(CHAR(39), REPLACE(CURRENT_USER(), '@', CONCAT(CHAR(39), '@', CHAR(39))), CHAR(39))`,
    'START TRANSACTION READ ONLY',
    `SELECT ${json('server', undefined, {
      version: text("SUBSTRING_INDEX(VERSION(), '-', 1)"),
      product: text("IF(VERSION() LIKE '%MariaDB%', 'MariaDB', 'MySQL')"),
      primary: number("IF(CAST(@@global.read_only AS CHAR) IN ('0', 'OFF'), 'true', 'false')"),
    })}`,
    ...tasks.flatMap((task, n) => queriesOf(task, n, asksKeys)),
    'ROLLBACK',
    '',
  ].join(';\n');
}

/** One of two statements, by whose server it is. */
function either(mariadb: string, mysql: string): readonly string[] {
  return executed(`IF(VERSION() LIKE '%MariaDB%', '${mariadb}', '${mysql}')`);
}

/** A statement that the server writes itself. */
function executed(statement: string): readonly string[] {
  return [`SET @countersign = ${statement}`, 'PREPARE countersign FROM @countersign', 'EXECUTE countersign'];
}

interface Field {
  readonly sql: string;
}

function text(sql: string): Field {
  return { sql: `JSON_QUOTE(${sql})` };
}

function number(sql: string): Field {
  return { sql: `COALESCE(${sql}, 'null')` };
}

/** A line of JSON; the servers' own functions for it sort names, and write truth as a number. */
function json(is: string, n: number | undefined, fields: Readonly<Record<string, Field>>): string {
  const start = `'{"is":"${is}"${n === undefined ? '' : `,"n":${n}`}'`;
  const pairs = Object.entries(fields).map(([name, { sql }]) => `',"${name}":', ${sql}`);
  return `CONCAT(${[start, ...pairs, "'}'"].join(', ')})`;
}

/** Text in no mode's quotes. */
function literal(text: string): string {
  const bytes = [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0'));
  return bytes.length === 0 ? "''" : `_utf8mb4 0x${bytes.join('')}`;
}

/** The same as a value of a query, where letters differ only where the server says so. */
function same(column: string, value: string): string {
  return `${column} = ${value} AND (@@lower_case_table_names > 0 OR CONVERT(${column} USING utf8mb4) COLLATE utf8mb4_bin = ${value})`;
}

interface Place {
  readonly schema: string;
  readonly name: string;
}

function placeOf({ parts }: SqlTask): Place {
  const [schema, name] = parts.length > 1 ? parts : [undefined, parts[0]];
  return { schema: schema === undefined ? 'DATABASE()' : literal(schema), name: literal(name ?? '') };
}

/** True of an account that is shown every table: of the whole server, and of this database. */
function readsAll(): string {
  return `EXISTS (SELECT 1 FROM information_schema.USER_PRIVILEGES p WHERE p.PRIVILEGE_TYPE = 'SELECT' AND p.GRANTEE = ${me})`;
}

function readsHere({ schema }: Place): string {
  return `EXISTS (SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES p WHERE p.PRIVILEGE_TYPE = 'SELECT' AND p.GRANTEE = ${me} AND ${schema} LIKE p.TABLE_SCHEMA)`;
}

function queriesOf(task: SqlTask, n: number, asksKeys: boolean): readonly string[] {
  const place = placeOf(task);
  const isIt = `t.TABLE_SCHEMA = ${place.schema} AND ${same('t.TABLE_NAME', place.name)}`;
  const table = `FROM information_schema.TABLES t WHERE ${isIt}`;
  const sees = `(${readsAll()} OR ${readsHere(place)})`;
  return [
    // A table that an account may not see is not missing.
    `SELECT ${json('absent', n, {})} FROM DUAL WHERE ${place.schema} IS NOT NULL AND ${sees} AND NOT EXISTS (SELECT 1 ${table})`,
    `SELECT ${json('table', n, { estimate: number('t.TABLE_ROWS'), bytes: number('t.DATA_LENGTH + t.INDEX_LENGTH') })} ${table}`,
    ...(asksKeys ? dependentsOf(task, n, place) : []),
    ...countsOf(task, n, place),
    ...columnsOf(task, n, place),
    ...(asksKeys ? cascadesOf(task, n, place) : []),
    ...sampleOf(task, n, place),
  ];
}

/** Double quotes are names in one mode and text in all others: then nothing with text is counted. */
const quotesAreText = "NOT FIND_IN_SET('ANSI_QUOTES', @@sql_mode)";

function rowsOf({ written, alias, where }: SqlTask): string {
  return `FROM ${written}${alias}${where === '' || where === undefined ? '' : ` WHERE (${where})`}`;
}

/** Rows as the optimizer guesses them, then as they are counted: the second may not come to its end. */
function countsOf(task: SqlTask, n: number, place: Place): readonly string[] {
  if (task.where === undefined) return [];
  const rows = rowsOf(task);
  return [
    `SELECT ${json('plan', n, {})}`,
    `EXPLAIN FORMAT=JSON SELECT 1 ${rows}`,
    `SELECT ${json('count', n, { rows: number(`(SELECT COUNT(*) ${rows})`) })} FROM DUAL WHERE ${quotesAreText}`,
  ].flatMap((question) => askedOf(place, question));
}

/** Engines that keep their rows on this server. */
const ownEngines =
  "'InnoDB', 'MyISAM', 'Aria', 'MEMORY', 'ARCHIVE', 'CSV', 'ROCKSDB', 'TokuDB', 'ndbcluster'";

/** A question that is asked of a table alone: a view may run functions of anybody, and other engines ask other servers. */
function askedOf(place: Place, question: string): readonly string[] {
  return executed(`IF(${isOwnTable(place)}, ${literal(question)}, 'DO 0')`);
}

function isOwnTable({ schema, name }: Place): string {
  return `EXISTS (SELECT 1 FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = ${schema} AND ${same('t.TABLE_NAME', name)} AND t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND t.ENGINE IN (${ownEngines}))`;
}

const texts = "'char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext'";

/** A few of the rows, without their values: see the other dialect. */
function sampleOf(task: SqlTask, n: number, place: Place): readonly string[] {
  if (task.where === undefined) return [];
  const quoted = "CONCAT('`', REPLACE(c.COLUMN_NAME, '`', '``'), '`')";
  const start = `QUOTE(CONCAT('{"name":', JSON_QUOTE(c.COLUMN_NAME), ',"type":', JSON_QUOTE(c.DATA_TYPE), ',"size":'))`;
  // The column's name stands between these.
  const sized = (size: string): string =>
    [`CASE WHEN `, ...` IS NULL THEN 'null' ${size} END`.split('%')].map(literal).join(`, ${quoted}, `);
  const size = `IF(c.DATA_TYPE IN (${texts}), CONCAT(${sized(sizeOf('LENGTH(%)'))}), CONCAT(${sized('ELSE -1')}))`;
  const column = `CONCAT(${literal('CONCAT(')}, ${start}, ${literal(', ')}, ${size}, ${literal(", '}')")})`;
  const question = [
    literal(`SELECT CONCAT('{"is":"sample","n":${n},"columns":[', `),
    `GROUP_CONCAT(${column} ORDER BY c.ORDINAL_POSITION SEPARATOR ', '','', ')`,
    literal(`, ']}') ${rowsOf(task)} LIMIT ${sampledRows}`),
  ].join(', ');
  const columns = `FROM information_schema.COLUMNS c WHERE c.TABLE_SCHEMA = ${place.schema} AND ${same('c.TABLE_NAME', place.name)} AND c.ORDINAL_POSITION <= ${sampledColumns}`;
  return executed(
    `IF(${isOwnTable(place)} AND ${quotesAreText}, COALESCE((SELECT CONCAT(${question}) ${columns}), 'DO 0'), 'DO 0')`,
  );
}

function columnsOf({ columns, written }: SqlTask, n: number, { schema, name }: Place): readonly string[] {
  return columns.slice(0, 20).flatMap((column) => {
    const own = literal(column);
    const quoted = `\`${column.replaceAll('`', '``')}\``;
    return [
      `SELECT ${json('column', n, { name: text(own), type: text('c.COLUMN_TYPE') })} FROM information_schema.COLUMNS c WHERE c.TABLE_SCHEMA = ${schema} AND ${same('c.TABLE_NAME', name)} AND c.COLUMN_NAME = ${own}`,
      ...askedOf(
        { schema, name },
        `SELECT ${json('values', n, { name: text(own), rows: number(`(SELECT COUNT(${quoted}) FROM ${written})`) })}`,
      ),
    ];
  });
}

const action = "CASE k.DELETE_RULE WHEN 'CASCADE' THEN 'c' WHEN 'SET NULL' THEN 'n' ELSE 'r' END";

/** How a table is called from the session's database. */
const shown =
  "IF(k.CONSTRAINT_SCHEMA = DATABASE(), k.TABLE_NAME, CONCAT(k.CONSTRAINT_SCHEMA, '.', k.TABLE_NAME))";

/** What refers to the table, and what refers to that as far as it goes along. Here only a deletion goes on. */
function dependentsOf({ kind }: SqlTask, n: number, { schema, name }: Place): readonly string[] {
  const whole = number(`IF(${readsAll()}, 'true', 'false')`);
  const seen = `SELECT ${json('keys', n, { whole })} FROM DUAL WHERE (${readsAll()} OR ${readsHere({ schema, name })})`;
  if (kind !== 'delete')
    return kind === 'drop' ? [`SELECT ${json('keys', n, { whole: number("'true'") })}`] : [];
  const keys = 'information_schema.REFERENTIAL_CONSTRAINTS k';
  return [
    `WITH RECURSIVE goes(home, child, action, shown, depth) AS (
  SELECT CAST(k.CONSTRAINT_SCHEMA AS CHAR(64)), CAST(k.TABLE_NAME AS CHAR(64)), CAST(${action} AS CHAR(1)), CAST(${shown} AS CHAR(130)), 1 FROM ${keys}
  WHERE k.UNIQUE_CONSTRAINT_SCHEMA = ${schema} AND ${same('k.REFERENCED_TABLE_NAME', name)}
  UNION
  SELECT k.CONSTRAINT_SCHEMA, k.TABLE_NAME, ${action}, ${shown}, g.depth + 1 FROM ${keys} JOIN goes g ON k.UNIQUE_CONSTRAINT_SCHEMA = g.home AND k.REFERENCED_TABLE_NAME = g.child
  WHERE g.depth < 5 AND g.action = 'c')
SELECT ${json('refers', n, { table: text('goes.shown'), action: text('MIN(goes.action)') })} FROM goes GROUP BY goes.shown ORDER BY MIN(goes.depth), goes.shown LIMIT 60`,
    seen,
  ];
}

/** Rows of others that go along: the server writes each question, as it alone knows which columns refer to which. */
function cascadesOf(task: SqlTask, n: number, { schema, name }: Place): readonly string[] {
  if (task.kind !== 'delete' || task.where === undefined) return [];
  const parent = literal(task.alias === '' ? task.written : task.alias.trim());
  const quoted = (column: string): string => `CONCAT('\`', REPLACE(${column}, '\`', '\`\`'), '\`')`;
  const pairs = `(SELECT GROUP_CONCAT(${parent}, '.', ${quoted('u.REFERENCED_COLUMN_NAME')}, ' = countersign_child.', ${quoted('u.COLUMN_NAME')} SEPARATOR ' AND ') FROM information_schema.KEY_COLUMN_USAGE u WHERE u.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND u.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND u.TABLE_NAME = k.TABLE_NAME AND u.REFERENCED_COLUMN_NAME IS NOT NULL)`;
  const question = [
    literal(`SELECT CONCAT('{"is":"goes","n":${n},"table":', `),
    `QUOTE(JSON_QUOTE(${shown}))`,
    literal(`, ',"rows":', COUNT(*), '}') FROM `),
    quoted('k.CONSTRAINT_SCHEMA'),
    literal('.'),
    quoted('k.TABLE_NAME'),
    literal(
      ` AS countersign_child WHERE ${quotesAreText} AND EXISTS (SELECT 1 FROM ${task.written}${task.alias} WHERE (${task.where === '' ? '1 = 1' : task.where}) AND (`,
    ),
    pairs,
    literal('))'),
  ].join(', ');
  const children = `FROM information_schema.REFERENTIAL_CONSTRAINTS k WHERE k.UNIQUE_CONSTRAINT_SCHEMA = ${schema} AND ${same('k.REFERENCED_TABLE_NAME', name)} AND k.DELETE_RULE IN ('CASCADE', 'SET NULL') ORDER BY k.CONSTRAINT_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME`;
  return Array.from({ length: mostChildren }, (_, at) =>
    executed(`COALESCE((SELECT CONCAT(${question}) ${children} LIMIT ${at}, 1), 'DO 0')`),
  ).flat();
}
