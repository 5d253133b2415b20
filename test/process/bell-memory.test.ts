/** The doorbell in C under sanitizers, on made-up bytes, held to what the client in TypeScript makes of the same. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as fc from 'fast-check';
import { gateMac } from '../../src/client/gate-mac.js';
import { bellFacts } from '../../src/node/install/bell-facts.js';
import { engineEnvironment } from '../../src/protocol/environment.js';
import { parsed } from '../../src/protocol/parsed.js';
import { directoriesIn, hasRun } from '../../src/protocol/payload.js';
import { decodeRegistration } from '../../src/protocol/registration.js';
import { decodeReply } from '../../src/protocol/ring.js';
import { without } from '../support/components.js';
import { field } from '../support/json.js';

const samples = 4_000;
const sanitized = [
  '-D_GNU_SOURCE',
  '-fsanitize=address,undefined',
  '-fno-sanitize-recover=all',
  '-g',
  '-O1',
  '-w',
];

/** Names that are read, and a few that are not; texts with all that JSON escapes. */
const name = fc.constantFrom(
  'a',
  'cwd',
  'tool_info',
  'file_path',
  'workspaceRoots',
  'hook',
  'toolResult',
  'x"\\',
);
const text = fc.oneof(
  fc.constantFrom(
    '/proj/a',
    '/proj/a/b/c.txt',
    'PostToolUse',
    'PreToolUse',
    '',
    '/',
    'é"\\/\b\n\u0000𝔘',
    '\u0001',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5 }),
  ),
}));

/** JSON with some of its letters by their numbers. */
const spelled = (json: string): string =>
  json.replace(/(?<=[a-z])[a-m](?=[a-z]*")/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);

/** What UTF-8 has no bytes for is told differently. */
const isWellFormed = (one: string): boolean => !/\p{Surrogate}/u.test(one);

/** A text of which a few signs are lost, doubled or others. */
const damaged = (whole: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      whole,
      fc.array(
        fc.tuple(
          fc.nat(),
          fc.constantFrom(
            '',
            '"',
            '\\',
            '{',
            '}',
            '[',
            ']',
            ',',
            ':',
            '0',
            '-',
            '.',
            'e',
            '\0',
            '\n',
            'u',
            '\\ud83d',
            ' ',
          ),
        ),
        {
          maxLength: 3,
        },
      ),
    )
    .map(([given, changes]) =>
      changes.reduce((done, [place, put]) => {
        const at = place % (done.length + 1);
        return done.slice(0, at) + put + done.slice(at + (place % 2));
      }, given),
    )
    // Half a sign has no bytes: both doorbells are given the same ones.
    .map((one) => Buffer.from(one).toString());

describe('invariant 1: the doorbell in C, under sanitizers', function () {
  this.timeout(180_000);
  let folder: string;

  before(function () {
    folder = mkdtempSync(join(tmpdir(), 'cs-bell-'));
    if (process.platform !== 'linux') without('Linux', this);
    writeFileSync(join(folder, 'bell-facts.h'), bellFacts());
    const words = [...sanitized, `-I${folder}`, 'test/fuzz/bell-driver.c', '-o', join(folder, 'driver')];
    const made = spawnSync('cc', words, { encoding: 'utf8' });
    if (made.error) without('a compiler of C', this);
    assert.equal(made.status, 0, made.stderr);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What the driver makes of each. */
  const driven = (kind: string, cases: readonly string[]): readonly string[] => {
    const input = cases.map((one) => `${kind} ${Buffer.from(one).toString('hex')}\n`).join('');
    const ran = spawnSync(join(folder, 'driver'), {
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      cwd: folder,
    });
    assert.equal(ran.status, 0, `${ran.signal} ${ran.stderr.slice(0, 3_000)}`);
    const lines = ran.stdout.split('\n').slice(0, -1);
    assert.equal(lines.length, cases.length);
    return lines;
  };

  const hexOf = (bytes: string): string => Buffer.from(bytes).toString('hex');

  it('reads JSON as JSON is defined, and nothing else', () => {
    const cases = fc.sample(damaged(value.map((one) => JSON.stringify(one))), samples);
    const lines = driven('j', cases);
    let good = 0;
    for (const [at, one] of cases.entries()) {
      const known = jsonOf(one);
      const isGood = known !== undefined;
      good += isGood ? 1 : 0;
      assert.equal(lines[at]?.[0] !== '-', isGood, JSON.stringify(one));
      const a = isGood && !Array.isArray(known.value) ? field(known.value, 'a') : undefined;
      if (typeof a === 'string' && isWellFormed(a))
        assert.equal(lines[at], `{ ${hexOf(a)}`, JSON.stringify(one));
    }
    assert.ok(good > samples / 10 && good < samples, String(good));
  });

  it('reads of a payload what the doorbell in Node reads', () => {
    const json = fc.dictionary(name, value, { maxKeys: 6 }).map((one) => JSON.stringify(one));
    const cases = fc.sample(damaged(fc.oneof(json, json.map(spelled))), samples);
    const lines = driven('p', cases);
    for (const [at, one] of cases.entries()) {
      const bytes = Buffer.from(one);
      if (jsonOf(one) !== undefined && parsed(one) === undefined) continue;
      const cwd = directoriesIn(bytes).find((path) => isAbsolute(path)) ?? folder;
      if (!isWellFormed(cwd)) continue;
      assert.equal(lines[at], `${hasRun(bytes) ? 1 : 0} ${hexOf(cwd)}`, JSON.stringify(one));
    }
  });

  it('knows names of secrets as the other doorbells do', () => {
    const pieces = [
      'SECRET',
      'passwd',
      'PASSWORD',
      'PASSW',
      'Token',
      'PRIVATE',
      'API',
      '_',
      'KEY',
      'ACCESS',
      'AUTH',
      'OR',
      'COOKIE',
      'SESSION',
      '_PAT',
      '_FILE',
      '_PATH',
      '_DIR',
      'SSH_AUTH_SOCK',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'X',
      'AUT',
      'PASSPHRASE',
      'D',
    ];
    const names = fc.sample(
      fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }).map((some) => some.join('')),
      samples,
    );
    const lines = driven('s', names);
    for (const [at, one] of names.entries())
      assert.equal(lines[at] === '1', engineEnvironment({ [one]: 'v' })[one] === undefined, one);
  });

  it('takes no gate that the doorbell in Node does not take', () => {
    const made = fc
      .record({
        folders: fc.array(fc.constantFrom('/proj/a', '/proj', '/', '/other', '/proj/a/'), { maxLength: 3 }),
        startedAt: fc.nat(),
        salt: fc.option(fc.constant('s'), { nil: undefined }),
      })
      .map((one) => {
        const bare = {
          v: 1,
          id: 'i',
          pid: process.pid,
          socket: '/s',
          identity: '1:2',
          knock: 'k',
          seal: 's',
          ...one,
        } as const;
        return JSON.stringify({ ...bare, mac: gateMac('secret', bare) });
      });
    const whole = fc.sample(made, 200);
    assert.ok(driven('g', whole).every((line) => line === 'gate'));
    const cases = fc.sample(damaged(made), samples);
    for (const [at, line] of driven('g', cases).entries()) {
      const one = cases[at] ?? '';
      const known = decodeRegistration(one);
      const isKnown = known !== undefined && known.mac === gateMac('secret', known);
      assert.ok(line === 'none' || isKnown, JSON.stringify(one));
    }
  });

  it('passes on no answer that the doorbell in Node does not pass on', () => {
    const answer = fc.record({
      stdout: fc.constantFrom('{}', '{"decision":"allow"}', '"allow"', '[]', '{', ''),
      stderr: fc.constantFrom('', ' ', 'no'),
      exitCode: fc.constantFrom<unknown>(0, 0, 0, 2, 1, '0', null),
    });
    const reply = fc.record({
      v: fc.constantFrom<unknown>(1, 1, 1, 1, 2, '1'),
      nonce: fc.constantFrom('nonce', 'nonce', 'nonce', 'nonce', 'other'),
      seal: fc.constantFrom('seal', 'seal', 'seal', 'seal', ''),
      kind: fc.constantFrom('held', 'answer', 'answer', 'answer', 'other'),
      answer,
    });
    const whole = fc
      .array(reply, { minLength: 1, maxLength: 3 })
      .map((replies) => replies.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const undamaged = fc.sample(whole, samples);
    const lines = driven('r', undamaged);
    for (const [at, one] of undamaged.entries()) assert.equal(lines[at], told(one), JSON.stringify(one));
    assert.ok(lines.filter((line) => line.startsWith('0 ')).length > samples / 50);
    const cases = fc.sample(damaged(whole), samples);
    // Half a sign that is spelled by its number has no bytes in UTF-8: Node puts a mark in its place, this program its number.
    for (const [at, line] of driven('r', cases).entries())
      assert.ok(
        line === '2 ' || line.replaceAll('eda0bd', 'efbfbd') === told(cases[at] ?? ''),
        JSON.stringify(cases[at]),
      );
  });

  /** What the client in TypeScript would have the agent told. */
  function told(sent: string): string {
    for (const line of sent.split('\n').slice(0, -1)) {
      const reply = decodeReply(line);
      if (!reply.ok || reply.value.nonce !== 'nonce' || reply.value.seal !== 'seal') return '2 ';
      if (reply.value.kind === 'answer')
        return `${reply.value.answer.exitCode} ${hexOf(reply.value.answer.stdout)}`;
    }
    return '2 ';
  }

  function jsonOf(one: string): { readonly value: unknown } | undefined {
    try {
      return { value: JSON.parse(one) };
    } catch {
      return undefined;
    }
  }
});
