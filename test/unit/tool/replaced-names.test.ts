import { itWeighs } from '../../support/weighed.js';

const mysql = (sql: string): string => `mysql -h db.acme.io shop -e '${sql}'`;
const snow = (sql: string): string => `snow sql -q '${sql}'`;
const psql = (sql: string): string => `psql -h db.acme.io shop -c '${sql}'`;
const mongo = (code: string): string => `mongosh mongodb://db.acme.io/shop --eval '${code}'`;

describe('a name that others go by', () => {
  itWeighs({
    'given to another thing': [
      ['ceremony', mysql('RENAME TABLE orders TO orders_old, orders_new TO orders')],
      ['quiet', mysql('RENAME TABLE orders TO orders_old')],
      ['quiet', mysql('RENAME TABLE a TO b, c TO d')],
      ['ceremony', snow('ALTER TABLE orders SWAP WITH orders_new')],
      ['ceremony', `clickhouse-client --host ch.acme.io -q 'EXCHANGE TABLES a AND b'`],
      ['quiet', `clickhouse-client --host ch.acme.io -q 'RENAME TABLE a TO b'`],
      ['ceremony', mongo('db.tmp.renameCollection("orders", true)')],
      ['quiet', mongo('db.tmp.renameCollection("orders")')],
      ['ceremony', mongo('db.adminCommand({renameCollection:"shop.tmp",to:"shop.orders",dropTarget:true})')],
      ['quiet', mongo('db.adminCommand({renameCollection:"shop.tmp",to:"shop.orders"})')],
      ['quiet', mongo('db.adminCommand({renameCollection:"shop.tmp",to:"shop.orders",dropTarget:false})')],
    ],
    'taken from where they look': [
      ['ask', mysql('RENAME TABLE orders TO archive.orders')],
      ['ask', mysql('RENAME TABLE `shop`.`orders` TO `archive`.`orders`')],
      ['quiet', mysql('RENAME TABLE shop.orders TO shop.orders_2026')],
      ['ask', mysql('ALTER TABLE orders RENAME TO archive.orders')],
      ['ask', mysql('ALTER TABLE orders RENAME AS archive.orders')],
      ['quiet', mysql('ALTER TABLE orders RENAME TO orders_old')],
      ['quiet', mysql('ALTER TABLE orders RENAME COLUMN a TO b')],
      ['quiet', mysql('ALTER TABLE orders RENAME INDEX a TO b')],
      ['ask', psql('ALTER DATABASE shop RENAME TO shop2')],
      ['ask', psql('ALTER SCHEMA core RENAME TO core2')],
      ['ask', psql('ALTER TABLE orders SET SCHEMA archive')],
      ['quiet', psql('ALTER TABLE orders RENAME TO orders_old')],
      ['quiet', psql('ALTER TABLE orders RENAME COLUMN a TO b')],
      ['quiet', psql('ALTER TABLE orders SET (fillfactor = 70)')],
      ['ask', snow('ALTER TABLE IF EXISTS orders RENAME TO archive.core.orders')],
      ['quiet', snow('ALTER TABLE orders RENAME TO orders_2026')],
    ],
  });
});

describe('what an archive or a script brings', () => {
  itWeighs({
    'names of an archive that lead outside': [
      ['ceremony', 'tar -xPf a.tar'],
      ['ceremony', 'tar xPf a.tar'],
      ['ceremony', 'tar -xf a.tar --absolute-names'],
      ['ask', `tar -xf a.tar --transform 's,^,/etc/,'`],
      ['ask', `tar -xPf a.tar --xform='s|^|/etc/|'`],
      ['ask', 'tar -xf a.tar --one-top-level=/etc/shop'],
      ['quiet', 'tar -xf a.tar --one-top-level=out'],
      ['quiet', 'tar -xf a.tar --one-top-level'],
      ['quiet', `tar -xf a.tar --transform 's,^a/,b/,'`],
      ['quiet', 'tar -tPf a.tar'],
      ['quiet', 'tar -cPf a.tar src'],
      ['quiet', 'tar -xpf a.tar'],
    ],
    'scripts of programs that are known for something else': [
      ['ask', 'm4 build.m4', { '/srv/app/build.m4': "define(a, b)\nsyscmd(`rm -rf ~/work')\n" }],
      ['ask', 'm4 build.m4', { '/srv/app/build.m4': 'esyscmd(rm -rf ~/work)\n' }],
      ['quiet', 'm4 build.m4', { '/srv/app/build.m4': 'define(a, b)\na\n' }],
      ['ask', "wish <<< 'exec rm -rf ~/work'"],
      ['quiet', "wish <<< 'puts hello'"],
    ],
  });
});

describe('what stands in for a service on this machine', () => {
  itWeighs({
    'by its port, its path or a name after a try': [
      ['quiet', 'curl -X DELETE http://localhost:4566/bucket'],
      [
        'quiet',
        `curl -X DELETE 'http://localhost:8080/emulator/v1/projects/p/databases/(default)/documents'`,
      ],
      ['quiet', 'curl -X DELETE http://localhost:9200/test-index'],
      ['quiet', 'curl -X DELETE http://127.0.0.1:9200/orders_test'],
      ['quiet', 'http DELETE :9200/tmp-1'],
      ['ask', 'curl -X DELETE http://localhost:9200/orders'],
      ['ask', 'curl -X DELETE http://localhost:9200/contest'],
      ['ask', 'curl -X DELETE http://localhost:9200/test,orders'],
      ['ask', `curl -X DELETE 'http://localhost:9200/test*'`],
      ['ceremony', 'curl -X DELETE http://es.acme.io:4566/bucket'],
      ['ask', 'curl -X DELETE http://es.acme.io/test-index'],
      ['ask', 'ssh -fNL 9200:es.acme.io:9200 bastion && curl -X DELETE http://localhost:9200/test-index'],
    ],
    'beside the database that servers use': [
      ['quiet', 'redis-cli -n 1 flushdb'],
      ['quiet', 'redis-cli -n 15 FLUSHDB'],
      ['ask', 'redis-cli flushdb'],
      ['ask', 'redis-cli -n 0 flushdb'],
      ['ask', 'redis-cli -n 1 flushall'],
      ['ceremony', 'redis-cli -h redis.acme.io -n 1 flushdb'],
      ['ceremony', 'REDISCLI_URL=redis://redis.acme.io redis-cli -n 1 flushdb'],
    ],
  });
});
