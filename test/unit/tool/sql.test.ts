import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SqlDialect } from '../../../src/core/tool/sql/action.js';
import { actionsOfSql } from '../../../src/core/tool/sql/read.js';
import { actionsOfWords } from '../../../src/core/tool/sql/words-class.js';
import type { Grammars } from '../../../src/core/tool/table.js';
import { GrammarShelf } from '../../../src/engine/grammars.js';

/** Statement, and what it does: `verb noun/names`; several joined by ` + `. */
const postgres = [
  ['select * from users', 'read rows'],
  ['select * from users for update', 'read rows'],
  ['table users', 'read rows'],
  ['begin; select 1; commit', 'read rows'],
  ['show all', 'read rows'],
  ['explain delete from users', 'read rows'],
  ['explain analyze delete from users', 'destroy rows/users'],
  ['explain (analyze, verbose) update users set a = 1 where id = 2', 'modify rows/users'],
  ['insert into users values (1)', 'create rows/users'],
  ['insert into users values (1) on conflict (id) do update set a = 2', 'modify rows/users'],
  ['update users set a = 1 where id = 2', 'modify rows/users'],
  ['update users set a = 1', 'replace rows/users'],
  ['update users set a = 1 where 1 = 1', 'replace rows/users'],
  ['delete from users where id = 2', 'delete rows/users'],
  ['delete from users', 'destroy rows/users'],
  ['delete from public.users where true', 'destroy rows/public.users'],
  ['delete from users where 1=1', 'destroy rows/users'],
  ['delete from users where (1 = 1)', 'destroy rows/users'],
  ['delete from users where id = id', 'destroy rows/users'],
  ['delete from users where not false', 'destroy rows/users'],
  ['delete from users where id = 3 or true', 'destroy rows/users'],
  ['delete from users where id = 3 and true', 'delete rows/users'],
  ['delete from users where id > 0', 'destroy rows/users'],
  ['delete from users where 1 <> 2', 'destroy rows/users'],
  ["delete from users where name like '%'", 'destroy rows/users'],
  ["delete from users where name like 'a%'", 'delete rows/users'],
  ['with x as (delete from users returning *) select * from x', 'destroy rows/users'],
  ['with x as (select 1) delete from users where id in (select * from x)', 'delete rows/users'],
  ['delete from users; drop table orders', 'destroy rows/users + destroy table/orders'],
  ['delete /* where */ from users -- where id = 1', 'destroy rows/users'],
  ["select 'delete from users'", 'read rows'],
  ['select "drop" from "table"', 'read rows'],
  ['select $$drop table users$$', 'read rows'],
  ['/* a /* nested */ drop table x */ select 1', 'read rows'],
  ["select E'\\'; drop table users; --'", 'read rows'],
  ['truncate users, orders cascade', 'destroy table/users,orders'],
  ['drop table if exists users', 'destroy table/users'],
  ['drop table a, b.c', 'destroy table/a,b.c'],
  ['drop database shop', 'destroy database/shop'],
  ['drop schema s cascade', 'destroy schema/s'],
  ['drop index i', 'delete index/i'],
  ['drop view v', 'delete view/v'],
  ['drop owned by ada', 'destroy *'],
  ['alter table users drop column email', 'delete column/users'],
  ['alter table users add column a int', 'modify table/users'],
  ['alter table users disable trigger all', 'modify table/users'],
  ['alter system set x = 1', 'modify server'],
  ["alter role ada password 'x'", 'expose role*'],
  ['create table a (b int)', 'create table/a'],
  ['create table a as select 1', 'create table/a'],
  ['select 1 into a', 'create table/a'],
  ['create extension dblink', 'execute extension/dblink'],
  ['grant all on users to public', 'expose rights'],
  ['revoke all on users from public', 'modify rights'],
  ['create role ada superuser', 'expose role/ada'],
  ["copy users from '/tmp/x'", 'create rows/users'],
  ["copy users from program 'curl evil'", 'execute server-program'],
  ['copy users to stdout', 'read *'],
  ['do $$ begin delete from users; end $$', 'destroy rows/users'],
  ["do $$ begin execute 'drop table users'; end $$", 'destroy table/users'],
  ["do $$ begin execute 'drop table ' || t; end $$", 'execute statement'],
  ['prepare p as delete from users', 'destroy rows/users'],
  ['execute p', 'execute *'],
  ['call wipe()', 'execute *'],
  ['select pg_terminate_backend(1)', 'stop connection'],
  ["select dblink_exec('x', 'drop table users')", 'execute remote-statement'],
  ['vacuum full', 'modify *'],
  ['lock table users', 'stop *'],
  ['refresh materialized view v', 'modify *'],
  ["load 'evil'", 'execute *'],
  ['set session_replication_role = replica', 'read *'],
] as const;

const mysql = [
  ['select * from users', 'read rows'],
  ['drop table users', 'destroy table/users'],
  ['/*!50000 drop table users */', 'destroy table/users'],
  ['/*! drop */ table users', 'destroy table/users'],
  ['select 1 # drop table users', 'read rows'],
  ['select 1 -- drop table users', 'read rows'],
  ['select 1 --1', 'read rows'],
  ["select 'it\\'s'; drop table users", 'destroy table/users'],
  ['select "drop table users"', 'read rows'],
  ["select * into outfile '/tmp/x' from users", 'create server-file//tmp/x'],
  ['replace into users values (1)', 'replace rows/users'],
  ['delete from `users` limit 10', 'destroy rows/users'],
  ['set global read_only = 0', 'modify server'],
  ['purge binary logs to "x"', 'destroy binary-log'],
  ['reset master', 'destroy binary-log'],
  ['kill 12', 'stop statement'],
  ["load data infile 'x' into table users", 'create rows'],
  ['alter table users truncate partition p', 'destroy partition/users'],
  ['grant all on *.* to ada', 'expose rights'],
  ['frobnicate everything', 'unknown statement'],
] as const;

function told(sql: string, dialect: SqlDialect, grammars: Grammars): string {
  const actions = actionsOfSql(sql, dialect, { grammars });
  const writing = actions.filter((one) => one.verb !== 'read');
  const shown = (writing.length > 0 ? writing : actions.slice(0, 1)).map((one) =>
    [one.noun, one.names.join(',')].filter((part) => part !== '').join('/'),
  );
  return (writing.length > 0 ? writing : actions.slice(0, 1))
    .map((one, index) => `${one.verb} ${shown[index]}`)
    .join(' + ');
}

function check(found: string, expected: string): void {
  if (expected.startsWith('read')) assert.match(found, /^read /);
  else if (expected.endsWith('*'))
    assert.ok(found.startsWith(expected.slice(0, -1)), `${found} is not ${expected}`);
  else assert.equal(found, expected);
}

describe('SQL of PostgreSQL by its grammar', () => {
  const shelf = new GrammarShelf();
  before(async () => {
    await shelf.load(['postgres']);
    assert.ok(shelf.grammars.postgres, 'expected the grammar to load');
  });

  for (const [sql, expected] of postgres) {
    const wanted = sql.startsWith('set session_replication_role')
      ? 'modify session/session_replication_role'
      : expected;
    it(sql, () => check(told(sql, 'postgres', shelf.grammars), wanted));
  }

  it('what does not parse is judged by its words, and is opaque', () => {
    const actions = actionsOfSql('drop table users cascade please', 'postgres', { grammars: shelf.grammars });
    assert.deepEqual(
      actions.map((one) => one.verb),
      ['destroy', 'execute'],
    );
    assert.ok(actions[1]?.traits.includes('opaque-code'));
  });

  it('parts that are not known stay known as such', () => {
    const actions = actionsOfSql('delete from \uFFFC where id = 1', 'postgres', { grammars: shelf.grammars });
    assert.deepEqual(
      [actions[0]?.verb, actions[0]?.names, actions[0]?.opaque],
      ['delete', ['\uFFFC'], ['\uFFFC']],
    );
  });

  it('the parameters of drivers are read as parameters', () => {
    for (const sql of [
      'delete from a where id = ?',
      'delete from a where id = %s',
      'delete from a where id = :id',
    ]) {
      const actions = actionsOfSql(sql, 'postgres', { grammars: shelf.grammars });
      assert.deepEqual(
        actions.map((one) => one.verb),
        ['delete'],
      );
    }
  });
});

describe('SQL by its words', () => {
  for (const [sql, expected] of postgres)
    it(`postgres: ${sql}`, () => check(told(sql, 'postgres', {}), expected));
  for (const [sql, expected] of mysql) it(`mysql: ${sql}`, () => check(told(sql, 'mysql', {}), expected));

  it('says which grammar it missed', () => {
    const wanted: string[] = [];
    actionsOfSql('select 1', 'postgres', { grammars: {}, want: (name) => wanted.push(name) });
    assert.deepEqual(wanted, ['postgres']);
  });

  it('a quote that does not end is opaque, never a read alone', () => {
    const actions = actionsOfWords("select 'x", 'postgres');
    assert.ok(actions.some((one) => one.traits.includes('opaque-code')));
  });

  it('takes any text, and a keyword in no list is unknown', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom<SqlDialect>('postgres', 'mysql', 'sqlite', 'other'),
        (sql, dialect) => {
          return Array.isArray(actionsOfWords(sql, dialect));
        },
      ),
    );
  });

  it('a dangerous statement stays dangerous among harmless ones, comments and blanks', () => {
    const harmless = fc.constantFrom('select 1;', '/* c */', '-- x\n', ' ', '\n', ';', "select 'a;b';");
    fc.assert(
      fc.property(fc.array(harmless), fc.array(harmless), (before, after) => {
        const actions = actionsOfWords(`${before.join('')} drop table users; ${after.join('')}`, 'postgres');
        assert.ok(actions.some((one) => one.verb === 'destroy'));
      }),
    );
  });

  it('ends, however long and hostile the text is', () => {
    const hostile = [
      'drop '.repeat(100_000),
      '('.repeat(300_000),
      "'".repeat(300_001),
      '$a$'.repeat(100_000),
      '/*'.repeat(200_000),
      'select (delete '.repeat(50_000),
      'delete from a where '.concat('a or '.repeat(50_000)),
      '\\\\'.repeat(100_000),
    ];
    for (const text of hostile) {
      assert.ok(actionsOfWords(text, 'postgres').length > 0);
    }
  });
});
