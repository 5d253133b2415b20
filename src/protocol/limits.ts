/**
 * How long an agent waits for its hook, in seconds. The installed configuration says it explicitly and the doorbell
 * answers before it: an agent whose own limit runs out lets the call run.
 */
export const hookLimitSeconds: Readonly<Record<string, number>> = {
  'claude-code': 3_600,
  vscode: 3_600,
};

/** The doorbell gives up this long before the agent would. */
const marginSeconds = 60;

/** How long the doorbell of `agent` may wait, in milliseconds; an agent without a known limit is given 20 s. */
export function doorbellBudgetMs(agent: string): number {
  const limit = Object.hasOwn(hookLimitSeconds, agent) ? hookLimitSeconds[agent] : undefined;
  return limit === undefined ? 20_000 : (limit - marginSeconds) * 1_000;
}

/** A payload above this is denied unread. */
export const payloadLimitBytes = 8 * 1024 * 1024;

/** An answer above this is none. It can repeat an input, quoted twice: `repeatedLimitCharacters` leaves room for that. */
export const replyLimitCharacters = 4 * 1024 * 1024;
export const repeatedLimitCharacters = 512 * 1024;

/** The gate says that it is still there this often, and is given up after this long without a word. */
export const heldEveryMs = 5_000;
export const silenceLimitMs = 30_000;

/** A registration that was not touched for this long, with a socket that refuses, belongs to a window that crashed. */
export const registrationStaleMs = 120_000;
