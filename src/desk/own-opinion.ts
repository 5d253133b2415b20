import { teamOfTrust } from '../core/countersign/in-force.js';
import type { RequestStatement } from '../core/countersign/request-statement.js';
import type { Trust } from '../core/countersign/trust.js';
import { coversCeremony } from '../core/policy/covers.js';
import { raised } from '../core/policy/raise.js';
import { ruleOn } from '../core/policy/rule-on.js';
import { defaultSettings } from '../core/policy/settings.js';
import type { Verdict } from '../core/policy/verdict.js';
import type { Assessment } from '../core/risk/assessment.js';
import type { Judge } from '../ports/judge.js';
import { placesOf } from './places-of.js';

/** What this machine's own engine and policy say of somebody else's call. */
export interface OwnOpinion {
  /** By the call's text alone: the files of the other machine are not here. */
  readonly assessment: Assessment;
  readonly verdict: Verdict;
  /** Why a yes from here would be a yes to less than the policy here asks for. */
  readonly problem?: 'weaker-than-policy' | 'forbidden-here';
}

/**
 * Judges a request anew. Both the assessment that was sent and the own one go through the own policy: whichever asks for
 * more must be covered by what the request asks for.
 */
export async function ownOpinion(
  statement: RequestStatement,
  trust: Trust,
  judge: Pick<Judge, 'judge'>,
): Promise<OwnOpinion> {
  const { call } = statement;
  const team = teamOfTrust(trust, true);
  const judged = await judge.judge(call, { cwd: call.cwd, env: {}, elsewhere: true }, placesOf(team));
  const asked = {
    team,
    caller: call.agent,
    // The requester's own gate has looked, on the machine where the agent runs.
    level: 'locked',
    cwd: call.cwd,
    requester: statement.requester.person,
  } as const;
  const assessment = raised(judged, asked);
  const nobody = { readsPass: () => false };
  const verdicts = [assessment, statement.assessment].map((one) =>
    ruleOn(one, nobody, defaultSettings, asked),
  );
  const problem = problemOf(statement, verdicts);
  const verdict = verdicts[0] ?? { kind: 'no-opinion' };
  return { assessment, verdict, ...(problem === undefined ? {} : { problem }) };
}

function problemOf(
  { typed, needs }: RequestStatement,
  verdicts: readonly Verdict[],
): OwnOpinion['problem'] | undefined {
  if (verdicts.some((verdict) => verdict.kind === 'deny')) return 'forbidden-here';
  const given = { kind: 'countersign', name: typed, needs } as const;
  const isCovered = verdicts.every(
    (verdict) => verdict.kind !== 'hold' || coversCeremony(given, verdict.ceremony),
  );
  return isCovered ? undefined : 'weaker-than-policy';
}
