import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Decision } from '../../src/protocol/decision.js';
import {
  bashRing,
  heard,
  MemoryRecord,
  MemoryRequests,
  quiet,
  type TestDesk,
  testDesk,
} from '../support/desk.js';
import { assessment, noon, productionTarget } from '../support/requests.js';
import { TickingClock } from '../support/ticking-clock.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const commands = ['rebuild', 'rebuild '];

/** One thing that can happen to a desk: numbers choose among what is there. */
type Step =
  | { readonly do: 'ring'; readonly command: number; readonly call: number; readonly agent: number }
  | { readonly do: 'decide'; readonly request: number; readonly how: number }
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'hang up'; readonly ring: number }
  | { readonly do: 'restart' }
  | { readonly do: 'break record'; readonly isBroken: boolean }
  | { readonly do: 'fill disk'; readonly isFull: boolean }
  | { readonly do: 'move target'; readonly account: number }
  | { readonly do: 'break engine'; readonly isBroken: boolean };

const small = fc.nat(3);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ring' as const),
      command: fc.nat(1),
      call: small,
      agent: fc.nat(1),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      request: fc.nat(1),
      how: fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 4),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 14, 56, 1_441) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hang up' as const), ring: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('break record' as const),
      isBroken: fc.constantFrom(true, false, false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fill disk' as const),
      isFull: fc.constantFrom(true, false, false),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move target' as const), account: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('break engine' as const),
      isBroken: fc.constantFrom(true, false, false),
    }),
  },
);

/** Two windows over one home, and everything that agents were told. */
class Office {
  readonly record = new MemoryRecord();
  readonly requests = new MemoryRequests();
  readonly clock = new TickingClock(noon);
  readonly answers: { readonly callId: string; readonly text: Promise<string> }[] = [];
  private readonly hangUps: AbortController[] = [];
  private desk = this.open(1);
  private windows = 1;
  private account = 0;
  private isEngineBroken = false;

  async run(path: readonly Step[]): Promise<void> {
    for (const step of path) {
      await this.take(step);
      await settled();
    }
    await this.desk.desk.dispose();
    await settled();
  }

  private open(window: number): TestDesk {
    const { record, requests, clock } = this;
    return testDesk({
      record,
      requests,
      clock,
      self: `w${window}`,
      judge: () => {
        if (this.isEngineBroken) throw new Error('broken');
        return assessment({ targets: [{ ...productionTarget, account: String(this.account) }] });
      },
    });
  }

  private async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'ring': {
        const gone = new AbortController();
        this.hangUps.push(gone);
        const callId = `toolu_${step.call}`;
        const ring = bashRing(commands[step.command] ?? '', {
          agent: step.agent === 0 ? 'claude-code' : 'vscode',
          fields: { tool_use_id: callId },
        });
        this.answers.push({ callId, text: this.desk.desk.ring(ring, gone.signal).then(heard) });
        return;
      }
      case 'decide': {
        const request = this.desk.desk.requests()[step.request];
        const decision = request && decisions(request.digest)[step.how];
        if (request && decision) await this.desk.desk.decide(request.id, decision);
        return;
      }
      case 'pass':
        this.clock.pass(step.minutes * 60_000);
        return;
      case 'hang up':
        this.hangUps[step.ring]?.abort();
        return;
      case 'restart':
        await this.desk.desk.dispose();
        this.windows += 1;
        this.desk = this.open(this.windows);
        await this.desk.desk.restore();
        return;
      case 'break record':
        this.record.failure = step.isBroken ? { code: 'full', detail: 'ENOSPC' } : undefined;
        return;
      case 'fill disk':
        this.requests.isFull = step.isFull;
        return;
      case 'move target':
        this.account = step.account;
        return;
      case 'break engine':
        this.isEngineBroken = step.isBroken;
        return;
    }
  }
}

function decisions(digest: string): readonly Decision[] {
  const typed = 'cost-explorer-prod';
  return [
    { kind: 'approve', digest, typed },
    { kind: 'approve', digest },
    { kind: 'approve', digest: 'f'.repeat(64), typed },
    { kind: 'deny', digest, reason: 'no' },
    { kind: 'deny', digest: 'f'.repeat(64), reason: 'no' },
  ];
}

describe('invariant 2: whatever happens to the desk', function () {
  this.timeout(60_000);

  it('invariant 4: an allow needs a yes that is in the record, and each yes gives one call one run', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (path) => {
        const office = new Office();
        await office.run(path);
        const answers = await Promise.all(
          office.answers.map(async ({ callId, text }) => ({ callId, text: await text })),
        );
        const bodies = office.record.entries.map((entry) => entry.body);
        for (const { callId, text } of answers.filter((answer) => answer.text.startsWith('allow'))) {
          const id = /CS-\d+/.exec(text)?.[0];
          const released = bodies.findIndex(
            (body) => body.type === 'call.released' && body.request === id && body.callId === callId,
          );
          const approved = bodies.findIndex((body) => body.type === 'call.approved' && body.request === id);
          assert.ok(
            approved >= 0 && approved < released,
            `${text} stands on entries ${approved} and ${released}`,
          );
        }
        for (const id of office.requests.saved.keys()) {
          const of = (type: string) =>
            bodies.filter((body) => body.type === type && 'request' in body && body.request === id);
          const runs = new Set(
            of('call.released').flatMap((body) => ('callId' in body ? [body.callId] : [])),
          );
          assert.ok(runs.size <= 1, `${id} ran for ${[...runs].join(' and ')}`);
          // A yes that is not used yet can be taken back, by a no that ends it.
          const decided = bodies.flatMap((body) =>
            (body.type === 'call.approved' || body.type === 'call.denied') && body.request === id
              ? [body.type]
              : [],
          );
          assert.ok(
            ['', 'call.approved', 'call.denied', 'call.approved call.denied'].includes(decided.join(' ')),
            `${id} was decided more than once`,
          );
          const denied = bodies.findIndex((body) => body.type === 'call.denied' && body.request === id);
          const ranLast = bodies.findLastIndex(
            (body) => body.type === 'call.released' && body.request === id,
          );
          assert.ok(denied < 0 || ranLast < denied, `${id} ran after a no`);
          assert.equal(
            of('call.released').every(
              (body) =>
                'digest' in body &&
                of('call.approved').some((yes) => 'digest' in yes && yes.digest === body.digest),
            ),
            true,
          );
        }
        assert.equal(
          answers.some((answer) => answer.text === 'none'),
          false,
          'a held call got no opinion',
        );
      }),
      { numRuns: 400 },
    );
  });

  it('a quiet call is passed or blocked, never allowed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 10 }), async (breaks) => {
        const { desk, record } = testDesk({ judge: quiet });
        for (const isBroken of breaks) {
          record.failure = isBroken ? { code: 'unwritable', detail: 'EROFS' } : undefined;
          const text = heard(await desk.ring(bashRing('ls')));
          assert.equal(text.slice(0, 6), isBroken ? 'exit 2' : 'none');
        }
      }),
    );
  });
});
