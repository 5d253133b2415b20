import type { Clock } from '../ports/ports.js';

/** Timers are cut into pieces, so that a machine that slept through `at` notices soon after it wakes. */
const pieceMs = 30_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  at(at, run) {
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = at - Date.now();
      if (left <= 0) run();
      else timer = setTimeout(wait, Math.min(left, pieceMs)).unref();
    };
    timer = setTimeout(wait, Math.max(0, Math.min(at - Date.now(), pieceMs))).unref();
    return () => clearTimeout(timer);
  },
};
