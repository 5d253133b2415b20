import assert from 'node:assert/strict';
import type { Request } from '../../../src/core/approval/request.js';
import type { Desk } from '../../../src/desk/desk.js';
import { bashRing, heard, MemoryRecord, MemoryRequests, quiet, testDesk } from '../../support/desk.js';
import { assessment, noon, productionTarget } from '../../support/requests.js';
import { TickingClock } from '../../support/ticking-clock.js';
import { until } from '../../support/until.js';

const rebuild = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';
const minute = 60_000;

/** Lets every promise that can go on go on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function first(desk: Desk): Request {
  const request = desk.requests()[0];
  assert.ok(request);
  return request;
}

function yes(request: Request, typed = 'cost-explorer-prod') {
  return { kind: 'approve', digest: request.digest, typed } as const;
}

describe('a quiet call', () => {
  it('gets no opinion, and stands in the record before', async () => {
    const { desk, record } = testDesk({ judge: quiet });
    assert.equal(heard(await desk.ring(bashRing('ls'))), 'none');
    assert.deepEqual(record.types, ['call.passed']);
    assert.deepEqual(desk.requests(), []);
  });

  it('is denied when it cannot be recorded', async () => {
    const { desk, record } = testDesk({ judge: quiet });
    record.failure = { code: 'full', detail: 'ENOSPC' };
    assert.match(heard(await desk.ring(bashRing('ls'))), /^exit 2: .*could not write its record \(ENOSPC\)/);
  });

  it('is closed by the hook that follows it', async () => {
    const { desk, record } = testDesk({ judge: quiet });
    await desk.ring(bashRing('ls'));
    const after = bashRing('ls', { fields: { hook_event_name: 'PostToolUse', tool_response: {} } });
    assert.equal(heard(await desk.ring(after)), 'none');
    assert.deepEqual(record.types, ['call.passed', 'call.finished']);
  });
});

describe('a call that another hook rewrote', () => {
  it('stands in the record as one that was not judged before it ran', async () => {
    const { desk, record } = testDesk({ judge: quiet });
    await desk.ring(bashRing('ls'));
    const after = bashRing('rm -rf /', { fields: { hook_event_name: 'PostToolUse' } });
    assert.equal(heard(await desk.ring(after)), 'none');
    assert.deepEqual(
      record.entries.map(({ body }) => [body.type, 'summary' in body ? body.summary : '']),
      [
        ['call.passed', 'ls'],
        ['call.void', 'rm -rf /'],
        ['call.finished', 'rm -rf /'],
      ],
    );
  });
});

describe('a failure', () => {
  const cases: readonly [string, Parameters<typeof bashRing>[1], RegExp][] = [
    ['garbage', { payload: 'no json' }, /expected one JSON object/],
    ['bytes that are no text', { payload: new Uint8Array([0xff, 0xfe]) }, /expected UTF-8 text/],
    ['half a surrogate pair', { payload: '{"a":"\\ud800"}' }, /well-formed text/],
    ['an event without a name', { payload: '{}' }, /hook_event_name/],
    ['a payload in the words of another agent', { agent: 'windsurf' }, /agent_action_name/],
  ];
  for (const [what, change, words] of cases) {
    it(`is a no: ${what}`, async () => {
      const answer = await testDesk({ judge: quiet }).desk.ring(bashRing('ls', change));
      assert.equal(answer.exitCode, 2);
      assert.match(answer.stderr, words);
    });
  }

  it('is a no: an engine that throws', async () => {
    const { desk } = testDesk({
      judge: () => {
        throw new Error('broken table');
      },
    });
    assert.match(
      heard(await desk.ring(bashRing('ls'))),
      /^exit 2: .*could not judge this call \(broken table\)/,
    );
  });

  it('is a no: requests that cannot be kept', async () => {
    const { desk, requests } = testDesk();
    requests.isFull = true;
    assert.match(
      heard(await desk.ring(bashRing(rebuild))),
      /^exit 2: .*could not keep the request \(ENOSPC\)/,
    );
  });
});

describe('a request that cannot be kept', () => {
  it('is not shown as if somebody waited for it', async () => {
    const { desk, requests } = testDesk();
    requests.isFull = true;
    assert.match(heard(await desk.ring(bashRing(rebuild))), /^exit 2: /);
    assert.deepEqual(desk.requests(), []);
  });

  it('stays as it was when it stood there before', async () => {
    const { desk, requests } = testDesk();
    const gone = new AbortController();
    const answer = desk.ring(bashRing(rebuild), gone.signal);
    await settled();
    gone.abort();
    await answer;
    assert.equal(first(desk).state.kind, 'parked');
    requests.isFull = true;
    assert.match(heard(await desk.ring(bashRing(rebuild))), /^exit 2: /);
    assert.equal(first(desk).state.kind, 'parked');
    assert.equal(first(desk).asked, 1);
  });
});

describe('a held call', () => {
  it('is allowed once a person has typed the name, and recorded in that order', async () => {
    const { desk, record } = testDesk();
    const answer = desk.ring(bashRing(rebuild));
    await settled();
    const request = first(desk);
    assert.deepEqual(request.ceremony, { kind: 'typed', name: 'cost-explorer-prod' });
    assert.ok((await desk.decide(request.id, yes(request))).ok);
    assert.match(heard(await answer), /^allow: A person approved CS-1/);
    assert.deepEqual(record.types, ['call.held', 'call.approved', 'call.released']);
    assert.equal(first(desk).state.kind, 'used');
  });

  it('is allowed with the very input that was approved, so that no other hook can change it before', async () => {
    const { desk } = testDesk();
    const answers = ['x', 'y'.repeat(600_000)].map((text) =>
      desk.ring(bashRing(rebuild, { fields: { tool_input: { command: rebuild, note: text } } })),
    );
    await until('two requests', () => desk.requests().length === 2 || undefined);
    for (const request of desk.requests()) await desk.decide(request.id, yes(request));
    const [small, large] = await Promise.all(answers);
    assert.match(small?.stdout ?? '', /"updatedInput":\{"command":"aws [^"]*","note":"x"\}/);
    assert.match(large?.stdout ?? '', /"permissionDecision":"allow"/);
    assert.equal(large?.stdout.includes('updatedInput'), false);
  });

  it('is denied with the reason of the person', async () => {
    const { desk, record } = testDesk();
    const answer = desk.ring(bashRing(rebuild));
    await settled();
    const request = first(desk);
    await desk.decide(request.id, { kind: 'deny', digest: request.digest, reason: 'use a blue-green swap' });
    assert.match(heard(await answer), /^deny: .*"use a blue-green swap"/);
    assert.deepEqual(record.types, ['call.held', 'call.denied']);
  });

  it('is not approved without the name, with another digest, or twice', async () => {
    const { desk } = testDesk();
    const answer = desk.ring(bashRing(rebuild));
    await settled();
    const request = first(desk);
    const codes = [
      await desk.decide('CS-9', yes(request)),
      await desk.decide(request.id, { kind: 'approve', digest: request.digest }),
      await desk.decide(request.id, yes(request, 'cost-explorer-prod ')),
      await desk.decide(request.id, { ...yes(request), digest: 'f'.repeat(64) }),
      await desk.decide(request.id, yes(request)),
      await desk.decide(request.id, yes(request)),
    ].map((result) => (result.ok ? 'ok' : result.error));
    assert.deepEqual(codes, [
      'unknown-request',
      'name-not-typed',
      'name-not-typed',
      'digest-changed',
      'ok',
      'already-decided',
    ]);
    assert.match(heard(await answer), /^allow/);
  });

  it('is not released when the record fails, and can be decided again', async () => {
    const { desk, record } = testDesk();
    const answer = desk.ring(bashRing(rebuild));
    await settled();
    const request = first(desk);
    record.failure = { code: 'full', detail: 'ENOSPC' };
    assert.deepEqual(await desk.decide(request.id, yes(request)), { ok: false, error: 'record-failed' });
    assert.equal(first(desk).state.kind, 'pending');
    record.failure = undefined;
    assert.ok((await desk.decide(request.id, yes(request))).ok);
    assert.match(heard(await answer), /^allow/);
  });

  it('is not released when the record fails between yes and release', async () => {
    const { desk, record } = testDesk();
    const answer = desk.ring(bashRing(rebuild));
    await settled();
    const request = first(desk);
    await desk.decide(request.id, yes(request));
    record.failure = { code: 'full', detail: 'ENOSPC' };
    assert.match(heard(await answer), /^exit 2: .*nothing is released/);
  });

  it('is judged anew at the yes: a target that moved voids it', async () => {
    const box = testDesk();
    const answer = box.desk.ring(bashRing(rebuild));
    await settled();
    const request = first(box.desk);
    box.judge = () => assessment({ targets: [{ ...productionTarget, account: '999999999999' }] });
    await box.desk.decide(request.id, yes(request));
    assert.match(heard(await answer), /^deny: What the call would touch changed after CS-1 was approved/);
    assert.deepEqual(box.record.types, ['call.held', 'call.approved', 'call.void']);
    assert.deepEqual(first(box.desk).state.kind, 'void');
  });
});

describe('parking', () => {
  it('denies before the limit, keeps the request, and lets the retry of an approved call run once', async () => {
    const { desk, clock, record } = testDesk();
    const parked = desk.ring(bashRing(rebuild));
    await settled();
    clock.pass(55 * minute);
    assert.match(heard(await parked), /^deny: Waiting for approval CS-1/);
    const request = first(desk);
    assert.equal(request.state.kind, 'parked');
    assert.ok((await desk.decide(request.id, yes(request))).ok);
    const retry = await desk.ring(bashRing(rebuild, { fields: { tool_use_id: 'toolu_2' } }));
    assert.match(heard(retry), /^allow/);
    assert.deepEqual(record.types, ['call.held', 'call.parked', 'call.approved', 'call.released']);
    void desk.ring(bashRing(rebuild, { fields: { tool_use_id: 'toolu_3' } }));
    await settled();
    assert.deepEqual(
      desk.requests().map(({ id, state }) => `${id} ${state.kind}`),
      ['CS-2 pending', 'CS-1 used'],
    );
  });

  it('releases nothing once its yes was taken back, and asks anew', async () => {
    const { desk, clock, record } = testDesk();
    const parked = desk.ring(bashRing(rebuild));
    await settled();
    clock.pass(55 * minute);
    await parked;
    assert.equal((await desk.decide('CS-1', yes(first(desk)))).ok, true);
    const back = { kind: 'deny', digest: first(desk).digest, reason: 'second thoughts' } as const;
    assert.equal((await desk.decide('CS-1', back)).ok, true);
    assert.equal(record.types.at(-1), 'call.denied');
    void desk.ring(bashRing(rebuild));
    const next = await until('a new request', () => desk.requests().find(({ id }) => id === 'CS-2'));
    assert.equal(next.state.kind, 'pending');
    assert.equal((await desk.decide('CS-1', back)).ok, false);
  });

  it('comes early for a doorbell that cannot wait', async () => {
    const { desk, clock } = testDesk();
    const answer = desk.ring(bashRing(rebuild, { budgetMs: 20_000 }));
    await settled();
    clock.pass(16_000);
    assert.match(heard(await answer), /^deny: Waiting for approval/);
  });

  it('asks again when one byte of the retry differs', async () => {
    const { desk, clock } = testDesk();
    void desk.ring(bashRing(rebuild));
    await settled();
    clock.pass(55 * minute);
    const request = first(desk);
    await desk.decide(request.id, yes(request));
    void desk.ring(bashRing(`${rebuild} `));
    await settled();
    assert.deepEqual(
      desk.requests().map(({ id, state }) => `${id} ${state.kind}`),
      ['CS-2 pending', 'CS-1 approved'],
    );
  });

  it('asks again when the retry would leave the sandbox', async () => {
    const { desk, clock } = testDesk();
    void desk.ring(bashRing(rebuild));
    await settled();
    clock.pass(55 * minute);
    const request = first(desk);
    await desk.decide(request.id, yes(request));
    const tool_input = { command: rebuild, dangerouslyDisableSandbox: true, description: 'once more' };
    void desk.ring(bashRing(rebuild, { fields: { tool_input } }));
    await settled();
    assert.equal(first(desk).id, 'CS-2');
  });

  it('folds retries into one request and counts them', async () => {
    const { desk, clock } = testDesk();
    for (const tool_use_id of ['toolu_1', 'toolu_2', 'toolu_3']) {
      void desk.ring(bashRing(rebuild, { fields: { tool_use_id } }));
      await settled();
      clock.pass(55 * minute);
    }
    assert.deepEqual(
      desk.requests().map(({ id, asked }) => `${id} asked ${asked}`),
      ['CS-1 asked 3'],
    );
  });

  it('happens when the agent hangs up, and says so', async () => {
    const { desk, record } = testDesk();
    const gone = new AbortController();
    const answer = desk.ring(bashRing(rebuild), gone.signal);
    await settled();
    gone.abort();
    await answer;
    const request = first(desk);
    assert.deepEqual([request.state.kind, request.agentGone], ['parked', true]);
    assert.deepEqual(record.types, ['call.held', 'call.parked']);
  });

  it('happens when the window closes', async () => {
    const { desk } = testDesk();
    const answer = desk.ring(bashRing(rebuild));
    await settled();
    await desk.dispose();
    assert.match(heard(await answer), /^deny: The editor window is closing, so CS-1 is parked/);
  });
});

describe('expiry', () => {
  it('ends an approval that nobody came for', async () => {
    const { desk, clock, record } = testDesk();
    void desk.ring(bashRing(rebuild));
    await settled();
    clock.pass(55 * minute);
    const request = first(desk);
    await desk.decide(request.id, yes(request));
    clock.pass(15 * minute);
    await settled();
    assert.equal(first(desk).state.kind, 'expired');
    assert.equal(record.types.at(-1), 'call.expired');
    void desk.ring(bashRing(rebuild));
    await settled();
    assert.equal(first(desk).id, 'CS-2');
  });

  it('ends a request that nobody decided', async () => {
    const { desk, clock } = testDesk();
    void desk.ring(bashRing(rebuild));
    await settled();
    clock.pass(24 * 60 * minute);
    await settled();
    const request = first(desk);
    assert.equal(request.state.kind, 'expired');
    assert.deepEqual(await desk.decide(request.id, yes(request)), { ok: false, error: 'expired' });
  });
});

describe('two hooks', () => {
  it('of one call get one request and one run', async () => {
    const { desk } = testDesk();
    const claude = desk.ring(bashRing(rebuild));
    const vscode = desk.ring(bashRing(rebuild, { agent: 'vscode' }));
    await settled();
    const request = first(desk);
    assert.deepEqual([desk.requests().length, request.asked], [1, 1]);
    await desk.decide(request.id, yes(request));
    assert.match(heard(await claude), /^allow/);
    assert.match(heard(await vscode), /^allow/);
  });

  it('of one call, one after the other, are asked about once', async () => {
    const { desk } = testDesk();
    const claude = desk.ring(bashRing(rebuild));
    await settled();
    const request = first(desk);
    await desk.decide(request.id, yes(request));
    assert.match(heard(await claude), /^allow/);
    assert.match(heard(await desk.ring(bashRing(rebuild, { agent: 'vscode' }))), /^allow/);
    void desk.ring(bashRing(rebuild, { agent: 'vscode' }));
    await settled();
    assert.equal(first(desk).id, 'CS-2');
  });

  it('of one call of Copilot CLI, which gives it no id, get one request and one run', async () => {
    const { desk } = testDesk();
    const toolArgs = { command: rebuild, description: 'd', mode: 'sync' };
    const own = { sessionId: 's1', timestamp: 1, cwd: '/projects/app', toolName: 'bash', toolArgs };
    const shared = {
      session_id: 's1',
      timestamp: '2026-11-24T00:00:00.000Z',
      cwd: '/projects/app',
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: toolArgs,
    };
    const copilot = desk.ring(bashRing('', { agent: 'copilot-cli', payload: JSON.stringify(own) }));
    const second = desk.ring(bashRing('', { agent: 'vscode', payload: JSON.stringify(shared) }));
    await settled();
    const request = first(desk);
    assert.deepEqual([desk.requests().length, request.asked], [1, 1]);
    await desk.decide(request.id, yes(request));
    assert.match(heard(await copilot), /^allow/);
    assert.match(heard(await second), /^allow/);
  });

  it('of two equal calls get one run between them', async () => {
    const { desk } = testDesk();
    const one = desk.ring(bashRing(rebuild));
    const two = desk.ring(bashRing(rebuild, { fields: { tool_use_id: 'toolu_2' } }));
    await settled();
    const request = first(desk);
    assert.equal(request.asked, 2);
    await desk.decide(request.id, yes(request));
    assert.match(heard(await one), /^allow/);
    assert.match(heard(await two), /^deny: CS-1 was approved for one run/);
  });
});

describe('two windows', () => {
  it('spend one approval once', async () => {
    const shared = { record: new MemoryRecord(), requests: new MemoryRequests() };
    const one = testDesk({ ...shared, self: 'w1', openWindows: ['w2'] });
    const two = testDesk({ ...shared, self: 'w2', openWindows: ['w1'] });
    void one.desk.ring(bashRing(rebuild));
    await settled();
    one.clock.pass(55 * minute);
    const request = first(one.desk);
    await one.desk.decide(request.id, yes(request));
    await two.desk.restore();
    assert.match(heard(await one.desk.ring(bashRing(rebuild))), /^allow/);
    void two.desk.ring(bashRing(rebuild));
    await settled();
    assert.deepEqual(
      two.desk.requests().map(({ id, state }) => `${id} ${state.kind}`),
      ['CS-2 pending', 'CS-1 used'],
    );
    assert.equal(shared.record.types.filter((type) => type === 'call.released').length, 1);
  });

  it('take one decision', async () => {
    const shared = { record: new MemoryRecord(), requests: new MemoryRequests() };
    const one = testDesk({ ...shared, self: 'w1' });
    void one.desk.ring(bashRing(rebuild));
    await settled();
    one.clock.pass(55 * minute);
    const two = testDesk({ ...shared, self: 'w2' });
    await two.desk.restore();
    const request = first(two.desk);
    assert.ok((await one.desk.decide(request.id, { kind: 'deny', digest: request.digest, reason: '' })).ok);
    assert.deepEqual(await two.desk.decide(request.id, yes(request)), {
      ok: false,
      error: 'already-decided',
    });
    assert.equal(first(two.desk).state.kind, 'denied');
  });

  it('leave a request to the window whose agent asks again, and see what the other decided', async () => {
    const clock = new TickingClock(noon);
    const shared = { record: new MemoryRecord(), requests: new MemoryRequests(), clock };
    const one = testDesk({ ...shared, self: 'w1', openWindows: ['w2'] });
    void one.desk.ring(bashRing(rebuild));
    await settled();
    clock.pass(55 * minute);
    const two = testDesk({ ...shared, self: 'w2', openWindows: ['w1'] });
    await two.desk.restore();
    const parked = first(two.desk);
    const retry = one.desk.ring(bashRing(rebuild));
    await settled();
    assert.deepEqual(await two.desk.decide(parked.id, yes(parked)), { ok: false, error: 'unknown-request' });
    clock.pass(55 * minute);
    assert.match(heard(await retry), /^deny: Waiting/);
    await two.desk.restore();
    assert.ok((await two.desk.decide(parked.id, yes(parked))).ok);
    assert.match(heard(await one.desk.ring(bashRing(rebuild))), /^allow/);
  });

  it('bring back what a closed window held, and leave alone what an open one holds', async () => {
    const shared = { record: new MemoryRecord(), requests: new MemoryRequests() };
    const one = testDesk({ ...shared, self: 'w1' });
    void one.desk.ring(bashRing(rebuild));
    await settled();
    const beside = testDesk({ ...shared, self: 'w2', openWindows: ['w1'] });
    await beside.desk.restore();
    assert.deepEqual(beside.desk.requests(), []);
    const after = testDesk({ ...shared, self: 'w3' });
    await after.desk.restore();
    assert.equal(first(after.desk).state.kind, 'parked');
  });
});

describe('reads on production', () => {
  const reading = () => assessment({ ...quiet(), targets: [productionTarget] });

  it('are asked about until a person lets them pass, for that session only', async () => {
    const { desk, record } = testDesk({ judge: reading });
    const answer = desk.ring(bashRing('kubectl get pods'));
    await settled();
    const request = first(desk);
    assert.equal(request.rule.id, 'built-in/production-touch');
    assert.ok((await desk.letReadsPass(request.id)).ok);
    await desk.decide(request.id, { kind: 'approve', digest: request.digest });
    assert.match(heard(await answer), /^allow/);
    assert.equal(heard(await desk.ring(bashRing('kubectl get services'))), 'none');
    void desk.ring(bashRing('kubectl get pods', { fields: { session_id: 's2' } }));
    await settled();
    assert.equal(desk.requests()[0]?.call.session, 's2');
    assert.ok(record.types.includes('reads.passed'));
  });

  it('cannot be let pass from a request that writes', async () => {
    const { desk } = testDesk();
    void desk.ring(bashRing(rebuild));
    await settled();
    assert.equal((await desk.letReadsPass('CS-1')).ok, false);
  });
});
