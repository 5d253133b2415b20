import type { Result } from '../../core/shared/result.js';
import type { CourierFailure } from '../../ports/courier.js';

/** How one record's entries reach an archive. Everything ends in bounded time. */
export interface RecordRoute {
  /** Kept by the carrier when it is done; the archive has it only once its answer says so. */
  send(bytes: Uint8Array): Promise<Result<void, CourierFailure>>;
  /** How often it is worth to ask. */
  readonly askEveryMs: number;
  /** Looks for answers, where they do not come by themselves. */
  ask(): Promise<Result<void, CourierFailure>>;
  close(): Promise<void>;
}
