import type { PolicySettings } from '../core/policy/settings.js';
import type { TeamInForce } from '../core/policy/team-in-force.js';
import type { Decider } from '../core/record/decider.js';
import type { HeldLevel } from '../core/toolcall/level.js';
import type { CallerId, ToolCall } from '../core/toolcall/toolcall.js';
import type { Judge } from '../ports/judge.js';
import type { Looks } from '../ports/looks.js';
import type { SaidPlaces } from '../ports/places.js';
import type { Clock, Copies, Random, RecordStore, RequestStore, TailOf, Windows } from '../ports/ports.js';
import type { CountersignParts } from './countersign-parts.js';

/** A team's policy, and whose agents ask here. */
export interface TeamFacts {
  readonly team: TeamInForce;
  /** Over its policy and roster. */
  readonly digest?: string;
  /** As the roster names them; absent while no key of theirs is known, and then every rule about persons fits. */
  readonly requester?: string;
}

/** Whose call it is, and where it would run. */
export type CallPlace = Pick<ToolCall, 'agent' | 'session' | 'cwd'>;

/** What the desk needs answered. */
export interface DeskParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly record: RecordStore;
  readonly requests: RequestStore;
  readonly windows: Windows;
  readonly judge: Judge;
  settings(): PolicySettings;
  /** Absent where no copies can be kept: a yes that promised one is then void. */
  readonly copies?: Copies;
  /** Absent where nothing is looked up. */
  readonly looks?: Looks;
  /** Reads agents' transcripts; absent where they are not looked at. */
  readonly tailOf?: TailOf;
  /** The team's policy that is in force for a call; absent or undefined where there is none. */
  readonly team?: (call: CallPlace) => TeamFacts | undefined;
  /** How far an agent is held on this machine; absent where nobody looks. */
  readonly level?: (caller: CallerId) => Promise<HeldLevel>;
  /** What the person has said of places; absent where nobody could. */
  readonly places?: SaidPlaces;
  /** Who sits at this machine, as far as it is known. */
  readonly person?: () => Decider;
  /** Absent where no peers can be asked: a call that needs them then stays held. */
  readonly countersigning?: CountersignParts;
}
