import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { EntryBody } from '../../../../src/core/record/entry.js';
import { keptOverview, keptText } from '../../../../src/core/record/overview/decode-overview.js';
import { OverviewFold } from '../../../../src/core/record/overview/fold.js';
import {
  addOverview,
  callsIn,
  emptyOverview,
  endedOf,
  type Overview,
  sumOf,
} from '../../../../src/core/record/overview/overview.js';
import { canarySession } from '../../../../src/core/toolcall/health.js';
import { daysUntil, overviewWords } from '../../../../src/messages/record/overview.js';
import { overviewCsv, overviewJson } from '../../../../src/messages/record/overview-export.js';
import { overviewHtml } from '../../../../src/vscode/record/overview-page.js';
import { quietFacts } from '../../../support/call-facts.js';

const start = Date.parse('2026-11-28T23:58:00Z');
const minute = 60_000;

const call = quietFacts;
const grave = {
  ...call,
  summary: 'terraform destroy <b>&"',
  band: 'production',
  vector: 'CS1/D:40/R:1',
  targets: ['aws:123456789012'],
} as const;

function lines(bodies: readonly (readonly [afterMs: number, body: EntryBody])[]): readonly string[] {
  return bodies.map(([after, body], seq) => JSON.stringify({ body, seq, ts: start + after, v: 1 }));
}

function counted(all: readonly string[]): Overview {
  const fold = new OverviewFold();
  for (const line of all) fold.take(line);
  return fold.done();
}

const day: readonly (readonly [number, EntryBody])[] = [
  [0, { ...call, type: 'call.passed' }],
  [minute, { ...call, type: 'call.passed' }],
  [minute, { ...call, session: canarySession, summary: 'true', type: 'call.passed' }],
  [3 * minute, { ...grave, request: 'CS-1', rule: 'r', type: 'call.held' }],
  [4 * minute, { ...grave, request: 'CS-1', type: 'call.parked' }],
  [5 * minute, { ...grave, request: 'CS-1', by: 'person', reason: 'no', type: 'call.denied' }],
  [6 * minute, { ...grave, request: 'CS-2', rule: 'r', type: 'call.held' }],
  [6.5 * minute, { ...grave, request: 'CS-2', by: 'person', typed: true, type: 'call.approved' }],
  [7 * minute, { ...grave, request: 'CS-3', rule: 'r', type: 'call.held' }],
  [90 * minute, { ...grave, request: 'CS-3', type: 'call.expired' }],
  [91 * minute, { ...grave, request: '', by: 'policy', reason: 'r', type: 'call.denied' }],
  [92 * minute, { ...call, type: 'call.slipped', seen: 'after' }],
];

describe('an overview', () => {
  const all = counted(lines(day));
  const of = (name: string) => sumOf([...(all.days.get(name) ?? new Map()).values()]);

  it('counts calls by day and band, what was asked, parked, how it ended, and alarms', () => {
    assert.deepEqual([...all.days.keys()], ['2026-11-28', '2026-11-29']);
    assert.equal(callsIn(of('2026-11-28')), 2);
    const second = of('2026-11-29');
    assert.deepEqual([callsIn(second), second.asked, second.parked, second.alarms], [4, 3, 1, 1]);
    assert.deepEqual(
      (['approved', 'denied', 'refused', 'expired', 'void'] as const).map((one) => endedOf(second, one)),
      [1, 1, 1, 1, 0],
    );
    // 30 s and 2 min.
    assert.deepEqual(second.waits, [0, 1, 1, 0, 0, 0]);
    assert.equal(callsIn(sumOf([...(all.targets.get('2026-11-29') ?? new Map()).values()])), 4);
  });

  it('keeps what the stopped calls would have destroyed, and no other', () => {
    assert.deepEqual(
      all.stopped.map(({ seq, ending }) => [seq, ending]),
      [
        [5, 'denied'],
        [9, 'expired'],
        [10, 'refused'],
      ],
    );
  });

  it('counts all that would have destroyed, also where there are more than are kept', () => {
    const denied: EntryBody = { ...grave, request: 'CS-1', by: 'person', reason: 'no', type: 'call.denied' };
    const many = counted(lines(Array.from({ length: 450 }, (_, at) => [at, denied] as const)));
    assert.ok(many.stopped.length < 450);
    const words = overviewWords(many, daysUntil(start, 7));
    assert.match(words.stopped.says, /^450 calls that destroy were stopped; the newest 15 of them\.$/);
    assert.equal(words.stopped.calls.length, 15);
  });

  it('is not taken in by canary calls, and not stopped by what is no entry', () => {
    const junk = [
      '',
      '{',
      'null',
      '[]',
      '{"body":1}',
      '{"body":{},"ts":"x"}',
      '{"body":{"type":"call.held"},"ts":1}',
    ];
    assert.deepEqual(counted([...lines(day), ...junk]).days, all.days);
  });

  it('comes to the same in parts, kept and read again', () => {
    const many = Array.from({ length: 6 }, (_, at) =>
      day.map(([after, body]): readonly [number, EntryBody] => [after + at * 6 * 3_600_000, body]),
    ).flat();
    const whole = lines(many);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), (part) => {
        const cut = part * day.length;
        const sum = emptyOverview();
        for (const piece of [whole.slice(0, cut), whole.slice(cut)]) {
          const mark = { size: piece.length, last: 'x' };
          const kept = keptOverview(keptText(mark, counted(piece)), mark);
          assert.ok(kept);
          addOverview(sum, kept);
        }
        assert.deepEqual(sum, counted(whole));
      }),
    );
  });

  it('of another part, or of what is none, is counted anew', () => {
    const mark = { size: 1, last: 'x' };
    const text = keptText(mark, all);
    assert.equal(keptOverview(text, { size: 2, last: 'x' }), undefined);
    assert.equal(keptOverview(text, { size: 1, last: 'y' }), undefined);
    for (const other of ['', '{}', text.replace('"asked":3', '"asked":-3'), text.slice(0, -1)])
      assert.equal(keptOverview(other, mark), undefined);
  });
});

describe('the page of an overview', () => {
  const words = overviewWords(counted(lines(day)), daysUntil(start + minute * 60, 7));
  const html = overviewHtml({ words, stylesheet: 's.css', source: 'vscode-resource:', links: [] });

  it('says in a sentence what it comes to', () => {
    assert.equal(
      words.lead,
      'In 7 days agents asked for 6 calls: 33 % went through without you, and 3 needed a person. 3 of those that did not run would have destroyed something.',
    );
    assert.deepEqual(
      words.figures.map(({ value, text }) => `${value} ${text}`),
      [
        '6 calls',
        '3 needed a person (50 %)',
        '1 let through by a person',
        '2 stopped',
        '9.0 interruptions an hour of agent work',
        'under 1 min to a decision, for half of them',
        '1 parked',
        '1 expired',
        '1 alarm',
      ],
    );
  });

  it('holds text from outside as text, runs nothing and loads one style', () => {
    assert.match(html, /terraform destroy &lt;b&gt;&amp;&quot;/);
    assert.doesNotMatch(html, /<b>|<script|style="|https?:| on\w+=/);
    assert.match(html, /default-src 'none'; style-src vscode-resource:; base-uri 'none'/);
  });

  it('tells each bar to who does not see it', () => {
    assert.match(html, /<li>2026-11-29: 4 production<\/li>/);
    assert.match(html, /aria-label="Claude Code: 2 quiet, 4 production; 9\.0 interruptions an hour"/);
  });

  it('says how far back it is counted, as long as that is not all that is shown', () => {
    const days = daysUntil(start + minute * 60, 7);
    const part = overviewWords(counted(lines(day)), days, false);
    assert.match(part.counting, /^Counted back to 2026-11-28 so far/);
    assert.match(
      overviewHtml({ words: part, stylesheet: '', source: '', links: [] }),
      /role="status">Counted back/,
    );
    assert.equal(words.counting, '');
    assert.equal(overviewWords(counted(lines(day)), days.slice(-1), false).counting, '');
    assert.notEqual(overviewWords(emptyOverview(), days, false).counting, '');
  });

  it('of an empty record says so and draws nothing', () => {
    const empty = overviewWords(emptyOverview(), daysUntil(start, 7));
    assert.equal(empty.lead, 'No agent asked for anything in 7 days.');
    assert.deepEqual(empty.pictures, []);
  });

  it('is exported as numbers', () => {
    const csv = overviewCsv(counted(lines(day))).split('\r\n');
    assert.match(csv[0] ?? '', /^day,agent,quiet,note,ask,production,forbidden,asked/);
    assert.equal(csv[1], '2026-11-28,claude-code,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0');
    assert.equal(JSON.parse(overviewJson(counted(lines(day)))).stopped.length, 3);
  });
});
