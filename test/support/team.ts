import assert from 'node:assert/strict';
import { decodeTeamPolicy } from '../../src/core/policy/decode-team-policy.js';
import { type TeamInForce, teamInForce } from '../../src/core/policy/team-in-force.js';
import type { TeamPolicy } from '../../src/core/policy/team-policy.js';
import type { TeamCall } from '../../src/core/policy/team-words.js';

/** A policy written as its file is, with what is left out as the format has it. */
export function policy(file: object): TeamPolicy {
  const decoded = decodeTeamPolicy(JSON.stringify({ version: 1, ...file }));
  assert.ok(decoded.ok, JSON.stringify(decoded));
  return decoded.value;
}

export const approvers = ['ada@acme.example', 'bo@acme.example', 'cy@acme.example'];

export function inForce(file: object, isPinned = true): TeamInForce {
  return teamInForce(policy(file), approvers, isPinned);
}

export function teamCall(file: object, more: Partial<TeamCall> = {}): TeamCall {
  return { team: inForce(file), caller: 'claude-code', cwd: '/srv/app', ...more };
}
