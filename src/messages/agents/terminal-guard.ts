import type { GuardMode } from '../../core/policy/guard-mode.js';

/** What a launcher of the terminal guard says, on standard error. Whoever typed the command reads it, or their agent. */

const why = {
  'no-directory': 'expected a working directory that exists, got none',
  'home-unsafe': 'expected a home of Countersign that only its user can write to, got another',
  'home-crowded': 'expected at most 1000 files, 64 kB in all, in ~/.countersign/run, got more',
  'gate-unreachable': 'the editor window that supervises this folder did not answer its socket',
  'gate-hung-up': 'the editor window closed the connection before it answered',
  'gate-garbage': 'the editor window sent what is no answer',
  'gate-not-itself': 'who answered is not the editor window that registered',
  'gate-silent': 'the editor window stopped responding',
  deadline: 'nobody decided within an hour',
  'no-runtime': 'expected the editor or Node 20 to judge without a window, got neither',
  'offline-failed': 'no editor window is open, and judging without one failed',
  'offline-slow': 'no editor window is open, and judging without one took too long',
  signal: 'nobody waits for an answer any more',
  broken: 'the guard broke',
} as const;

const refusals = Object.fromEntries(
  Object.entries(why).map(([code, cause]) => [
    code,
    `Countersign could not answer: ${cause}. The command was not started. Check the editor window with Countersign, then run it again.`,
  ]),
);

/** By code, for a launcher that is no part of this program; `waiting_…` stand before and after a request's id. */
export const launcherText: Readonly<Record<string, string>> = {
  ...refusals,
  waiting_before: 'Countersign: waiting for approval ',
  waiting_after: ' in the editor window. Ctrl-C stops waiting.',
};

export function terminalWaitingText(request: string): string {
  return `${launcherText['waiting_before']}${request}${launcherText['waiting_after']}`;
}

/** Shown by the editor beside a terminal whose environment was changed. */
export function guardDescription(mode: Exclude<GuardMode, 'off'>): string {
  return mode === 'everyone'
    ? 'Puts the terminal guard in front of PATH: commands of cloud, cluster and database tools wait for your approval where they would need it.'
    : 'Puts the terminal guard in front of PATH: what agents start with cloud, cluster and database tools waits for your approval where it would need it. Your own commands start at once.';
}

export function guardFailedText(problem: string): string {
  return `The terminal guard is not installed: ${problem}. Commands in terminals are not held. Reload the window once that is mended.`;
}
