const failures = {
  'bundle-missing': 'expected the whole build of Countersign, and this is missing',
  'no-perl': 'expected a Perl that keeps the environment from loading code into it, got none',
  'not-node': 'expected Node 20 or newer to be started by, got an editor',
  full: 'expected room on the disk, and there is none',
  unwritable: 'expected to be able to write the locked folder, and could not',
} as const;

/** What `lock` and `unlock` say. */
export const lockText = {
  notHere: 'expected Linux or macOS: on other systems no administrator\u2019s files of agents are known',
  bellBroken:
    'expected the locked doorbell to block what is no call, and it did not. No agent was configured; run countersign unlock',
  needsRoot: (what: 'lock' | 'unlock') =>
    `expected to run as root: sudo countersign ${what}, or countersign ${what} --dry-run to see every file`,
  failure: ({ code, detail }: { readonly code: keyof typeof failures; readonly detail: string }) =>
    `${failures[code]} (${detail}). No agent was configured`,
  program: (path: string) => `program: ${path}`,
  file: (agent: string, { path, before, after }: LockEdit) =>
    `${agent}: ${path} ${before === after ? 'is as it should be' : before === null ? 'is new' : after === null ? 'is removed' : 'is changed'}`,
  planned: 'Nothing was written.',
  done: 'Done. Start agents that are running again: most read an administrator\u2019s file at their start only. countersign doctor says how each agent is held.',
} as const;

interface LockEdit {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}
