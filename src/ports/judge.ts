import type { Ground } from '../core/approval/ground.js';
import type { Change } from '../core/change/change.js';
import type { Foreseen } from '../core/change/change-of.js';
import type { LookAnswer, PlannedLook } from '../core/change/look/look.js';
import type { EnvironmentLine } from '../core/policy/team-policy.js';
import type { CredentialMarks } from '../core/record/credential-marks.js';
import type { Assessment } from '../core/risk/assessment.js';
import type { ForeignHook } from '../core/risk/foreign-hooks.js';
import type { World } from '../core/shared/world.js';
import type { SaidPlace } from '../core/target/said-place.js';
import type { Effect } from '../core/tool/effect.js';
import type { CallerId, ToolCall } from '../core/toolcall/toolcall.js';

/** Where a call would run. Plain data: whoever judges may do so in another thread. */
export interface Site {
  /** Absolute. */
  readonly cwd: string;
  /** The agent's environment, which decides the target. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables whose values stay with the agent, each by a salted digest. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** Absolute directory that is read in place of the home that `env` names. */
  readonly home?: string;
  /** Set for a call of another machine: nothing of this one is looked at. */
  readonly elsewhere?: true;
}

/** Makes what can be looked at from a site. */
export type WorldOf = (site: Site) => World;

/** A card does not wait for the whole of a large folder; whoever copies it does. */
export type PreviewPace = 'unhurried';

/** A shell that lives on between calls, by the number under which the judge keeps it. */
export interface KeptShell {
  readonly id: number;
  /** Where it stands; absent where that is not known. */
  readonly cwd?: string;
}

/**
 * The team's own lines about places, and what the person has said of theirs. Lines that make one harmless count only where a person
 * has accepted them (`isPinned`).
 */
export interface KnownPlaces {
  readonly lines: readonly EnvironmentLine[];
  readonly isPinned: boolean;
  readonly said?: readonly SaidPlace[];
}

/**
 * The engine, its grammars, the disk that it looks at and the shells that it keeps. Same call, same site, same files:
 * same answer. Whatever goes wrong with judging itself is an assessment that says so, and asks.
 */
export interface Judge {
  judge(call: ToolCall, site: Site, places?: KnownPlaces, shell?: KeptShell): Promise<Assessment>;
  /** What a shell that lives on keeps once the call has run in it; undefined when it is gone. */
  shellAfter(call: ToolCall, site: Site, before?: KeptShell): Promise<KeptShell | undefined>;
  /** A shell of which one of two is what was kept: a command failed on its way. */
  eitherShell(left: KeptShell, right: KeptShell): KeptShell;
  /** What a call would change, for the card. It only informs: where it cannot be had, the change says so. */
  foresee(call: ToolCall, assessment: Assessment, site: Site, pace?: PreviewPace): Promise<Foreseen>;
  /** What is asked where a person wants the call's places looked at. With credentials: nothing of it is kept. */
  looksOf(call: ToolCall, assessment: Assessment, site: Site): Promise<readonly PlannedLook[]>;
  /** The change by what came back, at `now` in Unix milliseconds; undefined where that could not be understood. */
  changeSeen(
    call: ToolCall,
    assessment: Assessment,
    site: Site,
    answers: readonly LookAnswer[],
    now: number,
  ): Promise<Change | undefined>;
  /** Hooks of others in the call's workspace. Rejects where they could not be looked at. */
  foreignHooks(agent: CallerId, site: Site): Promise<readonly ForeignHook[]>;
  /** What the call stands on besides its text. Rejects where that could not be looked at. */
  groundOf(call: ToolCall, effects: readonly Effect[], site: Site, salt: string): Promise<Ground>;
  /** What the call shows of credentials, by digests; nothing where it could not be looked at. */
  credentialMarks(
    call: ToolCall,
    effects: readonly Effect[],
    site: Site,
    salt: string,
  ): Promise<CredentialMarks>;
}
