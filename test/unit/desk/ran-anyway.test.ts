import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CallFacts, EntryBody } from '../../../src/core/record/entry.js';
import { lookBack } from '../../../src/desk/transcripts.js';
import { lacksYes, unpermitted } from '../../../src/desk/unobserved.js';
import { bashRing, heard, MemoryRecord, quiet, testDesk } from '../../support/desk.js';
import { sayingJudge } from '../../support/judge.js';
import { noon } from '../../support/requests.js';

const after = { hook_event_name: 'PostToolUse' };

const slipped = (record: MemoryRecord) =>
  record.entries.flatMap(({ body }) => (body.type === 'call.slipped' ? [body] : []));

const facts: CallFacts = {
  agent: 'claude-code',
  session: 's1',
  callId: 'toolu_1',
  tool: 'Bash',
  cwd: '/w',
  summary: 'rm -rf build',
  digest: 'd'.repeat(64),
  score: 40,
  band: 'ask',
  vector: 'CS1/D:40',
  targets: [],
};

describe('a call that was given no yes and ran all the same', () => {
  it('is an alarm when it was denied by a person', async () => {
    const on = testDesk();
    const answer = on.desk.ring(bashRing('rm -rf build'));
    await new Promise((resolve) => setImmediate(resolve));
    const [request] = on.desk.requests();
    assert.ok(request);
    await on.desk.decide(request.id, { kind: 'deny', digest: request.digest, reason: 'no' });
    assert.match(heard(await answer), /^deny/);
    await on.desk.ring(bashRing('rm -rf build', { fields: after }));
    assert.deepEqual(
      slipped(on.record).map(({ despite, seen, summary }) => [despite, seen, summary]),
      [['denied', 'after', 'rm -rf build']],
    );
  });

  it('is an alarm while it is held, and ends its request', async () => {
    const on = testDesk();
    const answer = on.desk.ring(bashRing('rm -rf build'));
    await new Promise((resolve) => setImmediate(resolve));
    const [request] = on.desk.requests();
    assert.equal(request?.state.kind, 'pending');
    await on.desk.ring(bashRing('rm -rf build', { fields: after }));
    assert.equal(slipped(on.record)[0]?.despite, 'held');
    const [ended] = on.desk.requests();
    assert.deepEqual(ended?.state.kind === 'void' && ended.state.code, 'ran-anyway');
    assert.match(heard(await answer), /^deny/);
  });

  it('is told once, however often its end rings', async () => {
    const on = testDesk();
    void on.desk.ring(bashRing('rm -rf build'));
    await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 3; turn += 1) await on.desk.ring(bashRing('rm -rf build', { fields: after }));
    assert.equal(slipped(on.record).length, 1);
  });

  it('is none when it was approved, or let pass', async () => {
    const on = testDesk();
    const answer = on.desk.ring(bashRing('rm -rf build'));
    await new Promise((resolve) => setImmediate(resolve));
    const [request] = on.desk.requests();
    assert.ok(request);
    const typed = request.ceremony.kind === 'confirm' ? '' : request.ceremony.name;
    await on.desk.decide(request.id, { kind: 'approve', digest: request.digest, typed });
    assert.match(heard(await answer), /^allow/);
    const restarted = testDesk({ record: on.record, self: 'w2' });
    await restarted.desk.ring(bashRing('rm -rf build', { fields: after }));
    assert.deepEqual(slipped(on.record), []);
  });

  const stops: readonly EntryBody[] = [
    { ...facts, type: 'call.held', request: 'CS-1', rule: 'r' },
    { ...facts, type: 'call.parked', request: 'CS-1' },
    { ...facts, type: 'call.denied', request: 'CS-1', by: 'person', reason: '' },
    { ...facts, type: 'call.expired', request: 'CS-1' },
    { ...facts, type: 'call.void', request: 'CS-1', code: 'policy-changed' },
  ];
  const others: readonly EntryBody[] = [
    { ...facts, type: 'call.finished', outcome: 'ran' },
    { ...facts, type: 'call.passed' },
    { ...facts, type: 'call.approved', request: 'CS-1', by: 'person', typed: false },
    { ...facts, type: 'call.void', request: '', code: 'call-changed' },
  ];

  it('with an id it is one exactly when a no stands and no release follows it', async () => {
    const bodies = [...stops, ...others, { ...facts, type: 'call.released', request: 'CS-1' } as const];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...bodies), { minLength: 1, maxLength: 8 }), async (said) => {
        const record = new MemoryRecord();
        for (const body of said) await record.append(body);
        const lastRelease = said.findLastIndex(({ type }) => type === 'call.released');
        const isStopped = said.slice(lastRelease + 1).some((body) => stops.includes(body));
        const found = unpermitted(facts, record, noon);
        assert.equal(found?.despite !== undefined, isStopped);
        assert.equal(lacksYes(facts, record), isStopped);
      }),
    );
  });

  it('without an id the newest word counts, and an earlier one that may still run', async () => {
    const nameless = { ...facts, agent: 'copilot-cli', callId: '' } as const;
    const found = async (...types: readonly ('call.passed' | 'call.finished' | 'call.denied')[]) => {
      const record = new MemoryRecord();
      for (const type of types) {
        if (type === 'call.denied')
          await record.append({ ...nameless, type, request: '', by: 'policy', reason: '' });
        else if (type === 'call.finished') await record.append({ ...nameless, type, outcome: 'ran' });
        else await record.append({ ...nameless, type });
      }
      return unpermitted(nameless, record, noon)?.despite;
    };
    assert.equal(await found('call.denied'), 'denied');
    assert.equal(await found('call.passed', 'call.finished', 'call.denied'), 'denied');
    assert.equal(await found('call.passed', 'call.denied'), undefined);
    assert.equal(await found('call.denied', 'call.passed'), undefined);
    assert.equal(await found('call.denied', 'call.passed', 'call.finished'), undefined);
  });
});

describe('a transcript that is looked at later', () => {
  const use = (id: string, command: string): string =>
    `${JSON.stringify({ type: 'assistant', message: { content: [{ type: 'tool_use', id, name: 'Bash', input: { command } }] } })}\n`;
  const result = (id: string): string =>
    `${JSON.stringify({ type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: id, content: '' }] } })}\n`;
  const told = (...ids: readonly string[]): string => ids.map((id) => use(id, id) + result(id)).join('');
  const looked = async (text: string, rang: readonly EntryBody[]): Promise<MemoryRecord> => {
    const record = new MemoryRecord();
    for (const body of rang) await record.append(body);
    const parts = { record, judge: sayingJudge(quiet), clock: { now: () => noon } };
    await lookBack({ session: 's1', cwd: '/w', text }, parts);
    await lookBack({ session: 's1', cwd: '/w', text }, parts);
    return record;
  };
  const passed = (callId: string): EntryBody => ({ ...facts, callId, type: 'call.passed' });

  it('tells, once, of what stopped ringing and of what was denied', async () => {
    const denied = {
      ...facts,
      callId: 'b',
      type: 'call.denied',
      request: '',
      by: 'offline',
      reason: '',
    } as const;
    const record = await looked(told('before', 'a', 'b', 'c'), [passed('a'), denied]);
    assert.deepEqual(
      slipped(record).map(({ callId, despite, seen }) => [callId, despite, seen]),
      [
        ['b', 'denied', 'transcript'],
        ['c', undefined, 'transcript'],
      ],
    );
  });

  it('says nothing of a session that rang at every call, that never rang, or that has not ended', async () => {
    assert.deepEqual(slipped(await looked(told('a', 'b'), [passed('a'), passed('b')])), []);
    assert.deepEqual(slipped(await looked(told('a', 'b'), [passed('x')])), []);
    assert.deepEqual(slipped(await looked(`${told('a')}${use('b', 'b')}`, [passed('a')])), []);
  });
});
