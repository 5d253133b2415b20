import { digestOfCall } from '../core/approval/digest.js';
import type { RulingReason } from '../core/approval/ruling-reason.js';
import { raised } from '../core/policy/raise.js';
import { strictestOf } from '../core/policy/stricter.js';
import type { TeamCall } from '../core/policy/team-words.js';
import { callFacts } from '../core/record/facts.js';
import type { Assessment } from '../core/risk/assessment.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { thrownText } from '../core/shared/thrown.js';
import { isSayableOf } from '../core/target/said-place.js';
import { keepsShell } from '../core/toolcall/kept-shell.js';
import type { ToolCall } from '../core/toolcall/toolcall.js';
import type { Judge, KeptShell, KnownPlaces, Site } from '../ports/judge.js';
import type { Windows } from '../ports/ports.js';
import type { Ring } from '../protocol/ring.js';
import type { DeskParts, TeamFacts } from './parts.js';
import type { Judged, Kept } from './ring.js';
import { underPlaces } from './under-places.js';

/** A call, and its tool's input as it came where the agent still waits for an answer. */
export type CallToEvaluate = Pick<Judged, 'call' | 'input'>;

/** One of the shells in which a call may run, and what the call would do there. */
interface Reading {
  readonly assessment: Assessment;
  readonly shell: KeptShell | undefined;
}

/** A longer payload is hashed and told in two pieces, and the editor's thread is free between them; bytes or characters. */
const longestAtOnce = 65_536;

const nothingKept: Kept = { shells: [], session: { readsPass: () => false } };

/** Judges a call where its agent stands. What breaks on the way is a no, with its reason. */
export async function evaluateCall(
  ring: Ring,
  { call, input }: CallToEvaluate,
  parts: Pick<DeskParts, 'judge' | 'team' | 'places' | 'level'> & { readonly windows?: Windows },
  { shells, session }: Kept = nothingKept,
): Promise<Result<Judged, RulingReason>> {
  try {
    const { env, credentials } = ring;
    const site: Site = { cwd: call.cwd, env, ...(credentials === undefined ? {} : { credentials }) };
    const team = parts.team?.(call);
    const teamCall = team && (await teamCallOf(team, call, parts.level));
    const isHeard = (await parts.places?.settled()) ?? true;
    const readWith = async (places: KnownPlaces | undefined): Promise<Reading> => {
      const readIn = async (shell?: KeptShell): Promise<Reading> => {
        const judged = await parts.judge.judge(call, site, places, shell);
        return { assessment: raised(judged, teamCall), shell };
      };
      const kept = await Promise.all(shells.map(readIn));
      // Where the call might run in a new shell after all, the stricter reading holds.
      const readings: [Reading, ...Reading[]] = [await readIn()];
      readings.unshift(...kept);
      return strictestOf(readings, session, teamCall);
    };
    const under = { said: parts.places?.now(), team: teamCall, session };
    const { assessment, shell } = await underPlaces(readWith, under);
    // What was not read may have said that a place is production.
    if (!isHeard && assessment.targets.some(({ system }) => isSayableOf(system)))
      return err({ code: 'judge-failed', detail: 'places-unread' });
    const digest = digestOfCall(call, assessment);
    if (!digest.ok) return err({ code: 'judge-failed', detail: `${digest.error.code}:${digest.error.at}` });
    if (ring.payload.length > longestAtOnce) await new Promise((resolve) => setImmediate(resolve));
    const facts = callFacts(call, assessment, digest.value, parts.windows?.self);
    return ok({
      ring,
      call,
      ...(input === undefined ? {} : { input }),
      site: inShell(site, shell),
      assessment,
      digest: digest.value,
      facts,
      ...(teamCall === undefined ? {} : { team: teamCall }),
      ...(await shellOf(call, site, shells[0], parts.judge)),
    });
  } catch (error) {
    return err({ code: 'judge-failed', detail: thrownText(error) });
  }
}

/** What the call leaves of its session's own shell, where it runs in one. */
async function shellOf(
  call: ToolCall,
  site: Site,
  before: KeptShell | undefined,
  judge: Judge,
): Promise<Pick<Judged, 'shell'>> {
  if (!keepsShell(call)) return {};
  return { shell: { after: await judge.shellAfter(call, site, before) } };
}

/** The directory in which the shell stands, for whoever shows what the call would change. */
function inShell(site: Site, shell: KeptShell | undefined): Site {
  return shell?.cwd === undefined ? site : { ...site, cwd: shell.cwd };
}

async function teamCallOf(
  facts: TeamFacts,
  { agent, cwd }: ToolCall,
  levelHere: DeskParts['level'],
): Promise<TeamCall> {
  // Administrators' files are read only where a rule asks.
  const isAsked = [facts.team, ...(facts.team.also ?? [])].some(({ policy }) =>
    policy.rules.some(({ match }) => match.level !== undefined),
  );
  const level = isAsked ? await levelHere?.(agent) : undefined;
  return { ...facts, caller: agent, cwd, ...(level === undefined ? {} : { level }) };
}
