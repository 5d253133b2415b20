import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Effect } from '../../tool/effect.js';
import type { ToolCall } from '../../toolcall/toolcall.js';
import type { Preview } from '../preview.js';
import type { LookFailure } from './failure.js';

/**
 * What is started to look at a place: fixed words of a program that the call itself uses, with the credentials that it would
 * use. It lives from a person's click to the answer, and is never stored, shown or told.
 */
export interface Lookup {
  /** Which entry of the table reads the answer. */
  readonly kind: string;
  /** What people call the place. */
  readonly place: string;
  /** The base name of the program. */
  readonly program: string;
  /** Its words, without its own name, for each time that it is started; none of them holds a credential. */
  readonly runs: readonly (readonly string[])[];
  /** All that it finds in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What it reads. */
  readonly input?: string;
  /** What it reads in a file that has no name and is gone with it; the variable says where. */
  readonly file?: { readonly variable: string; readonly text: string };
  /** Values of `env` that nobody else may see. */
  readonly secrets: readonly string[];
  /** The variable of the agent that would hold a password and whose value is not known here. */
  readonly withheld?: string;
  /** Why it is not even started. */
  readonly refusal?: Omit<LookFailure, 'place'>;
}

/** What one start of the program had to say. */
export interface Heard {
  readonly text: string;
  /** False where it ended before it had said all. */
  readonly isWhole: boolean;
}

/** A look, and the effects that it speaks of, by their places among those of the assessment. */
export interface PlannedLook {
  readonly look: Lookup;
  readonly effects: readonly number[];
}

/** What came back. */
export interface LookAnswer extends PlannedLook {
  /** One for each run, in their order. */
  readonly heard: readonly Heard[];
}

/** Who answered a look. */
export interface Answerer {
  /** "PostgreSQL 15.18". */
  readonly server: string;
  readonly role?: 'primary' | 'standby';
}

/** What an answer says: by whom it was given, and what it makes of an effect. */
export interface Seen {
  readonly by: Answerer;
  /** Tags that say production, as they were found; empty for none. */
  readonly production?: readonly string[];
  /** Undefined where it says nothing of the effect. */
  preview(effect: Effect, call: ToolCall): Preview | undefined;
}

/** One kind of look: what is asked, and how the answer becomes a change. A new kind is a line in the table of these. */
export interface LookKind {
  readonly name: string;
  /** Base names of the programs whose calls it can look for. */
  readonly programs: ReadonlySet<string>;
  /** Undefined where there is nothing to look at, or where it cannot be known for sure where the call goes. */
  plan(setting: ToolInvocation, effects: readonly Effect[]): Omit<Lookup, 'kind'> | undefined;
  /** The answer may be anything that a server sends; undefined where it is none. */
  read(heard: readonly Heard[], setting: ToolInvocation): Seen | undefined;
}
