import assert from 'node:assert/strict';
import { decodeEntry } from '../../../src/core/record/decode-entry.js';
import { summaryOf } from '../../../src/core/record/facts.js';
import { lineOf, linkOf, noPrevious } from '../../../src/core/record/line.js';
import { emptyChain, extendChain, verifyChain } from '../../../src/core/record/verify.js';
import { sha256 } from '../../../src/core/shared/digest.js';
import { noon, shellCall } from '../../support/requests.js';

describe('a summary', () => {
  it('is one line', () => {
    assert.equal(summaryOf(shellCall('cat <<X\n  a\r\nX\n')), 'cat <<X ⏎ a ⏎ X ⏎ ');
  });

  it('is cut at 2,000 characters, never inside a pair', () => {
    for (const length of [1_997, 1_998, 1_999, 2_000, 2_001]) {
      const text = summaryOf(shellCall(`${'x'.repeat(length)}${'😀'.repeat(10)}`));
      assert.ok(text.length <= 2_000);
      assert.equal(/[\uD800-\uDFFF]/u.test(text), false);
    }
    assert.equal(summaryOf(shellCall('x'.repeat(2_000))).length, 2_000);
  });

  it('names what a call is', () => {
    const of = (payload: Parameters<typeof shellCall>[1] & object): string =>
      summaryOf(shellCall('', payload));
    assert.deepEqual(
      [
        of({
          payload: {
            kind: 'edit',
            edits: [
              { kind: 'delete', path: '/a' },
              { kind: 'write', path: '/b', content: '' },
            ],
          },
        }),
        of({ payload: { kind: 'mcp', server: 'db', name: 'query', arguments: {} } }),
        of({ payload: { kind: 'fetch', url: 'https://example.com' } }),
        of({ payload: { kind: 'read', path: '/a' } }),
        of({ payload: { kind: 'other', text: '{}' }, tool: 'TodoWrite' }),
      ],
      ['/a, /b', 'db: query', 'https://example.com', '/a', 'TodoWrite'],
    );
  });
});

describe('a chain', () => {
  const entryAt = (seq: number, prev: string, detail = '","prev":"x'): string => {
    const line = lineOf({ v: 1, seq, prev, ts: noon, writer: 'ab', body: { type: 'recovery', detail } });
    assert.ok(line.ok);
    return line.value;
  };

  it('is read from raw lines, whatever their bodies say', () => {
    const tricky = `","prev":"${'f'.repeat(64)}","seq":9,"ts":1,"v":1,"writer":"00"}`;
    const line = entryAt(0, noPrevious, tricky);
    assert.deepEqual(linkOf(line), { v: 1, prev: noPrevious, seq: 0, ts: noon });
    assert.deepEqual(decodeEntry(line)?.seq, 0);
  });

  it('says where it breaks', () => {
    const first = entryAt(0, noPrevious);
    const step = extendChain({ ...emptyChain, size: 1, head: sha256(first) }, entryAt(1, noPrevious));
    assert.deepEqual(!step.ok && [step.error.code, step.error.seq], ['wrong-previous', 1]);
    assert.deepEqual(verifyChain([]), { ok: true, head: emptyChain });
    const gap = verifyChain([first, entryAt(2, sha256(first))]);
    assert.deepEqual(!gap.ok && [gap.error.code, gap.error.expected, gap.error.got], [
      'wrong-sequence',
      '1',
      '2',
    ]);
  });

  it('takes no entry in another form than its own', () => {
    const line = entryAt(0, noPrevious, 'x');
    const others = [` ${line}`, line.replace('{"body"', '{ "body"'), line.replace('"x"', '"\\u0078"')];
    assert.deepEqual(
      others.map((other) => decodeEntry(other)),
      others.map(() => undefined),
    );
  });
});
