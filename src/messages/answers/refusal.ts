import type { Answer } from '../../protocol/answer.js';
import type { Cause } from '../../protocol/cause.js';

/** What is said where no gate has spoken. The agent and its user read this. */
const causes: Readonly<Record<Cause, string>> = {
  usage: 'expected the name of an agent as the argument, got none',
  'stdin-unreadable': 'expected the hook payload on standard input, and could not read it',
  'stdin-too-large': 'expected a hook payload of at most 8 MB, got more',
  'home-unsafe': 'expected a home of Countersign that only its user can write to, got another',
  'home-crowded': 'expected at most 1000 files, 64 kB in all, in ~/.countersign/run, got more',
  'no-runtime': 'expected the editor or Node 20 to run its doorbell, got neither',
  'gate-unreachable': 'the editor window that supervises this folder did not answer its socket',
  'gate-hung-up': 'the editor window closed the connection before it answered',
  'gate-garbage': 'the editor window sent what is no answer',
  'gate-not-itself': 'who answered is not the editor window that registered',
  'gate-silent': 'the editor window stopped responding',
  deadline: 'no answer came in the time that the agent allows',
  signal: 'the doorbell was told to stop before an answer came',
  'offline-failed': 'no editor window is open, and judging without one failed',
  'offline-slow': 'no editor window is open, and judging without one took too long',
  broken: 'the doorbell broke',
};

const before = 'Countersign could not answer: ';
const after = '. Blocked. Check the editor window with Countersign, then retry the same call.\n';

export function refusalWords(cause: Cause, detail = ''): string {
  const more = detail === '' ? '' : ` (${detail})`;
  return `${before}${causes[cause]}${more}${after}`;
}

/** The same for the doorbell in Perl: what stands around a cause, and each cause by its name. */
export function refusalWordParts(): Readonly<Record<string, string>> {
  return { before, after, ...causes };
}

/** What stopped a call of Countersign's own callers, in words. */
export function stoppedText(
  stop: { readonly reason: string } | { readonly cause: Cause; readonly detail: string },
): string {
  return 'reason' in stop ? stop.reason : refusalWords(stop.cause, stop.detail).trim();
}

export function refusal(cause: Cause, detail?: string): Answer {
  return { stdout: '', stderr: refusalWords(cause, detail), exitCode: 2 };
}
