import assert from 'node:assert/strict';
import { decodeEntry } from '../../../src/core/record/decode-entry.js';
import type { Entry, EntryBody } from '../../../src/core/record/entry.js';
import { callFacts } from '../../../src/core/record/facts.js';
import { lineOf, noPrevious } from '../../../src/core/record/line.js';
import { entryText } from '../../../src/messages/record/record.js';
import { assessment, noon, shellCall } from '../../support/requests.js';

const facts = callFacts(shellCall('rm -rf /'), assessment(), 'a'.repeat(64));
const signature = {
  statement: 'b'.repeat(64),
  person: 'ben@example.com',
  fingerprint: 'SHA256:x',
  presence: 'touch',
} as const;
const answer = 'c'.repeat(64);

const bodies: readonly EntryBody[] = [
  {
    ...facts,
    ...signature,
    type: 'request.sent',
    request: 'CS-1',
    id: '0'.repeat(32),
    approveBy: noon,
    policy: '',
  },
  { ...signature, type: 'approval.received', request: 'CS-1', answer },
  { ...signature, type: 'denial.received', request: 'CS-1', answer, reason: 'the backup is not done' },
  { type: 'answer.refused', request: 'CS-1', statement: '', answer, code: 'self-approval', detail: 'mara' },
  {
    ...facts,
    type: 'call.approved',
    request: 'CS-1',
    by: 'peers',
    typed: true,
    signers: ['ben@example.com'],
  },
  { ...facts, type: 'call.approved', request: 'CS-1', by: 'break-glass', typed: true, signers: ['mara'] },
  { ...facts, type: 'call.denied', request: 'CS-1', by: 'peers', reason: 'no' },
  { type: 'use.begun', request: 'CS-1', statement: '', courier: 'unsent' },
  { ...facts, ...signature, type: 'break-glass', request: 'CS-1', reason: 'the region is down' },
  {
    ...signature,
    type: 'countersignature.given',
    id: '0'.repeat(32),
    requester: 'mara@example.com',
    decision: 'approval',
    summary: 'rm -rf /',
    comment: '',
    reviewedMs: 40_000,
  },
  {
    ...facts,
    ...signature,
    type: 'break-glass',
    request: 'CS-1',
    reason: 'the region is down',
    review: { id: '0'.repeat(32), from: ['cleo@example.com'], by: noon },
  },
  {
    ...signature,
    type: 'review.received',
    request: 'CS-1',
    answer,
    verdict: 'wrong',
    comment: 'Ben was awake',
  },
  {
    ...signature,
    type: 'review.given',
    id: '0'.repeat(32),
    requester: 'mara@example.com',
    verdict: 'right',
    summary: 'rm -rf /',
    comment: '',
    reviewedMs: 40_000,
  },
  // As written before peers were asked.
  { ...facts, type: 'call.approved', request: 'CS-1', by: 'person', typed: false },
];

function entryOf(body: EntryBody): Entry {
  return { v: 1, seq: 1, prev: noPrevious, ts: noon, writer: 'ab', body };
}

describe('entries about peers', () => {
  it('come back from their line as they were', () => {
    for (const body of bodies) {
      const line = lineOf(entryOf(body));
      assert.ok(line.ok);
      assert.deepEqual(decodeEntry(line.value), entryOf(body), body.type);
    }
  });

  it('say who did what', () => {
    assert.deepEqual(
      bodies.map((body) => entryText(entryOf(body)).label),
      [
        'CS-1 signed by ben@example.com, and sent to peers',
        'CS-1 countersigned by ben@example.com',
        'CS-1 refused by ben@example.com: the backup is not done',
        'CS-1: an answer does not count, self approval (mara)',
        'CS-1 approved, name typed, countersigned by ben@example.com',
        'CS-1 approved by breaking the glass',
        'CS-1 denied by a peer: no',
        'CS-1: its one run begins; the courier could not be told',
        'CS-1: glass broken by ben@example.com, review due: the region is down',
        'Countersigned for mara@example.com',
        'CS-1: glass broken by ben@example.com, review due: the region is down',
        'CS-1: ben@example.com has looked at the broken glass: it should not have run: Ben was awake',
        'Looked at the glass that mara@example.com broke: it was right',
        'CS-1 approved',
      ],
    );
  });
});
