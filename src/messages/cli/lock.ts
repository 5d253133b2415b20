const failures = {
  'bundle-missing': 'expected the whole build of Countersign, and this is missing',
  'no-perl': 'expected a Perl that keeps the environment from loading code into it, got none',
  'not-node': 'expected Node 20 or newer to be started by, got an editor',
  full: 'expected room on the disk, and there is none',
  'no-user':
    'expected useradd or adduser to make a user for the doorbell, and there is none; leave it out by --without-user',
  'user-taken':
    'expected a user that nobody can log in as, or none of that name, and got another; leave it out by --without-user',
  unwritable: 'expected to be able to write the locked folder, and could not',
} as const;

const flaws = {
  broken: 'expected the locked doorbell to block what is no call, and it did not',
  'not-elevated':
    'expected the locked doorbell to be started as its own user, and it was not: /opt is mounted nosuid, or nothing is elevated here (no_new_privs, as in many containers). Change that, or leave the user out by --without-user',
} as const;

/** What `lock` and `unlock` say. */
export const lockText = {
  notHere: 'expected Linux or macOS: on other systems no administrator\u2019s files of agents are known',
  bellFlaw: (flaw: keyof typeof flaws) => `${flaws[flaw]}. No agent was configured; run countersign unlock`,
  user: {
    own: (name: string) =>
      `user: ${name}, a system user whom nobody can log in as. The doorbell runs as it (setuid): no process of an agent's user can end, stop or trace it while it waits. --without-user leaves it out`,
    'left-out': () =>
      'user: none, as asked. A process of an agent\u2019s user can end, stop and trace the waiting doorbell; doctor says for which agents a call runs then',
    'not-here': () =>
      'user: none, since this machine has no doorbell in C. A process of an agent\u2019s user can end, stop and trace the waiting doorbell; doctor says for which agents a call runs then',
    gone: (name: string) => `user: ${name} is removed`,
  },
  needsRoot: (what: 'lock' | 'unlock') =>
    `expected to run as root: sudo countersign ${what}, or countersign ${what} --dry-run to see every file`,
  failure: ({ code, detail }: { readonly code: keyof typeof failures; readonly detail: string }) =>
    `${failures[code]} (${detail}). No agent was configured`,
  program: (path: string) => `program: ${path}`,
  file: (agent: string, { path, before, after }: LockEdit) =>
    `${agent}: ${path} ${before === after ? 'is as it should be' : before === null ? 'is new' : after === null ? 'is removed' : 'is changed'}`,
  nothing: (agents: readonly string[]) =>
    `Nothing is locked here: nothing that only an administrator writes names Countersign for ${agents.join(', ')}.`,
  planned: 'Nothing was written.',
  done: 'Done. Start agents that are running again: most read an administrator\u2019s file at their start only. countersign doctor says how each agent is held.',
} as const;

interface LockEdit {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}
