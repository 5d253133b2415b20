import assert from 'node:assert/strict';
import fc from 'fast-check';
import { environmentOfName } from '../../../src/core/target/environment.js';
import { judged } from '../../support/judged.js';

/** Clients that name a harmless database of a remote server, and the ways in which a statement of theirs goes to another one. */
const ways: readonly ((own: string, other: string) => string)[] = [
  (own, other) => `psql -h db.acme.example -d ${own} -c 'DROP DATABASE ${other}'`,
  (own, other) => `psql -h db.acme.example -d ${own} -c '\\c ${other}' -c 'DROP TABLE users'`,
  (own, other) => `psql -h db.acme.example ${own} -c '\\connect "dbname=${other}"' -c 'TRUNCATE users'`,
  (own, other) => `psql postgres://a@db.acme.example/${own} -c 'DROP TABLE ${other}.public.users'`,
  (own, other) => `printf '\\\\c ${other}\\ndrop table users;' | psql -h db.acme.example ${own}`,
  (own, other) => `mysql -h db.acme.example ${own} -e 'DROP TABLE ${other}.users'`,
  (own, other) => `mysql -h db.acme.example ${own} -e 'TRUNCATE ${other}.users'`,
  (own, other) => `mysql -h db.acme.example ${own} -e 'USE ${other}; DROP TABLE users'`,
  (own, other) => `mysql -h db.acme.example ${own} -e '\\u ${other}' -e 'DROP TABLE users'`,
  (own, other) => `mariadb -h db.acme.example ${own} -e 'drop schema ${other}'`,
  (own, other) =>
    `mongosh mongodb://db.acme.example/${own} --eval 'db.getSiblingDB("${other}").dropDatabase()'`,
  (own, other) => `mongosh mongodb://db.acme.example/${own} --eval 'use("${other}"); db.users.drop()'`,
  (own, other) => `mongosh mongodb://db.acme.example/${own} --eval 'use ${other}; db.dropDatabase()'`,
  (own, other) =>
    `mongosh mongodb://db.acme.example/${own} --eval 'db.getMongo().getDB("${other}").users.drop()'`,
  (own, other) => `mongorestore --uri mongodb://db.acme.example/${own} --drop --nsInclude '${other}.*' dump`,
  (own, other) => `clickhouse-client -h ch.acme.example -d ${own} -q 'DROP TABLE ${other}.users'`,
  (own, other) => `cqlsh cass.acme.example -k ${own} -e 'DROP TABLE ${other}.users'`,
  (own, other) => `sqlcmd -S db.acme.example -d ${own} -Q 'DROP TABLE ${other}.dbo.users'`,
  (own, other) => `sqlcmd -S db.acme.example -d ${own} -Q 'USE ${other}; DROP TABLE users'`,
];

/** Commands that end a project's database, with a word for the stage. */
const staged: readonly ((url: string) => string)[] = [
  (url) => `NODE_ENV=test DATABASE_URL=${url} npx prisma migrate reset --force`,
  (url) => `RAILS_ENV=test DATABASE_URL=${url} rails db:drop`,
  (url) => `npx sequelize-cli db:drop --env test --url ${url}`,
  (url) => `FLASK_ENV=development DATABASE_URL=${url} flask db downgrade base`,
  (url) => `DJANGO_SETTINGS_MODULE=shop.settings.test DATABASE_URL=${url} python manage.py flush --noinput`,
  (url) => `MIX_ENV=test DATABASE_URL=${url} mix ecto.drop`,
];

const name = fc
  .stringMatching(/^[a-z]{3,8}$/)
  .filter((one) => environmentOfName(one) === undefined && !/^(?:live|role|with|schema|index)/.test(one));
const harmless = fc.tuple(name, fc.constantFrom('test', 'dev')).map(([stem, word]) => `${stem}_${word}`);
const server = (command: string) =>
  judged(command).effects.filter(({ verb }) => verb === 'destroy' || verb === 'replace');

describe('a statement that leaves the database of its connection', () => {
  it('is not made harmless by the name of that database', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ways), harmless, name, (way, own, other) => {
        const command = way(own, other);
        assert.ok(
          server(command).some(({ target }) => target.environment === 'unknown'),
          command,
        );
        assert.equal(judged(command).band, 'production', command);
      }),
      { numRuns: 400 },
    );
  });

  it('stays quiet where the other one is harmless by the same kind of name, and where it is the same', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ways), harmless, harmless, fc.boolean(), (way, own, other, same) => {
        const command = way(own, same ? own : other);
        assert.ok(['quiet', 'note'].includes(judged(command).band), `${command}: ${judged(command).band}`);
      }),
      { numRuns: 400 },
    );
  });

  it('never makes a place more harmless than the connection does', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ways), name, harmless, (way, own, other) => {
        const command = way(own, other);
        assert.equal(judged(command).band, 'production', command);
      }),
      { numRuns: 400 },
    );
  });

  it('goes to the server that it names', () => {
    for (const command of [
      "psql -h localhost -c '\\c shop app db-prod.acme.example' -c 'drop table users'",
      'psql -h localhost shop -c "\\c postgres://db.acme.example/shop" -c "drop table users"',
      "mysql -h 127.0.0.1 -e '\\r app db.acme.example' -e 'drop table users'",
      'mongosh mongodb://localhost/app --eval \'db = connect("mongodb://db.acme.example/app"); db.dropDatabase()\'',
      'mongosh localhost/app --eval \'new Mongo("db.acme.example").getDB("app").dropDatabase()\'',
    ])
      assert.equal(judged(command).band, 'production', command);
  });

  it('a schema, a table of its own and a role are no other database', () => {
    for (const command of [
      "psql -h db.acme.example app_test -c 'DROP TABLE public.users'",
      "psql -h db.acme.example app_test -c 'DROP SCHEMA app CASCADE'",
      "sqlcmd -S db.acme.example -d app_test -Q 'DROP TABLE dbo.users'",
      "psql -h db.acme.example app_test -c '\\c -' -c 'drop table users'",
    ])
      assert.ok(['quiet', 'note'].includes(judged(command).band), command);
  });
});

describe('a word for a stage', () => {
  it('makes no database at a remote address harmless', () => {
    for (const command of staged.map((of) => of('postgres://app@db.acme.example:5432/shop')))
      assert.equal(judged(command).band, 'production', command);
  });

  it('speaks where the address is of this machine, of its containers, or harmless by its own name', () => {
    for (const url of [
      'postgres://localhost/shop',
      'postgres://db:5432/shop',
      'postgres://db.acme.example/shop_test',
    ])
      for (const command of staged.map((of) => of(url)))
        assert.notEqual(judged(command).band, 'production', command);
  });
});
