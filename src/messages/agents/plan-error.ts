/** Sentences about connecting agents. */
const planErrors = {
  malformed: 'expected valid JSON, got something else',
  'not-an-object': 'expected a JSON object, got another JSON value',
  'hooks-not-an-object': 'expected "hooks" to be an object, got another JSON value',
  'event-not-a-list': 'expected a list of hooks, got another JSON value',
  'hooks-not-apart': 'expected each hook in a table of its own, [[hooks]], got another form',
  'unsupported-form':
    'expected each MCP server in a table of its own with its command on one line, got another form',
  'unread-entry': 'expected hooks that the agent can read, got one for which it would drop ours too',
  'foreign-file': 'expected no file there, or one that Countersign wrote, got another',
  unreadable: 'expected a readable text file, and could not read it',
  changed: 'expected the file as it was when the change was shown, and it has changed since',
  full: 'expected room on the disk, and there is none',
  'not-on-windows':
    'expected an agent that says in which shell it starts hooks on Windows, and this one does not say it',
  unwritable: 'expected to be able to write the file, and could not',
} as const;

/** Why a configuration file was left as it is, and what to do. */
export function planErrorText(error: {
  readonly code: keyof typeof planErrors;
  readonly path: string;
  readonly line?: number;
  readonly detail?: string;
}): string {
  const where = error.line === undefined ? error.path : `${error.path} line ${error.line}`;
  const detail = error.detail === undefined || error.detail === error.path ? '' : ` (${error.detail})`;
  const next =
    error.line === undefined
      ? error.code === 'not-on-windows'
        ? 'use this agent in WSL'
        : 'try again'
      : error.code === 'foreign-file'
        ? 'move it, then try again'
        : 'correct it, then try again';
  const form = error.path.endsWith('.toml') ? 'TOML' : 'JSON';
  return `${where}: ${planErrors[error.code].replace('JSON', form)}${detail}. Nothing was changed; ${next}.`;
}
