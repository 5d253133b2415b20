import assert from 'node:assert/strict';
import { err } from '../../../src/core/shared/result.js';
import { Correspondence, type Letter, type LetterNews } from '../../../src/desk/correspondence.js';
import type { CourierFailure, MessageKey } from '../../../src/ports/courier.js';
import { MemoryCourier } from '../../support/memory-courier.js';
import { settled } from '../../support/peers.js';
import { noon } from '../../support/requests.js';
import { TickingClock } from '../../support/ticking-clock.js';

const id = '0123456789abcdef0123456789abcdef';
const [place, other, stranger] = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)];
const letter: Letter = { id, bytes: Uint8Array.of(1), places: new Set([place, other]) };
const answerKey = (signer: string): MessageKey => ({ kind: 'answer', id, signer });

/** A courier at which one place holds something that is no message. */
class JunkCourier extends MemoryCourier {
  override async get(key: MessageKey) {
    if (key.signer === place) return err({ code: 'unusable', detail: 'a commit' } as const);
    return super.get(key);
  }
}

function correspondence(courier = new MemoryCourier()) {
  const clock = new TickingClock(noon);
  const seen: number[][] = [];
  const troubles: (CourierFailure | undefined)[] = [];
  const news: LetterNews = {
    arrived: async (answers) => void seen.push(answers.map((bytes) => bytes[0] ?? 0)),
    trouble: (failure) => void troubles.push(failure),
  };
  return { courier, clock, seen, troubles, at: new Correspondence(courier, clock, letter, news) };
}

describe('a request at the courier', () => {
  it('is put there once, and asked for answers where the roster could have left them', async () => {
    const { at, courier, seen } = correspondence();
    at.begin();
    await settled();
    assert.deepEqual([...courier.box.messages.keys()].length, 1);
    await courier.put(answerKey(stranger), Uint8Array.of(9));
    await courier.put(answerKey(place), Uint8Array.of(7));
    await settled();
    assert.deepEqual(seen.at(-1), [7]);
  });

  it('is put again after a wait that doubles, up to half a minute', async () => {
    const { at, courier, clock, troubles } = correspondence();
    courier.trouble = { code: 'timeout', detail: 'slow' };
    at.begin();
    const waits: number[] = [];
    for (let index = 0; index < 8; index += 1) {
      await settled();
      const last = troubles.at(-1);
      const retryAt = last && 'retryAt' in last && typeof last.retryAt === 'number' ? last.retryAt : 0;
      waits.push(retryAt - clock.now());
      clock.pass(retryAt - clock.now());
    }
    assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    await settled();
    courier.trouble = undefined;
    clock.pass(30_000);
    await settled();
    assert.equal(troubles.at(-1), undefined);
  });

  it('is not delivered where other bytes lie in its place', async () => {
    const { at, courier, troubles } = correspondence();
    await courier.put({ kind: 'request', id, signer: '' }, Uint8Array.of(2));
    at.begin();
    await settled();
    assert.equal(troubles.at(-1)?.code, 'place-taken');
    at.end(false);
  });

  it('is taken back with its answers when it is over', async () => {
    const { at, courier } = correspondence();
    at.begin();
    await courier.put(answerKey(place), Uint8Array.of(7));
    await settled();
    at.end(true);
    await settled();
    assert.deepEqual([...courier.box.messages.keys()], []);
  });

  it('reads the other answers when one place holds junk', async () => {
    const { at, courier, seen } = correspondence(new JunkCourier());
    at.begin();
    await courier.put(answerKey(place), Uint8Array.of(7));
    await courier.put(answerKey(other), Uint8Array.of(8));
    await settled();
    assert.deepEqual(seen.at(-1), [8]);
  });
});
