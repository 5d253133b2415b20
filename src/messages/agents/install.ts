const failures = {
  'bundle-missing': 'expected a part of the extension, got none',
  full: 'the disk is full',
  unwritable: 'the folder cannot be written',
  'runtime-temporary':
    'the editor runs from a temporary folder, where another program could stand by then; install it, or extract its AppImage, and start it from there',
} as const;

/** Why the doorbell is not in place. Agents that name it are blocked until it is. */
export function installFailureText(failure: {
  readonly code: keyof typeof failures;
  readonly detail: string;
}): string {
  return `${failures[failure.code]} (${failure.detail})`;
}

export function doorbellMissingText(problem: string): string {
  return `The doorbell is not installed: ${problem}. Connected agents are blocked. Reload the window once that is mended.`;
}

/** What the command line says where nothing is left to run it. */
export const noCommandRuntimeText =
  'countersign: expected the editor or Node 20 to run the command line, got neither: open your editor with Countersign once, then try again';
