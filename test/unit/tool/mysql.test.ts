import assert from 'node:assert/strict';
import { MySqlParser } from 'dt-sql-parser/dist/lib/mysql/MySqlParser.js';
import fc from 'fast-check';
import type { SqlAction } from '../../../src/core/tool/sql/action.js';
import { readMysqlClient } from '../../../src/core/tool/sql/mysql-client.js';
import type { MysqlForm } from '../../../src/core/tool/sql/mysql-script.js';
import { mysqlReaders } from '../../../src/core/tool/sql/mysql-statements.js';
import { readingsOfMysql, statementsOfMysql } from '../../../src/core/tool/sql/mysql-text.js';
import { actionsOfMysqlTexts, actionsOfSql } from '../../../src/core/tool/sql/read.js';
import type { Grammars } from '../../../src/core/tool/table.js';
import { GrammarShelf } from '../../../src/engine/grammars.js';

/** Statement, and what it does: `verb noun/names traits`, a star for all rows; several joined by ` + `. */
const byGrammar = [
  // Rows.
  ['delete from users where id = 1', 'delete rows/users'],
  ['delete from users where id = ?', 'delete rows/users'],
  ['delete from users where id = %s', 'delete rows/users'],
  ['delete from users', 'destroy* rows/users no-filter'],
  ['delete from users where 1', 'destroy* rows/users no-filter'],
  ["delete from users where 'a' = 'a'", 'destroy* rows/users no-filter'],
  ['delete from users where id in (select id from old where 1 = 1)', 'delete rows/users'],
  ['delete a, b from a join b on a.id = b.id where a.x = 1', 'delete rows/a,b'],
  ['delete from a using a join b on a.id = b.id where b.x = 2', 'delete rows/a'],
  ['with x as (select 1) delete from users where id in (select * from x)', 'delete rows/users'],
  ['update shop.users set a = 1 where id = 2', 'modify rows/shop.users'],
  ['update users set a = 1', 'replace* rows/users no-filter'],
  ['update users set a = 1 where id = id', 'replace* rows/users no-filter'],
  ['update a, b set a.x = 1 where a.id = b.id', 'modify rows/a,b'],
  ['insert into users values (1)', 'create rows/users'],
  ['insert into users select * from other', 'create rows/users'],
  ['insert into users values (1) on duplicate key update a = 2', 'modify rows/users'],
  ['replace into users values (1)', 'replace rows/users'],
  ["load data infile 'x' into table users", 'create rows/users'],
  ["load data local infile 'x' replace into table users", 'replace rows/users'],
  // Structure.
  ['alter table users drop column email, add column a int', 'delete column/users'],
  ['alter table users drop index i', 'modify table/users protection-off'],
  ['alter table users add column a int', 'modify table/users'],
  ['alter table users engine = blackhole', 'destroy* rows/users'],
  ['alter table users discard tablespace', 'destroy* table/users'],
  ['alter table users exchange partition p with table q', 'replace* partition/users'],
  ['rename table a to b', 'modify table/a'],
  ['drop view v, w', 'delete view/v,w'],
  ['drop index i on t', 'delete index/i'],
  ["create tablespace t add datafile 'x'", 'create tablespace/t'],
  ['create definer = root@localhost procedure p() delete from a where b = 1', 'create procedure/p'],
  ['alter table users alter check c not enforced', 'modify table/users protection-off'],
  ['set default role r to ada', 'expose role privileged'],
  ['drop procedure if exists p', 'delete procedure/p'],
  ['create table a like b', 'create table/a'],
  ['create or replace view v as select 1', 'modify view/v'],
  // Files, rights, server.
  ["select * from users into outfile '/tmp/x'", 'create server-file//tmp/x'],
  ["table users into outfile '/tmp/x'", 'create server-file//tmp/x'],
  ['select 1 into @x', 'read rows'],
  ["do load_file('/etc/passwd')", 'read server-file secret'],
  ["do sys_exec('id')", 'execute server-program opaque-code'],
  ['do sleep(1)', 'read rows'],
  ['grant all on *.* to ada', 'expose rights privileged'],
  ['revoke all on shop.* from ada', 'modify rights'],
  ["alter user ada identified by 'x'", 'expose role/ada privileged'],
  ["create user ada identified by 'x'", 'expose user/ada privileged'],
  ['set global read_only = 0', 'modify server privileged'],
  ['set @@global.read_only = 0', 'modify server privileged'],
  ['set a = 1, persist b = 2', 'modify server privileged'],
  ['set sql_log_bin = 0', 'modify session/sql_log_bin protection-off'],
  ['kill 12', 'stop connection'],
  ['shutdown', 'stop server'],
  ["clone instance from ada@'host':3306 identified by 'x'", 'destroy* server privileged'],
  ['uninstall plugin audit_log', 'delete plugin protection-off'],
  ["create function f returns string soname 'x.so'", 'execute function/f privileged'],
  ['stop replica', 'stop replication'],
  ['call wipe()', 'execute procedure/wipe'],
  // Bodies.
  [
    'create event e on schedule every 1 day do delete from users where id > 5',
    'create event/e + delete rows/users',
  ],
  ['create trigger t before insert on a for each row delete from b where x = 1', 'create trigger/t'],
  // What it is read as.
  ['explain delete from users where id = 1', 'read plan'],
  ['start transaction; delete from a where id = 1; commit', 'delete rows/a'],
  ['delete from a where id = 1 # or 1 = 1', 'delete rows/a'],
  ['delete from a -- where id = 1', 'destroy* rows/a no-filter'],
  ["insert into a values ('; drop table b')", 'create rows/a'],
  ['delete from a where id = 1\\G', 'delete rows/a'],
  // The grammar does not know them; keywords do.
  ['delete from users where id = 1 returning id', 'delete rows/users'],
  ['begin not atomic delete from users where id = 1; end', 'delete rows/users'],
  ["execute immediate 'drop table users'", 'destroy table/users'],
  ['analyze delete from users where id = 1', 'delete rows/users'],
  ['set statement max_statement_time = 1 for delete from users where id = 1', 'delete rows/users'],
  ['frobnicate everything', 'unknown statement'],
] as const;

/** Statements that no keyword alone tells. */
const versioned = [
  ['/*!50001 drop table users */', 'destroy table/users'],
  ['/*M!100100 drop table users */', 'destroy table/users'],
  ['/*! delete */ from users where id = 1', 'delete rows/users'],
  ['/*!40101 set names utf8 */', 'read session'],
  ['create /*!50013 definer = root@localhost */ view v as select 1', 'create view/v'],
  // A server that is older than the comment says does not see the filter.
  ['delete from users /*!99999 where id = 1 */', 'delete rows/users + destroy* rows/users no-filter'],
  ['select 1 /*!50000 ; drop table users */', 'destroy table/users'],
  ['select 1 /* ! drop table users */', 'read rows'],
] as const;

const prepared = [
  ["prepare s from 'drop table users'; execute s", 'destroy table/users'],
  ["set @x = 'drop table users'; prepare s from @x; execute s", 'destroy table/users'],
  ["set @x := concat('drop ', 'table users'); prepare s from @x", 'destroy table/users'],
  ["set @t = 'users'; set @x = concat('drop table ', @t); prepare s from @x", 'destroy table/users'],
  ["set @x = 'select 1'; prepare s from @x; execute s", 'read session'],
  ['prepare s from @x', 'execute statement opaque-code'],
  [
    "set @x = 'select 1'; select @x := 'drop table users'; prepare s from @x",
    'execute statement opaque-code',
  ],
  ["set @x = 'select 1'; call p(); prepare s from @x", 'execute procedure/p + execute statement opaque-code'],
  ['execute s', 'execute prepared-statement/s'],
] as const;

describe('SQL of MySQL by its grammar', () => {
  const shelf = new GrammarShelf();
  before(async () => {
    await shelf.load(['mysql']);
    assert.ok(shelf.grammars.mysql, 'expected the grammar to load');
  });

  for (const [sql, expected] of [...byGrammar, ...versioned, ...prepared])
    it(sql, () => assert.equal(told(sql, shelf.grammars), expected));

  it('the body of a routine runs when it is called', () => {
    const made = 'create procedure wipe() begin declare x int; delete from a; drop table b; end';
    assert.equal(told(made, shelf.grammars, 'statement'), 'create procedure/wipe');
    assert.equal(
      told("create procedure p() begin prepare s from 'drop table b'; end", shelf.grammars, 'statement'),
      'create procedure/p',
    );
    assert.equal(
      told('create procedure wipe() delete from a where id = 1; call wipe()', shelf.grammars),
      'create procedure/wipe + delete rows/a',
    );
  });

  it('a routine made under another delimiter is known when it is called', () => {
    const script = [
      'delimiter //',
      'create procedure wipe() begin select 1; drop table orders; end //',
      'delimiter ;',
      'call wipe();',
    ];
    const texts = readMysqlClient(script.join('\n')).flatMap((part) => (part.kind === 'sql' ? [part] : []));
    const actions = actionsOfMysqlTexts(texts, { grammars: shelf.grammars });
    assert.deepEqual(actions.map(toldOne), ['create procedure/wipe', 'destroy table/orders']);
    const asStatement = 'if 1 then delete from a where id = 1; end if';
    assert.equal(told(asStatement, shelf.grammars, 'statement'), 'delete rows/a');
  });

  it('what does not parse is judged by its words, and a read among it is opaque', () => {
    assert.equal(told('delete from a where id = 1 please', shelf.grammars), 'delete rows/a');
    assert.equal(told('help me delete everything', shelf.grammars), 'read statement');
    assert.equal(told('xa frobnicate', shelf.grammars), 'execute statement opaque-code');
  });

  it('parts that are not known stay known as such', () => {
    const [first] = actionsOfSql('delete from shop_\uFFFC where id = 1', 'mysql', {
      grammars: shelf.grammars,
    });
    assert.deepEqual([first?.verb, first?.names, first?.opaque], ['delete', ['shop_\uFFFC'], ['\uFFFC']]);
  });

  it('places hold behind characters beyond 16 bits', () => {
    assert.equal(told("delete from a where n = '🐬' and `🐬` = 1", shelf.grammars), 'delete rows/a');
    assert.equal(told("insert into `🐬t` values ('🐬')", shelf.grammars), 'create rows/🐬t');
  });

  it('is not asked where keywords suffice', () => {
    const asked: string[] = [];
    const grammars: Grammars = {
      mysql: (sql) => {
        asked.push(sql);
        return { ok: false, error: { code: 'x' } };
      },
    };
    for (const sql of ['select * from a', 'show tables', 'use shop', 'drop table a', 'delete from a', '-- c'])
      actionsOfSql(sql, 'mysql', { grammars });
    assert.deepEqual(asked, []);
  });

  it('a look ahead that costs too much ends the parse, and keywords stand', () => {
    const sql = `insert into x select 1 ${'union select 1 '.repeat(60)}`;
    assert.deepEqual(shelf.grammars.mysql?.(sql), { ok: false, error: { code: 'too-far-ahead' } });
    assert.equal(told(sql, shelf.grammars), 'create rows/x');
  });

  it('is wanted only for what it could change', () => {
    const wanted: string[] = [];
    const context = { grammars: {}, want: (name: string) => wanted.push(name) };
    actionsOfSql('select 1; drop table a', 'mysql', context);
    assert.deepEqual(wanted, []);
    actionsOfSql('delete from a where id = 1', 'mysql', context);
    assert.deepEqual(wanted, ['mysql']);
  });

  it('ends, however long and hostile the text is', () => {
    const hostile = [
      `delete from a where ${'('.repeat(5_000)}1`,
      `delete from a where ${'not '.repeat(5_000)}1`,
      `insert into a values ${'(1),'.repeat(8_000)}(1)`,
      'update a set b = 1 where c = 2;'.repeat(3_000),
      '/*!'.repeat(10_000),
      `/*! ${'/* */'.repeat(6_000)} delete from a where b = 1 */`,
      "'".repeat(30_001),
      `create procedure p() ${'begin '.repeat(3_000)}`,
      `insert into x select 1 ${'union select 1 '.repeat(1_000)}`,
      `update a set b = ${'case when 1 then '.repeat(500)}1`,
      `insert into x ${'select * from ('.repeat(1_000)}select 1`,
    ];
    for (const sql of hostile) {
      const actions = actionsOfSql(sql, 'mysql', { grammars: shelf.grammars });
      if (/^(?:delete|insert|update)/.test(sql))
        assert.ok(
          actions.some(({ verb }) => verb !== 'read'),
          sql.slice(0, 24),
        );
    }
  });

  it('takes any text', () => {
    const words = fc.constantFrom(
      'delete',
      'from',
      'a',
      'where',
      '(',
      ')',
      "'x'",
      '/*!',
      '*/',
      ';',
      '@x',
      '=',
      '1',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 20 }), (parts) =>
        Array.isArray(actionsOfSql(parts.join(' '), 'mysql', { grammars: shelf.grammars })),
      ),
      { numRuns: 60 },
    );
  });

  it('every statement of the grammar has a reader', () => {
    const inner =
      /^(?:(?:single|sql|ddl|dml|transaction|replication|prepared|compound|administration|utility|union|lateral)Statement|(?:create|alter)\w*(?:Option|Definitions?|Specification)|(?:block|case|if|iterate|leave|loop|repeat|return|while|cursor|procedureSql|owner)Statement)$/;
    const statements = MySqlParser.ruleNames.filter((rule) =>
      /Statement$|^(?:create|alter|drop|change|purge|start|stop|xa|install|uninstall|grant|rename|truncate|reset|lock|unlock|set)[A-Z]/.test(
        rule,
      ),
    );
    const missing = statements.filter((rule) => !inner.test(rule) && !mysqlReaders.has(rule));
    assert.deepEqual(missing, [
      'renameTableClause',
      'setAssignmentList',
      'lockClause',
      'lockTableElement',
      'lockAction',
      'renameUserClause',
      'resetOption',
    ]);
  });
});

describe('MySQL text', () => {
  it('keeps its places, whatever is blanked', () => {
    fc.assert(
      fc.property(fc.string(), (sql) => {
        const { code, bare } = readingsOfMysql(sql);
        assert.deepEqual([code.length, bare.length], [sql.length, sql.length]);
      }),
    );
  });

  it('comments are blank, versioned ones in one reading only', () => {
    assert.deepEqual(readingsOfMysql("a /*!50000 b */ '/*' # c\nd"), {
      code: "a          b    '/*'    \nd",
      bare: "a               '/*'    \nd",
    });
    assert.equal(readingsOfMysql('a /*! b /* c */ d */ e').bare, `a ${' '.repeat(18)} e`);
  });

  it('is cut where the client cuts', () => {
    assert.deepEqual(statementsOfMysql("a; 'b;c' ; ;d"), ['a', " 'b;c' ", 'd']);
  });
});

describe('the mysql client', () => {
  it('keeps its own lines, and cuts by another delimiter', () => {
    const text =
      'select 1;\nsource a.sql\ndelimiter //\nbegin\n x; y;\nend//\ncall p()//\ndelimiter ;\nselect 2;';
    assert.deepEqual(
      readMysqlClient(text).map((part) => [part.kind === 'sql' ? part.form : part.name, part.text.trim()]),
      [
        ['source', 'a.sql'],
        ['script', 'select 1;'],
        ['statement', 'begin\n x; y;\nend'],
        ['statement', 'call p()'],
        ['script', 'select 2;'],
      ],
    );
  });
});

function told(sql: string, grammars: Grammars, form: MysqlForm = 'script'): string {
  const actions = actionsOfMysqlTexts([{ form, text: sql }], { grammars });
  const acting = actions.filter((one) => one.verb !== 'read' || one.traits.length > 0);
  return (acting.length > 0 ? acting : actions.slice(0, 1)).map(toldOne).join(' + ');
}

function toldOne(one: SqlAction): string {
  const resource = [one.noun, one.names.join(',')].filter((part) => part !== '').join('/');
  return [one.verb + (one.uncountable === true ? '*' : ''), resource, ...one.traits].join(' ');
}
