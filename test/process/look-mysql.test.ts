import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { without } from '../support/components.js';
import { type DatabaseServer, emptyFolder, mariadbServer } from '../support/database-servers.js';
import { type FalseServer, falseServer, hasty, patient, pour, rowsOf } from '../support/look-stage.js';
import { lookAt } from '../support/looking.js';

const password = 'm-Very-s3cret';

const shop = `
CREATE DATABASE shop;
USE shop;
CREATE TABLE orders(id int AUTO_INCREMENT PRIMARY KEY, status varchar(20), total decimal(10,2), note text) AUTO_INCREMENT = 1;
CREATE TABLE order_lines(id int AUTO_INCREMENT PRIMARY KEY, order_id int, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE);
CREATE TABLE line_notes(id int AUTO_INCREMENT PRIMARY KEY, line_id int, FOREIGN KEY (line_id) REFERENCES order_lines (id) ON DELETE CASCADE);
CREATE TABLE refunds(id int AUTO_INCREMENT PRIMARY KEY, order_id int, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE SET NULL);
CREATE TABLE \`Order \`\`Items\`(id int PRIMARY KEY, \`select\` text);
CREATE TABLE spilt(a int);
INSERT INTO orders(status, total, note) SELECT IF(seq % 10 = 0, 'old', 'new'), seq, IF(seq <= 3, 'x', NULL) FROM seq_1_to_1000;
INSERT INTO order_lines(order_id) SELECT seq % 1000 + 1 FROM seq_1_to_5000;
INSERT INTO line_notes(line_id) SELECT seq FROM seq_1_to_7;
INSERT INTO refunds(order_id) SELECT seq FROM seq_1_to_30;
INSERT INTO \`Order \`\`Items\` VALUES (1, 'it''s'), (2, 'b');
DELIMITER //
CREATE FUNCTION spill() RETURNS int MODIFIES SQL DATA BEGIN INSERT INTO spilt VALUES (1); RETURN 1; END//
CREATE FUNCTION \`now\`() RETURNS datetime MODIFIES SQL DATA BEGIN INSERT INTO spilt VALUES (1); RETURN '2000-01-01'; END//
DELIMITER ;
CREATE SEQUENCE numbers;
CREATE DATABASE other;
CREATE TABLE other.audits(id int PRIMARY KEY, order_id int, FOREIGN KEY (order_id) REFERENCES shop.orders (id) ON DELETE CASCADE);
INSERT INTO other.audits VALUES (1, 1), (2, 2);
CREATE USER app@'127.0.0.1' IDENTIFIED BY '${password}';
GRANT ALL ON shop.* TO app@'127.0.0.1';
CREATE USER narrow@'127.0.0.1' IDENTIFIED BY '${password}';
GRANT DELETE ON shop.orders TO narrow@'127.0.0.1';
`;

/** All that a look must leave as it is: rows, counters, definitions, rights, and what the server counts of writes. */
const state = `
USE shop;
CHECKSUM TABLE orders, order_lines, line_notes, refunds, spilt, other.audits EXTENDED;
SELECT TABLE_NAME, AUTO_INCREMENT, CREATE_TIME FROM information_schema.TABLES WHERE TABLE_SCHEMA IN ('shop', 'other') ORDER BY 1;
SELECT next_not_cached_value FROM numbers;
SHOW DATABASES;
SHOW GLOBAL STATUS WHERE Variable_name IN ('Handler_delete', 'Handler_update', 'Innodb_rows_deleted', 'Innodb_rows_updated', 'Innodb_rows_inserted', 'Com_delete', 'Com_update', 'Com_insert', 'Com_drop_table', 'Com_truncate', 'Com_alter_table');
SELECT COUNT(*) FROM information_schema.INNODB_TRX;
`;

describe('a look at MariaDB', function () {
  this.timeout(180_000);
  let server: DatabaseServer;
  let folder: string;
  let to: string;

  before(async function () {
    const started = await mariadbServer(password);
    if (started === undefined) without('MariaDB', this);
    server = started;
    folder = emptyFolder();
    to = `mariadb -h 127.0.0.1 -P ${server.port}`;
    server.run(shop);
  });

  after(async () => {
    await server?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** What the look says, and that nothing is another after it. */
  async function seen(sql: string, words = `-u owner -p${password} shop`) {
    const before = server.run(state);
    const looked = await lookAt(`${to} ${words} <<'EOF'\n${sql}\nEOF`, { cwd: folder });
    assert.equal(server.run(state), before, `a look changed something: ${sql}`);
    return looked;
  }

  const tables: readonly (readonly [sql: string, rows: readonly string[]])[] = [
    ['DROP TABLE orders;', ['table orders (N B, 1000 rows), its data is lost']],
    [
      'DELETE FROM orders;',
      [
        'all rows of orders × 1000, its data is lost',
        'rows of order_lines × 5000 (with ON DELETE CASCADE), its data is lost',
        'rows of other.audits × 2 (with ON DELETE CASCADE), its data is lost',
        'rows of line_notes (with ON DELETE CASCADE), its data is lost',
        'rows of refunds × 30 (with ON DELETE SET NULL)',
      ],
    ],
    [
      "DELETE LOW_PRIORITY FROM orders WHERE orders.status = 'old' AND total >= 500.5;",
      [
        "rows of orders × 50 (where orders.status = 'old' AND total >= 500.5), its data is lost",
        'rows of order_lines × 250 (with ON DELETE CASCADE), its data is lost',
        'rows of line_notes (with ON DELETE CASCADE), its data is lost',
      ],
    ],
    [
      'DELETE FROM orders WHERE id > 5 LIMIT 10;',
      [
        'rows of orders × 10 (at most 10 rows, where id > 5), its data is lost',
        'rows of order_lines (with ON DELETE CASCADE), its data is lost',
        'rows of other.audits (with ON DELETE CASCADE), its data is lost',
        'rows of line_notes (with ON DELETE CASCADE), its data is lost',
        'rows of refunds (with ON DELETE SET NULL)',
      ],
    ],
    ['TRUNCATE TABLE refunds;', ['all rows of refunds × 30 (N B), its data is lost']],
    [
      'ALTER TABLE orders DROP COLUMN note;',
      ['column orders.note (a value in 3 rows, type text), its data is lost'],
    ],
    [
      'UPDATE IGNORE orders SET total = 0 WHERE id <= 10;',
      ['rows of orders × 10 (total, where id <= 10), its data is lost'],
    ],
    [
      "DELETE FROM orders WHERE status = 'it''s; DROP TABLE orders; -- ';",
      ["rows of orders × 0 (where status = 'it''s; DROP TABLE orders; -- ')"],
    ],
    ['DELETE FROM shop.refunds WHERE id < 3;', ['rows of shop.refunds × 2 (where id < 3), its data is lost']],
  ];
  it('shows a few rows, and no value of them comes out of the server', async () => {
    server.run(`USE shop;
CREATE TABLE people(id int, name varchar(50), mail text, born date, \`it\`\`s\` char(3));
INSERT INTO people VALUES (4711, 'Zebedee', 'zebedee.quillfeather@example.org', '1987-06-05', 'no'), (4712, '', NULL, NULL, NULL);
CREATE VIEW shown AS SELECT * FROM people;`);
    try {
      const { change, text, failures } = await seen('DELETE FROM people;');
      assert.deepEqual(failures, []);
      assert.match(
        text,
        /One of its rows, without values: id int, name varchar to 8 bytes, mail text to 32 bytes, born date, it`s char to 8 bytes\./,
      );
      assert.match(text, /without values: id int, name varchar empty, mail NULL, born NULL, it`s NULL\./);
      assert.doesNotMatch(JSON.stringify(change), /4711|zebedee|quill|1987|example\.org/i);
      assert.doesNotMatch((await seen('DELETE FROM shown;')).text, /without values/);
    } finally {
      server.run('USE shop; DROP VIEW shown; DROP TABLE people;');
    }
  });

  for (const [sql, rows] of tables)
    it(`counts what goes: ${sql}`, async () => {
      const { change, text, failures } = await seen(sql);
      assert.deepEqual(failures, []);
      assert.deepEqual(rowsOf(text), rows);
      assert.doesNotMatch(text, /Not known: how many/);
      assert.deepEqual(
        change?.looked?.map(({ at: _, server: by, ...one }) => [one, by.replace(/ [\d.]+$/, '')]),
        [[{ place: 'MariaDB 127.0.0.1/shop', role: 'primary' }, 'MariaDB']],
      );
    });

  it('a name in quotes is asked about as it is written', async () => {
    const { text } = await seen("DELETE FROM `Order ``Items` WHERE `select` <> 'b' OR id = 2;");
    assert.match(text, /rows of .* × 2 /);
  });

  it('a table that is not there is said to be missing, but not to who may not see it', async () => {
    assert.match((await seen('DROP TABLE nowhere;')).text, /there is no table nowhere there\./);
    const { text } = await seen('DELETE FROM refunds;', `-u narrow -p${password} shop`);
    assert.doesNotMatch(text, /there is no table/);
    assert.match(text, /Not known: how many rows of refunds\./);
  });

  it('says whose keys an account was not shown', async () => {
    const { text } = await seen('DELETE FROM orders;', `-u app -p${password} shop`);
    assert.match(text, /what else depends on table orders from other databases and goes with it/);
    assert.match(text, /rows of order_lines × 5000/);
    const narrow = await seen('DELETE FROM orders;', `-u narrow -p${password} shop`);
    assert.match(narrow.text, /what else depends on table orders and goes with it/);
  });

  it('says nothing of keys where the call may switch them off', async () => {
    const { text } = await seen('SET FOREIGN_KEY_CHECKS = 0; DELETE FROM orders;');
    assert.match(text, /all rows of orders × 1000/);
    assert.match(text, /what else depends on table orders and goes with it/);
    assert.doesNotMatch(text, /order_lines/);
  });

  for (const condition of [
    'spill() = 1',
    'sleep(30) = 0',
    'nextval(numbers) > 0',
    'NEXT VALUE FOR numbers > 0',
    'id IN (SELECT id FROM refunds)',
    "get_lock('x', 10) = 1",
    "load_file('/etc/passwd') IS NULL",
    '@x := 1',
  ])
    it(`no code of the server's is run to count: ${condition}`, async () => {
      const { text, failures } = await seen(`DELETE FROM orders WHERE ${condition};`);
      assert.deepEqual(failures, []);
      assert.match(text, /Not known: how many rows of orders\./);
    });

  it("a function that is somebody's and bears the name of a builtin is not called", async () => {
    const { text } = await seen('DELETE FROM orders WHERE now() < 0;');
    assert.match(text, /rows of orders × 0/);
    const { text: spaced } = await seen('DELETE FROM orders WHERE now () IS NULL;');
    assert.match(spaced, /rows of orders/);
    assert.equal(server.run('SELECT COUNT(*) FROM shop.spilt'), '0');
  });

  it('even where a view runs it, nothing is written', async () => {
    server.run('USE shop; CREATE VIEW trap AS SELECT id FROM orders WHERE spill() = 1;');
    const { text } = await seen('DELETE FROM trap;');
    assert.match(text, /Not known: how many rows of trap\./);
    server.run('DROP VIEW shop.trap;');
    // What no read-only transaction takes back.
    server.run(
      'USE shop;\nDELIMITER //\nCREATE FUNCTION mark() RETURNS int BEGIN SET GLOBAL max_connect_errors = 4242; RETURN 1; END//\nDELIMITER ;\nCREATE VIEW trap AS SELECT id, status FROM orders WHERE mark() = 1;',
    );
    const marked = (): string => server.run('SELECT @@global.max_connect_errors');
    server.run('SELECT COUNT(*) FROM shop.trap');
    assert.equal(marked(), '4242', 'expected a trap, got none');
    server.run('SET GLOBAL max_connect_errors = 100');
    for (const sql of ['DELETE FROM trap;', 'UPDATE trap SET status = 1 WHERE id = 1;', 'DROP TABLE trap;'])
      await seen(sql);
    const { text: named } = await seen('DELETE FROM orders WHERE shop.mark() = 1;');
    assert.match(named, /Not known: how many rows of orders\./);
    assert.equal(marked(), '100');
    server.run('DROP VIEW shop.trap; DROP FUNCTION shop.mark;');
  });

  it('double quotes that are names on this server are not counted as text', async () => {
    server.run("SET GLOBAL sql_mode = 'ANSI_QUOTES'");
    try {
      const { text } = await seen('DELETE FROM orders WHERE "status" = \'old\';');
      assert.match(text, /Not known: how many rows of orders\./);
    } finally {
      server.run('SET GLOBAL sql_mode = DEFAULT');
    }
  });

  it('a table that somebody holds is not waited for', async () => {
    const words = ['--no-defaults', '-h', '127.0.0.1', '-P', String(server.port), '-u', 'owner', 'shop'];
    const holder = spawn('/usr/bin/mariadb', [...words, '--unbuffered', '--batch'], {
      env: { MYSQL_PWD: password },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const held = new Promise((resolve) => holder.stdout.once('data', resolve));
    holder.stdin.write('LOCK TABLES orders WRITE; SELECT 1;\n');
    await held;
    try {
      const { text } = await lookAt(`${to} -u owner -p${password} shop -e 'DELETE FROM orders'`, {
        cwd: folder,
        limits: patient,
      });
      assert.match(text, /Not known: how many rows of orders\./);
    } finally {
      holder.stdin.end('UNLOCK TABLES;\n');
      await new Promise((resolve) => holder.once('exit', resolve));
    }
  });

  it('a password that stays with the agent, and one that is wrong, are told apart, and neither is told on', async () => {
    const command = `${to} -u app shop -e 'DROP TABLE orders'`;
    const withheld = await lookAt(command, { cwd: folder, credentials: { MYSQL_PWD: 'digest' } });
    assert.deepEqual(withheld.failures, [{ code: 'withheld', detail: 'MYSQL_PWD' }]);
    const wrong = await lookAt(`MYSQL_PWD=not-the-Right-one ${command}`, { cwd: folder });
    assert.match(wrong.failures[0]?.detail ?? '', /Access denied/);
    assert.doesNotMatch(JSON.stringify([withheld, wrong]), /not-the-Right-one|m-Very-s3cret/);
  });

  it('connects as files of options say, and takes nothing else from them', async () => {
    const mark = join(folder, 'told');
    writeFileSync(
      join(folder, '.my.cnf'),
      `[client]\nhost=127.0.0.1\nport=${server.port}\n!include ${folder}/more.cnf\n[mysql]\ntee=${mark}\npager=touch ${mark}\n`,
    );
    writeFileSync(join(folder, 'more.cnf'), `[client]\nuser = owner\npassword = "${password}"\n`);
    try {
      const { text, failures } = await lookAt("mariadb shop -e 'TRUNCATE refunds'", { cwd: folder });
      assert.deepEqual(failures, []);
      assert.match(text, /all rows of refunds × 30/);
      assert.ok(!existsSync(mark));
      writeFileSync(join(folder, 'more.cnf'), '[client]\ninit-command=DELETE FROM orders\n');
      assert.deepEqual((await lookAt("mariadb shop -e 'TRUNCATE refunds'", { cwd: folder })).places, []);
    } finally {
      rmSync(join(folder, '.my.cnf'));
      rmSync(join(folder, 'more.cnf'));
    }
  });

  const nowhere: readonly (readonly [why: string, command: string])[] = [
    ['a variable that is not known', 'mysql -h "$DB" shop -e "DROP TABLE orders"'],
    ['another machine', 'ssh db mysql shop -e "\'DROP TABLE orders\'"'],
    ['other rights', 'sudo mysql shop -e "DROP TABLE orders"'],
    ['another database on the way', "mysql shop <<'EOF'\nuse other\nDROP TABLE orders;\nEOF"],
    ['another server on the way', "mysql shop <<'EOF'\nconnect shop elsewhere\nDROP TABLE orders;\nEOF"],
    ["the client's own commands", "mysql shop <<'EOF'\nsystem ls\nDROP TABLE orders;\nEOF"],
    ['a comment that only some servers run', 'mysql shop -e "DELETE FROM orders /*!99999 WHERE id = 1 */"'],
    ['a letter that is written otherwise', 'mysql shop -e "DELETE FROM orders WHERE a = \'\\\\n\'"'],
    ['statements before it', 'mysql --init-command="USE other" shop -e "DROP TABLE orders"'],
    ['a plugin to load', 'mysql --plugin-dir=/tmp --default-auth=x shop -e "DROP TABLE orders"'],
    ['a login that cannot be read', 'mysql --login-path=prod shop -e "DROP TABLE orders"'],
    ['an option that is not known', 'mysql --frobnicate shop -e "DROP TABLE orders"'],
    ['what only reads', 'mysql shop -e "SELECT 1"'],
  ];
  for (const [why, command] of nowhere)
    it(`no look is offered where there is ${why}`, async () => {
      assert.deepEqual((await lookAt(command, { cwd: folder })).places, []);
    });

  describe('at a server that is none', () => {
    let none: FalseServer;

    before(async () => {
      none = await falseServer();
    });

    after(() => none.close());

    const at = (): string =>
      `mysql -h 127.0.0.1 -P ${none.port} -u u -pp-Secret-1 shop -e 'DROP TABLE orders'`;

    it('that never answers: it is left at the deadline', async () => {
      none.behave(() => undefined);
      const { failures } = await lookAt(at(), { cwd: folder, limits: hasty });
      assert.deepEqual(failures, [{ code: 'timeout', detail: '2' }]);
    });

    it('that sends without end, speaks another language, or hangs up', async () => {
      for (const by of [
        (socket: Parameters<typeof pour>[0]) => pour(socket, Buffer.alloc(1024 * 1024, 'x'), 300),
        (socket: Parameters<typeof pour>[0]) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
        (socket: Parameters<typeof pour>[0]) => socket.destroy(),
      ]) {
        none.behave(by);
        const { failures, change } = await lookAt(at(), { cwd: folder, limits: patient });
        assert.equal(change, undefined);
        assert.match(failures[0]?.code ?? '', /^(?:refused|too-large)$/);
        assert.doesNotMatch(JSON.stringify(failures), /p-Secret-1/);
      }
    });
  });
});
