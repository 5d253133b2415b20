import * as v from 'valibot';
import type { Shape } from '../shared/shape.js';

/** What a person may set for themselves. Values outside the bounds are brought back inside them. */
export const settingsShape = v.strictObject({
  /** From this score on a person is asked; 0 to 69. Production asks whatever it is. */
  askFrom: v.number(),
  /** How long an agent's hook is held before its request is parked, in minutes. */
  holdMinutes: v.number(),
  /** How long an approval waits for the agent's retry, in minutes. */
  approvalMinutes: v.number(),
  /** How long a request waits for a person, in hours. */
  pendingHours: v.number(),
  /** For how many months the record is kept. */
  keepMonths: v.number(),
});
export type PolicySettings = Shape<typeof settingsShape>;

export const defaultSettings: PolicySettings = {
  askFrom: 40,
  holdMinutes: 55,
  approvalMinutes: 15,
  pendingHours: 24,
  keepMonths: 6,
};

const bounds: Readonly<Record<keyof PolicySettings, readonly [least: number, most: number]>> = {
  askFrom: [0, 69],
  holdMinutes: [0, 55],
  approvalMinutes: [1, 60],
  pendingHours: [1, 72],
  keepMonths: [6, 120],
};

/** Settings inside their bounds; what is missing or no number is the default. */
export function settingsFrom(
  given: Readonly<Partial<Record<keyof PolicySettings, unknown>>>,
): PolicySettings {
  return {
    askFrom: within('askFrom', given.askFrom),
    holdMinutes: within('holdMinutes', given.holdMinutes),
    approvalMinutes: within('approvalMinutes', given.approvalMinutes),
    pendingHours: within('pendingHours', given.pendingHours),
    keepMonths: within('keepMonths', given.keepMonths),
  };
}

function within(key: keyof PolicySettings, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return defaultSettings[key];
  const [least, most] = bounds[key];
  return Math.min(most, Math.max(least, value));
}
