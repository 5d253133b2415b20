/** Secrets that reached what is written and sent, and texts that took their reader's time. Numbers of the list of tried attacks. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { callFacts, summaryOf } from '../../src/core/record/facts.js';
import { redacted } from '../../src/core/record/redact.js';
import type { Payload } from '../../src/core/toolcall/toolcall.js';
import { withoutSecrets } from '../../src/desk/without-secrets.js';
import { homeAt } from '../../src/node/files/home.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { marksAt } from '../../src/node/record/secret-marks.js';
import { PeersOffice } from '../support/peers.js';
import { assessment, noon, shellCall } from '../support/requests.js';
import { bareCarriers, carriers, chosen, hexadecimal, knownKinds } from '../support/secret-kinds.js';

const anySecret = fc.oneof(...Object.values(knownKinds), chosen, hexadecimal);
const anyCarrier = fc.constantFrom(...Object.values(carriers));
const anyKnown = fc.oneof(
  ...Object.entries(knownKinds).flatMap(([kind, secrets]) => (kind === 'AWS secret key' ? [] : [secrets])),
);

/** Every byte of every file below a folder. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

describe('tried 61: secrets of every kind', () => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'countersign-secrets-'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('are in no entry, whichever text of it they stood in', async function () {
    this.timeout(120_000);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anySecret, anyCarrier, async (secret, carry) => {
        count += 1;
        const home = homeAt(join(root, `record-${count}`));
        const record = new RecordFile({
          folder: home.record,
          machine: 'm',
          clock: { now: () => noon },
          writer: 'ab',
        });
        const text = carry(secret);
        const facts = callFacts(shellCall(text), assessment(), '0123456789abcdef'.repeat(4));
        const cwd = `/srv/${text.replaceAll('/', '')}`;
        const denied = {
          ...facts,
          cwd,
          type: 'call.denied',
          request: 'CS-1',
          by: 'person',
          reason: text,
        } as const;
        assert.ok((await record.append(denied)).ok);
        assert.ok((await record.append({ type: 'recovery', detail: text })).ok);
        assert.equal(written(home.root).includes(secret), false, written(home.record));
        const entries = record.newest(3);
        assert.ok(entries.ok && entries.value.length === 3, 'what was written can be read');
      }),
      { numRuns: 60 },
    );
  });

  it('are in no message to peers', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(anySecret, anyCarrier, async (secret, carry) => {
        const office = new PeersOffice();
        const { request } = await office.hold(carry(secret));
        await office.confirm(request);
        const sent = [...office.box.messages.values()].map((bytes) => Buffer.from(bytes).toString('utf8'));
        assert.equal(sent.length, 1);
        assert.equal(sent.join('').includes(secret), false, sent.join(''));
        const statement: unknown = JSON.parse(sent[0] ?? '');
        assert.equal(JSON.stringify(statement).includes(Buffer.from(secret).toString('base64')), false);
      }),
      { numRuns: 40 },
    );
  });

  const payloads: Readonly<Record<string, (text: string, secret: string) => Payload>> = {
    'a file that is written': (content) => ({
      kind: 'edit',
      edits: [{ kind: 'write', path: '/srv/a', content }],
    }),
    'a part that is replaced': (text) => ({
      kind: 'edit',
      edits: [{ kind: 'replace', path: '/srv/a', replacements: [{ old: text, new: 'x', all: false }] }],
    }),
    'a file before and after': (text) => ({
      kind: 'edit',
      edits: [{ kind: 'whole', path: '/srv/a', before: text, after: null }],
    }),
    'an argument of an MCP tool': (text) => ({ kind: 'mcp', server: 'db', name: 'run', arguments: { text } }),
    'a named argument of an MCP tool': (_text, secret) => ({
      kind: 'mcp',
      server: 'db',
      name: 'connect',
      arguments: { options: [{ user: 'app', dbPassword: secret }], note: `as ${secret} says` },
    }),
    'an address that is fetched': (_text, secret) => ({
      kind: 'fetch',
      url: `https://x.example/v1?token=${encodeURIComponent(secret)}`,
    }),
    'the input of another tool': (text) => ({ kind: 'other', text: JSON.stringify({ command: text }) }),
  };
  for (const [name, payload] of Object.entries(payloads))
    it(`are in no statement: ${name}`, function () {
      this.timeout(60_000);
      fc.assert(
        fc.property(anySecret, anyCarrier, (secret, carry) => {
          const call = { ...shellCall(''), payload: payload(carry(secret), secret) };
          const shown = withoutSecrets({
            call,
            assessment: assessment(),
            change: { items: [], sources: [] },
          });
          assert.ok(shown.ok);
          assert.equal(
            JSON.stringify(shown.value.shown).includes(secret),
            false,
            JSON.stringify(shown.value),
          );
          assert.ok(shown.value.withheld > 0);
        }),
        { numRuns: 40 },
      );
    });

  it('are known by themselves where no name stands beside them', () => {
    fc.assert(
      fc.property(anyKnown, fc.constantFrom(...Object.values(bareCarriers)), (secret, carry) => {
        assert.equal(redacted(carry(secret)).includes(secret), false);
      }),
      { numRuns: 300 },
    );
  });

  it('have the same mark in a home, another one in another, and none that tells', () => {
    const [one, other] = [marksAt(homeAt(join(root, 'one'))), marksAt(homeAt(join(root, 'other')))];
    assert.match(one('hunter2'), /^‹secret [0-9a-f]{6}›$/);
    assert.equal(one('hunter2'), marksAt(homeAt(join(root, 'one')))('hunter2'));
    assert.notEqual(one('hunter2'), other('hunter2'));
    assert.equal(statSync(join(root, 'one', 'salt')).mode & 0o077, 0);
  });
});

describe('tried 19, 20, 21: a text that takes its reader longer than the deadline', () => {
  const long = 480_000;
  for (const part of [
    'token-',
    'password=',
    'token:"',
    'sk-',
    'eyJ',
    '://a:b',
    'mysql -p',
    '<<A\n',
    "'",
    '-----BEGIN ',
    ' ',
    '\t\u2028',
  ])
    it(`ends: ${JSON.stringify(part)}`, function () {
      this.timeout(60_000);
      const text = part.repeat(long / part.length);
      assert.equal(typeof redacted(text), 'string');
      assert.ok(summaryOf(shellCall(`: ${text}; aws rebuild`)).length <= 2_000);
    });
});
