import type { Result } from '../../core/shared/result.js';
import type { CourierFailure } from '../../ports/courier.js';

/** A message that came for an archive. */
export interface Delivery {
  /** Who sent it, as the carrier holds it; empty where it does not. */
  readonly person: string;
  readonly bytes: Uint8Array;
  /** What is in it lies in the archive, or never will: it need not come again. */
  done(): void;
  /** It has to come again, later. */
  later(): void;
}

/** Where an archive's messages come from. Everything ends in bounded time. */
export interface RecordSource {
  /** Some that are there; none where nothing came in a while. */
  next(): Promise<Result<readonly Delivery[], CourierFailure>>;
  /** Tells whoever sends a record how far the archive has it: the cosigned checkpoint. `log` is the record's name. */
  tell(to: { readonly person: string; readonly log: string }, note: string): Promise<void>;
  close(): Promise<void>;
}
