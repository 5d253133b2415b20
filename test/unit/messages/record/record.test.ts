import assert from 'node:assert/strict';
import type { CallFacts, EntryBody } from '../../../../src/core/record/entry.js';
import { entryText } from '../../../../src/messages/record/record.js';
import { duration } from '../../../../src/messages/text/time.js';
import { noticeText, statusText } from '../../../../src/messages/window/announce.js';
import { askRequest, assessment, noon, request, shellCall } from '../../../support/requests.js';

const facts: CallFacts = {
  agent: 'claude-code',
  session: 's',
  callId: 'c',
  tool: 'Bash',
  cwd: '/w',
  summary: 'rm -rf \u202Ebuild',
  digest: 'd'.repeat(64),
  score: 40,
  band: 'ask',
  vector: 'CS1/D:40',
  targets: ['build'],
};

function said(body: EntryBody): string {
  return entryText({ v: 1, seq: 7, prev: 'p', ts: noon, writer: 'w', body }).label;
}

describe('an entry of the record in words', () => {
  it('says what became of a call', () => {
    assert.deepEqual(
      [
        said({ type: 'genesis', machine: 'host' }),
        said({ ...facts, type: 'call.passed' }),
        said({ ...facts, type: 'call.held', request: 'CS-1', rule: 'r' }),
        said({ ...facts, type: 'call.parked', request: 'CS-1' }),
        said({ ...facts, type: 'call.denied', request: 'CS-1', by: 'person', reason: 'no' }),
        said({ ...facts, type: 'call.denied', request: '', by: 'offline', reason: '' }),
        said({
          ...facts,
          type: 'call.denied',
          request: '',
          by: 'offline',
          reason: `Nobody for ${facts.summary}.`,
        }),
        said({ ...facts, type: 'call.denied', request: '', by: 'offline', reason: 'too slow' }),
        said({
          ...facts,
          type: 'call.denied',
          request: 'CS-1',
          by: 'person',
          reason: `not ${facts.summary}`,
        }),
        said({ ...facts, type: 'call.approved', request: 'CS-1', by: 'person', typed: true }),
        said({ ...facts, type: 'copy.kept', request: 'CS-1', files: 3, bytes: 1_200_000, list: 'ab' }),
        said({ ...facts, type: 'call.released', request: 'CS-1' }),
        said({ type: 'copy.restored', request: 'CS-1', into: '/projects/app', files: 1 }),
        said({ ...facts, type: 'call.expired', request: 'CS-1' }),
        said({ ...facts, type: 'call.void', request: 'CS-1', code: 'call-changed' }),
        said({ ...facts, type: 'call.finished', outcome: 'failed' }),
        said({ type: 'reads.passed', agent: 'codex', session: 's', target: 'aws:prod' }),
        said({ type: 'agent.connected', agent: 'codex', file: 'f' }),
        said({ type: 'agent.disconnected', agent: 'codex', file: 'f' }),
        said({ type: 'recovery', detail: 'torn tail' }),
      ],
      [
        'Record begun on host',
        'Let through',
        'CS-1 held',
        'CS-1 parked',
        'CS-1 denied by a person: no',
        'Call denied, no window open',
        'Call denied, no window open',
        'Call denied, no window open: too slow',
        'CS-1 denied by a person: not rm -rf ⟨U+202E⟩build',
        'CS-1 approved, name typed',
        'CS-1: a copy of 3 files, 1.2 MB was kept before it ran',
        'CS-1 released once',
        'CS-1: 1 file brought back from the copy, into /projects/app',
        'CS-1 expired',
        'CS-1 void: call changed',
        'Ran and failed',
        'Reads on aws:prod pass for one session',
        'Codex connected',
        'Codex disconnected',
        'Record repaired: torn tail',
      ],
    );
  });

  it('keeps digest, chain and an inert summary for whoever looks closer', () => {
    const words = entryText({
      v: 1,
      seq: 7,
      prev: 'p'.repeat(64),
      ts: noon,
      writer: 'w',
      body: { ...facts, type: 'call.passed' },
    });
    assert.match(words.description, /^\d\d:\d\d rm -rf \u27E8U\+202E\u27E9build$/);
    assert.match(words.tooltip, /Digest: d{64}/);
    assert.match(words.tooltip, /Entry 7, 2026-11-24 \d\d:\d\d:\d\d\nHash of the entry before: p{64}$/);
  });
});

describe('the editor in words', () => {
  it('counts what waits in the status bar, and says when the gate is down', () => {
    assert.deepEqual(
      [
        statusText([], undefined),
        statusText([request(), askRequest()], undefined),
        statusText([request()], 'no socket'),
      ].map(({ text, spoken }) => `${text} | ${spoken}`),
      [
        '$(verified) Countersign | Countersign: agents of this window are watched; nothing waits.',
        '$(verified) 2 pending | Countersign: 2 requests wait for you, 1 on production.',
        '$(error) gate down | Countersign: The gate is down: no socket. Whatever would need your decision is denied.',
      ],
    );
  });

  it('notifies of one request by its title and of several by their number', () => {
    assert.equal(
      noticeText([request()]),
      'Claude Code waits for your decision: Delete and re-create the environment cost-explorer-prod.',
    );
    assert.equal(noticeText([request(), askRequest()]), '2 requests wait for your decision.');
  });

  it('offers no link and no icon out of what an agent wrote', () => {
    const evil = '[open](command:workbench.action.quit) $(verified)';
    const of = request({
      assessment: assessment({ effects: [] }),
      call: shellCall('x', { tool: evil, payload: { kind: 'fetch', url: 'x' } }),
    });
    assert.equal(
      noticeText([of]),
      'Claude Code waits for your decision: Use the tool [open] (command:workbench.action.quit) $ (verified).',
    );
  });

  it('rounds durations down to what matters', () => {
    assert.deepEqual([-5, 0, 59_999, 60_000, 3_599_000, 3_600_000, 7_500_000].map(duration), [
      '0 s',
      '0 s',
      '59 s',
      '1 min',
      '59 min',
      '1 h',
      '2 h 5 min',
    ]);
  });
});
