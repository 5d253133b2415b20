import type { PlaceKey } from './said-place.js';
import type { Environment, Evidence } from './target.js';

/** A place that this machine or this repository names, with what its own names and files make one guess. */
export interface FoundPlace {
  readonly place: PlaceKey;
  /** False where nothing says for sure what its name stands for: then only "production" can be said. */
  readonly canBeHarmless: boolean;
  readonly guess: Exclude<Environment, 'local'>;
  /** What the guess goes by; absent where nothing shows what the place is. */
  readonly evidence?: Evidence;
}
