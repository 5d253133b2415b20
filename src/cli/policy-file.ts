import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decodeRoster } from '../core/countersign/decode-roster.js';
import { namespaces } from '../core/countersign/namespace.js';
import { personsWho } from '../core/countersign/roster-lookup.js';
import { decodeTeamPolicy } from '../core/policy/decode-team-policy.js';
import { type TeamInForce, teamInForce } from '../core/policy/team-in-force.js';
import type { TeamPolicy } from '../core/policy/team-policy.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { policyTooLongText, policyUnreadableText } from '../messages/cli/usage.js';
import { policyErrorText } from '../messages/policy/policy.js';

const mostBytes = 1_000_000;

/**
 * A policy from a file, as if a team had accepted it. Who may approve is read from `allowed_signers` beside it, else it is
 * everyone that the policy names. A sentence when it is none.
 */
export function teamFromFile(path: string): Result<TeamInForce, string> {
  const text = readText(path);
  if (!text.ok) return text;
  const policy = decodeTeamPolicy(text.value);
  if (!policy.ok) return err(`${path}: ${policyErrorText(policy.error)}`);
  return ok(teamInForce(policy.value, approversBeside(path) ?? personsOf(policy.value), true));
}

function readText(path: string): Result<string, string> {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > mostBytes) {
      return err(policyTooLongText(mostBytes, bytes.length, path));
    }
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    return err(policyUnreadableText(code, path));
  }
}

function approversBeside(path: string): readonly string[] | undefined {
  try {
    const roster = decodeRoster(readFileSync(join(dirname(path), 'allowed_signers'), 'utf8'));
    return roster.ok ? personsWho(roster.value, namespaces.approval) : undefined;
  } catch {
    return undefined;
  }
}

function personsOf({ groups }: TeamPolicy): readonly string[] {
  return [...new Set(Object.values(groups).flat())].sort();
}
