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
  /** Their plugin waits as long as it likes. */
  opencode: 3_600,
  kilo: 3_600,
  pi: 3_600,
  /** Measured, and without a setting. */
  cline: 120,
  cursor: 600,
  /** No limit is documented, and no setting. */
  windsurf: 40,
  kiro: 60,
  'amazon-q': 60,
  droid: 600,
  'qwen-code': 600,
  auggie: 600,
  /** Our own, and without a limit: a person in a terminal can wait. */
  terminal: 3_600,
  'mcp-gateway': 3_600,
};

/** The doorbell gives up this long before the agent would, and a quarter before where the limit is short. */
const marginSeconds = 60;

/** What an agent without a known limit is given. */
export const defaultBudgetMs = 20_000;

/** How long the doorbell of `agent` may wait, in milliseconds. */
export function doorbellBudgetMs(agent: string): number {
  const known: Readonly<Record<string, number>> = hookLimitSeconds;
  const limit = Object.hasOwn(known, agent) ? known[agent] : undefined;
  if (limit === undefined) return defaultBudgetMs;
  return (limit - Math.min(marginSeconds, limit / 4)) * 1_000;
}

/**
 * When the installed command ends the doorbell of `agent`, in seconds: after the doorbell would have given up by itself,
 * and before the agent does.
 */
export function watchdogSeconds(agent: CallerId): number {
  const limit = hookLimitSeconds[agent];
  return Math.floor((limit + doorbellBudgetMs(agent) / 1_000) / 2);
}

/** A payload above this is denied unread. */
export const payloadLimitBytes = 8_388_608;

/** An answer above this is none. It can repeat an input, quoted twice: `repeatedLimitCharacters` leaves room for that. */
export const replyLimitCharacters = 4_194_304;
export const repeatedLimitCharacters = 524_288;

/** The gate says that it is still there this often, and is given up after this long without a word. */
export const heldEveryMs = 5_000;
export const silenceLimitMs = 30_000;

/** A registration that was not touched for this long, with a socket that refuses, belongs to a window that crashed. */
export const registrationStaleMs = 120_000;

/** A registration above this is none, and a home's registrations have no more together: reading them must cost a call little. */
export const registrationLimitBytes = 65_536;

/** More files than this in a home's folder of registrations are not looked through. */
export const runFilesLimit = 1_000;

/**
 * Judging without a window is killed after so much of its own time, and the call blocked: no input outlives it. Time in which
 * a busy machine does not let it run counts only towards the longest.
 */
export const offlineLimitMs = 1_700;
export const offlineLongestMs = 10_000;

/** A call that has ended waits no longer than this for the gate to hear of it. */
export const endingLimitMs = 5_000;
