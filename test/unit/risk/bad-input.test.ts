import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asks, judged, judgedPayload } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const hostile: Readonly<Record<string, string>> = {
  'an open quote': "rm -rf '/srv",
  'an open substitution': 'echo $(rm -rf /srv',
  'an open here-doc': 'bash <<EOF\nrm -rf /srv',
  '20,000 open quotes': '"'.repeat(20_001),
  '5,000 nested substitutions': `${'echo $('.repeat(5_000)}rm -rf /srv${')'.repeat(5_000)}`,
  '10,001 backticks': '`'.repeat(10_001),
  '1 MB of one word': `rm -rf /srv/${'a'.repeat(1_000_000)}`,
  '1 MB of commands': 'rm -rf /srv/a; '.repeat(66_667),
  '1 MB of quotes': "'".repeat(1_000_001),
  '1 MB of braces': `rm -rf /srv ${'{a,b}'.repeat(200_000)}`,
  'a brace bomb': `rm -rf /srv/${'{a,b}'.repeat(64)}`,
  '5,000 nested groups': `${'{ '.repeat(5_000)}rm -rf /srv;${' }'.repeat(5_000)}`,
  '5,000 nested arithmetic': `echo ${'$(('.repeat(5_000)}1${'))'.repeat(5_000)}; rm -rf /srv`,
  '100,000 pipes': `rm -rf /srv${' | cat'.repeat(100_000)}`,
  'a loop bomb':
    'for a in 1 2 3 4 5 6 7 8 9; do for b in 1 2 3 4 5 6 7 8 9; do for c in 1 2 3 4 5 6 7 8 9; do for d in 1 2 3 4 5 6 7 8 9; do rm -rf /srv/$a$b$c$d; done; done; done; done',
  'a function that calls itself': 'f() { f; rm -rf /srv; f; }; f',
  'an expansion bomb': `a=xxxxxxxxxx; ${Array.from({ length: 20 }, () => 'a=$a$a$a$a$a$a$a$a$a$a').join('; ')}; rm -rf /srv/$a`,
  'bytes of no text': `rm -rf /srv ${String.fromCharCode(...Array.from({ length: 2_000 }, (_, index) => index % 32))}`,
  'lone surrogates': `rm -rf /srv/\ud800\udfff\ud800`,
  'a NUL': 'rm -rf /srv\0/x',
  'right-to-left': 'rm -rf /srv/\u202Etxt.exe',
};

describe('invariant 9: hostile commands', () => {
  for (const [name, command] of Object.entries(hostile)) {
    it(`are answered with an ask: ${name}`, () => {
      const assessment = judged(command);
      assert.ok(asks(assessment), `${assessment.score} ${assessment.vector}`);
    });
  }

  it('never throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { score } = judged(text);
        return score >= 0 && score <= 100 && Number.isInteger(score);
      }),
      { numRuns: 150, seed: 20251205 },
    );
  });

  it('never throw in the other shells', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom('pwsh', 'cmd'),
        (text, shell) => {
          const { score } = judged(text, undefined, shell);
          return Number.isInteger(score);
        },
      ),
      { numRuns: 150, seed: 20251205 },
    );
  });
});

describe('hostile files', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
    .split('')
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`)
    .join('\n')}\ncurrent-context: *j\n`;

  for (const [name, text] of [
    ['a YAML bomb', bomb],
    ['a kubeconfig of 8 MB', `current-context: x\nother: ${'y'.repeat(8_000_000)}\n`],
    ['a kubeconfig over the limit', 'x'.repeat(9 * 1024 * 1024)],
    ['a kubeconfig of no YAML', '{{{{: ]\n\t- x'],
    ['an empty kubeconfig', ''],
  ] as const) {
    it(`still ask before a delete: ${name}`, () => {
      const world = memoryWorld({
        cwd: '/srv/app',
        home: '/home/ada',
        files: { '/home/ada/.kube/config': text },
      });
      assert.ok(asks(judged('kubectl delete namespace shop', world)));
    });
  }

  it('still ask when nothing of the home can be read', () => {
    const world = memoryWorld({ cwd: '/srv/app', home: '/home/ada' });
    const locked = {
      ...world,
      files: {
        ...world.files,
        read: () => ({ ok: false, code: 'unreadable' }) as const,
        kind: () => 'unreadable' as const,
        real: () => undefined,
      },
    };
    for (const command of [
      'kubectl delete ns x',
      'aws s3 rb s3://x --force',
      'terraform destroy',
      'rm -rf /opt/x',
    ]) {
      assert.ok(asks(judged(command, locked)), command);
    }
  });
});

describe('hostile edits and arguments', () => {
  it('are answered', () => {
    const large = 'resource "a" "b" {}\n'.repeat(50_000);
    const edit = { kind: 'whole', path: 'main.tf', before: large, after: '' } as const;
    assert.ok(asks(judgedPayload({ kind: 'edit', edits: [edit] })));
  });

  it('are walked only so deep', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`);
    const assessment = judgedPayload({ kind: 'mcp', server: 's', name: 'delete_all', arguments: deep });
    assert.ok(asks(assessment));
  });
});
