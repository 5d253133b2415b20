import assert from 'node:assert/strict';
import { readers } from '../../../src/core/command/readers/readers.js';
import { remoteWrappers } from '../../../src/core/command/readers/remote-wrappers.js';
import type { Wrapper } from '../../../src/core/command/readers/wrapper.js';
import { wrappers } from '../../../src/core/command/readers/wrappers.js';
import { asks, judged } from '../../support/judged.js';

const inner = 'terraform destroy -auto-approve';

/** One level of a wrapper, in front of a command. */
function prefixes(row: Wrapper): readonly string[] {
  const own = Array.from({ length: row.operands ?? 0 }, () => 'x').join(' ');
  const words = [row.words, own, row.divided === true ? '--' : ''].filter((part) => part !== '').join(' ');
  return row.programs.split(' ').map((program) => `${program} ${words}`.trim());
}

/** Wrappers that need more than their words to be one: a container's image may hold the program. */
const rows = [...wrappers, ...remoteWrappers].filter(
  (row) => row.program === undefined && row.code === undefined,
);

describe('wrappers within each other', () => {
  it('are as many as there are rows', () => assert.ok(rows.length > 60));

  for (const levels of [1, 40]) {
    it(`${levels} of one kind: what stands behind is asked about, or that nobody read that far`, () => {
      const missed = rows
        .flatMap(prefixes)
        .filter((prefix) => !asks(judged(`${`${prefix} `.repeat(levels)}${inner}`)));
      assert.deepEqual(missed, []);
    });
  }

  it('of all kinds, one in another, and shells between them', () => {
    const all = rows.flatMap(prefixes);
    const missed = all.filter((prefix, index) => {
      const others = [
        all[(index * 7) % all.length],
        'env',
        'env -S nice',
        'xargs',
        'command',
        'busybox',
        all[(index * 13) % all.length],
      ];
      return !asks(judged(`${prefix} ${others.join(' ')} ${'sudo '.repeat(index % 30)}${inner}`));
    });
    assert.deepEqual(missed, []);
  });

  it('every reader that takes a program behind its name reports its depth', () => {
    const missed = [...readers.keys()].filter((program) => {
      const runs = judged(`${program} ${inner}`).effects.some(({ argv }) => argv[0] === 'terraform');
      return runs && !asks(judged(`${`${program} `.repeat(40)}${inner}`));
    });
    assert.deepEqual(missed, []);
  });
});
