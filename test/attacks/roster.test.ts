import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decodeRoster, mostRosterKeys, rosterLimit } from '../../src/core/countersign/decode-roster.js';
import { type Namespace, namespaces } from '../../src/core/countersign/namespace.js';
import { signerIn } from '../../src/core/countersign/roster-lookup.js';
import { rosterTime } from '../../src/core/countersign/roster-time.js';
import { verifySignature } from '../../src/core/countersign/ssh-signature.js';
import { keygenAccepts, type SshHome, sshHome } from '../support/ssh-home.js';
import { softwareKey } from '../support/ssh-keys.js';

const alice = softwareKey('ssh-ed25519');
const bob = softwareKey('ssh-ed25519');
const namespace = namespaces.approval;
const role = `namespaces="${namespace}"`;
const now = Date.UTC(2026, 10, 25, 12);
const message = new TextEncoder().encode('{"what":"a statement"}');

function codeOf(text: string): string {
  const read = decodeRoster(text);
  return read.ok ? 'ok' : `${read.error.code} ${read.error.line}`;
}

function outcome(roster: string, purpose: Namespace = namespace, at = now, key = bob): string {
  const read = decodeRoster(roster);
  const signature = verifySignature(key.sign(message, purpose), message, purpose);
  if (!read.ok) return read.error.code;
  if (!signature.ok) return signature.error.code;
  const person = signerIn(read.value, signature.value, purpose, at);
  return person.ok ? person.value : person.error.code;
}

describe('attack 3: one key for two persons', () => {
  it('refuses the whole roster', () => {
    const lines = `alice@example.com ${role} ${bob.publicKey}\nbob@example.com ${role} ${bob.publicKey}\n`;
    assert.equal(codeOf(lines), 'key-twice 2');
    assert.equal(
      codeOf(`bob@example.com ${role} ${bob.publicKey}\nbob@example.com ${role} ${bob.publicKey} again\n`),
      'key-twice 2',
    );
  });

  it('refuses one person in two spellings', () => {
    const lines = `bob@example.com ${role} ${bob.publicKey}\nBob@example.com ${role} ${alice.publicKey}\n`;
    assert.equal(codeOf(lines), 'alike-persons 2');
  });

  it('row 32: refuses one mailbox under two names, and takes two mailboxes that are alike', () => {
    const two = (first: string, second: string): string =>
      `${first} ${role} ${bob.publicKey}\n${second} ${role} ${alice.publicKey}\n`;
    for (const [first, second] of [
      ['bob@example.com', 'bob+laptop@example.com'],
      ['bob+a@example.com', 'BOB+b@Example.com'],
      ['bob@example.com', 'bob@example.com.'],
      ['bob', 'bob.'],
      ['bob@example.com', 'bob.@example.com'],
    ] as const)
      assert.equal(codeOf(two(first, second)), 'alike-persons 2', second);
    for (const [first, second] of [
      ['bob@example.com', 'bob-work@example.com'],
      ['bob@example.com', 'bob@example.org'],
      ['bob@example.com', 'b.ob@example.com'],
    ] as const)
      assert.notEqual(codeOf(two(first, second)), 'alike-persons 2', second);
  });
});

describe('attack 4: a principal that is more than one person', () => {
  it('refuses the whole roster', () => {
    const principals = [
      '*',
      '*@example.com',
      'bob?',
      '!alice@example.com',
      'bob,alice',
      'bob,!alice',
      '"bob"',
      'b\u00F6b',
      'b\u043Eb',
      '-bob',
      '@bob',
      '\\bob',
    ];
    for (const principal of principals) {
      const code = codeOf(
        `alice@example.com ${role} ${alice.publicKey}\n${principal} ${role} ${bob.publicKey}\n`,
      );
      assert.match(code, /^(not-one-person|wrong-line) 2$/, principal);
    }
  });
});

describe('attack 5: a key that may not approve', () => {
  it('is refused where the roster does not list it', () => {
    assert.equal(outcome(`alice@example.com ${role} ${alice.publicKey}\n`), 'not-listed');
  });

  it('is refused where its line gives it another role', () => {
    const others = Object.values(namespaces).filter((one) => one !== namespace);
    const line = `bob@example.com namespaces="${others.join(',')}" ${bob.publicKey}\n`;
    assert.equal(outcome(line), 'wrong-namespace');
    assert.equal(outcome(line, namespaces.request), 'bob@example.com');
  });

  it('has no role by being there, nor one that is not ours', () => {
    const codes = [
      codeOf(`bob@example.com ${bob.publicKey}\n`),
      codeOf(`bob@example.com namespaces="" ${bob.publicKey}\n`),
      codeOf(`bob@example.com namespaces="git" ${bob.publicKey}\n`),
      codeOf(`bob@example.com namespaces="git,${namespace}" ${bob.publicKey}\n`),
      codeOf(`bob@example.com namespaces="*" ${bob.publicKey}\n`),
      codeOf(`bob@example.com namespaces="${namespace}*" ${bob.publicKey}\n`),
      codeOf(`bob@example.com valid-before="20270101Z" ${bob.publicKey}\n`),
    ];
    assert.deepEqual(codes, [
      'no-namespaces 1',
      'no-namespaces 1',
      'unknown-namespace 1',
      'unknown-namespace 1',
      'unknown-namespace 1',
      'unknown-namespace 1',
      'no-namespaces 1',
    ]);
  });
});

describe('attack 16: a key out of its time', () => {
  const line = (options: string): string => `bob@example.com ${role},${options} ${bob.publicKey}\n`;

  it('is refused before, after and at its end', () => {
    const bounded = line('valid-after="20260101Z",valid-before="20270101Z"');
    const outcomes = [
      Date.UTC(2025, 11, 31, 23, 59, 59, 999),
      Date.UTC(2026, 0, 1),
      Date.UTC(2026, 11, 31, 23, 59, 59, 999),
      Date.UTC(2027, 0, 1),
      Number.NaN,
    ].map((at) => outcome(bounded, namespace, at));
    assert.deepEqual(outcomes, [
      'not-yet-valid',
      'bob@example.com',
      'bob@example.com',
      'expired',
      'not-yet-valid',
    ]);
    assert.equal(outcome(line('valid-before="20270101Z"'), namespace, Number.NaN), 'expired');
  });

  it('has no time without a zone, and none that does not exist', () => {
    const times = [
      '20260101',
      '202601011200',
      '20261301Z',
      '20260230Z',
      '20260101250000Z',
      '2026Z',
      '',
      '20260101+01',
      '19700101Z',
      '20260101z',
      '202601011Z',
    ];
    for (const time of times) {
      assert.equal(codeOf(line(`valid-before="${time}"`)), 'wrong-time 1', time);
      assert.equal(codeOf(line(`valid-after="${time}"`)), 'wrong-time 1', time);
    }
    assert.equal(codeOf(line('valid-after="20270101Z",valid-before="20270101Z"')), 'never-valid 1');
    assert.equal(rosterTime('20280229Z'), Date.UTC(2028, 1, 29));
  });

  it('is refused when its line is gone: that is what revokes a key', () => {
    assert.equal(outcome(`alice@example.com ${role} ${alice.publicKey}\n`), 'not-listed');
  });

  it('is judged alike in every time zone, also by ssh-keygen', async () => {
    const home: SshHome = await sshHome();
    try {
      const real = Date.now();
      const hour = 3_600_000;
      const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace(/[-:T]/g, '');
      for (const [options, expected] of [
        [`valid-before="${stamp(real + hour)}Z"`, true],
        [`valid-before="${stamp(real - hour)}Z"`, false],
        [`valid-after="${stamp(real - hour)}Z"`, true],
        [`valid-after="${stamp(real + hour)}Z"`, false],
      ] as const) {
        const roster = line(options);
        const question = {
          roster,
          person: 'bob@example.com',
          namespace,
          message,
          signature: bob.sign(message, namespace),
        };
        const zones = ['UTC', 'Etc/GMT+12', 'Pacific/Kiritimati'];
        const said = zones.map((timeZone) => keygenAccepts(home, { ...question, timeZone }));
        assert.deepEqual(said, [expected, expected, expected], options);
        assert.equal(outcome(roster, namespace, real) === 'bob@example.com', expected, options);
      }
    } finally {
      home.stop();
    }
  });
});

describe('a roster that is not understood', () => {
  it('is refused as a whole, by line', () => {
    const good = `alice@example.com ${role} ${alice.publicKey}\n`;
    const short = softwareKey('ssh-rsa', { rsaBits: 2048 });
    const second = {
      'certificate authority': `bob@example.com cert-authority,${role} ${bob.publicKey}`,
      'unknown option': `bob@example.com ${role},verify-required ${bob.publicKey}`,
      'capital option': `bob@example.com NAMESPACES="${namespace}" ${bob.publicKey}`,
      'option twice': `bob@example.com ${role},${role} ${bob.publicKey}`,
      'namespace twice': `bob@example.com namespaces="${namespace},${namespace}" ${bob.publicKey}`,
      'comma too many': `bob@example.com ${role}, ${bob.publicKey}`,
      'no quotes': `bob@example.com namespaces=${namespace} ${bob.publicKey}`,
      'open quotes': `bob@example.com namespaces="${namespace} ${bob.publicKey}`,
      'space before': ` bob@example.com ${role} ${bob.publicKey}`,
      'no key': `bob@example.com ${role}`,
      'wrong type': `bob@example.com ${role} ssh-rsa ${bob.publicKey.split(' ')[1]}`,
      DSA: `bob@example.com ${role} ssh-dss AAAAB3NzaC1kc3M=`,
      'short RSA': `bob@example.com ${role} ${short.publicKey}`,
      'key cut': `bob@example.com ${role} ${bob.publicKey.slice(0, -5)}`,
      'carriage return': `bob@example.com ${role} ${bob.publicKey}\r`,
      'turned around': `bob@example.com ${role} ${bob.publicKey} \u202Eeve`,
      escape: `bob@example.com ${role} ${bob.publicKey} \u001B[2K`,
      'line separator': `bob@example.com ${role} ${bob.publicKey}\u2028`,
    };
    const codes = Object.fromEntries(
      Object.entries(second).map(([name, line]) => [name, codeOf(`${good}\n# bob\n${line}\n`)]),
    );
    assert.deepEqual(codes, {
      'certificate authority': 'unknown-option 4',
      'unknown option': 'unknown-option 4',
      'capital option': 'unknown-option 4',
      'option twice': 'option-twice 4',
      'namespace twice': 'option-twice 4',
      'comma too many': 'unknown-option 4',
      'no quotes': 'unknown-option 4',
      'open quotes': 'wrong-line 4',
      'space before': 'wrong-line 4',
      'no key': 'wrong-line 4',
      'wrong type': 'wrong-key 4',
      DSA: 'wrong-key 4',
      'short RSA': 'weak-key 4',
      'key cut': 'wrong-key 4',
      'carriage return': 'control-character 4',
      'turned around': 'control-character 4',
      escape: 'control-character 4',
      'line separator': 'control-character 4',
    });
    assert.equal(codeOf(good), 'ok');
    assert.equal(codeOf('# nobody\n'), 'no-keys 0');
  });

  it('is read however long it is', () => {
    const long = ' '.repeat(rosterLimit - 10);
    const commas = `bob@example.com ${','.repeat(rosterLimit - 100)} ssh-ed25519 AAAA`;
    const quotes = `bob@example.com ${'""'.repeat(rosterLimit / 2 - 100)} ssh-ed25519 AAAA`;
    assert.deepEqual([long, commas, quotes].map(codeOf), [
      'wrong-line 1',
      'unknown-option 1',
      'unknown-option 1',
    ]);
    assert.equal(codeOf('x'.repeat(rosterLimit + 1)), 'too-large 0');
    const many = Array.from({ length: 3 }, () => softwareKey('ssh-ed25519').publicKey);
    assert.equal(codeOf(many.map((key, index) => `p${index} ${role} ${key}`).join('\n')), 'ok');
    assert.ok(mostRosterKeys >= 100);
  });

  it('is refused, never thrown at, whatever it holds', () => {
    const word = fc.constantFrom(
      'bob',
      role,
      'ssh-ed25519',
      bob.publicKey,
      ',',
      '"',
      ' ',
      '\t',
      '#',
      '=',
      '\n',
      'valid-after="',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 5 })), { maxLength: 20 }), (parts) => {
        const read = decodeRoster(parts.join(''));
        if (!read.ok) return read.error.code.length > 0;
        return read.value.keys.every((key) => key.blob === bob.publicKey.split(' ')[1]);
      }),
    );
  });

  it('means the same to ssh-keygen wherever it is accepted', async () => {
    const home = await sshHome();
    try {
      const signature = bob.sign(message, namespace);
      const rosters = [
        `bob@example.com ${role} ${bob.publicKey}\n`,
        `# comment\n\nbob@example.com\t${role}\t${bob.publicKey} a comment "quoted"\n`,
        `bob@example.com valid-after="20200101Z",${role} ${bob.publicKey}\n`,
        `bob@example.com ${role},valid-before="202001010000Z" ${bob.publicKey}\n`,
        `bob@example.com namespaces="${namespaces.denial}" ${bob.publicKey}\n`,
        `alice@example.com ${role} ${bob.publicKey}\n`,
      ];
      const said = rosters.map((roster) => [
        outcome(roster, namespace, Date.now()) === 'bob@example.com',
        keygenAccepts(home, { roster, person: 'bob@example.com', namespace, signature, message }),
      ]);
      assert.deepEqual(said, [
        [true, true],
        [true, true],
        [true, true],
        [false, false],
        [false, false],
        [false, false],
      ]);
    } finally {
      home.stop();
    }
  });
});
