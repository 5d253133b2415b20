import type { Request } from '../core/approval/request.js';
import { coversCeremony } from '../core/policy/covers.js';
import { ruledBySeen } from '../core/policy/raise.js';
import { ruleOn } from '../core/policy/rule-on.js';
import type { SessionFacts } from '../core/policy/session-facts.js';
import type { PolicySettings } from '../core/policy/settings.js';
import type { TeamCall } from '../core/policy/team-words.js';

export interface RulesOf {
  readonly session: SessionFacts;
  readonly settings: PolicySettings;
  readonly team: TeamCall | undefined;
}

/** The request with what the rules ask for where it was seen to be production, never less than before; undefined where they forbid it. */
export function ruledAsSeen(request: Request, { session, settings, team }: RulesOf): Request | undefined {
  const assessment = ruledBySeen(request.assessment, request.change.looked);
  if (assessment === request.assessment) return request;
  const verdict = ruleOn(assessment, session, settings, team);
  if (verdict.kind === 'deny') return undefined;
  if (verdict.kind === 'no-opinion' || coversCeremony(request.ceremony, verdict.ceremony)) return request;
  return { ...request, ceremony: verdict.ceremony, rule: verdict.rule };
}
