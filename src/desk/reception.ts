import { digestOfCall } from '../core/approval/digest.js';
import { OPAQUE_MARK } from '../core/command/invocation.js';
import { type Shell, shellFacts } from '../core/command/shell-facts.js';
import { raised } from '../core/policy/raise.js';
import { strictestOf } from '../core/policy/stricter.js';
import type { TeamCall } from '../core/policy/team-words.js';
import { factsOf } from '../core/record/facts.js';
import type { Assessment } from '../core/risk/assessment.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { World } from '../core/shared/world.js';
import { keepsShell } from '../core/toolcall/kept-shell.js';
import type { ToolCall } from '../core/toolcall/toolcall.js';
import type { Judge, Windows } from '../ports/ports.js';
import type { Ring } from '../protocol/ring.js';
import { judgeFailedWords } from '../words/answer.js';
import type { DeskParts, TeamFacts } from './parts.js';
import type { Judged, Kept } from './ring.js';

/** A call, and its tool's input as it came where the agent still waits for an answer. */
export type Asked = Pick<Judged, 'call' | 'input'>;

/** One of the shells in which a call may run, and what the call would do there. */
interface Reading {
  readonly assessment: Assessment;
  readonly shell: Shell | undefined;
}

const nothingKept: Kept = { shells: [], session: { readsPass: () => false } };

/** Judges a call in the world of its agent. What breaks on the way is a sentence, and a no. */
export async function receive(
  ring: Ring,
  { call, input }: Asked,
  parts: Pick<DeskParts, 'worlds' | 'judge' | 'team'> & { readonly windows?: Windows },
  { shells, session }: Kept = nothingKept,
): Promise<Result<Judged, string>> {
  try {
    const world = parts.worlds.for(call.cwd, ring.env);
    const team = parts.team?.();
    const teamCall = team && teamCallOf(team, call);
    const readIn = async (shell?: Shell): Promise<Reading> => {
      const judged = await parts.judge.judge(call, world, team?.team.environments, shell);
      return { assessment: raised(judged, teamCall), shell };
    };
    const kept = await Promise.all(shells.map(readIn));
    // Where the call might run in a new shell after all, the stricter reading holds.
    const readings: [Reading, ...Reading[]] = [await readIn()];
    readings.unshift(...kept);
    const { assessment, shell } = strictestOf(readings, session, teamCall);
    const digest = digestOfCall(call, assessment);
    if (!digest.ok) return err(judgeFailedWords(`${digest.error.code} at ${digest.error.at}`));
    const facts = factsOf(call, assessment, digest.value, parts.windows?.self);
    return ok({
      ring,
      call,
      ...(input === undefined ? {} : { input }),
      world: inShell(world, shell),
      assessment,
      digest: digest.value,
      facts,
      ...(teamCall === undefined ? {} : { team: teamCall }),
      ...(await shellOf(call, world, shells[0], parts.judge)),
    });
  } catch (error) {
    return err(judgeFailedWords(error instanceof Error ? error.message : 'the engine broke'));
  }
}

/** What the call leaves of its session's own shell, where it runs in one. */
async function shellOf(
  call: ToolCall,
  world: World,
  before: Shell | undefined,
  judge: Judge,
): Promise<Pick<Judged, 'shell'>> {
  if (!keepsShell(call) || judge.shellAfter === undefined) return {};
  return { shell: { after: await judge.shellAfter(call, world, before) } };
}

/** The world with the directory in which the shell stands, for whoever shows what the call would change. */
function inShell(world: World, shell: Shell | undefined): World {
  const facts = shell && shellFacts(shell, world);
  return facts === undefined || facts.cwd.includes(OPAQUE_MARK) ? world : { ...world, cwd: facts.cwd };
}

function teamCallOf(facts: TeamFacts, { agent, cwd }: ToolCall): TeamCall {
  return { ...facts, caller: agent, cwd };
}
