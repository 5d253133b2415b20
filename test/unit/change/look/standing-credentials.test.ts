/** Class: credentials that stand in the home, and a server that only the call names. A look brings the two together nowhere. */
import assert from 'node:assert/strict';
import type { Lookup } from '../../../../src/core/change/look/look.js';
import { looksOf } from '../../../../src/core/change/look/looks.js';
import { judgeCall } from '../../../../src/core/risk/judge.js';
import { callOf } from '../../../support/judged.js';
import { memoryWorld } from '../../../support/world.js';

const secret = 'h0me-S3cret';

function lookOf(command: string, files: Readonly<Record<string, string>>): Lookup | undefined {
  const call = callOf({ kind: 'shell', shell: 'bash', command });
  const world = memoryWorld({ cwd: '/srv/app', home: '/home/ada', files });
  return looksOf(call, judgeCall(call, world, { grammars: {} }), world)[0]?.look;
}

describe('a look and the credentials of the home', () => {
  const passfiles: readonly (readonly [lines: string, host: string, isRead: boolean])[] = [
    ['*:*:*:ada:x', 'elsewhere.example', false],
    ['db.example:*:*:ada:x', 'elsewhere.example', false],
    ['db.example:*:*:ada:x', 'db.example,elsewhere.example', false],
    ['# elsewhere.example\n*:*:*:ada:x', 'elsewhere.example', false],
    ['db.example:*:*:ada:x', 'db.example', true],
    ['*:*:*:ada:x\ndb.example:5432:*:ada:x', 'db.example', true],
    ['*:*:*:ada:x', '127.0.0.1', true],
    ['*:*:*:ada:x', 'localhost', true],
    ['*:*:*:ada:x', '/run/postgresql', true],
    ['fe80\\:\\:1:*:*:ada:x', 'fe80::1', true],
  ];
  for (const [lines, host, isRead] of passfiles)
    it(`.pgpass of ${lines.replaceAll('\n', ' and ')}, ${host}: ${isRead ? 'read' : 'left alone'}`, () => {
      const look = lookOf(`psql -h ${host} shop -c 'DROP TABLE orders'`, {
        '/home/ada/.pgpass': `${lines}\n`,
      });
      assert.equal(look?.env['PGPASSFILE'], isRead ? '/home/ada/.pgpass' : '/dev/null');
    });

  const services: readonly (readonly [words: string, isLooked: boolean])[] = [
    ['"service=prod"', true],
    ['"service=prod host=db.example"', true],
    ['"service=prod host=elsewhere.example"', false],
    ['"service=prod hostaddr=203.0.113.9"', false],
    ['"postgres://elsewhere.example/shop?service=prod"', false],
  ];
  for (const [words, isLooked] of services)
    it(`a service's password, ${words}: ${isLooked ? 'used' : 'not used'}`, () => {
      const file = `[prod]\nhost=db.example\nuser=ada\ndbname=shop\npassword=${secret}\n`;
      const look = lookOf(`psql ${words} -c 'DROP TABLE orders'`, { '/home/ada/.pg_service.conf': file });
      assert.equal(look?.env['PGPASSWORD'], isLooked ? secret : undefined);
      assert.equal(look === undefined, !isLooked);
    });

  const clients: readonly (readonly [words: string, isGiven: boolean])[] = [
    ['shop', true],
    ['-h db.example shop', true],
    ['-h 127.0.0.1 shop', true],
    ['-h elsewhere.example shop', false],
    ['--host=elsewhere.example shop', false],
  ];
  for (const [words, isGiven] of clients)
    for (const client of ['mysql', 'mariadb'])
      it(`the password of ~/.my.cnf, ${client} ${words}: ${isGiven ? 'given' : 'kept'}`, () => {
        const look = lookOf(`${client} ${words} -e 'DROP TABLE orders'`, {
          '/home/ada/.my.cnf': `[client]\nhost=db.example\nuser=ada\npassword=${secret}\n`,
        });
        assert.ok(look);
        assert.equal(JSON.stringify(look).includes(secret), isGiven);
      });

  it('a password that the call itself gives goes where the call goes', () => {
    const look = lookOf(`mysql -h elsewhere.example -p${secret} shop -e 'DROP TABLE orders'`, {
      '/home/ada/.my.cnf': '[client]\nhost=db.example\npassword=other\n',
    });
    assert.ok(JSON.stringify(look).includes(secret));
  });
});
