import type { CallerId } from '../core/toolcall/toolcall.js';

/**
 * How long agents wait for their hooks: names, and behind them their seconds. In one text, as the doorbell in Node has room for little.
 * The installed configuration says it explicitly where the agent has a field for it, and the doorbell answers before it: an agent whose
 * own limit runs out lets the call run. An hour where eleven minutes of waiting were measured, or where a plugin waits as long as it
 * likes; ten minutes or less where only documentation speaks. Cline's 120 are measured, and without a setting; Windsurf documents none,
 * and has no setting. A person in a terminal can wait.
 */
const waits =
  ' windsurf 40 kiro amazon-q 60 cline 120 cursor droid qwen-code auggie grok-build kimi-code antigravity 600 claude-code codex gemini-cli copilot-cli vscode opencode kilo pi terminal mcp-gateway 3600';

/** In seconds; NaN for who is not among them. */
function limitOf(agent: string): number {
  return Number(/\d+/.exec(waits.split(` ${agent} `)[1] ?? '')?.[0]);
}

/** How long `agent` waits for its hook, in seconds. */
export function hookLimit(agent: CallerId): number {
  return limitOf(agent);
}

/** What an agent without a known limit is given. */
export const defaultBudgetMs = 20_000;

/** How long the doorbell of `agent` may wait, in milliseconds. */
export function doorbellBudgetMs(agent: string): number {
  // It gives up this long before the agent would, and a quarter before where the limit is short.
  const marginSeconds = 60;
  const limit = limitOf(agent);
  return limit ? (limit - Math.min(marginSeconds, limit / 4)) * 1_000 : defaultBudgetMs;
}

/**
 * When the installed command ends the doorbell of `agent`, in seconds: after the doorbell would have given up by itself,
 * and before the agent does.
 */
export function watchdogSeconds(agent: CallerId): number {
  return Math.floor((hookLimit(agent) + doorbellBudgetMs(agent) / 1_000) / 2);
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
