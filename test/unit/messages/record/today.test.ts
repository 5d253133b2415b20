import assert from 'node:assert/strict';
import type { CallFacts, Entry, EntryBody } from '../../../../src/core/record/entry.js';
import { canarySession } from '../../../../src/core/toolcall/health.js';
import { dayOf, todayText } from '../../../../src/messages/record/today.js';
import { ObservedRecord } from '../../../../src/vscode/record/observed-record.js';
import { noon } from '../../../support/requests.js';

const facts: CallFacts = {
  agent: 'claude-code',
  session: 's',
  callId: 'c',
  tool: 'Bash',
  cwd: '/w',
  summary: 'x',
  digest: 'd',
  score: 1,
  band: 'quiet',
  vector: 'v',
  targets: [],
};

function entry(body: EntryBody, ts = noon): Entry {
  return { v: 1, seq: 0, prev: '', ts, writer: 'w', body };
}

const held = (request: string): Entry => entry({ ...facts, type: 'call.held', request, rule: 'r' });

describe('a day in words', () => {
  it('counts what passed, what was asked once a request, and what was denied', () => {
    const passed = entry({ ...facts, type: 'call.passed' });
    const denied = entry({ ...facts, type: 'call.denied', request: 'CS-1', by: 'person', reason: '' });
    const yesterday = entry({ ...facts, type: 'call.passed' }, noon - 86_400_000);
    const canary = entry({ ...facts, session: canarySession, summary: 'true', type: 'call.passed' });
    const day = [passed, passed, canary, held('CS-1'), held('CS-1'), held('CS-2'), denied, yesterday];
    assert.equal(todayText(day, dayOf(noon)), '2 passed, 2 asked, 1 denied today');
    assert.equal(todayText([yesterday], dayOf(noon)), '');
  });
});

describe('an observed record', () => {
  it('tells after each entry, until nobody listens', async () => {
    const written: string[] = [];
    const record = new ObservedRecord({
      isOurs: () => true,
      append: async (body) => {
        written.push(body.type);
        return { ok: true, value: entry(body) };
      },
      newest: () => ({ ok: true, value: [] }),
    });
    const stop = record.onWritten(() => written.push('told'));
    await record.append({ type: 'recovery', detail: 'x' });
    stop();
    await record.append({ type: 'recovery', detail: 'x' });
    assert.deepEqual(written, ['recovery', 'told', 'recovery']);
  });
});
