import type { Request } from '../core/approval/request.js';
import { teamOfTrust } from '../core/countersign/in-force.js';
import type { Obstacle } from '../core/countersign/progress.js';
import { unreachable } from '../core/countersign/reachable.js';
import type { Trust } from '../core/countersign/trust.js';
import { coversCeremony } from '../core/policy/covers.js';
import { ruleOn } from '../core/policy/rule-on.js';
import { defaultSettings } from '../core/policy/settings.js';
import type { Need } from '../core/policy/verdict.js';
import { err, ok, type Result } from '../core/shared/result.js';

const nobody = { readsPass: () => false };

/**
 * What peers have to sign for, by the policy that is in force now: rules can have become stricter since the call was
 * held. Needs that no other person could ever meet are said before anybody is asked.
 */
export function needsNow(
  { ceremony, assessment, call }: Request,
  trust: Trust,
  requester: string,
): Result<readonly Need[], Obstacle> {
  const team = teamOfTrust(trust, true);
  // When it was held, its agent was.
  const asked = { team, caller: call.agent, level: 'locked', cwd: call.cwd, requester } as const;
  const verdict = ruleOn(assessment, nobody, defaultSettings, asked);
  if (verdict.kind === 'deny') return err({ code: 'forbidden-now', detail: verdict.rule.id });
  const held = ceremony.kind === 'countersign' ? ceremony.needs : [];
  const isStricter = verdict.kind === 'hold' && !coversCeremony(ceremony, verdict.ceremony);
  const needs = isStricter && verdict.ceremony.kind === 'countersign' ? verdict.ceremony.needs : held;
  const lacking = unreachable(needs, requester);
  return lacking.length > 0 ? err({ code: 'no-peer', needs: lacking }) : ok(needs);
}
