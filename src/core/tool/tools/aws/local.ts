import type { Row } from '../../table.js';

/** What only reads, waits, or changes files of this machine. */
export const localRows: readonly Row[] = [
  { words: '* wait', verb: 'read' },
  { words: 'configure get|list|list-profiles', verb: 'read' },
  { words: 'configure export-credentials', verb: 'read', noun: 'credentials', traits: ['secret'] },
  { words: 'configure sso|sso-session|list', verb: 'modify', here: true, noun: 'configuration' },
  { words: 'configure', verb: 'modify', here: true, noun: 'configuration', traits: ['secret'] },
  { words: 'history|help', verb: 'read' },
  { words: 'eks update-kubeconfig', verb: 'modify', here: true, noun: 'kubeconfig', resource: ['--name', '--alias'] },
  { words: 'eks get-token', verb: 'read' },
  { words: 'ecr get-login-password|get-login|get-authorization-token', verb: 'read' },
  { words: 'rds generate-db-auth-token', verb: 'read' },
  { words: 'logs tail', verb: 'read' },
];
