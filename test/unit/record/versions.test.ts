import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decodeEntry } from '../../../src/core/record/decode-entry.js';
import { type Entry, entryShape } from '../../../src/core/record/entry.js';
import { lineOf, linkOf, noPrevious } from '../../../src/core/record/line.js';
import { verifyChain } from '../../../src/core/record/verify.js';
import { canonical } from '../../../src/core/shared/canonical.js';
import { sha256 } from '../../../src/core/shared/digest.js';
import { entryText } from '../../../src/messages/record/record.js';
import { arbitraryOf, changed, changesOf, unknownCode } from '../../support/arbitrary.js';

const entries = arbitraryOf(entryShape);

/** Every code of the schema, wherever it stands, replaced, and every object with one field more. */
const changedEntries = entries.chain((entry) =>
  fc
    .tuple(fc.constantFrom(...changesOf(entryShape, entry)), unknownCode)
    .map(([change, word]) => ({ entry, change, later: changed(entry, change, word) })),
);

function lineFor(value: unknown): string {
  const line = canonical(value);
  assert.ok(line.ok);
  return line.value;
}

/** A chain of two entries: the one given, at its beginning, and one of ours behind it. */
function chainFrom(value: object): readonly string[] {
  const first = lineFor({ ...value, seq: 0, prev: noPrevious });
  const body = { type: 'recovery', detail: '' };
  return [first, lineFor({ v: 1, seq: 1, prev: sha256(first), ts: 1, writer: 'ab', body })];
}

describe('entries of every version', function () {
  this.timeout(60_000);

  it('of this one come back from their line as they were', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const line = lineFor(entry);
        const read = decodeEntry(line);
        assert.deepEqual(read, entry);
        assert.ok(read);
        assert.deepEqual(lineOf(read), { ok: true, value: line });
        assert.doesNotThrow(() => entryText(read));
      }),
      { numRuns: 150 },
    );
  });

  it('of a newer one are kept byte for byte, hold the chain, and say so', () => {
    fc.assert(
      fc.property(changedEntries, ({ entry, change, later }) => {
        const line = lineFor(later);
        const read = decodeEntry(line);
        assert.ok(read, line);
        assert.deepEqual(lineOf(read), { ok: true, value: line });
        assert.deepEqual([read.seq, read.prev, read.ts], [entry.seq, entry.prev, entry.ts]);
        assert.equal(linkOf(line)?.seq, entry.seq);
        assert.match(entryText(read).tooltip, /newer version/);
        // What has only more in it is read; what is another thing is nothing that this version acts on.
        assert.equal(read.body.type, change.kind === 'field' ? entry.body.type : 'newer');
        const chain = verifyChain(chainFrom(read.v === 1 ? Object(later) : entry));
        assert.ok(chain.ok && chain.head.size === 2 && chain.head.newer === 1);
      }),
      { numRuns: 300 },
    );
  });

  it('of a higher number are kept whatever stands in them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 1_000 }),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (v, body) => {
          const value = { v, body, ts: 5, signed: { by: 'x' }, 'writer-key': 'k' };
          const read = decodeEntry(chainFrom(value)[0] ?? '');
          assert.equal(read?.body.type, 'newer');
          const chain = verifyChain(chainFrom(value));
          assert.ok(chain.ok && chain.head.newer === 1);
        },
      ),
    );
  });

  it('of none are damaged: a member that is known and has another type, or is not there', () => {
    fc.assert(
      fc.property(entries.chain(damaged), (value) => {
        const line = lineFor(value);
        assert.equal(decodeEntry(line), undefined, line);
        assert.equal(verifyChain([line]).ok, false);
      }),
      { numRuns: 150 },
    );
  });

  it('in another form than the canonical one are damaged', () => {
    fc.assert(
      fc.property(changedEntries, ({ later }) => {
        const line = lineFor(later);
        for (const other of [` ${line}`, line.replace('{', '{ '), JSON.stringify(reversed(later))]) {
          assert.equal(decodeEntry(other), undefined);
        }
      }),
    );
  });
});

function damaged(entry: Entry | object): fc.Arbitrary<unknown> {
  const names = ['v', 'seq', 'prev', 'ts', 'writer', 'body'];
  return fc.constantFrom(...names).chain((name) =>
    fc.constantFrom<unknown>(undefined, null, true, [], -1, {}).map((value) => {
      const { [name]: _was, ...rest } = { ...entry } as Record<string, unknown>;
      return value === undefined ? rest : { ...rest, [name]: value };
    }),
  );
}

function reversed(value: unknown): unknown {
  return Object.fromEntries(Object.entries(Object(value)).sort(([a], [b]) => (a < b ? 1 : -1)));
}
