import assert from 'node:assert/strict';
import { Transcripts } from '../../../src/desk/transcripts.js';
import { unpermitted } from '../../../src/desk/unobserved.js';
import { bashRing, MemoryRecord, quiet, testDesk } from '../../support/desk.js';
import { sayingJudge } from '../../support/judge.js';
import { noon } from '../../support/requests.js';
import { TickingClock } from '../../support/ticking-clock.js';

const after = { hook_event_name: 'PostToolUse' };

/** A desk whose record tells of one earlier call of the session. */
async function worked(record = new MemoryRecord()) {
  const on = testDesk({ record, judge: quiet });
  await on.desk.ring(bashRing('ls'));
  await on.desk.ring(bashRing('ls', { fields: after }));
  return on;
}

describe('a call that ran and never rang before', () => {
  it('is recorded as slipped, with what it was', async () => {
    const on = await worked();
    await on.desk.ring(bashRing('rm -rf build', { fields: { ...after, tool_use_id: 'toolu_2' } }));
    assert.deepEqual(on.record.types.slice(-2), ['call.slipped', 'call.finished']);
    const body = on.record.entries.at(-2)?.body;
    assert.ok(body?.type === 'call.slipped');
    assert.deepEqual([body.summary, body.seen], ['rm -rf build', 'after']);
  });

  it('is none when another window let it go, or this one before a restart', async () => {
    const record = new MemoryRecord();
    await worked(record);
    const other = testDesk({ record, judge: quiet, self: 'w2' });
    await other.desk.ring(bashRing('make', { fields: { tool_use_id: 'toolu_2' } }));
    const restarted = testDesk({ record, judge: quiet, self: 'w3' });
    await restarted.desk.ring(bashRing('make', { fields: { ...after, tool_use_id: 'toolu_2' } }));
    assert.equal(record.types.includes('call.slipped'), false);
  });

  it('is none at its second hook, nor when it was denied', async () => {
    const on = await worked();
    await on.desk.ring(bashRing('ls', { fields: after }));
    await on.desk.ring(bashRing('ls', { agent: 'vscode', fields: after }));
    assert.equal(on.record.types.includes('call.slipped'), false);
  });

  it('is none in the session in which its agent was connected', async () => {
    const record = new MemoryRecord();
    await record.append({ type: 'agent.connected', agent: 'claude-code', file: '/s.json' });
    const on = testDesk({ record, judge: quiet });
    await on.desk.ring(bashRing('make', { fields: after }));
    assert.deepEqual(record.types, ['agent.connected', 'call.finished']);
    on.clock.pass(2 * 60 * 60_000);
    await on.desk.ring(bashRing('make', { fields: { ...after, session_id: 's2' } }));
    assert.ok(record.types.includes('call.slipped'));
  });

  it('is none at the terminal guard, which rings once, nor where the record cannot be read', () => {
    const facts = {
      agent: 'terminal',
      session: 's1',
      callId: 'x',
      tool: 't',
      cwd: '/',
      summary: '',
      digest: '',
      score: 0,
      band: 'quiet',
      vector: '',
      targets: [],
    } as const;
    const record = new MemoryRecord();
    const broken = {
      append: record.append.bind(record),
      isOurs: () => true,
      newest: () => ({ ok: false, error: { code: 'unwritable', detail: '' } }) as const,
    };
    assert.equal(unpermitted(facts, record, noon), undefined);
    assert.equal(unpermitted({ ...facts, agent: 'codex' }, broken, noon), undefined);
  });
});

describe('the transcript of a session', () => {
  const path = '/home/ada/.claude/projects/p/s1.jsonl';
  const use = (id: string, command: string): string =>
    `${JSON.stringify({ type: 'assistant', message: { content: [{ type: 'tool_use', id, name: 'Bash', input: { command } }] } })}\n`;
  const result = (id: string, more = {}): string =>
    `${JSON.stringify({ type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: id, content: '', ...more }] } })}\n`;

  /** A transcript that grows, beside a desk that hears only some of it. */
  function bench() {
    let text = `${use('toolu_0', 'before the first ring')}${result('toolu_0')}`;
    const clock = new TickingClock(noon);
    const on = testDesk({ judge: quiet, clock });
    const transcripts = new Transcripts(
      {
        clock,
        record: on.record,
        judge: sayingJudge(quiet),
      },
      (file, from) => {
        if (file !== path) return undefined;
        return from < 0 ? { text: '', end: text.length } : { text: text.slice(from), end: text.length };
      },
    );
    const rings = async (id: string, command = 'ls'): Promise<void> => {
      const ring = bashRing(command, { fields: { tool_use_id: id, transcript_path: path } });
      await on.desk.ring(ring);
      const call = { agent: 'claude-code', session: 's1', callId: id, tool: 'Bash', cwd: '/' } as const;
      const payload = { kind: 'shell', shell: 'bash', command } as const;
      transcripts.rang(ring, { kind: 'before', call: { ...call, payload }, input: {} });
    };
    return {
      clock,
      transcripts,
      rings,
      grow: (more: string) => {
        text += more;
      },
      later: async (milliseconds: number) => {
        clock.pass(milliseconds);
        await new Promise((resolve) => setImmediate(resolve));
      },
      slipped: () =>
        on.record.entries.flatMap(({ body }) =>
          body.type === 'call.slipped' ? [[body.callId, body.summary, body.seen]] : [],
        ),
    };
  }

  it('tells of calls whose hook never rang, also when no ring comes any more', async () => {
    const on = bench();
    await on.rings('toolu_1');
    on.grow(use('toolu_1', 'ls') + result('toolu_1'));
    await on.later(1_000);
    assert.deepEqual(on.slipped(), []);
    on.grow(use('toolu_2', 'rm -rf build') + result('toolu_2'));
    await on.later(20_000);
    assert.deepEqual(on.slipped(), [['toolu_2', 'rm -rf build', 'transcript']]);
    await on.later(20_000);
    assert.equal(on.slipped().length, 1);
  });

  it('says nothing of calls that failed, that have not ended, or that are no lines of a transcript', async () => {
    const on = bench();
    await on.rings('toolu_1');
    on.grow(use('toolu_2', 'x') + result('toolu_2', { is_error: true }) + use('toolu_3', 'y'));
    on.grow(
      'no json "tool_use"\n[1]\n{"message":{"content":"\\"tool_use"}}\n{"message":{"content":[null,{"type":"tool_use"}]}}\n',
    );
    await on.later(20_000);
    assert.deepEqual(on.slipped(), []);
    on.grow(result('toolu_3'));
    await on.later(20_000);
    assert.equal(on.slipped().length, 1);
  });

  it('stops looking when nothing new comes, and when the window closes', async () => {
    const on = bench();
    await on.rings('toolu_1');
    for (let turn = 0; turn < 40; turn += 1) await on.later(20_000);
    on.grow(use('toolu_2', 'x') + result('toolu_2'));
    await on.later(20_000);
    assert.deepEqual(on.slipped(), []);
    await on.rings('toolu_4');
    on.transcripts.dispose();
    on.grow(use('toolu_5', 'x') + result('toolu_5'));
    await on.later(60_000);
    assert.deepEqual(on.slipped(), []);
  });
});
