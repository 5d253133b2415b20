import type { Decider } from '../core/record/decider.js';
import type { StandingPlace } from '../core/record/said-places.js';
import type { Result } from '../core/shared/result.js';
import type { FoundPlace } from '../core/target/found-place.js';
import type { PlaceKey, SaidPlace } from '../core/target/said-place.js';
import type { RecordFailure } from './ports.js';

/** Who says it, and on which held card where it was one. */
export interface Saying {
  readonly decider?: Decider;
  readonly request?: string;
}

/** What the person has said of places. It counts once the record holds it. Nothing here rejects or throws. */
export interface SaidPlaces {
  /** What counts now; the same array as long as nothing was said. */
  now(): readonly SaidPlace[];
  /** True once `now` is by all that the record has; false where that cannot be read in a call's time. */
  settled(): Promise<boolean>;
  /** The same with when it was said and by whom, the latest first. */
  list(): readonly StandingPlace[];
  say(said: SaidPlace, by: Saying): Promise<Result<void, RecordFailure>>;
  forget(place: PlaceKey, by: Saying): Promise<Result<void, RecordFailure>>;
  /** Hears when what counts is another. The returned function ends it. */
  onChange(listener: () => void): () => void;
}

/** Looks through this machine's configuration and the window's folders; it starts nothing and asks nothing of the network. */
export type FindPlaces = () => Promise<readonly FoundPlace[]>;
