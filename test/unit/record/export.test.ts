/** Every entry that this version can write, as an event that OCSF's own schema takes; and as a line of a table. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { decodeEntry } from '../../../src/core/record/decode-entry.js';
import { type Entry, entryShape } from '../../../src/core/record/entry.js';
import { csvHead, csvLine } from '../../../src/core/record/export/csv.js';
import { ocsfEvent } from '../../../src/core/record/export/ocsf.js';
import { lineOf } from '../../../src/core/record/line.js';
import { sha256 } from '../../../src/core/shared/digest.js';
import { arbitraryOf } from '../../support/arbitrary.js';
import { graveFacts } from '../../support/call-facts.js';

const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: false });
const schemaOf = (name: string) =>
  ajv.compile(JSON.parse(readFileSync(`test/support/ocsf/${name}.schema.json`, 'utf8')));
const judges = new Map([
  [6003, schemaOf('api_activity')],
  [1007, schemaOf('process_activity')],
  [2004, schemaOf('detection_finding')],
]);

const began = 1_796_000_000_000;

/** The schema refuses times that no entry can have. */
const entries = arbitraryOf(entryShape).map(
  (one): Entry => ({ ...one, ts: began + (one.ts % 1_000_000_000) }),
);

const source = { origin: 'countersign/ab', machine: 'laptop-7', version: '0.1.0' };

function problemOf(event: object): string | undefined {
  const told: { readonly class_uid?: unknown } = event;
  const judge = judges.get(Number(told.class_uid));
  assert.ok(judge, JSON.stringify(told.class_uid));
  return judge(JSON.parse(JSON.stringify(event))) ? undefined : ajv.errorsText(judge.errors);
}

function exported(entry: Entry): {
  readonly event: Readonly<Record<string, unknown>>;
  readonly line: string;
} {
  const line = lineOf(entry);
  assert.ok(line.ok);
  return { event: ocsfEvent(entry, line.value, source), line: line.value };
}

const call = { ...graveFacts, vector: 'CS1/D:40/R:1/C:P.95/B:1.2/P:5/O:0/V:0/F:95' } as const;

const entry = (body: Entry['body']): Entry => ({
  v: 1,
  seq: 7,
  prev: 'b'.repeat(64),
  ts: began,
  writer: 'ab',
  body,
});

describe('an exported entry', function () {
  this.timeout(60_000);

  it('of every kind is an event that the schema takes', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(entries, (one) => {
        const { event, line } = exported(one);
        assert.equal(problemOf(event), undefined, JSON.stringify(event));
        seen.add(one.body.type);
        assert.deepEqual(event['attestation_list'], [
          {
            authority_uid: source.origin,
            chain_uid: source.origin,
            fingerprint: fingerprintOf(sha256(line)),
            ...(one.seq === 0
              ? {}
              : {
                  prev_event: {
                    uid: `${source.origin}#${one.seq - 1}`,
                    fingerprint: fingerprintOf(one.prev),
                  },
                }),
          },
        ]);
      }),
      { numRuns: 600 },
    );
    assert.ok(seen.size > 20, [...seen].join());
  });

  it('of a newer version is one too, with all that it says', () => {
    const line = JSON.stringify({
      body: { to: 'mars', type: 'call.teleported' },
      prev: 'b'.repeat(64),
      seq: 7,
      ts: began,
      v: 1,
      writer: 'ab',
    });
    const later = decodeEntry(line);
    assert.ok(later);
    const event = ocsfEvent(later, line, source);
    assert.equal(problemOf(event), undefined);
  });

  it('says who agreed, what was done, and how grave it is', () => {
    const decider = { person: 'Ada', known: 'git', account: 'ada' } as const;
    const evidence = { heldAt: 1, rule: 'built-in/production', policy: 'c'.repeat(64) } as const;
    const yes = {
      ...call,
      type: 'call.approved',
      request: 'CS-1',
      by: 'person',
      typed: true,
      decider,
      evidence,
    } as const;
    const approved = exported(entry(yes)).event;
    assert.deepEqual(
      ['class_uid', 'activity_name', 'severity', 'disposition', 'action', 'risk_score', 'is_alert'].map(
        (name) => approved[name],
      ),
      [6003, 'Delete', 'High', 'Approved', 'Allowed', 93, true],
    );
    assert.deepEqual(approved['authorizations'], [
      { decision: 'approved by Ada (known by git, account ada)' },
    ]);
    assert.deepEqual(approved['policy'], { name: evidence.rule, is_applied: true, uid: evidence.policy });
    const no = exported(
      entry({ ...call, type: 'call.denied', request: 'CS-1', by: 'person', reason: 'not now' }),
    ).event;
    assert.deepEqual(
      [no['disposition'], no['status'], no['status_detail']],
      ['Rejected', 'Failure', 'not now'],
    );
    const rule = exported(
      entry({ ...call, type: 'call.denied', request: '', by: 'policy', reason: '' }),
    ).event;
    assert.equal(rule['disposition'], 'Blocked');
    const ran = exported(entry({ ...call, type: 'call.finished', outcome: 'ran' })).event;
    assert.deepEqual([ran['class_uid'], ran['type_name']], [1007, 'Process Activity: Launch']);
    const edited = exported(entry({ ...call, tool: 'Edit', type: 'call.finished', outcome: 'ran' })).event;
    assert.equal(edited['class_uid'], 6003);
    const glass = {
      statement: '',
      person: 'Ada',
      fingerprint: 'x',
      presence: 'none',
      reason: 'down',
    } as const;
    const broken = exported(entry({ ...call, ...glass, type: 'break-glass', request: 'CS-1' })).event;
    assert.deepEqual([broken['class_uid'], broken['severity']], [2004, 'Critical']);
    const back = { agent: 'codex', problem: 'removed', file: '/x', line: 1 } as const;
    assert.equal(exported(entry({ ...back, type: 'guard.repaired' })).event['type_uid'], 200_403);
  });

  it('is refused by that schema once it is broken', () => {
    const { event } = exported(entry({ ...call, type: 'call.held', request: 'CS-1', rule: 'r' }));
    assert.equal(problemOf(event), undefined);
    for (const broken of [
      { ...event, band: 'ask' },
      { ...event, severity_id: 9 },
      { ...event, time: 'now' },
      { ...event, metadata: {} },
      { ...event, api: {} },
      { ...event, ai_agent: { agent: 'x' } },
    ])
      assert.notEqual(problemOf(broken), undefined, JSON.stringify(broken));
  });

  it('is a line of as many cells as the table has columns, and no formula', () => {
    const cells = (line: string): readonly string[] =>
      [...line.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      );
    const columns = cells(csvHead).length;
    fc.assert(
      fc.property(entries, (one) => {
        const { line } = exported(one);
        const row = csvLine(one, line);
        assert.ok(row.endsWith('\r\n'));
        const read = cells(row);
        assert.equal(read.length, columns, row);
        assert.equal(read.at(-2), sha256(line));
        for (const cell of read) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
      }),
      { numRuns: 300 },
    );
    const bad = entry({ ...call, summary: '=cmd|"/c calc"!A1', type: 'call.passed' });
    assert.ok(csvLine(bad, 'x').includes(`"'=cmd|""/c calc""!A1"`));
  });
});

function fingerprintOf(value: string): object {
  const how = { algorithm_id: 3, algorithm: 'SHA-256', encoding_id: 1, encoding: 'Hex' };
  return { ...how, serialization_id: 1, serialization: 'Flat', value };
}
