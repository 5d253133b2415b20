import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asks, ids, judged } from '../../support/judged.js';

const guards = [
  '~/.claude/settings.json',
  '/home/ada/.codex/hooks.json',
  '/home/ada/.countersign/bin/hook.js',
  '/etc/countersign/policy.yaml',
];
const harmless = ['/tmp/x.json', 'out.csv', '/home/ada/notes/a.txt', './build/x'];

/** A script of a program that is known for something else, by a word or on standard input. */
const scripts: readonly ((path: string) => string)[] = [
  ...['.save', '.sav', '.backup main', '.bac', '.output', '.ou', '.once', '.log', '.excel'].flatMap(
    (command) => [
      (path: string) => `sqlite3 x.db <<< '${command} ${path}'`,
      (path: string) => `sqlite3 x.db '${command} ${path}' 'select 1'`,
      (path: string) => `sqlite3 x.db <<'E'\nselect 1;\n${command} "${path}"\nE`,
    ],
  ),
  ...['\\w', '\\write', '\\s', '\\o', '\\out', '\\g', 'select 1 \\gx', '\\lo_export 5'].map(
    (command) => (path: string) => `psql -h localhost <<'E'\n${command} ${path}\nE`,
  ),
  (path) => `psql -h localhost -c '\\o ${path}' -c 'select 1'`,
  (path) => `ex -sc 'w!${path}|q' a.txt`,
  (path) => `ex -sc 'w ${path}|q' a.txt`,
  (path) => `vim -es -c 'sav! ${path}' -c q a.txt`,
  (path) => `vim -es -c 'e ${path}' -c '%d' -c wq`,
  (path) => `nvim --headless +'w! ${path}' +q a.txt`,
  (path) => `vim -es -c 'call writefile([], "${path}")' -c q`,
  (path) => `ed a.txt <<< $'w ${path}\\nq'`,
  (path) => `printf 'w ${path}\\nq\\n' | ed -s a.txt`,
  (path) => `curl -w '%output{${path}}x' http://localhost`,
  (path) => `curl --write-out '%output{>>${path}}x' http://localhost`,
];

describe('a script that a program is given', () => {
  it('is held where it writes a guard', () => {
    const missed = scripts
      .flatMap((script) => guards.map(script))
      .filter((command) => !ids(judged(command)).includes('guard-change'));
    assert.deepEqual(missed, []);
  });

  it('stays what it was elsewhere', () => {
    fc.assert(
      fc.property(fc.constantFrom(...scripts), fc.constantFrom(...harmless), (script, path) => {
        assert.ok(!ids(judged(script(path))).includes('guard-change'), script(path));
      }),
      { numRuns: 300 },
    );
    for (const command of [
      'psql -h localhost -c "select 1 where a ~ \'\\\\s/x\'"',
      'vim a.txt',
      'ex -sc "%s/a/b/|x" a.txt',
      "ed a.txt <<< 'p'",
      "sqlite3 x.db '.schema'",
      "curl -w '%{http_code}' http://localhost",
    ])
      assert.ok(!asks(judged(command)), command);
  });

  it('runs what it hands on', () => {
    for (const command of [
      "sqlite3 x.db '.sh rm -rf ~'",
      "sqlite3 x.db '.sy rm -rf ~'",
      "sqlite3 x.db '.system rm -rf ~'",
      'sqlite3 x.db ".import \'|rm -rf ~\' t"',
      'vim -es -c \'call delete("/home/ada","rf")\' -c q',
      "kak -e 'nop %sh{rm -rf ~}'",
    ])
      assert.ok(asks(judged(command)), command);
  });
});

describe('what comes into a folder of guards', () => {
  it('is held, whoever brings it', () => {
    for (const command of [
      'GOBIN=~/.claude/hooks go install ./...',
      'cd ~/.claude && git pull',
      'git -C ~/.claude merge origin/main',
      'git -C ~/.countersign rebase origin/main',
    ])
      assert.ok(asks(judged(command)), command);
    for (const command of [
      'GOBIN=~/go/bin go install ./...',
      'go install ./...',
      'git pull',
      'git -C ../other merge origin/main',
      'cd ~/projects/x && git pull',
    ])
      assert.ok(!asks(judged(command)), command);
  });
});

describe('help that is the last word', () => {
  it('is help', () => {
    assert.ok(!asks(judged('gh repo delete -h')));
    assert.ok(asks(judged('gh repo delete -h github.com')));
    assert.ok(asks(judged('gh repo delete o/r --yes')));
  });
});
