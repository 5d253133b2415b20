/** What an auditor asks of a decision: who, how known, under whose account, on what they saw, and when. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Decider } from '../../../src/core/record/decider.js';
import { decodeEntry } from '../../../src/core/record/decode-entry.js';
import { digestOfValue } from '../../../src/core/shared/digest.js';
import { entryText } from '../../../src/messages/record/record.js';
import { systemClock } from '../../../src/node/clock.js';
import { PersonHere } from '../../../src/node/person-here.js';
import { RecordFile } from '../../../src/node/record/record-file.js';
import { bashRing, testDesk } from '../../support/desk.js';
import { noon } from '../../support/requests.js';
import { until } from '../../support/until.js';

const ada: Decider = { person: 'Ada <ada@example.com>', known: 'git', account: 'ada' };
const rebuild = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';

async function decidedBy(person: (() => Decider) | undefined, kind: 'approve' | 'deny') {
  const { desk, record, clock } = testDesk(person === undefined ? {} : { person });
  void desk.ring(bashRing(rebuild));
  const [request] = await until('the request', () =>
    desk.requests().length > 0 ? desk.requests() : undefined,
  );
  assert.ok(request);
  clock.pass(90_000);
  const { digest } = request;
  const decision =
    kind === 'approve'
      ? ({ kind, digest, typed: 'cost-explorer-prod' } as const)
      : ({ kind, digest, reason: 'take a snapshot first' } as const);
  assert.equal((await desk.decide(request.id, decision)).ok, true);
  const entry = record.entries.find(
    ({ body }) => body.type === 'call.approved' || body.type === 'call.denied',
  );
  assert.ok(entry && (entry.body.type === 'call.approved' || entry.body.type === 'call.denied'));
  return { entry, body: entry.body, request };
}

describe('a decision made alone', () => {
  for (const kind of ['approve', 'deny'] as const) {
    it(`names who made it, and on what: ${kind}`, async () => {
      const { entry, body, request } = await decidedBy(() => ada, kind);
      assert.deepEqual(body.decider, ada);
      const change = digestOfValue(request.change);
      const ground = digestOfValue(request.basis?.ground);
      assert.deepEqual(body.evidence, {
        heldAt: noon,
        rule: request.rule.id,
        change: change.ok && change.value,
        ground: ground.ok && ground.value,
      });
      assert.equal(entry.ts, noon + 90_000);
      const words = kind === 'approve' ? 'approved by' : 'denied by';
      assert.match(entryText(entry).label, new RegExp(`^CS-1 ${words} Ada <ada@example\\.com> \\(by git`));
    });
  }

  it('by whom nobody knows says no name, as in what older versions wrote', async () => {
    const { entry, body } = await decidedBy(undefined, 'approve');
    assert.equal('decider' in body, false);
    assert.match(entryText(entry).label, /^CS-1 approved, name typed/);
  });

  it('stands in the record with its digests whole', async () => {
    const { body } = await decidedBy(() => ada, 'approve');
    const home = mkdtempSync(join(tmpdir(), 'cs-deciders-'));
    const record = new RecordFile({
      folder: join(home, 'record'),
      machine: 'm',
      clock: systemClock,
      writer: 'ab',
    });
    const written = await record.append(body);
    assert.ok(written.ok);
    assert.deepEqual(written.value.body, body);
    const [line] = [...record.newestFirst(1)];
    assert.deepEqual(line?.ok && line.value.body, body);
    assert.equal(decodeEntry(''), undefined);
    record.close();
    rmSync(home, { recursive: true });
  });
});

describe('who sits at a machine', () => {
  let home: string;
  let before: string | undefined;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cs-person-'));
    before = process.env['HOME'];
    process.env['HOME'] = home;
  });

  afterEach(() => {
    process.env['HOME'] = before;
    rmSync(home, { recursive: true });
  });

  it('is known by the roster, else by the user’s own git configuration, else by the account', async () => {
    writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Ada L\n\temail = ada@example.com\n');
    let requester: string | undefined;
    const person = new PersonHere(home, () => requester);
    const { account } = person.now();
    assert.deepEqual(person.now(), { person: account, known: 'account', account });
    await until('git’s answer', () => (person.now().known === 'git' ? true : undefined));
    assert.deepEqual(person.now(), { person: 'Ada L <ada@example.com>', known: 'git', account });
    requester = 'ada@team';
    assert.deepEqual(person.now(), { person: 'ada@team', known: 'roster', account });
  });
});
