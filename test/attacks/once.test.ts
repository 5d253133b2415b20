/** Once means once, by the record: request files and claims that come back, times that are edited, clocks that are set. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Request } from '../../src/core/approval/request.js';
import { ben } from '../support/countersigners.js';
import { bashRing, heard, MemoryRecord, MemoryRequests, testDesk } from '../support/desk.js';
import { PeersOffice, rebuild, settled } from '../support/peers.js';
import { noon } from '../support/requests.js';
import { TickingClock } from '../support/ticking-clock.js';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A home whose windows come and go, with one call that a person has approved while no agent waited. */
class Home {
  readonly record = new MemoryRecord();
  readonly requests = new MemoryRequests();
  readonly clock = new TickingClock(noon);
  private windows = 0;
  at = this.open();

  constructor() {
    this.record.clock = this.clock;
  }

  private open() {
    this.windows += 1;
    const { record, requests, clock } = this;
    return testDesk({ record, requests, clock, self: `w${this.windows}` });
  }

  async restart(): Promise<void> {
    await this.at.desk.dispose();
    this.at = this.open();
    await this.at.desk.restore();
  }

  /** The request's file as it lay after the yes. */
  async approved(): Promise<Request> {
    const gone = new AbortController();
    const answer = this.at.desk.ring(bashRing('rebuild'), gone.signal);
    await settled();
    gone.abort();
    await answer;
    await settled();
    const [request] = this.at.desk.requests();
    assert.ok(request);
    const typed = request.ceremony.kind === 'confirm' ? {} : { typed: request.ceremony.name };
    const yes = await this.at.desk.decide(request.id, { kind: 'approve', digest: request.digest, ...typed });
    assert.equal(yes.ok, true);
    const file = this.requests.saved.get(request.id);
    assert.ok(file?.state.kind === 'approved');
    return file;
  }

  /** What an agent hears that asks again; `held` where a person is asked anew. */
  async again(): Promise<string> {
    const gone = new AbortController();
    let isHeld = false;
    const answer = this.at.desk.ring(
      bashRing('rebuild', { fields: { tool_use_id: `toolu_${this.record.entries.length + 10}` } }),
      gone.signal,
      () => {
        isHeld = true;
        gone.abort();
      },
    );
    const text = heard(await answer);
    return isHeld ? 'held' : text;
  }

  /** Puts the request's file back, and takes every claim away. */
  putBack(file: Request): void {
    this.requests.saved.set(file.id, file);
    this.requests.claims.clear();
  }
}

describe('row 38: a used approval comes back', () => {
  it('is a no: the old request file put back and its claim removed, in the same window and in the next', async () => {
    const home = new Home();
    const file = await home.approved();
    assert.match(await home.again(), /^allow/);
    home.putBack(file);
    assert.equal(await home.again(), 'held');
    await home.restart();
    home.putBack(file);
    assert.equal(await home.again(), 'held');
    assert.equal(home.record.types.filter((type) => type === 'call.released').length, 1);
  });

  it('is a no with its expiry edited by 11 days, used or not', async () => {
    for (const isUsed of [true, false]) {
      const home = new Home();
      const file = await home.approved();
      if (isUsed) assert.match(await home.again(), /^allow/);
      await home.at.desk.dispose();
      home.clock.pass(10 * day);
      home.putBack({ ...file, expiresAt: file.expiresAt + 11 * day });
      await home.restart();
      assert.equal(await home.again(), 'held', `used: ${isUsed}`);
    }
  });

  it('is a no however its file is edited, and a new question has another name', async () => {
    const times = fc.integer({ min: -11 * day, max: 11 * day });
    await fc.assert(
      fc.asyncProperty(
        times,
        times,
        fc.constantFrom('approved', 'parked', 'pending'),
        fc.boolean(),
        async (at, until, kind, isNewWindow) => {
          const home = new Home();
          const file = await home.approved();
          assert.match(await home.again(), /^allow/);
          const state = kind === 'approved' ? { kind, at: noon + at } : ({ kind } as const);
          const put = { ...file, state, createdAt: noon + at, expiresAt: noon + until, window: '' };
          home.putBack(put as Request);
          if (isNewWindow) await home.restart();
          assert.equal(await home.again(), 'held');
          const open = home.at.desk.requests().filter(({ state: now }) => now.kind === 'parked');
          assert.equal(
            open.some(({ id }) => id !== file.id),
            true,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is given once where two windows have a claim each: the order of the record decides', async () => {
    const home = new Home();
    const file = await home.approved();
    const { record, requests, clock } = home;
    const other = testDesk({ record, requests, clock, self: 'other' });
    await other.desk.restore();
    // Whatever is claimed is free again at once.
    requests.claim = async () => ({ ok: true, value: true });
    requests.load = async () => ({ requests: [file], newer: [], unreadable: [], foreign: [] });
    const rings = [home.at, other].map(({ desk }, index) => {
      const gone = new AbortController();
      const ring = bashRing('rebuild', { fields: { tool_use_id: `toolu_${index + 2}` } });
      return desk.ring(ring, gone.signal, () => gone.abort()).then(heard);
    });
    const answers = await Promise.all(rings);
    assert.equal(answers.filter((text) => text.startsWith('allow')).length, 1);
  });

  it('is spent, once, by the call that is being looked at when the yes comes', async () => {
    let asked = 0;
    let decide: () => void = () => undefined;
    const { desk, record } = testDesk({
      files: () => ({ '/projects/app/rebuild': 'one' }),
      hash: () => {
        asked += 1;
        if (asked === 2) decide();
        return 'a'.repeat(64);
      },
    });
    const gone = new AbortController();
    await desk.ring(bashRing('./rebuild'), gone.signal, () => gone.abort());
    await settled();
    const [request] = desk.requests();
    assert.ok(request?.ceremony.kind === 'typed');
    const yes = { kind: 'approve', digest: request.digest, typed: request.ceremony.name } as const;
    decide = () => void desk.decide(request.id, yes);
    const again = bashRing('./rebuild', { fields: { tool_use_id: 'toolu_2' } });
    assert.match(heard(await desk.ring(again)), /^allow/);
    assert.equal(record.types.filter((type) => type === 'call.released').length, 1);
  });

  it('is over in time where the date is set back, by the clock that nobody sets', async () => {
    const home = new Home();
    await home.approved();
    home.at.clock.set(noon - 30_000);
    home.clock.pass(16 * minute);
    home.at.clock.set(noon + minute);
    assert.equal(await home.again(), 'held');
  });

  it('invariant 14: is over where the record says so before a yes: after a no, an expiry or a void', async () => {
    for (const type of ['call.denied', 'call.expired', 'call.void'] as const) {
      const home = new Home();
      const file = await home.approved();
      const approved = home.record.entries.find(({ body }) => body.type === 'call.approved')?.body;
      assert.ok(approved?.type === 'call.approved');
      const { by: _, typed: __, signers: ___, ...about } = approved;
      const ends = {
        'call.denied': { ...about, type: 'call.denied', by: 'person', reason: '' },
        'call.expired': { ...about, type: 'call.expired' },
        'call.void': { ...about, type: 'call.void', code: 'target-changed' },
      } as const;
      await home.record.append(ends[type]);
      await home.record.append(approved);
      home.putBack(file);
      assert.equal(await home.again(), 'held', type);
    }
  });
});

describe('row 39: a used countersigned approval comes back', () => {
  async function approved() {
    const office = new PeersOffice();
    const { request } = await office.hold();
    await office.confirm(request);
    await office.restart();
    await settled();
    await office.answer(ben);
    const file = office.requests.saved.get(request.id);
    assert.ok(file?.state.kind === 'approved');
    return { office, file };
  }

  async function again(office: PeersOffice): Promise<string> {
    const answer = office.ring(rebuild, { tool_use_id: `toolu_${office.record.entries.length + 10}` });
    await settled();
    await office.at.desk.dispose();
    return heard(await answer);
  }

  it('is a no, with the message of its one run still at the courier, and without it', async () => {
    for (const isThere of [true, false]) {
      const { office, file } = await approved();
      assert.match(heard(await office.ring(rebuild, { tool_use_id: 'toolu_2' })), /^allow/);
      const path = [...office.box.messages.keys()].find((one) => one.startsWith('use/'));
      assert.ok(path);
      if (!isThere) office.box.messages.delete(path);
      office.requests.saved.set(file.id, file);
      office.requests.claims.clear();
      await office.restart();
      assert.match(await again(office), /^deny/);
      assert.equal(office.record.types.filter((type) => type === 'call.released').length, 1);
    }
  });

  it('is a no 185 s later, whatever its file says of the time', async () => {
    const { office, file } = await approved();
    const sent = file.sent;
    assert.ok(sent);
    await office.at.desk.dispose();
    office.clock.pass(sent.useWithinMs + 5_000);
    const later = {
      ...file,
      expiresAt: file.expiresAt + 11 * day,
      state: { kind: 'approved' as const, at: office.clock.now() },
    };
    office.requests.saved.set(file.id, { ...later, sent: { ...sent, useWithinMs: 11 * day } });
    await office.restart();
    assert.match(await again(office), /^deny/);
    assert.equal(office.record.types.includes('call.released'), false);
  });

  it('is a no where a run had begun and broke off: its own message is no leave to begin again', async () => {
    const { office, file } = await approved();
    const run = office.ring(rebuild, { tool_use_id: 'toolu_2' });
    await run;
    // The machine's power went before the release was in the record.
    office.record.entries.splice(office.record.types.indexOf('use.begun'));
    office.requests.saved.set(file.id, file);
    office.requests.claims.clear();
    await office.restart();
    assert.match(await again(office), /^deny/);
    assert.equal(office.record.types.includes('call.released'), false);
  });
});
