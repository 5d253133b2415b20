import assert from 'node:assert/strict';
import { answerIn } from '../../../src/protocol/answer.js';
import type { Ring } from '../../../src/protocol/ring.js';
import { bashRing, testDesk } from '../../support/desk.js';
import { assessment, noon } from '../../support/requests.js';
import { TickingClock } from '../../support/ticking-clock.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const drop = { table: 'orders', where: { before: 2020 } };

function hookRing(tool: string, input: object): Ring {
  return bashRing('', { fields: { tool_name: tool, tool_input: input } });
}

function gatewayRing(server: string, name: string, input: object): Ring {
  return {
    agent: 'mcp-gateway',
    cwd: '/projects/app',
    env: {},
    budgetMs: 3_540_000,
    payload: JSON.stringify({ server, name, arguments: input, session: 'g1', call: '7' }),
  };
}

/** A desk on which a person has just said yes to the hook of `mcp__shop-db__drop_rows`. */
async function released() {
  const clock = new TickingClock(noon);
  const box = testDesk({ clock });
  const ringing = box.desk.ring(hookRing('mcp__shop-db__drop_rows', drop));
  await settled();
  const request = box.desk.requests()[0];
  assert.ok(request);
  const yes = { kind: 'approve', digest: request.digest, typed: 'cost-explorer-prod' } as const;
  assert.equal((await box.desk.decide(request.id, yes)).ok, true);
  await ringing;
  return { ...box, box, clock, id: request.id };
}

const allowed = (id: string): string =>
  answerIn('mcp-gateway', {
    kind: 'allow',
    reason: `A person approved ${id} in Countersign, for this one call.`,
  }).stdout;

describe('the second line', () => {
  it('runs what the hook was approved for, once, and asks after that', async () => {
    const { desk, record, id } = await released();
    const ring = gatewayRing('shop_db', 'drop_rows', { where: { before: 2020 }, table: 'orders' });
    assert.equal((await desk.ring(ring)).stdout, allowed(id));
    assert.equal(record.types.at(-1), 'call.released');
    void desk.ring(ring);
    await settled();
    assert.equal(desk.requests().filter(({ state }) => state.kind === 'pending').length, 1);
  });

  for (const [what, ring] of [
    ['other arguments', gatewayRing('shop-db', 'drop_rows', { ...drop, table: 'users' })],
    ['another tool', gatewayRing('shop-db', 'drop_table', drop)],
    ['another server', gatewayRing('shop-db-2', 'drop_rows', drop)],
  ] as const) {
    it(`asks about ${what}`, async () => {
      const { desk } = await released();
      void desk.ring(ring);
      await settled();
      assert.equal(desk.requests().filter(({ state }) => state.kind === 'pending').length, 1);
    });
  }

  it('asks when it comes late', async () => {
    const { desk, clock } = await released();
    clock.pass(120_001);
    void desk.ring(gatewayRing('shop-db', 'drop_rows', drop));
    await settled();
    assert.equal(desk.requests().filter(({ state }) => state.kind === 'pending').length, 1);
  });

  it('asks when it sees more in the call than the hook did', async () => {
    const clock = new TickingClock(noon);
    const box = testDesk({ clock, judge: () => assessment({ band: 'ask', score: 50 }) });
    const ringing = box.desk.ring(hookRing('mcp__shop-db__drop_rows', drop));
    await settled();
    const request = box.desk.requests()[0];
    assert.ok(request);
    await box.desk.decide(request.id, { kind: 'approve', digest: request.digest, typed: '' });
    await ringing;
    box.judge = () => assessment();
    void box.desk.ring(gatewayRing('shop-db', 'drop_rows', drop));
    await settled();
    assert.equal(box.desk.requests().filter(({ state }) => state.kind === 'pending').length, 1);
  });
});

describe('who waits', () => {
  it('hears which request a person is asked about', async () => {
    const { desk } = testDesk();
    const heard: string[] = [];
    void desk.ring(gatewayRing('shop-db', 'drop_rows', drop), undefined, (id) => heard.push(id));
    await settled();
    assert.deepEqual(heard, ['CS-1']);
  });
});
