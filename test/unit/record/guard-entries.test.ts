import assert from 'node:assert/strict';
import { decodeEntry } from '../../../src/core/record/decode-entry.js';
import type { Entry, EntryBody } from '../../../src/core/record/entry.js';
import { lineOf } from '../../../src/core/record/line.js';
import { openDrifts } from '../../../src/core/record/open-drifts.js';
import { ringsIn } from '../../../src/core/record/rings.js';
import { entryText } from '../../../src/messages/record/record.js';

const facts = {
  agent: 'claude-code',
  session: 's',
  callId: 'c',
  tool: 'Bash',
  cwd: '/w',
  summary: 'rm -rf build',
  digest: 'd'.repeat(64),
  score: 40,
  band: 'ask',
  vector: 'CS1/D:40',
  targets: [],
} as const;
const drift = { agent: 'claude-code', problem: 'switched-off', file: '/w/x.json', line: 3 } as const;

const bodies: readonly (readonly [EntryBody, string, boolean])[] = [
  [{ type: 'guard.drifted', ...drift }, 'Claude Code not held: hooks switched off by /w/x.json line 3', true],
  [
    { type: 'guard.repaired', ...drift },
    'Claude Code held again: no longer hooks switched off by /w/x.json line 3',
    false,
  ],
  [{ ...facts, type: 'call.slipped', seen: 'after' }, 'Slipped by: ran without ringing before', true],
  [
    { ...facts, type: 'call.slipped', seen: 'transcript' },
    'Slipped by: stands in the transcript, and never rang',
    true,
  ],
  [
    { ...facts, type: 'call.slipped', seen: 'after', despite: 'denied' },
    'Ran all the same: it was denied',
    true,
  ],
  [
    { type: 'guard.drifted', agent: 'codex', problem: 'replaced', file: '/h/bin/hook.js', line: 0 },
    'Codex not held: its doorbell changed in /h/bin/hook.js',
    true,
  ],
];

function entry(body: EntryBody, ts = 1): Entry {
  return { v: 1, seq: 0, prev: '0'.repeat(64), ts, writer: 'ab', body };
}

describe('entries about the guard', () => {
  for (const [body, words, isStop] of bodies) {
    it(`keep their form, and say: ${words}`, () => {
      const line = lineOf(entry(body));
      assert.ok(line.ok);
      assert.deepEqual(decodeEntry(line.value), entry(body));
      const said = entryText(entry(body));
      assert.deepEqual([said.label, said.isStop], [words, isStop]);
    });
  }

  it('tell which drifts stand, newest first', () => {
    const drifted = entry({ type: 'guard.drifted', ...drift });
    const repaired = entry({ type: 'guard.repaired', ...drift });
    const other = entry({ type: 'guard.drifted', ...drift, line: 4 });
    assert.deepEqual(openDrifts([drifted, repaired, drifted]), [drift]);
    assert.deepEqual(openDrifts([repaired, other, drifted]), [{ ...drift, line: 4 }]);
  });

  it('tell when an agent rang last and what slipped by it, canary calls aside', () => {
    const entries = [
      entry(
        { ...facts, band: 'quiet', session: 'countersign-doctor', summary: 'true', type: 'call.passed' },
        9,
      ),
      entry({ ...facts, type: 'call.slipped', seen: 'after' }, 8),
      entry({ ...facts, type: 'call.passed' }, 7),
      entry({ ...facts, agent: 'codex', type: 'call.passed' }, 6),
    ];
    assert.deepEqual(ringsIn(entries, 'claude-code'), { lastSeen: 8, slipped: [8], ranAnyway: [] });
    assert.deepEqual(ringsIn(entries, 'codex'), { lastSeen: 6, slipped: [], ranAnyway: [] });
    assert.deepEqual(ringsIn(entries, 'cline'), { slipped: [], ranAnyway: [] });
  });
});
