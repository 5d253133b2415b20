/** Facts about a call, as entries of the record repeat them. */
import type { CallFacts } from '../../src/core/record/entry.js';

/** A call that would destroy production. */
export const graveFacts = {
  agent: 'claude-code',
  session: 's1',
  callId: 'toolu_1',
  tool: 'Bash',
  cwd: '/projects/app',
  summary: 'terraform destroy',
  digest: 'a'.repeat(64),
  score: 93,
  band: 'production',
  vector: 'CS1/D:40',
  targets: ['aws:123456789012'],
} as const satisfies CallFacts;

/** A call that looks. */
export const quietFacts = {
  ...graveFacts,
  summary: 'ls',
  score: 0,
  band: 'quiet',
  vector: 'CS1/D:0',
  targets: [],
} as const satisfies CallFacts;
