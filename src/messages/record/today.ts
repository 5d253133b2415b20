import { isCanaryCall } from '../../core/record/canary-call.js';
import type { Entry } from '../../core/record/entry.js';

/**
 * What a day's entries come to: "24 passed, 3 asked, 1 denied today". Empty when nothing happened.
 * Canary calls are no agent's work, and left out. `since`: the day's beginning, Unix milliseconds.
 */
export function todayText(entries: readonly Entry[], since: number): string {
  const today = entries.filter((entry) => entry.ts >= since);
  const asked = new Set<string>();
  let passed = 0;
  let denied = 0;
  for (const { body } of today) {
    if (isCanaryCall(body)) continue;
    if (body.type === 'call.passed') passed += 1;
    else if (body.type === 'call.held') asked.add(body.request);
    else if (body.type === 'call.denied') denied += 1;
  }
  const parts = [
    ...(passed === 0 ? [] : [`${passed} passed`]),
    ...(asked.size === 0 ? [] : [`${asked.size} asked`]),
    ...(denied === 0 ? [] : [`${denied} denied`]),
  ];
  return parts.length === 0 ? '' : `${parts.join(', ')} today`;
}

/** The beginning of the day of `now`, in the person's own time zone. */
export function dayOf(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
