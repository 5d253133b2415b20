import type { Request } from '../core/approval/request.js';
import { coversCeremony } from '../core/policy/covers.js';
import { ruleOn } from '../core/policy/rule-on.js';
import { raisedBySeen, ruledBySeen } from '../core/policy/seen-production.js';
import type { RulesOf } from '../ports/looks.js';

/** The request with what the rules ask for where it was seen to be production, never less than before; undefined where they forbid it. */
export function ruledAsSeen(request: Request, { session, settings, team }: RulesOf): Request | undefined {
  const { looked } = request.change;
  const raised = { ...request, assessment: raisedBySeen(request.assessment, looked) };
  if (raised.assessment === request.assessment) return request;
  const verdict = ruleOn(ruledBySeen(raised.assessment, looked), session, settings, team);
  if (verdict.kind === 'deny') return undefined;
  if (verdict.kind === 'no-opinion' || coversCeremony(request.ceremony, verdict.ceremony)) return raised;
  return { ...raised, ceremony: verdict.ceremony, rule: verdict.rule };
}
