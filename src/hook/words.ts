/** What the doorbell says when it has to refuse by itself. The agent and its user read this. */
const causes = {
  usage: 'expected the name of an agent as the argument, got none',
  'stdin-unreadable': 'expected the hook payload on standard input, and could not read it',
  'stdin-too-large': 'expected a hook payload of at most 8 MB, got more',
  'run-folder-unsafe': 'expected a run folder that only its user can write to, got another',
  'gate-unreachable': 'the editor window that supervises this folder did not answer its socket',
  'gate-hung-up': 'the editor window closed the connection before it answered',
  'gate-garbage': 'the editor window sent something that is no answer',
  'gate-not-itself': 'who answered is not the editor window that registered',
  'gate-silent': 'the editor window stopped responding',
  deadline: 'no answer came in the time that the agent allows',
  signal: 'the doorbell was told to stop before an answer came',
  'offline-failed': 'no editor window is open, and judging without one failed',
  broken: 'the doorbell broke',
} as const;

export type Cause = keyof typeof causes;

export function refusalWords(cause: Cause, detail = ''): string {
  const more = detail === '' ? '' : ` (${detail})`;
  return `Countersign could not answer: ${causes[cause]}${more}. Blocked. Check the editor window with Countersign, then retry the same call.\n`;
}
