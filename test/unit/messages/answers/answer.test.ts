import assert from 'node:assert/strict';
import type { VoidCode } from '../../../../src/core/approval/request.js';
import type { RulingReason } from '../../../../src/core/approval/ruling-reason.js';
import { reasonText } from '../../../../src/messages/answers/answer.js';
import { gatewayUsageText } from '../../../../src/messages/answers/gateway.js';
import { refusalWords, stoppedText } from '../../../../src/messages/answers/refusal.js';

/** `call-changed` is said like `target-changed`. */
const voids: readonly Exclude<VoidCode, 'call-changed'>[] = [
  'target-changed',
  'agent-gone',
  'record-failed',
  'policy-changed',
  'ground-changed',
  'clock-set-back',
  'used-elsewhere',
  'not-countersigned',
  'hook-unaccepted',
  'not-ours',
  'ran-anyway',
  'copy-failed',
];

const reasons: readonly RulingReason[] = [
  { code: 'approved', id: 'CS-1' },
  { code: 'parked', id: 'CS-1' },
  { code: 'ran-once', id: 'CS-1' },
  { code: 'expired', id: 'CS-1' },
  { code: 'closing' },
  { code: 'closing', id: 'CS-1' },
  { code: 'denied', id: 'CS-1', said: '' },
  { code: 'denied', id: 'CS-1', said: 'not\u202E now' },
  { code: 'voided', id: 'CS-1', why: 'call-changed' },
  { code: 'rewriter', id: 'CS-1', hook: { file: 'a\u202Eb.json', line: 3 } },
  { code: 'copy-failed', id: 'CS-1', failure: { code: 'unreadable', detail: 'a\u202Eb, EACCES' } },
  { code: 'copy-failed', id: 'CS-1', failure: { code: 'too-large', detail: '' } },
  { code: 'forbidden', rule: { id: 'team/never', origin: 'team' } },
  { code: 'offline', summary: 'rm -rf build' },
  { code: 'record-failed', detail: 'ENOSPC' },
  { code: 'store-failed', detail: 'ENOSPC' },
  { code: 'judge-failed', detail: 'hooks-slow' },
  { code: 'undecoded', error: { code: 'not-json', field: '' } },
];

describe('what an agent is told', () => {
  it('differs for every reason, and ends in a full stop', () => {
    const said = reasons.map(reasonText);
    assert.equal(new Set(said).size, reasons.length);
    for (const words of said) assert.match(words, /^[A-Z][^\n]*\.$/);
  });

  it('differs for every way in which a yes is void', () => {
    const said = voids.map((why) => reasonText({ code: 'voided', id: 'CS-1', why }));
    assert.equal(new Set(said).size, voids.length);
  });

  it('names the request that it is about', () => {
    for (const reason of reasons)
      if ('id' in reason && reason.id !== undefined) assert.match(reasonText(reason), /CS-1/);
  });
});

describe('what a front says of its own', () => {
  it('is the gate\u2019s words, or why there are none', () => {
    assert.equal(stoppedText({ reason: 'No.' }), 'No.');
    assert.equal(stoppedText({ cause: 'deadline', detail: '' }), refusalWords('deadline').trim());
    assert.match(stoppedText({ cause: 'broken', detail: 'EPIPE' }), /\(EPIPE\)\. Blocked\./);
  });

  it('says why no gateway is started', () => {
    assert.match(gatewayUsageText({ code: 'no-server' }), /expected an MCP server/);
    assert.equal(gatewayUsageText({ code: 'unreadable', detail: 'Unknown option' }), 'Unknown option');
  });
});
