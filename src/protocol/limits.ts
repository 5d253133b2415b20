import type { CallerId } from '../core/toolcall/toolcall.js';

/**
 * How long an agent waits for its hook, in seconds. The installed configuration says it explicitly where the agent has a
 * field for it, and the doorbell answers before it: an agent whose own limit runs out lets the call run. An hour where
 * eleven minutes of waiting were measured, ten minutes or less where only documentation speaks.
 */
export const hookLimitSeconds: Readonly<Record<CallerId, number>> = {
  'claude-code': 3_600,
  codex: 3_600,
  'gemini-cli': 3_600,
  'copilot-cli': 3_600,
  vscode: 3_600,
  /** Its plugin waits as long as it likes. */
  opencode: 3_600,
  /** Measured, and without a setting. */
  cline: 120,
  cursor: 600,
  /** No limit is documented, and no setting. */
  windsurf: 40,
  kiro: 60,
  'amazon-q': 60,
  droid: 600,
  'qwen-code': 600,
  /** Our own, and without a limit: a person in a terminal can wait. */
  terminal: 3_600,
  'mcp-gateway': 3_600,
};

/** The doorbell gives up this long before the agent would, and a quarter before where the limit is short. */
const marginSeconds = 60;

/** How long the doorbell of `agent` may wait, in milliseconds; an agent without a known limit is given 20 s. */
export function doorbellBudgetMs(agent: string): number {
  const known: Readonly<Record<string, number>> = hookLimitSeconds;
  const limit = Object.hasOwn(known, agent) ? known[agent] : undefined;
  if (limit === undefined) return 20_000;
  return (limit - Math.min(marginSeconds, limit / 4)) * 1_000;
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
