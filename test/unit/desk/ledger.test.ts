import assert from 'node:assert/strict';
import type { Request } from '../../../src/core/approval/request.js';
import type { EntryBody } from '../../../src/core/record/entry.js';
import { err, ok } from '../../../src/core/shared/result.js';
import { InOrder } from '../../../src/desk/in-order.js';
import { Ledger } from '../../../src/desk/ledger.js';
import type { Claim } from '../../../src/ports/ports.js';
import {
  bashRing,
  heard,
  MemoryRecord,
  MemoryRequests,
  type TestDesk,
  testDesk,
} from '../../support/desk.js';
import { request as requestWith } from '../../support/requests.js';

const rebuild =
  'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod --region cn-north-1';

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** What the desk does to a disk, in order; the operation with the number `broken` fails, and all after it if `stays`. */
class Disk {
  done = 0;
  broken = Number.POSITIVE_INFINITY;
  stays = false;

  fails(): boolean {
    this.done += 1;
    return this.stays ? this.done >= this.broken : this.done === this.broken;
  }
}

class FailingRecord extends MemoryRecord {
  constructor(private readonly disk: Disk) {
    super();
  }

  override async append(body: EntryBody) {
    if (this.disk.fails()) return err({ code: 'full', detail: 'ENOSPC' } as const);
    return super.append(body);
  }
}

class FailingRequests extends MemoryRequests {
  constructor(private readonly disk: Disk) {
    super();
  }

  override async save(request: Request) {
    if (this.disk.fails()) return err({ code: 'full', detail: 'ENOSPC' } as const);
    return super.save(request);
  }

  override async claim(id: string, what: Claim) {
    if (this.disk.fails()) return err({ code: 'unwritable', detail: 'EIO' } as const);
    return super.claim(id, what);
  }

  override async nextNumber() {
    if (this.disk.fails()) return err({ code: 'unwritable', detail: 'EIO' } as const);
    return super.nextNumber();
  }
}

interface Way {
  readonly box: TestDesk;
  readonly requests: FailingRequests;
  readonly answers: readonly string[];
  readonly operations: number;
}

/** An agent's call that is held, decided, and retried; the disk fails at one operation, or from there on. */
async function walk(
  decision: 'approve' | 'deny' | 'leave',
  broken = Number.POSITIVE_INFINITY,
  stays = false,
): Promise<Way> {
  const disk = new Disk();
  disk.broken = broken;
  disk.stays = stays;
  const record = new FailingRecord(disk);
  const requests = new FailingRequests(disk);
  const box = testDesk({ record, requests });
  const answers: Promise<string>[] = [];
  const gone = new AbortController();
  answers.push(box.desk.ring(bashRing(rebuild), gone.signal).then(heard));
  await settled();
  const [request] = box.desk.requests();
  if (request && decision !== 'leave') {
    const { id, digest } = request;
    await box.desk.decide(
      id,
      decision === 'approve'
        ? { kind: 'approve', digest, typed: 'cost-explorer-prod' }
        : { kind: 'deny', digest, reason: 'no' },
    );
  }
  await settled();
  gone.abort();
  await settled();
  answers.push(box.desk.ring(bashRing(rebuild, { fields: { tool_use_id: 'toolu_2' } })).then(heard));
  await settled();
  await box.desk.dispose();
  return { box, requests, answers: await Promise.all(answers), operations: disk.done };
}

describe('invariant 10: the ledger, whatever operation fails', function () {
  this.timeout(20_000);

  for (const decision of ['approve', 'deny', 'leave'] as const) {
    for (const stays of [false, true]) {
      it(`releases nothing that the record does not hold: ${decision}, the disk ${stays ? 'stays' : 'is'} broken`, async () => {
        const { operations } = await walk(decision);
        assert.ok(operations >= 4, `only ${operations} operations`);
        for (let broken = 1; broken <= operations + 4; broken += 1) {
          const { box, requests, answers } = await walk(decision, broken, stays);
          const types = box.record.types;
          const allowed = answers.filter((answer) => answer.startsWith('allow'));
          const where = `operation ${broken}: ${answers.join(' | ')}; ${types.join(', ')}`;
          assert.ok(allowed.length <= 1, `released twice at ${where}`);
          if (allowed.length > 0) {
            assert.ok(types.indexOf('call.approved') >= 0, `no yes in the record at ${where}`);
            assert.ok(
              types.lastIndexOf('call.released') > types.indexOf('call.approved'),
              `not in the record at ${where}`,
            );
            assert.equal(decision, 'approve', where);
          }
          for (const answer of answers) assert.match(answer, /^(?:allow|deny|exit 2)/, where);
          // What is shown is what stands on disk.
          for (const saved of requests.saved.values()) {
            const shown = box.desk.requests().find(({ id }) => id === saved.id);
            assert.ok(shown, `${saved.id} is not shown at ${where}`);
            assert.deepEqual(shown, saved, where);
          }
          assert.equal(box.desk.requests().length, requests.saved.size, where);
        }
      });
    }
  }
});

describe('the ledger', () => {
  const open = () => {
    const record = new MemoryRecord();
    const requests = new MemoryRequests();
    const windows = { self: 'w1', isOpen: (id: string) => id === 'w1' };
    return { record, requests, ledger: new Ledger({ record, requests, windows }) };
  };

  it('takes the steps of one request one after the other, each from what the one before left', async () => {
    const { ledger, requests } = open();
    requests.saved.set('CS-1', requestWith({ id: 'CS-1', state: { kind: 'parked' }, asked: 1 }));
    await ledger.refresh();
    const again = () =>
      ledger.move('CS-1', (current) => ok({ to: { ...current, asked: current.asked + 1 } }));
    await Promise.all(Array.from({ length: 20 }, again));
    assert.equal(requests.saved.get('CS-1')?.asked, 21);
  });

  it('gives a step to one of two windows, and shows the other what was decided', async () => {
    const one = open();
    const two = new Ledger({
      record: one.record,
      requests: one.requests,
      windows: { self: 'w2', isOpen: () => false },
    });
    one.requests.saved.set('CS-1', requestWith({ id: 'CS-1', state: { kind: 'parked' } }));
    await Promise.all([one.ledger.refresh(), two.refresh()]);
    const no = (current: Request) =>
      ok({
        claim: 'decided',
        to: { ...current, state: { kind: 'denied', at: current.createdAt, reason: 'no' } },
      } as const);
    const both = await Promise.all([one.ledger.move('CS-1', no), two.move('CS-1', no)]);
    assert.equal(both.filter((done) => done.ok).length, 1);
    assert.deepEqual(
      both.flatMap((done) => (done.ok ? [] : [done.error])),
      [{ code: 'already-decided' }],
    );
    await two.refresh();
    assert.equal(two.get('CS-1')?.state.kind, 'denied');
  });

  it('never overwrites a step by what was read before it', async () => {
    const { ledger, requests } = open();
    requests.saved.set('CS-1', requestWith({ id: 'CS-1', state: { kind: 'parked' }, asked: 1 }));
    await ledger.refresh();
    let go: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      go = resolve;
    });
    const load = requests.load.bind(requests);
    requests.load = async () => {
      const read = await load();
      await slow;
      return read;
    };
    const reading = ledger.refresh();
    await new Promise((resolve) => setImmediate(resolve));
    await ledger.move('CS-1', (current) => ok({ to: { ...current, asked: 2 } }));
    go();
    await reading;
    assert.equal(ledger.get('CS-1')?.asked, 2);
  });
});

describe('in order', () => {
  it('runs the works of one key one by one and those of others beside it, and goes on after one that fails', async () => {
    const order = new InOrder();
    const seen: string[] = [];
    const work =
      (name: string, isBroken = false) =>
      async () => {
        seen.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        if (isBroken) throw new Error(name);
        seen.push(`${name} ends`);
      };
    const first = order.run('a', work('a1', true)).catch(() => seen.push('a1 failed'));
    void order.run('a', work('a2'));
    void order.run('b', work('b1'));
    assert.equal(order.isBusy('a'), true);
    await order.rest();
    await first;
    assert.deepEqual(seen.slice(0, 2), ['a1 begins', 'b1 begins']);
    assert.ok(seen.indexOf('a2 begins') > seen.indexOf('a1 begins'));
    assert.ok(seen.includes('a2 ends'));
    assert.equal(order.isBusy('a'), false);
  });
});
