import type { ProductionHint } from '../core/countersign/production-hints.js';
import type { Result } from '../core/shared/result.js';
import type { CourierFailure, CourierFindings } from './courier.js';

/** The three files below `.countersign/`, byte for byte; undefined where there is none. */
export interface TeamFiles {
  readonly policy: Uint8Array | undefined;
  readonly roster: Uint8Array | undefined;
  readonly endorsement: Uint8Array | undefined;
}

export interface RepositoryFacts {
  /** The folder of the working tree. */
  readonly top: string;
  /** The remote's address without credentials; undefined where there is none, or none that can be told. */
  readonly remote: string | undefined;
  /** What git signs this person's commits with; a suggestion. */
  readonly email: string | undefined;
}

/** The repository in which a team is set up: its working tree, its remote, and what its files tell. */
export interface TeamWorkspace {
  /** Undefined where the folder is in no repository. */
  facts(): Promise<RepositoryFacts | undefined>;
  /** What stands in the working tree, which nothing is bound by. */
  files(): TeamFiles;
  /** What a person accepted last, by the bytes of that time. */
  accepted(): TeamFiles | undefined;
  /** Writes those that are given, all or none. */
  write(files: Partial<TeamFiles>): Result<void, string>;
  hints(): Promise<readonly ProductionHint[]>;
  /** Tries out a courier by its URL. */
  probe(
    courier: string,
  ): Promise<Result<CourierFindings, Pick<CourierFailure, 'detail'> & { readonly code: string }>>;
}
