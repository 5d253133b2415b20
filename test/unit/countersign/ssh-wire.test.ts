import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { joined, WireReader, wireString, wireUint32 } from '../../../src/core/countersign/ssh-wire.js';

describe('the binary form of SSH', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 0, max: 0xffff_ffff }), (bytes, number) => {
        const reader = new WireReader(joined([wireString(bytes), wireUint32(number)]));
        assert.deepEqual([...reader.string()], [...bytes]);
        assert.equal(reader.uint32(), number);
        assert.equal(reader.isDone, true);
      }),
    );
  });

  it('stays broken after a field that does not fit', () => {
    const reader = new WireReader(Uint8Array.of(0, 0, 0, 9, 1));
    assert.equal(reader.string().length, 0);
    assert.deepEqual([reader.isBroken, reader.isDone], [true, false]);
    assert.deepEqual(
      [reader.byte(), reader.uint32(), reader.text(), reader.positive().length],
      [0, 0, '', 0],
    );
  });

  it('is not done while bytes are left over', () => {
    const reader = new WireReader(Uint8Array.of(7, 8));
    assert.deepEqual([reader.byte(), reader.isDone, reader.byte(), reader.isDone], [7, false, 8, true]);
  });

  it('takes no name with other than printable ASCII', () => {
    for (const name of ['a\n', 'ä', '\x00', '\x7f']) {
      const reader = new WireReader(wireString(name));
      assert.deepEqual([reader.text(), reader.isBroken], ['', true]);
    }
    assert.equal(new WireReader(wireString('ssh-ed25519')).text(), 'ssh-ed25519');
  });

  it('takes a number in its only spelling', () => {
    const read = (...bytes: readonly number[]): string => {
      const reader = new WireReader(wireString(Uint8Array.of(...bytes)));
      const value = reader.positive();
      return reader.isBroken ? 'broken' : [...value].join();
    };
    assert.deepEqual(
      [read(1), read(0x7f, 0xff), read(0, 0x80), read(0, 0xff, 1)],
      ['1', '127,255', '128', '255,1'],
    );
    // Zero, a negative, a leading zero that says nothing.
    assert.deepEqual([read(), read(0), read(0x80), read(0, 1)], ['broken', 'broken', 'broken', 'broken']);
  });
});
