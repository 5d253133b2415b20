import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { without } from '../support/components.js';
import { type DatabaseServer, emptyFolder, freePort, postgresServer } from '../support/database-servers.js';
import { type FalseServer, falseServer, hasty, patient, pour, rowsOf } from '../support/look-stage.js';
import { lookAt, lookOrdered } from '../support/looking.js';

const password = 'a-Very-s3cret';

const shop = `
CREATE DATABASE shop;
\\c shop
CREATE TABLE orders(id serial PRIMARY KEY, status text, total numeric(10,2), note text);
CREATE TABLE order_lines(id serial PRIMARY KEY, order_id int REFERENCES orders ON DELETE CASCADE);
CREATE TABLE line_notes(id serial PRIMARY KEY, line_id int REFERENCES order_lines ON DELETE CASCADE);
CREATE TABLE refunds(id serial PRIMARY KEY, order_id int REFERENCES orders ON DELETE SET NULL);
CREATE TABLE "Order Items"(id int PRIMARY KEY, "select" text);
CREATE VIEW revenue AS SELECT sum(total) FROM orders;
CREATE VIEW revenue_twice AS SELECT sum + 1 AS more FROM revenue;
CREATE FUNCTION spill() RETURNS bool VOLATILE LANGUAGE plpgsql AS $$ BEGIN INSERT INTO refunds DEFAULT VALUES; RETURN true; END $$;
INSERT INTO orders(status, total, note) SELECT CASE WHEN g % 10 = 0 THEN 'old' ELSE 'new' END, g, CASE WHEN g <= 3 THEN 'x' END FROM generate_series(1, 1000) g;
INSERT INTO order_lines(order_id) SELECT g % 1000 + 1 FROM generate_series(1, 5000) g;
INSERT INTO line_notes(line_id) SELECT g FROM generate_series(1, 7) g;
INSERT INTO refunds(order_id) SELECT g FROM generate_series(1, 30) g;
INSERT INTO "Order Items" VALUES (1, 'it''s'), (2, 'b');
CREATE ROLE reader LOGIN PASSWORD '${password}';
`;

/** All that a look must leave as it is: rows, where each lies, sequences, definitions, and what the server counts of writes. */
const state = `
\\c shop
SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables ORDER BY 1;
SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 2;
SELECT md5(string_agg(ctid::text || xmin::text || xmax::text || t::text, '' ORDER BY id)) FROM orders t;
SELECT md5(string_agg(ctid::text || xmin::text || xmax::text || t::text, '' ORDER BY id)) FROM order_lines t;
SELECT md5(string_agg(ctid::text || xmin::text || xmax::text || t::text, '' ORDER BY id)) FROM refunds t;
SELECT count(*), max(oid) FROM pg_class;
SELECT datname FROM pg_database ORDER BY 1;
SELECT count(*) FROM pg_locks WHERE mode NOT LIKE 'Access%' AND pid <> pg_backend_pid() AND locktype = 'relation';
`;

describe('a look at PostgreSQL', function () {
  this.timeout(180_000);
  let server: DatabaseServer;
  let folder: string;
  let address: string;

  before(async function () {
    const started = await postgresServer(password);
    if (started === undefined) without('PostgreSQL', this);
    server = started;
    folder = emptyFolder();
    address = `postgres://postgres:${password}@127.0.0.1:${server.port}/shop`;
    server.run(shop);
  });

  after(async () => {
    await server?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** What the look says, and that nothing is another after it. */
  async function seen(sql: string, given: Parameters<typeof lookAt>[1] = {}) {
    const before = server.run(state);
    const looked = await lookAt(`psql -X '${address}' <<'EOF'\n${sql}\nEOF`, { cwd: folder, ...given });
    assert.equal(server.run(state), before, `a look changed something: ${sql}`);
    return looked;
  }

  const tables: readonly (readonly [sql: string, rows: readonly string[]])[] = [
    [
      'DROP TABLE orders CASCADE;',
      [
        'table orders (N B, 1000 rows), its data is lost',
        'foreign key order_lines to orders (with CASCADE)',
        'foreign key refunds to orders (with CASCADE)',
        'view revenue (with CASCADE)',
        'view revenue_twice (with CASCADE)',
      ],
    ],
    [
      'DELETE FROM orders;',
      [
        'all rows of orders × 1000, its data is lost',
        'rows of order_lines × 5000 (with ON DELETE CASCADE), its data is lost',
        'rows of line_notes (with ON DELETE CASCADE), its data is lost',
        'rows of refunds × 30 (with ON DELETE SET NULL)',
      ],
    ],
    [
      "DELETE FROM orders o WHERE o.status = 'old' AND total >= 500.5;",
      [
        "rows of orders × 50 (where o.status = 'old' AND total >= 500.5), its data is lost",
        'rows of order_lines × 250 (with ON DELETE CASCADE), its data is lost',
        'rows of line_notes (with ON DELETE CASCADE), its data is lost',
      ],
    ],
    ['TRUNCATE refunds;', ['all rows of refunds × 30 (N B), its data is lost']],
    [
      'ALTER TABLE orders DROP COLUMN note;',
      ['column orders.note (a value in 3 rows, type text), its data is lost'],
    ],
    [
      'UPDATE orders SET total = 0 WHERE id <= 10;',
      ['rows of orders × 10 (total, where id <= 10), its data is lost'],
    ],
    [
      "DELETE FROM orders WHERE status = 'it''s; DROP TABLE orders; --';",
      ["rows of orders × 0 (where status = 'it''s; DROP TABLE orders; --')"],
    ],
  ];
  for (const [sql, rows] of tables)
    it(`counts what goes: ${sql}`, async () => {
      const { change, text, failures } = await seen(sql);
      assert.deepEqual(failures, []);
      assert.deepEqual(rowsOf(text), rows);
      assert.doesNotMatch(text, /Not known: how many/);
      assert.deepEqual(
        change?.looked?.map(({ at: _, server: by, ...one }) => [one, by.replace(/ [\d.]+.*/, '')]),
        [[{ place: 'PostgreSQL 127.0.0.1/shop', role: 'primary' }, 'PostgreSQL']],
      );
    });

  it('shows a few rows, and no value of them comes out of the server', async () => {
    server.run(`\\c shop
CREATE TABLE people(id int, name text, mail varchar(200), born date, "is it" bool, gone text);
ALTER TABLE people DROP COLUMN gone;
INSERT INTO people VALUES (4711, 'Zebedee', 'zebedee.quillfeather@example.org', '1987-06-05', true), (4712, '', NULL, NULL, NULL);`);
    try {
      const { change, text, failures } = await seen('DELETE FROM people;');
      assert.deepEqual(failures, []);
      assert.match(
        text,
        /One of its rows, without values: id integer, name text to 8 bytes, mail character varying to 32 bytes, born date, is it boolean\./,
      );
      assert.match(text, /without values: id integer, name text empty, mail NULL, born NULL, is it NULL\./);
      assert.doesNotMatch(JSON.stringify(change), /4711|zebedee|quill|1987|example\.org/i);
      const filtered = await seen("DELETE FROM people p WHERE p.name = '';");
      assert.equal(filtered.text.match(/without values:/g)?.length, 1);
    } finally {
      server.run('\\c shop\nDROP TABLE people;');
    }
  });

  it("shows no row of a view, and none where row security or somebody's function stands before it", async () => {
    server.run(`\\c shop
CREATE TABLE plain(id int); INSERT INTO plain VALUES (1);
CREATE VIEW shown AS SELECT * FROM plain;
CREATE TABLE kept(id int); INSERT INTO kept VALUES (1); ALTER TABLE kept ENABLE ROW LEVEL SECURITY; ALTER TABLE kept FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON kept USING (spill());
CREATE FUNCTION same(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN $1; END $$;
CREATE TABLE indexed(id int); INSERT INTO indexed VALUES (1); CREATE INDEX ON indexed (same(id));
GRANT ALL ON kept TO reader;`);
    try {
      assert.match((await seen('DELETE FROM plain;')).text, /without values: id integer\./);
      for (const table of ['shown', 'indexed'])
        assert.doesNotMatch((await seen(`DELETE FROM ${table};`)).text, /without values/, table);
      const { text } = await lookAt(
        `psql -X -h 127.0.0.1 -p ${server.port} -U reader shop -c 'DELETE FROM kept'`,
        { cwd: folder, env: { PGPASSWORD: password } },
      );
      assert.doesNotMatch(text, /without values/);
    } finally {
      server.run('\\c shop\nDROP VIEW shown; DROP TABLE plain, kept, indexed; DROP FUNCTION same(int);');
    }
  });

  it('a name in quotes is asked about as it is written', async () => {
    const { text } = await seen('DELETE FROM "Order Items" WHERE "select" <> \'b\' OR id = 2;');
    assert.match(text, /rows of order items × 2 /);
  });

  it('a table that is not there is said to be missing', async () => {
    const { text } = await seen('DROP TABLE nowhere;');
    assert.match(text, /Not known: what this does: there is no table nowhere there\./);
  });

  for (const condition of [
    'spill()',
    'pg_sleep(30) IS NULL',
    "nextval('orders_id_seq') > 0",
    'id IN (SELECT id FROM refunds)',
    'id = 1 OR lo_unlink(id) = 1',
  ])
    it(`no code of the server's is run to count: ${condition}`, async () => {
      const { text, failures } = await seen(`DELETE FROM orders WHERE ${condition};`);
      assert.deepEqual(failures, []);
      assert.match(text, /Not known: how many rows of orders\./);
      assert.match(text, /rows of order_lines \(with ON DELETE CASCADE\)/);
    });

  it('even where a view runs it, nothing is written', async () => {
    server.run('\\c shop\nCREATE OR REPLACE VIEW trap AS SELECT id FROM orders WHERE spill();');
    const { text } = await seen('DELETE FROM trap;');
    assert.match(text, /Not known: how many rows of trap\./);
    server.run('\\c shop\nDROP VIEW trap;');
  });

  it('a table that somebody holds is not waited for', async () => {
    const holder = spawn('/usr/bin/psql', ['-X', '-q', address], { stdio: ['pipe', 'pipe', 'ignore'] });
    const held = new Promise((resolve) => holder.stdout.once('data', resolve));
    holder.stdin.write('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE; SELECT 1;\n');
    await held;
    try {
      const { text, failures } = await lookAt(`psql -X '${address}' -c 'DELETE FROM orders'`, {
        cwd: folder,
      });
      assert.deepEqual(failures, []);
      assert.match(text, /Not known: how many rows of orders\./);
    } finally {
      holder.stdin.end('ROLLBACK;\n');
      await new Promise((resolve) => holder.once('exit', resolve));
    }
  });

  it('rights that are missing leave what they hide unknown', async () => {
    const { text, failures } = await lookAt(
      `psql -X -h 127.0.0.1 -p ${server.port} -U reader shop -c 'DELETE FROM orders'`,
      { cwd: folder, env: { PGPASSWORD: password } },
    );
    assert.deepEqual(failures, []);
    assert.match(text, /Not known: how many rows of orders\./);
    assert.match(text, /all rows of orders/);
  });

  it('a password that stays with the agent, and one that is wrong, are told apart, and neither is told on', async () => {
    const command = `psql -h 127.0.0.1 -p ${server.port} -U reader shop -c 'DROP TABLE orders'`;
    const withheld = await lookAt(command, { cwd: folder, credentials: { PGPASSWORD: 'digest' } });
    assert.deepEqual(withheld.failures, [{ code: 'withheld', detail: 'PGPASSWORD' }]);
    const wrong = await lookAt(`PGPASSWORD=not-the-Right-one ${command}`, { cwd: folder });
    assert.equal(wrong.failures[0]?.code, 'refused');
    assert.match(wrong.failures[0]?.detail ?? '', /password authentication failed/);
    assert.doesNotMatch(JSON.stringify([withheld, wrong]), /not-the-Right-one|a-Very-s3cret/);
  });

  it('no start-up file of anybody is read, and nothing of the workspace is started', async () => {
    const mark = join(folder, 'started');
    writeFileSync(join(folder, '.psqlrc'), `\\! touch ${mark}\nDELETE FROM refunds;\n`);
    const bin = join(folder, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'psql'), `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(join(bin, 'psql'), 0o755);
    const env = {
      PSQLRC: join(folder, '.psqlrc'),
      PSQL_PAGER: `touch ${mark}`,
      PSQL_EDITOR: `touch ${mark}`,
      PATH: `${bin}:/usr/bin`,
      PERL5OPT: '-Mnothing',
    };
    const { text } = await seen('DROP TABLE refunds;', { env });
    assert.match(text, /30 rows/);
    assert.ok(!existsSync(mark));
    const refused = await lookOrdered(`psql '${address}' -c 'DROP TABLE refunds'`, { cwd: folder, env });
    assert.deepEqual(refused.failures, [
      { place: 'PostgreSQL 127.0.0.1/shop', code: 'own-program', detail: join(bin, 'psql') },
    ]);
  });

  it('nothing is looked up in a workspace that nobody trusts', async () => {
    const { failures, change } = await lookOrdered(
      `psql '${address}' -c 'DROP TABLE refunds'`,
      { cwd: folder },
      false,
    );
    assert.deepEqual([failures.map(({ code }) => code), change], [['untrusted'], undefined]);
  });

  const nowhere: readonly (readonly [why: string, command: string])[] = [
    ['a variable that is not known', 'psql "$DSN" -c "DROP TABLE orders"'],
    ['another machine', 'ssh db psql shop -c "\'DROP TABLE orders\'"'],
    ['other rights', 'sudo -u postgres psql shop -c "DROP TABLE orders"'],
    ['another database on the way', "psql shop <<'EOF'\n\\c other\nDROP TABLE orders;\nEOF"],
    ['another schema on the way', 'psql shop -c "SET search_path = old; DROP TABLE orders"'],
    ['text that a program prints', 'generate | psql shop'],
    [
      'a key by an engine that loads a library',
      'psql "host=db dbname=shop sslkey=pkcs11:x" -c "DROP TABLE orders"',
    ],
    [
      'a word of the connection that is not known',
      'psql "postgres://db/shop?loadlibrary=/tmp/x.so" -c "DROP TABLE orders"',
    ],
    [
      'a library in the options of the session',
      'psql "host=db dbname=shop options=\'-c session_preload_libraries=/tmp/x\'" -c "DROP TABLE orders"',
    ],
    ['another right in them', 'PGOPTIONS="-c role=owner" psql shop -c "DROP TABLE orders"'],
    ['what only reads', 'psql shop -c "SELECT 1"'],
  ];
  for (const [why, command] of nowhere)
    it(`no look is offered where there is ${why}`, async () => {
      assert.deepEqual((await lookAt(command, { cwd: folder })).places, []);
    });

  describe('at a server that is none', () => {
    let server: FalseServer;

    before(async () => {
      server = await falseServer();
    });

    after(() => server.close());

    const at = (): string =>
      `psql 'postgres://u:p-Secret-1@127.0.0.1:${server.port}/shop?sslmode=disable' -c 'DROP TABLE orders'`;
    const answer = (type: string, body: Buffer): Buffer => {
      const head = Buffer.alloc(5);
      head.write(type);
      head.writeUInt32BE(body.length + 4, 1);
      return Buffer.concat([head, body]);
    };
    const ready = Buffer.concat([answer('R', Buffer.alloc(4)), answer('Z', Buffer.from('I'))]);

    it('that never answers: it is left at the deadline', async () => {
      server.behave(() => undefined);
      assert.deepEqual((await lookAt(at(), { cwd: folder, limits: hasty })).failures, [
        { code: 'timeout', detail: '2' },
      ]);
    });

    it('that sends 300 MB: it ends at the cap', async () => {
      server.behave((socket) => {
        socket.once('data', () => {
          socket.write(ready);
          socket.once('data', () => {
            const megabyte = Buffer.alloc(1024 * 1024, 'x');
            const row = answer('D', Buffer.concat([Buffer.from([0, 1, 0, 16, 0, 0]), megabyte]));
            const column = [0, 1, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0];
            socket.write(answer('T', Buffer.from(column)));
            pour(socket, row, 300);
          });
        });
      });
      const { failures, change } = await lookAt(at(), { cwd: folder, limits: patient });
      assert.deepEqual([failures.map(({ code }) => code), change], [['too-large'], undefined]);
    });

    it('that speaks another language, or hangs up', async () => {
      server.behave((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      const { failures } = await lookAt(at(), { cwd: folder, limits: patient });
      assert.equal(failures[0]?.code, 'refused');
      assert.doesNotMatch(JSON.stringify(failures), /p-Secret-1/);
      server.behave((socket) => socket.destroy());
      assert.equal((await lookAt(at(), { cwd: folder, limits: patient })).failures[0]?.code, 'refused');
    });

    it('that nobody listens at', async () => {
      const port = await freePort();
      const { failures } = await lookAt(`psql -h 127.0.0.1 -p ${port} shop -c 'DROP TABLE orders'`, {
        cwd: folder,
        limits: patient,
      });
      assert.match(failures[0]?.detail ?? '', /refused/i);
    });
  });
});
