import assert from 'node:assert/strict';
import type { LookOutcome } from '../../../src/core/approval/seen.js';
import { shownDigest } from '../../../src/core/approval/seen.js';
import type { Change } from '../../../src/core/change/change.js';
import { defaultSettings } from '../../../src/core/policy/settings.js';
import { teamInForce } from '../../../src/core/policy/team-in-force.js';
import { ruledAsSeen } from '../../../src/desk/as-seen.js';
import { Desk } from '../../../src/desk/desk.js';
import type { DeskParts } from '../../../src/desk/parts.js';
import { systemRandom } from '../../../src/node/random.js';
import type { LookOrder } from '../../../src/ports/looks.js';
import { bashRing, heard, MemoryRecord, MemoryRequests } from '../../support/desk.js';
import { memoryJudge } from '../../support/judge.js';
import { noon } from '../../support/requests.js';
import { approvers, policy } from '../../support/team.js';
import { TickingClock } from '../../support/ticking-clock.js';
import { until } from '../../support/until.js';

const command = 'psql -h db-prod -U app shop -c "DROP TABLE orders"';
const place = 'PostgreSQL db-prod/shop';

const seenChange: Change = {
  items: [
    {
      kind: 'object',
      sign: 'deleted',
      noun: 'table',
      name: 'orders',
      consequence: 'data-lost',
      about: [{ is: 'rows', text: '4211' }],
    },
  ],
  sources: ['command'],
  looked: [{ at: noon, place, server: 'PostgreSQL 15.18', role: 'primary' }],
};

const files = {
  '/home/ada/.aws/config': '[profile staging]\nregion = eu-west-1\n',
  '/home/ada/.aws/credentials': '[staging]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = none\n',
};
/** A profile that is called staging, and what lies there may be another. */
const deletion =
  'aws --profile staging rds delete-db-instance --db-instance-identifier shop --skip-final-snapshot';

const tagged: Change = {
  items: [{ kind: 'object', sign: 'deleted', noun: 'database', name: 'shop' }],
  sources: ['command'],
  looked: [
    {
      at: noon,
      place: 'AWS',
      server: 'AWS',
      production: { system: 'aws', tags: ['Environment=production'] },
    },
  ],
};

function opened(isAutomatic = false, team?: DeskParts['team']) {
  const orders: (LookOrder & { answer(outcome: LookOutcome): void })[] = [];
  const record = new MemoryRecord();
  const clock = new TickingClock(noon);
  record.clock = clock;
  const desk = new Desk({
    clock,
    random: systemRandom,
    record,
    requests: new MemoryRequests(),
    windows: { self: 'w1', isOpen: (id) => id === 'w1' },
    judge: memoryJudge({ files: () => files }),
    settings: () => defaultSettings,
    ...(team === undefined ? {} : { team }),
    looks: {
      isAutomatic: () => isAutomatic,
      asSeen: async () => ruledAsSeen,
      look: (order) => new Promise((resolve) => orders.push({ ...order, answer: resolve })),
    },
  });
  const hold = async (words = command) => {
    const answer = desk.ring(bashRing(words, { env: { HOME: '/home/ada' } }));
    await until('a card', () => desk.requests()[0]);
    return answer;
  };
  const card = () => {
    const [request] = desk.requests();
    assert.ok(request !== undefined);
    return request;
  };
  return { desk, orders, hold: (words?: string) => ({ answer: hold(words) }), card, record, clock };
}

async function held(isAutomatic?: boolean, words?: string, team?: DeskParts['team']) {
  const bench = opened(isAutomatic, team);
  const { answer } = bench.hold(words);
  await until('a card', () => bench.desk.requests()[0]);
  return { ...bench, answer };
}

describe('a look at what a held call would reach', () => {
  it('is offered with its place, and begins only when a person says so', async () => {
    const { card, orders } = await held();
    assert.deepEqual([card().look, orders.length], [{ places: [place] }, 0]);
  });

  it('by a setting it begins by itself, once', async () => {
    const { desk, card, orders } = await held(true);
    assert.equal(orders.length, 1);
    void desk.look(card().id);
    assert.equal(orders.length, 1);
  });

  it('is not offered for what goes nowhere that could be asked', async () => {
    const { card } = await held(true, 'kubectl delete namespace shop-prod');
    assert.equal(card().look, undefined);
  });

  it('puts what was seen on the card, and decides nothing', async () => {
    const { desk, card, orders, record } = await held();
    const before = card();
    const looking = desk.look(before.id);
    assert.ok(desk.isLooking(before.id));
    orders[0]?.answer({ change: seenChange, failures: [] });
    await looking;
    assert.ok(!desk.isLooking(before.id));
    assert.deepEqual([card().change, card().state, card().digest], [seenChange, before.state, before.digest]);
    assert.deepEqual([card().assessment, card().ceremony], [before.assessment, before.ceremony]);
    assert.equal(card().look?.seenAt, noon);
    assert.deepEqual(record.types, ['call.held']);
  });

  it('a yes to what stood there before is none to what was seen', async () => {
    const { desk, card, orders, answer } = await held();
    const before = card();
    const looking = desk.look(before.id);
    orders[0]?.answer({ change: seenChange, failures: [] });
    await looking;
    const typed = before.ceremony.kind === 'typed' ? before.ceremony.name : '';
    const old = await desk.decide(before.id, { kind: 'approve', digest: shownDigest(before), typed });
    assert.deepEqual(old, { ok: false, error: 'digest-changed' });
    assert.notEqual(shownDigest(card()), shownDigest(before));
    const yes = await desk.decide(before.id, { kind: 'approve', digest: shownDigest(card()), typed });
    assert.ok(yes.ok);
    assert.match(heard(await answer), /^allow: /);
  });

  it('one that fails says why, and what stood there stays', async () => {
    const { desk, card, orders } = await held();
    const before = card();
    const looking = desk.look(before.id);
    const failures = [{ place, code: 'timeout', detail: '8' }] as const;
    orders[0]?.answer({ failures: [...failures] });
    await looking;
    assert.deepEqual([card().change, card().look], [before.change, { places: [place], failures }]);
    assert.equal(shownDigest(card()), shownDigest(before));
  });

  it('ends with the question: a no cancels it, and what comes then changes nothing', async () => {
    const { desk, card, orders, answer } = await held();
    const looking = desk.look(card().id);
    await desk.decide(card().id, { kind: 'deny', digest: shownDigest(card()), reason: 'no' });
    assert.ok(orders[0]?.cancelled.aborted);
    orders[0]?.answer({ change: seenChange, failures: [] });
    await looking;
    assert.match(heard(await answer), /^deny: /);
    assert.notDeepEqual(card().change, seenChange);
    assert.ok(!desk.isLooking(card().id));
  });

  it('the window that closes ends it', async () => {
    const { desk, card, orders } = await held();
    void desk.look(card().id);
    await desk.dispose();
    assert.ok(orders[0]?.cancelled.aborted);
  });

  it('what was seen stays when the agent asks again', async () => {
    const { desk, card, orders } = await held();
    const looking = desk.look(card().id);
    orders[0]?.answer({ change: seenChange, failures: [] });
    await looking;
    const seen = shownDigest(card());
    void desk.ring(bashRing(command, { env: { HOME: '/home/ada' }, fields: { tool_use_id: 'toolu_2' } }));
    await until('the second asking', () => (card().asked === 2 ? true : undefined));
    assert.deepEqual([shownDigest(card()), card().change], [seen, seenChange]);
  });

  it('tags that say production ask for what production asks for, on the card and at release', async () => {
    const { desk, card, orders, answer } = await held(false, deletion);
    const before = card();
    assert.deepEqual([before.assessment.band, before.ceremony], ['ask', { kind: 'confirm' }]);
    const looking = desk.look(before.id);
    orders[0]?.answer({ change: tagged, failures: [] });
    await looking;
    const { band, score, findings } = card().assessment;
    assert.deepEqual([band, score, findings[0]?.id], ['production', 95, 'seen-production']);
    assert.deepEqual([card().ceremony.kind, card().rule.id], ['typed', 'built-in/production-write']);
    assert.equal(card().digest, before.digest);
    const click = await desk.decide(before.id, { kind: 'approve', digest: shownDigest(card()) });
    assert.deepEqual(click, { ok: false, error: 'name-not-typed' });
    // A second look that finds no tags takes nothing back, and the same tags are not counted twice.
    for (const change of [tagged, seenChange]) {
      const again = desk.look(before.id);
      orders.at(-1)?.answer({ change, failures: [] });
      await again;
    }
    const named = card().assessment.findings.filter(({ id }) => id === 'seen-production');
    assert.deepEqual(
      [card().assessment.band, card().ceremony.kind, named.length],
      ['production', 'typed', 1],
    );
    const { ceremony } = card();
    const typed = ceremony.kind === 'typed' ? ceremony.name : '';
    assert.ok((await desk.decide(before.id, { kind: 'approve', digest: shownDigest(card()), typed })).ok);
    assert.match(heard(await answer), /^allow: /);
  });

  it('tags ask for the same when the agent asks again', async () => {
    const { desk, card, orders } = await held(false, deletion);
    const looking = desk.look(card().id);
    orders[0]?.answer({ change: tagged, failures: [] });
    await looking;
    const env = { HOME: '/home/ada' };
    void desk.ring(bashRing(deletion, { env, fields: { tool_use_id: 'toolu_2' } }));
    await until('the second asking', () => (card().asked === 2 ? true : undefined));
    assert.deepEqual([card().ceremony.kind, card().assessment.band], ['typed', 'production']);
  });

  it('tags of another system say nothing of this call', async () => {
    const { desk, card, orders } = await held(false, deletion);
    const before = card();
    const looking = desk.look(before.id);
    const production = { system: 'kubernetes', tags: ['env=production'] };
    const looked = [{ at: noon, place: 'AWS', server: 'AWS', production }];
    orders[0]?.answer({ change: { ...tagged, looked }, failures: [] });
    await looking;
    assert.deepEqual([card().assessment, card().ceremony], [before.assessment, before.ceremony]);
  });

  it('where the team wants peers for production, tags ask for them', async () => {
    const rules = [{ id: 'two', match: { environment: ['production'] }, ceremony: 'countersign' }];
    const team = teamInForce(policy({ rules }), approvers, true);
    const { desk, card, orders } = await held(false, deletion, () => ({ team }));
    assert.equal(card().ceremony.kind, 'confirm');
    const looking = desk.look(card().id);
    orders[0]?.answer({ change: tagged, failures: [] });
    await looking;
    assert.deepEqual([card().ceremony.kind, card().rule.id], ['countersign', 'team/two']);
  });

  it('where the team forbids production, tags end the question', async () => {
    const rules = [{ id: 'never', match: { environment: ['production'] }, ceremony: 'forbid' }];
    const never = teamInForce(policy({ rules }), approvers, true);
    const { desk, card, orders, answer } = await held(false, deletion, () => ({ team: never }));
    const looking = desk.look(card().id);
    orders[0]?.answer({ change: tagged, failures: [] });
    await looking;
    assert.match(heard(await answer), /^deny: /);
    const { state } = card();
    assert.deepEqual([state.kind, state.kind === 'void' && state.code], ['void', 'target-changed']);
  });
});
