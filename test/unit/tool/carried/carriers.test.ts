import assert from 'node:assert/strict';
import { asks, judged } from '../../../support/judged.js';

const isAsked = (command: string): boolean => asks(judged(command));

describe('carriers of a request other than HTTP', () => {
  it('ask for every word of a store that ends, whichever scheme says it', () => {
    for (const [ends, looks] of [
      ['FLUSHALL', 'PING'],
      ['DEL a b', 'GET a'],
      ['FLUSHDB', 'DBSIZE'],
    ] as const) {
      const ways: readonly ((words: string) => string)[] = [
        (words) => `curl 'gopher://r.example.com:6379/_${words.replaceAll(' ', '%20')}%0d%0aQUIT'`,
        (words) => `curl 'dict://r.example.com:6379/${words.replaceAll(' ', ':')}'`,
        (words) => `curl telnet://r.example.com:6379 <<< '${words}'`,
      ];
      for (const way of ways) {
        assert.ok(isAsked(way(ends)), way(ends));
        assert.ok(!isAsked(way(looks)), way(looks));
      }
    }
  });

  it('ask for what ends at a file server or in a mailbox', () => {
    for (const command of [
      "curl -Q '-DELE db.dump' ftp://f.example.com/",
      "curl --quote 'RMD data' ftp://f.example.com/",
      "curl -Q 'rm data/db' sftp://f.example.com/",
      "curl -X 'DELETE INBOX' imaps://m.example.com/",
      "curl pop3://m.example.com -X 'DELE 1'",
    ])
      assert.ok(isAsked(command), command);
    for (const command of [
      'curl ftp://f.example.com/x',
      "curl -Q 'CWD data' ftp://f.example.com/",
      "curl -X 'LIST' imaps://m.example.com/",
    ])
      assert.ok(!isAsked(command), command);
  });

  it('ask for a method that is said elsewhere, or that nobody knows', () => {
    for (const program of ['lwp-request', 'ab', 'hey', 'oha', 'bombardier']) {
      assert.ok(isAsked(`${program} -m DELETE https://a.example.com/x`), program);
      assert.ok(!isAsked(`${program} -m GET https://a.example.com/x`), program);
    }
    for (const [ends, looks] of [
      ["wget -e 'method=DELETE' https://a.example.com/x", 'wget -e robots=off https://a.example.com/x'],
      [
        "curl -H @- https://a.example.com/x -d y <<< 'X-HTTP-Method-Override: DELETE'",
        "curl -H @- https://a.example.com/x -d y <<< 'Accept: text/html'",
      ],
      [
        "echo 'DELETE https://a.example.com/x' | vegeta attack",
        "echo 'GET https://a.example.com/x' | vegeta attack",
      ],
      ["hurl <<< 'DELETE https://a.example.com/x'", "hurl <<< 'GET https://a.example.com/x'"],
      ['curl -X "$M" https://a.example.com/x', 'curl -X "$M" http://localhost:3000/x'],
    ] as const) {
      assert.ok(isAsked(ends), ends);
      assert.ok(!isAsked(looks), looks);
    }
  });
});

describe('bodies that do more than their request says', () => {
  it('ask where a guard is taken away, and not where it stays', () => {
    const sent = (body: string, road = 'db/5') =>
      `curl -X PATCH 'https://a.example.com/${road}' -d '${body}'`;
    for (const [ends, keeps] of [
      ['{"backup":{"enabled":false}}', '{"backup":{"enabled":true}}'],
      ['{"deletionProtection":false}', '{"deletionProtection":true}'],
      ['{"retention_days":0}', '{"retention_days":30}'],
      ['deletion_protection=false', 'deletion_protection=true'],
      ['{"spec":{"replicas":0}}', '{"spec":{"replicas":2}}'],
    ] as const) {
      assert.ok(isAsked(sent(ends)), ends);
      assert.ok(!isAsked(sent(keeps)), keeps);
    }
    assert.ok(isAsked(sent('{"Status":"Suspended"}', 'bucket?versioning')));
    assert.ok(!isAsked(sent('{"Status":"Suspended"}', 'users/5')));
  });

  it('ask for a shell text that ends something, and for what Docker is told by its socket', () => {
    const sock = 'curl --unix-socket /var/run/docker.sock -X POST http://localhost';
    for (const [ends, keeps] of [
      [
        `curl https://a.example.com/run -d '{"cmd":"rm -rf /data"}'`,
        `curl https://a.example.com/run -d '{"cmd":"ls -l /data"}'`,
      ],
      [
        `curl https://a.example.com/run -d '{"command":["rm","-rf","/data"]}'`,
        `curl https://a.example.com/run -d '{"command":"delete user 5"}'`,
      ],
      [
        `${sock}/containers/create -d '{"Image":"alpine","Cmd":["rm","-rf","/h/data"],"HostConfig":{"Binds":["/:/h"]}}'`,
        `${sock}/containers/create -d '{"Image":"alpine","Cmd":["true"]}'`,
      ],
      [`${sock}/volumes/prune`, `${sock}/volumes/create`],
      [
        "curl https://ci.example.com/scriptText -d 'script=x.delete()'",
        'curl https://ci.example.com/scripts',
      ],
    ] as const) {
      assert.ok(isAsked(ends), ends);
      assert.ok(!isAsked(keeps), keeps);
    }
  });
});
