import { type CanonicalError, canonical } from '../shared/canonical.js';
import type { Result } from '../shared/result.js';

/** in-toto Statement v1. */
export const statementType = 'https://in-toto.io/Statement/v1';

/**
 * What a statement says. A name, nothing to fetch: a URN, so that what was signed does not hang on who owns a domain
 * years later.
 */
export const predicateTypes = {
  request: 'urn:countersign:request:v1',
  approval: 'urn:countersign:approval:v1',
  denial: 'urn:countersign:denial:v1',
  breakGlass: 'urn:countersign:break-glass:v1',
} as const;

/** What a statement is about, by SHA-256 in hex. */
export interface StatementSubject {
  readonly name: string;
  readonly sha256: string;
}

/** Why a text is not the statement that was asked for; `newer-version`: what was signed cannot be understood whole. `detail` names the field or what stood in its place; data. */
export interface StatementError {
  readonly code: 'too-large' | 'not-json' | 'wrong-type' | 'wrong-fields' | 'not-canonical' | 'newer-version';
  readonly detail: string;
}

/** The one text of a statement: RFC 8785, no line feed. */
export function statementText(
  predicateType: string,
  subjects: readonly StatementSubject[],
  predicate: object,
): Result<string, CanonicalError> {
  const subject = subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } }));
  return canonical({ _type: statementType, subject, predicateType, predicate });
}
