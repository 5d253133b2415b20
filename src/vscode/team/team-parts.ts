import type { FindPlaces } from '../../ports/places.js';
import type { Clock } from '../../ports/ports.js';
import type { Signer } from '../../ports/signer.js';
import type { TeamWorkspace } from '../../ports/team.js';
import type { TrustRoot } from '../../ports/trust.js';

/** What the commands about a team need. */
export interface TeamParts {
  readonly workspace: TeamWorkspace;
  readonly trust: TrustRoot;
  readonly signer: Signer;
  readonly clock: Pick<Clock, 'now'>;
  /** The places that this machine and this window's folders name. */
  readonly find: FindPlaces;
}
