import { inertLine } from '../../core/shared/inert.js';
import type { Question } from './connect.js';
import { nextText } from './coverage.js';

/** Sentences about an agent's trust in our hook. */

const failures = {
  'program-missing': 'expected the program codex on the path, and could not start it',
  'no-answer': 'expected Codex to answer in time, and it did not',
  'too-old': 'expected a Codex that lists its hooks, and this one does not',
  refused: 'expected Codex to take the trust, and it refused',
  'not-listed': 'expected Codex to list the hook, and it does not: a folder has to be trusted in Codex first',
} as const;

/** Why trust could not be given, and the way that is left to a person. */
export function trustFailureText(failure: {
  readonly code: keyof typeof failures;
  readonly detail: string;
}): string {
  return `The hook is not trusted yet: ${failures[failure.code]} (${inertLine(failure.detail)}). ${nextText['trust-in-codex']}`;
}

export function trustQuestion(agent: string, path: string): Question {
  const words = `Trust this hook in ${agent}? Its hash is written and no other. Until then the agent skips the hook.`;
  return { title: `Trust in ${agent}: ${path}`, words, yes: 'write' };
}

export const trustText = {
  trusted: 'Codex trusts this hook now, and Codex itself says so.',
  already: 'Codex trusts this hook already.',
  planned: 'Then Codex is asked to trust this hook and no other, which adds its hash to config.toml.',
  unconfirmed: 'The trust was written, and Codex does not confirm it: look at its hooks in codex.',
  untrusted: 'The trust in the hook is taken out of config.toml too.',
} as const;
