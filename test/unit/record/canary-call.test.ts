/** Countersign's own calls are no agent's, wherever the record is told; and nobody's by their session's name alone. */
import assert from 'node:assert/strict';
import type { Entry, EntryBody } from '../../../src/core/record/entry.js';
import { csvHead, csvLine } from '../../../src/core/record/export/csv.js';
import { ocsfEvent } from '../../../src/core/record/export/ocsf.js';
import { lineOf } from '../../../src/core/record/line.js';
import { IncidentFold } from '../../../src/core/record/report/incident.js';
import { canarySession } from '../../../src/core/toolcall/health.js';
import { entryText } from '../../../src/messages/record/record.js';
import { todayText } from '../../../src/messages/record/today.js';

const call = {
  agent: 'claude-code',
  session: 's1',
  callId: 'toolu_1',
  tool: 'Bash',
  cwd: '/projects/app',
  summary: 'true',
  digest: 'a'.repeat(64),
  score: 0,
  band: 'quiet',
  vector: 'CS1/D:0/R:1/C:L.95/B:1/P:0/O:0/V:0/F:0',
  targets: [],
} as const;

function entryOf(body: EntryBody): Entry {
  return { v: 1, seq: 3, ts: 1_796_000_000_000, prev: 'b'.repeat(64), writer: 'ab', body };
}

const canary = entryOf({ type: 'call.passed', ...call, session: canarySession });
const nearMisses: readonly (readonly [what: string, entry: Entry])[] = [
  ['a session of an agent', entryOf({ type: 'call.passed', ...call })],
  [
    'that session, and a call that is no quiet one',
    entryOf({ type: 'call.passed', ...call, session: canarySession, band: 'note' }),
  ],
  [
    'that session, and another call that nobody was asked about',
    entryOf({ type: 'call.passed', ...call, session: canarySession, summary: 'python3 tidy.py' }),
  ],
  [
    'that session, and a call that was refused',
    entryOf({
      type: 'call.denied',
      ...call,
      session: canarySession,
      request: '',
      by: 'policy',
      reason: 'no',
    }),
  ],
];

function told(entry: Entry): {
  readonly words: string;
  readonly agent: string | undefined;
  readonly hasAgent: boolean;
  readonly today: string;
  readonly passed: number;
  readonly canaries: number;
} {
  const line = lineOf(entry);
  assert.ok(line.ok);
  const { label, who } = entryText(entry);
  const column = csvHead.split(',').indexOf('agent');
  const incident = new IncidentFold();
  incident.take(entry);
  const { unasked, canaries } = incident.done();
  return {
    words: `${label}: ${who}`,
    agent: csvLine(entry, line.value).split(',')[column],
    hasAgent: 'ai_agent' in ocsfEvent(entry, line.value, { origin: 'o', machine: 'm', version: '1' }),
    today: todayText([entry], 0),
    passed: unasked.size,
    canaries,
  };
}

describe('a canary call', () => {
  it('is Countersign\u2019s own in log, view, table, event and report', () => {
    assert.deepEqual(told(canary), {
      words: 'Canary call let through: Countersign, by the doorbell of Claude Code, in /projects/app',
      agent: 'countersign',
      hasAgent: false,
      today: '',
      passed: 0,
      canaries: 1,
    });
  });

  for (const [what, entry] of nearMisses)
    it(`is not: ${what}`, () => {
      const { words, agent, hasAgent, canaries, today } = told(entry);
      assert.doesNotMatch(words, /Canary/);
      assert.deepEqual([agent, hasAgent, canaries], ['claude-code', true, 0]);
      assert.notEqual(today, '');
    });
});
