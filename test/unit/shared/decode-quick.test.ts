import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { requestShape } from '../../../src/core/approval/request.js';
import { entryShape } from '../../../src/core/record/entry.js';
import { fitsOf } from '../../../src/core/shared/decode-quick.js';
import { arbitraryOf, changed, changesOf } from '../../support/arbitrary.js';

type Members = Record<string, unknown>;

/** Anything that may stand where something else is expected. */
const strange = fc.oneof(
  fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text)),
  fc.constantFrom<unknown>(undefined, Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, '', [], {}, null),
);

/** A value with one member, somewhere in it, that is another, is gone, or is one more. */
function damaged(value: unknown, picks: readonly number[], what: unknown, kind: string): unknown {
  const copy: unknown = structuredClone(value);
  let holder = copy as Members;
  for (const [step, pick] of picks.entries()) {
    const keys = Object.keys(holder);
    const key = keys[pick % Math.max(1, keys.length)] ?? 'zz';
    const member = holder[key];
    if (step < picks.length - 1 && typeof member === 'object' && member !== null) {
      holder = member as Members;
      continue;
    }
    if (kind === 'gone') delete holder[key];
    else holder[kind === 'more' ? `${key}zz` : key] = what;
    break;
  }
  return copy;
}

describe('the quick look at a value', function () {
  this.timeout(60_000);
  const schemas: readonly (readonly [string, v.GenericSchema])[] = [
    ['an entry', entryShape],
    ['a request', requestShape],
  ];

  for (const [name, schema] of schemas) {
    it(`says yes to ${name} of this version`, () => {
      fc.assert(
        fc.property(arbitraryOf(schema), (value) => fitsOf(schema)(value)),
        { numRuns: 100 },
      );
    });

    it(`never says yes to ${name} that its schema refuses`, () => {
      const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 5 });
      const kinds = fc.constantFrom('other', 'gone', 'more');
      fc.assert(
        fc.property(arbitraryOf(schema), picks, strange, kinds, (value, path, what, kind) => {
          const other = damaged(value, path, what, kind);
          if (fitsOf(schema)(other)) assert.ok(v.safeParse(schema, other).success, JSON.stringify(other));
        }),
        { numRuns: 400 },
      );
    });

    it(`says no to what only a newer version wrote in ${name}`, () => {
      fc.assert(
        fc.property(arbitraryOf(schema), (value) => {
          for (const change of changesOf(schema, value))
            assert.equal(fitsOf(schema)(changed(value, change, 'zz-a')), false, JSON.stringify(change));
        }),
        { numRuns: 40 },
      );
    });
  }
});
