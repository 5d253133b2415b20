import { runsNoCode } from './postgres-plain.js';
import { sampledColumns, sampledRows, sizeOf } from './sample.js';
import type { SqlTask } from './sql-tasks.js';

/** How long one query may take, and how long it waits for a lock. The whole look has a deadline besides. */
const queryMs = 2_000;
const lockMs = 300;

/**
 * What psql is given to read. The transaction can write nothing, whatever stands in it; each line of the answer is JSON. Names are
 * looked up as the call would; behind that every word and operator is the server's own, and nobody's who put one before it.
 */
export function postgresScript(tasks: readonly SqlTask[]): string {
  return [
    '\\set ON_ERROR_STOP on',
    'BEGIN TRANSACTION READ ONLY;',
    `SET LOCAL statement_timeout = ${queryMs};`,
    `SET LOCAL lock_timeout = ${lockMs};`,
    'SET LOCAL max_parallel_workers_per_gather = 0;',
    `SELECT ${json({
      is: "'server'",
      version: "pg_catalog.current_setting('server_version')",
      primary: 'NOT pg_catalog.pg_is_in_recovery()',
    })};`,
    ...tasks.map((task, n) => kept(`table_${n}`, `COALESCE(${found(task)}, '0')`)),
    kept('path', 'pg_catalog.current_schemas(false)::pg_catalog.text'),
    'SET LOCAL search_path = pg_catalog, pg_temp;',
    '\\set ON_ERROR_STOP off',
    ...tasks.flatMap(queriesOf),
    'ROLLBACK;',
    '',
  ].join('\n');
}

function json(fields: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(fields).map(([name, value]) => `'${name}', ${value}`);
  return `pg_catalog.json_build_object(${pairs.join(', ')})`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A value that lives as long as the transaction does. */
function kept(name: string, value: string): string {
  return `SELECT pg_catalog.set_config('countersign.${name}', ${value}, true);`;
}

function found({ written }: SqlTask): string {
  return `pg_catalog.to_regclass(${literal(written)})::pg_catalog.oid::pg_catalog.text`;
}

/** How the call would write the name of a relation. */
function shown(relation: string): string {
  return `(SELECT CASE WHEN s.nspname = ANY (pg_catalog.current_setting('countersign.path')::pg_catalog.name[]) THEN pg_catalog.quote_ident(y.relname) ELSE pg_catalog.format('%I.%I', s.nspname, y.relname) END FROM pg_catalog.pg_class y JOIN pg_catalog.pg_namespace s ON s.oid = y.relnamespace WHERE y.oid = ${relation})`;
}

/** Questions with the relation's full name for each `%s`, asked only where they run nobody's code. */
function askedOf(relation: string, questions: readonly string[]): string {
  const written = questions.map(
    (question) => `pg_catalog.format(${literal(question)}, ${relation}::pg_catalog.regclass)`,
  );
  return `SELECT ${written.join(', ')} WHERE ${relation} <> 0 AND ${runsNoCode(relation)} \\gexec`;
}

function queriesOf(task: SqlTask, n: number): readonly string[] {
  const table = `pg_catalog.current_setting('countersign.table_${n}')::pg_catalog.oid`;
  const about = json({
    is: "'table'",
    n: String(n),
    estimate: 'c.reltuples::bigint',
    bytes: 'pg_catalog.pg_total_relation_size(c.oid)',
  });
  return [
    `SELECT ${json({ is: "'absent'", n: String(n) })} WHERE ${table} = 0;`,
    `SELECT ${about} FROM pg_catalog.pg_class c WHERE c.oid = ${table};`,
    ...dependentsOf(task, n, table),
    ...countsOf(task, n, table),
    ...columnsOf(task, n, table),
    ...cascadesOf(task, n, table),
    ...sampleOf(task, n, table),
  ];
}

/** Rows as the planner guesses them, then as they are counted: the second may not come to its end. */
function countsOf(task: SqlTask, n: number, table: string): readonly string[] {
  if (task.where === undefined) return [];
  const condition = task.where === '' ? '' : ` WHERE (${percent(task.where)})`;
  const rows = `FROM %s${percent(task.alias)}${condition}`;
  return [
    askedOf(table, [
      `SELECT ${json({ is: "'plan'", n: String(n) })}`,
      `EXPLAIN (FORMAT JSON) SELECT 1 ${rows}`,
    ]),
    askedOf(table, [
      `SELECT ${json({ is: "'count'", n: String(n), rows: `(SELECT pg_catalog.count(*) ${rows})` })}`,
    ]),
  ];
}

/**
 * A few of the rows, without their values: the server says of each column whether it holds something, and of a text about how
 * long it is. Asked under the same terms as a count.
 */
function sampleOf(task: SqlTask, n: number, table: string): readonly string[] {
  if (task.where === undefined) return [];
  const condition = task.where === '' ? '' : ` WHERE (${percent(task.where)})`;
  const sized = (size: string): string =>
    literal(
      `pg_catalog.json_build_object('name', %1$L, 'type', %2$L, 'size', CASE WHEN %1$I IS NULL THEN NULL ${size} END)`,
    );
  const isText = `a.atttypid IN ('pg_catalog.text'::pg_catalog.regtype, 'pg_catalog.varchar'::pg_catalog.regtype, 'pg_catalog.bpchar'::pg_catalog.regtype)`;
  const column = `pg_catalog.format(CASE WHEN ${isText} THEN ${sized(sizeOf('pg_catalog.octet_length(%1$I)'))} ELSE ${sized('ELSE -1')} END, a.attname, pg_catalog.format_type(a.atttypid, NULL))`;
  const columns = `(SELECT pg_catalog.string_agg(c.one, ', ') FROM (SELECT ${column} AS one FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${table} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum LIMIT ${sampledColumns}) c)`;
  const question = `SELECT pg_catalog.json_build_object('is', 'sample', 'n', ${n}, 'columns', pg_catalog.json_build_array(%s)) FROM %s${percent(task.alias)}${condition} LIMIT ${sampledRows}`;
  return [
    `SELECT pg_catalog.format(${literal(question)}, ${columns}, ${table}::pg_catalog.regclass) WHERE ${table} <> 0 AND ${runsNoCode(table)} \\gexec`,
  ];
}

function columnsOf(task: SqlTask, n: number, table: string): readonly string[] {
  return task.columns.slice(0, 20).flatMap((name) => {
    const column = `"${name.replaceAll('"', '""')}"`;
    return [
      `SELECT ${json({
        is: "'column'",
        n: String(n),
        name: literal(name),
        type: 'pg_catalog.format_type(a.atttypid, a.atttypmod)',
      })} FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${table} AND a.attname = ${literal(name)};`,
      askedOf(table, [
        `SELECT ${json({
          is: "'values'",
          n: String(n),
          name: percent(literal(name)),
          rows: `(SELECT pg_catalog.count(${percent(column)}) FROM %s)`,
        })}`,
      ]),
    ];
  });
}

/** What refers to the table, and what refers to that as far as it goes along; and the views that are made of it. */
function dependentsOf(task: SqlTask, n: number, table: string): readonly string[] {
  if (task.kind === 'update' || task.kind === 'drop-column') return [];
  const all = `SELECT ${json({ is: "'keys'", n: String(n), whole: 'true' })}`;
  const goesOn = { truncate: 'true', delete: "g.action = 'c'", drop: 'false' }[task.kind];
  const keys = `WITH RECURSIVE goes(child, action, depth) AS (
  SELECT k.conrelid, k.confdeltype, 1 FROM pg_catalog.pg_constraint k WHERE k.contype = 'f' AND k.confrelid = ${table}
  UNION
  SELECT k.conrelid, k.confdeltype, g.depth + 1 FROM pg_catalog.pg_constraint k JOIN goes g ON k.confrelid = g.child
  WHERE k.contype = 'f' AND g.depth < 5 AND (${goesOn}))
SELECT ${json({
    is: "'refers'",
    n: String(n),
    table: shown('goes.child'),
    action: 'pg_catalog.min(goes.action::text)',
    depth: 'pg_catalog.min(goes.depth)',
    estimate: 'pg_catalog.max(c.reltuples)::bigint',
  })} FROM goes JOIN pg_catalog.pg_class c ON c.oid = goes.child WHERE goes.child <> ${table} GROUP BY goes.child ORDER BY pg_catalog.min(goes.depth) LIMIT 60`;
  const views = `WITH RECURSIVE made(oid, depth) AS (
  SELECT ${table}::oid, 0
  UNION
  SELECT r.ev_class, m.depth + 1 FROM made m
  JOIN pg_catalog.pg_depend d ON d.refobjid = m.oid AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
  JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
  WHERE m.depth < 5)
SELECT DISTINCT ${json({ is: "'view'", n: String(n), name: shown('v.oid') })}::text FROM made JOIN pg_catalog.pg_class v ON v.oid = made.oid WHERE v.oid <> ${table} AND v.relkind IN ('v', 'm') LIMIT 60;`;
  // In one statement, so that nothing is told to be all of it where the rest failed.
  const told = `(${keys}) UNION ALL (${all});`;
  return task.kind === 'drop' ? [views, told] : [told];
}

/** Rows of others that go along: the server writes each question, as it alone knows which columns refer to which. */
function cascadesOf(task: SqlTask, n: number, table: string): readonly string[] {
  const child = 'k.conrelid';
  const safe = `${runsNoCode(table)} AND ${runsNoCode(child)}`;
  if (task.kind === 'truncate') {
    const question = `SELECT ${json({ is: "'goes'", n: String(n), table: '%L', rows: '(SELECT pg_catalog.count(*) FROM %s)' })}`;
    return [
      `SELECT DISTINCT pg_catalog.format(${literal(question)}, ${shown(child)}, ${child}::pg_catalog.regclass) FROM pg_catalog.pg_constraint k WHERE k.contype = 'f' AND k.confrelid = ${table} AND ${child} <> ${table} AND ${safe} LIMIT 8 \\gexec`,
    ];
  }
  if (task.kind !== 'delete' || task.where === undefined) return [];
  const parent = task.alias === '' ? task.written : task.alias.trim();
  const condition = percent(task.where === '' ? 'true' : task.where);
  const question = `SELECT ${json({
    is: "'goes'",
    n: String(n),
    table: '%L',
    rows: `(SELECT pg_catalog.count(*) FROM %s AS countersign_child WHERE EXISTS (SELECT 1 FROM %s${percent(task.alias)} WHERE (${condition}) AND (%s)))`,
  })}`;
  const pair = `pg_catalog.format('%s.%I = countersign_child.%I', ${literal(parent)}, p.attname, c.attname)`;
  const pairs = `(SELECT pg_catalog.string_agg(${pair}, ' AND ') FROM pg_catalog.generate_subscripts(k.conkey, 1) AS i JOIN pg_catalog.pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = k.conkey[i] JOIN pg_catalog.pg_attribute p ON p.attrelid = k.confrelid AND p.attnum = k.confkey[i])`;
  return [
    `SELECT pg_catalog.format(${literal(question)}, ${shown(child)}, ${child}::pg_catalog.regclass, ${table}::pg_catalog.regclass, ${pairs}) FROM pg_catalog.pg_constraint k WHERE k.contype = 'f' AND k.confrelid = ${table} AND k.confdeltype IN ('c', 'n', 'd') AND ${safe} LIMIT 8 \\gexec`,
  ];
}

function percent(text: string): string {
  return text.replaceAll('%', '%%');
}
