import type { PolicySettings } from '../policy/settings.js';

const minute = 60_000;

/** Left over for the answer's way back and for a slow machine. */
const marginMs = 5_000;

/** When a hook must have its answer: by the person's own setting, and never later than the doorbell can wait. */
export function parkAt(now: number, budgetMs: number, settings: PolicySettings): number {
  const margin = Math.min(marginMs, budgetMs / 5);
  return now + Math.max(0, Math.min(settings.holdMinutes * minute, budgetMs - margin));
}

export function pendingUntil(now: number, settings: PolicySettings): number {
  return now + settings.pendingHours * 60 * minute;
}

export function approvalMs(settings: PolicySettings): number {
  return settings.approvalMinutes * minute;
}
