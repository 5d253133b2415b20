/** Whatever happens to a desk that asks peers, in whatever order: what runs was countersigned. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ben, cleo, dan, mara, oneOfPeers, softwareKeys } from '../support/countersigners.js';
import { heard } from '../support/desk.js';
import { PeersOffice, settled } from '../support/peers.js';
import { assessment, productionTarget } from '../support/requests.js';

type Step =
  | { readonly do: 'ring'; readonly command: number; readonly call: number }
  | { readonly do: 'confirm'; readonly request: number; readonly how: number }
  | { readonly do: 'answer'; readonly who: number; readonly how: number }
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'break record' | 'break courier' | 'break key'; readonly isBroken: boolean }
  | { readonly do: 'policy'; readonly which: number; readonly isHeard: boolean }
  | { readonly do: 'move target'; readonly account: number }
  | { readonly do: 'touch script'; readonly text: number }
  | { readonly do: 'restart' }
  | { readonly do: 'take back'; readonly request: number };

const keys = softwareKeys();
const commands = ['./deploy.sh production', './deploy.sh production --now'];
const people = [mara, ben, cleo, dan];

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('ring' as const), command: fc.nat(1), call: fc.nat(3) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('confirm' as const),
      request: fc.nat(1),
      how: fc.constantFrom(0, 0, 0, 1),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      who: fc.nat(3),
      how: fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 4),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 4, 6, 16) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('break record' as const, 'break courier' as const, 'break key' as const),
      isBroken: fc.constantFrom(true, false, false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('policy' as const),
      which: fc.constantFrom(0, 0, 1, 2),
      isHeard: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move target' as const), account: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('touch script' as const), text: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('take back' as const), request: fc.nat(1) }) },
);

class Run {
  readonly office = new PeersOffice({ keys, hasRules: true });
  readonly answers: Promise<string>[] = [];
  private account = 0;

  constructor() {
    this.office.judge = () =>
      assessment({ targets: [{ ...productionTarget, account: String(this.account) }] });
    this.office.files.set('/projects/app/deploy.sh', 'text 0');
  }

  async take(step: Step): Promise<void> {
    const { office } = this;
    switch (step.do) {
      case 'ring': {
        const fields = { tool_use_id: `toolu_${step.call}` };
        const held = await office.hold(commands[step.command], fields).catch(() => undefined);
        if (held) this.answers.push(held.answer.then(heard));
        return;
      }
      case 'confirm': {
        const request = office.at.desk.requests()[step.request];
        if (!request) return;
        const typed = step.how === 0 ? 'cost-explorer-prod' : 'cost';
        await office.at.desk.decide(request.id, { kind: 'approve', digest: request.digest, typed });
        return;
      }
      case 'answer':
        return this.answer(people[step.who] ?? mara, step.how);
      case 'pass':
        office.clock.pass(step.minutes * 60_000);
        return;
      case 'break record':
        office.record.failure = step.isBroken ? { code: 'full', detail: 'ENOSPC' } : undefined;
        return;
      case 'break courier':
        office.courier.trouble = step.isBroken ? { code: 'unreachable', detail: 'no route' } : undefined;
        return;
      case 'break key':
        office.signer.failure = step.isBroken ? { code: 'refused', detail: 'no' } : undefined;
        return;
      case 'policy':
        return this.policy(step.which, step.isHeard);
      case 'move target':
        this.account = step.account;
        return;
      case 'touch script':
        office.files.set('/projects/app/deploy.sh', `text ${step.text}`);
        return;
      case 'restart':
        await office.restart();
        return;
      case 'take back': {
        const request = office.at.desk.requests()[step.request];
        if (request)
          await office.at.desk.decide(request.id, { kind: 'deny', digest: request.digest, reason: 'no' });
        return;
      }
    }
  }

  private policy(which: number, isHeard: boolean): void {
    const { trusted, trust } = this.office;
    if (which === 0) trust.become({ kind: 'trusted', trust: trusted }, isHeard);
    if (which === 1)
      trust.become({ kind: 'trusted', trust: { ...trusted, digest: '9'.repeat(64) } }, isHeard);
    if (which === 2) trust.become({ kind: 'unpinned', trust: trusted }, isHeard);
  }

  /** 0: a yes. 1: a no. 2: a yes to other bytes. 3: a yes in no time. 4: a yes signed with Mara's key. */
  private async answer(person: string, how: number): Promise<void> {
    try {
      const changes = [
        {},
        { decision: 'denial', comment: 'no' },
        { request: 'f'.repeat(64) },
        { reviewedMs: 10 },
      ] as const;
      await this.office.answer(person, changes[how] ?? {}, how === 4 ? keys[mara] : keys[person]);
    } catch {
      // Nothing lies in the mailbox that could be answered.
    }
  }
}

describe('whatever happens to a desk that asks peers', function () {
  this.timeout(120_000);

  it('what runs was asked for, signed by a peer who is asked, denied by nobody, and runs once', async () => {
    let ran = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 8, maxLength: 40 }), async (path) => {
        const run = new Run();
        for (const step of path) {
          await run.take(step);
          await settled();
        }
        await run.office.at.desk.dispose();
        await Promise.all(run.answers);
        const bodies = run.office.record.entries.map((entry) => entry.body);
        const allowed = (await Promise.all(run.answers)).filter((text) => text.startsWith('allow')).length;
        const released = bodies.flatMap((body, at) => (body.type === 'call.released' ? [{ body, at }] : []));
        assert.equal(released.length >= allowed, true);
        for (const { body, at } of released) {
          ran += 1;
          const before = bodies
            .slice(0, at)
            .filter((one) => 'request' in one && one.request === body.request);
          const yes = before.flatMap((one) => (one.type === 'approval.received' ? [one.person] : []));
          assert.ok(
            yes.some((person) => oneOfPeers.from.includes(person)),
            `${body.request} ran without a peer`,
          );
          assert.ok(before.some((one) => one.type === 'request.sent' && one.digest === body.digest));
          assert.ok(before.some((one) => one.type === 'call.approved' && one.by === 'peers'));
          assert.ok(before.some((one) => one.type === 'use.begun'));
          assert.equal(
            before.some((one) => one.type === 'denial.received' || one.type === 'call.void'),
            false,
          );
          assert.equal(
            before.filter((one) => one.type === 'call.released').length,
            0,
            `${body.request} ran twice`,
          );
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(ran > 20, `only ${ran} calls ran: the test has lost its aim`);
  });
});
