import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Result } from '../../../src/core/shared/result.js';
import { Polling } from '../../../src/node/couriers/polling.js';
import type { CourierFailure } from '../../../src/ports/courier.js';
import { TickingClock } from '../../support/ticking-clock.js';

const pace = { openMs: 1_000, attendedMs: 3_000, idleMs: 30_000, worstMs: 120_000 };

describe('looking at a courier again and again', () => {
  let clock: TickingClock;
  let looks: number;
  let rests: number;
  let lies: string;
  let isAway: boolean;
  let polling: Polling;

  beforeEach(() => {
    clock = new TickingClock(0);
    [looks, rests, lies, isAway] = [0, 0, '', false];
    polling = new Polling({
      look: async (watched): Promise<Result<readonly string[], CourierFailure>> => {
        looks += 1;
        return isAway
          ? { ok: false, error: { code: 'unreachable', detail: '' } }
          : { ok: true, value: watched.map(() => lies) };
      },
      rest: () => {
        rests += 1;
      },
      pace,
      random: () => 0.5,
      clock,
    });
  });

  /** How many looks fall into so many seconds. */
  async function looksIn(seconds: number): Promise<number> {
    const before = looks;
    for (let passed = 0; passed < seconds * 10; passed += 1) {
      clock.pass(100);
      await setImmediate();
    }
    return looks - before;
  }

  it('looks at once, then in half a minute while nobody waits', async () => {
    polling.watch('request', undefined, () => undefined);
    assert.equal(await looksIn(1), 1);
    assert.equal(await looksIn(60), 2);
  });

  it('looks every three seconds while a person looks, and every second for one request', async () => {
    polling.watch('request', undefined, () => undefined);
    polling.attend(true);
    assert.equal(await looksIn(1), 1);
    assert.equal(await looksIn(30), 10);
    const stop = polling.watch('answer', 'a'.repeat(32), () => undefined);
    await looksIn(1);
    assert.equal(await looksIn(30), 30);
    stop();
    polling.attend(false);
    await looksIn(1);
    assert.equal(await looksIn(60), 2);
  });

  it('slows down while the other side is away, to two minutes at most, and comes back', async () => {
    isAway = true;
    polling.watch('answer', 'a'.repeat(32), () => undefined);
    assert.equal(await looksIn(8), 3);
    await looksIn(120);
    assert.equal(await looksIn(128), 2);
    isAway = false;
    await looksIn(64);
    assert.equal(await looksIn(30), 30);
  });

  it('tells once of what is different, and nobody who has stopped', async () => {
    const told: string[] = [];
    polling.watch('answer', 'a'.repeat(32), () => told.push('one'));
    const stop = polling.watch('answer', 'b'.repeat(32), () => told.push('other'));
    await looksIn(2);
    assert.deepEqual(told, []);
    lies = 'x';
    await looksIn(3);
    assert.deepEqual(told, ['one', 'other']);
    stop();
    lies = 'y';
    await looksIn(3);
    assert.deepEqual(told, ['one', 'other', 'one']);
  });

  it('rests when nobody watches any more', async () => {
    const stop = polling.watch('request', undefined, () => undefined);
    await looksIn(1);
    stop();
    assert.equal(rests, 1);
    assert.equal(await looksIn(300), 0);
    polling.watch('request', undefined, () => undefined);
    await looksIn(1);
    polling.dispose();
    assert.equal(await looksIn(300), 0);
  });
});
