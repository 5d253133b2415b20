import { levelHere } from '../agents/level-here.js';
import { raised, spoken } from '../core/policy/raise.js';
import { explain } from '../core/policy/rule-on.js';
import type { SessionFacts } from '../core/policy/session-facts.js';
import type { PolicySettings } from '../core/policy/settings.js';
import type { Said } from '../core/policy/strictest.js';
import type { TeamInForce } from '../core/policy/team-in-force.js';
import type { TeamCall } from '../core/policy/team-words.js';
import type { Verdict } from '../core/policy/verdict.js';
import type { CallDecision } from '../core/record/replay.js';
import type { Assessment } from '../core/risk/assessment.js';
import type { SaidPlace } from '../core/target/said-place.js';
import type { CallerId } from '../core/toolcall/toolcall.js';
import { underPlaces } from '../desk/under-places.js';
import { lockDisk } from '../node/agents/lock-disk.js';
import type { KnownPlaces } from '../ports/judge.js';

/** What the rules say of a judged call. */
export interface Ruled {
  readonly assessment: Assessment;
  readonly decision: CallDecision;
  readonly verdict: Verdict;
  readonly fitted: readonly Said[];
}

/** Who asks, as far as it is said. */
interface Asker {
  readonly caller?: CallerId;
  readonly requester?: string;
}

/** As in an empty session: nobody has let reads of production pass. */
const emptySession: SessionFacts = { readsPass: () => false };

export function ruled(
  judged: Assessment,
  cwd: string,
  settings: PolicySettings,
  team: TeamInForce | undefined,
  asker: Asker = {},
): Ruled {
  const call = callOf(team, cwd, asker);
  const assessment = raised(judged, call);
  const { verdict, fitted } = explain(assessment, emptySession, settings, call);
  return { assessment: spoken(assessment, verdict), verdict, fitted, decision: decisionBy(verdict) };
}

/** The same for a call, under what the team and this person say of places, as the desk has it. */
export async function ruledUnderPlaces(
  judge: (places: KnownPlaces | undefined) => Promise<Assessment>,
  said: readonly SaidPlace[],
  cwd: string,
  settings: PolicySettings,
  team: TeamInForce | undefined,
  asker: Asker = {},
): Promise<Ruled> {
  const call = callOf(team, cwd, asker);
  const { judged } = await underPlaces(
    async (places) => {
      const found = await judge(places);
      return { judged: found, assessment: raised(found, call) };
    },
    { said, team: call, session: emptySession },
  );
  return ruled(judged, cwd, settings, team, asker);
}

/** An agent that is named is held as it is on this machine now. */
function callOf(team: TeamInForce | undefined, cwd: string, asker: Asker): TeamCall | undefined {
  if (team === undefined) return undefined;
  const { caller } = asker;
  return { team, cwd, ...asker, ...(caller === undefined ? {} : { level: levelHere(lockDisk)(caller) }) };
}

function decisionBy({ kind }: Verdict): CallDecision {
  if (kind === 'no-opinion') return 'allow';
  return kind === 'deny' ? 'deny' : 'ask';
}

/** For `--json`: the verdict whole, and every rule that fitted, strictest first. */
export function ruledObject({ verdict, fitted }: Pick<Ruled, 'verdict' | 'fitted'>): object {
  return {
    verdict,
    rules: fitted.map(({ rule, ceremony }) => ({ ...rule, ceremony: ceremony.kind })),
  };
}
