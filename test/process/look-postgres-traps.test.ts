/** Class: an object of the database makes reading run somebody's function. A look runs none, whichever object it is. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { without } from '../support/components.js';
import { type DatabaseServer, emptyFolder, postgresServer } from '../support/database-servers.js';
import { lookAt } from '../support/looking.js';

const password = 'a-Very-s3cret';

/** `mark()` leaves a file behind, which no read-only transaction takes back. The others stand for it where a form is asked for. */
const shop = `
CREATE DATABASE shop;
\\c shop
SELECT lo_from_bytea(4242, 'x');
CREATE FUNCTION mark() RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM lo_export(4242, 'marked'); RETURN true; END $$;
CREATE FUNCTION mark_of(anyelement) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN mark(); END $$;
CREATE TABLE plain(id int PRIMARY KEY, note text);
INSERT INTO plain SELECT g, 'x' FROM generate_series(1, 10) g;
`;

interface Trap {
  readonly why: string;
  readonly made: string;
  readonly call: string;
  /** The same condition asked by hand, where it shows that the trap is one. */
  readonly springs?: string;
  readonly options?: string;
  readonly user?: string;
}

const traps: readonly Trap[] = [
  {
    why: 'a view',
    made: 'CREATE VIEW t AS SELECT id FROM plain WHERE mark();',
    call: 'DELETE FROM t',
    springs: 'SELECT count(*) FROM t',
  },
  {
    why: 'a view of a view',
    made: 'CREATE VIEW v AS SELECT id FROM plain WHERE mark(); CREATE VIEW t AS SELECT * FROM v;',
    call: 'DELETE FROM t WHERE id > 3',
    springs: 'SELECT count(*) FROM t',
  },
  {
    why: 'row security',
    made: `CREATE TABLE t(id int); INSERT INTO t VALUES (1); CREATE POLICY p ON t USING (mark_of(id)); ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY; CREATE ROLE low LOGIN PASSWORD '${password}'; GRANT ALL ON t TO low; GRANT USAGE ON SCHEMA public TO low; ALTER TABLE t OWNER TO low; GRANT pg_write_server_files TO low; GRANT EXECUTE ON FUNCTION lo_export(oid, text) TO low; ALTER LARGE OBJECT 4242 OWNER TO low;`,
    call: 'DELETE FROM t',
    springs: 'SET ROLE low; SELECT count(*) FROM t',
    user: 'low',
  },
  {
    why: 'a partial index',
    made: 'CREATE TABLE t AS SELECT * FROM plain; CREATE INDEX i ON t(id) WHERE mark_of(7);',
    call: 'DELETE FROM t WHERE id = 3',
    springs: 'EXPLAIN SELECT * FROM t WHERE id = 3',
  },
  {
    why: 'statistics of an expression',
    made: 'CREATE TABLE t AS SELECT * FROM plain; CREATE STATISTICS s ON (mark_of(7) AND id > 1), note FROM t; ANALYZE t;',
    call: "DELETE FROM t WHERE note = 'x'",
  },
  {
    why: 'a partition key',
    made: 'CREATE TABLE t(id int, note text) PARTITION BY LIST ((mark_of(7) AND id > 1)); CREATE TABLE t1 PARTITION OF t DEFAULT;',
    call: 'DELETE FROM t WHERE id = 3',
  },
  {
    why: 'a table that inherits',
    made: 'CREATE TABLE t(id int, note text); CREATE TABLE t1(CHECK (mark_of(7) AND id > 1)) INHERITS (t); CREATE INDEX i ON t1(id) WHERE mark_of(8);',
    call: 'DELETE FROM t WHERE id = 3',
    springs: 'SELECT count(*) FROM t WHERE id = 3',
  },
  {
    why: 'an implicit cast',
    made: "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE FUNCTION said(mood) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM mark(); RETURN 'a'; END $$; CREATE CAST (mood AS text) WITH FUNCTION said(mood) AS IMPLICIT; CREATE TABLE t(m mood, note text); INSERT INTO t VALUES ('a', 'a');",
    call: 'DELETE FROM t WHERE m = note',
    springs: 'SELECT count(*) FROM t WHERE m = note',
  },
  {
    why: 'a function written as a column',
    made: 'CREATE TABLE t AS SELECT * FROM plain; CREATE FUNCTION odd(t) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RETURN mark(); END $$;',
    call: 'DELETE FROM t WHERE t.odd',
    springs: 'SELECT count(*) FROM t WHERE t.odd',
  },
  {
    why: "a function with a builtin's name",
    made: 'CREATE TABLE t AS SELECT * FROM plain; CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM mark(); RETURN $1; END $$;',
    call: "DELETE FROM t WHERE public.lower(note) = 'x'",
    springs: "SELECT count(*) FROM t WHERE public.lower(note) = 'x'",
  },
  {
    why: "a builtin's name with another argument",
    made: 'CREATE TABLE t AS SELECT id::bigint AS id, note::varchar AS note FROM plain; CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM mark(); RETURN $1; END $$;',
    call: "DELETE FROM t WHERE lower(note) = 'x'",
    springs: "SELECT count(*) FROM t WHERE lower(note) = 'x'",
  },
  {
    why: 'a domain that is cast to',
    made: 'CREATE TABLE t AS SELECT * FROM plain; CREATE DOMAIN d AS text CHECK (mark());',
    call: 'DELETE FROM t WHERE note::public.d IS NOT NULL',
    springs: 'SELECT count(*) FROM t WHERE note::public.d IS NOT NULL',
  },
  {
    why: 'a domain without a schema',
    made: 'CREATE TABLE t AS SELECT * FROM plain; CREATE DOMAIN d AS text CHECK (mark());',
    call: 'DELETE FROM t WHERE note::d IS NOT NULL',
    springs: 'SELECT count(*) FROM t WHERE note::d IS NOT NULL',
  },
  {
    why: 'a typed text',
    made: 'CREATE TABLE t AS SELECT * FROM plain; CREATE DOMAIN d AS text CHECK (mark());',
    call: "DELETE FROM t WHERE public.d 'x' = note",
    springs: "SELECT count(*) FROM t WHERE public.d 'x' = note",
  },
  {
    why: 'operators that stand first in the path',
    made: 'CREATE SCHEMA evil; CREATE TABLE t AS SELECT * FROM plain; CREATE FUNCTION evil.same(oid, oid) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RETURN mark(); END $$; CREATE FUNCTION evil.less(int, int) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RETURN mark(); END $$; CREATE OPERATOR evil.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = evil.same); CREATE OPERATOR evil.< (LEFTARG = int, RIGHTARG = int, FUNCTION = evil.less);',
    call: 'DELETE FROM t WHERE id < 5',
    springs: 'SET search_path = evil, pg_catalog, public; SELECT count(*) FROM t WHERE id < 5',
    options: '-c search_path=evil,pg_catalog,public',
  },
];

describe('a look at a PostgreSQL database with traps', function () {
  this.timeout(180_000);
  let server: DatabaseServer;
  let folder: string;

  before(async function () {
    const started = await postgresServer(password);
    if (started === undefined) without('PostgreSQL', this);
    server = started;
    folder = emptyFolder();
    server.run(shop);
  });

  after(async () => {
    await server?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const isMarked = (): boolean => {
    const said = server.run(
      "SELECT CASE WHEN pg_stat_file('marked', true) IS NULL THEN 'clean' ELSE 'marked' END;",
    );
    server.run("COPY (SELECT 1) TO PROGRAM 'cat; rm -f marked';");
    return said.includes('marked');
  };

  const look = (call: string, options?: string, user = 'postgres') =>
    lookAt(`psql -X '${addressOf(user, options)}' <<'EOF'\n${call};\nEOF`, { cwd: folder });
  const addressOf = (user: string, options?: string): string =>
    `postgres://${user}:${password}@127.0.0.1:${server.port}/shop${
      options === undefined ? '' : `?options=${encodeURIComponent(options)}`
    }`;

  for (const { why, made, call, springs, options, user } of traps)
    it(`runs nobody's code where there is ${why}`, async () => {
      server.run('DROP DATABASE IF EXISTS shop;');
      server.run('DROP ROLE IF EXISTS low;');
      server.run(shop);
      server.run(`\\c shop\n${made}`);
      if (springs !== undefined) {
        server.run(`\\c shop\n${springs};`);
        assert.ok(isMarked(), 'expected a trap, got none');
      }
      isMarked();
      const { text, failures } = await look(call, options, user);
      assert.ok(!isMarked(), 'a look ran code of the database');
      assert.match(`${text} ${JSON.stringify(failures)}`, /Not known: how many rows|× \d/);
    });

  it('counts a table with what everybody has: keys, indexes, checks and defaults of the server’s own functions', async () => {
    server.run(
      `\\c shop\nDROP TABLE IF EXISTS t; CREATE TYPE kind AS ENUM ('a', 'b'); CREATE TABLE t(id serial PRIMARY KEY, kind kind DEFAULT 'a', note text CHECK (length(note) < 50), at timestamptz DEFAULT now()); CREATE INDEX ON t(lower(note)) WHERE note IS NOT NULL; CREATE INDEX ON t(kind); INSERT INTO t(note) SELECT 'x' FROM generate_series(1, 12);`,
    );
    const { text, failures } = await look(
      "DELETE FROM t WHERE kind = 'a' AND lower(note) = 'x' AND at > '2020-01-01'::timestamptz",
    );
    assert.deepEqual(failures, []);
    assert.match(text, /rows of t × 12 /);
  });
});
