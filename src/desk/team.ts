import { namespaces } from '../core/countersign/namespace.js';
import { personsWho } from '../core/countersign/roster-lookup.js';
import type { Trust, TrustState } from '../core/countersign/trust.js';
import { type TeamInForce, teamInForce } from '../core/policy/team-in-force.js';
import type { Clock } from '../ports/ports.js';
import type { Signer } from '../ports/signer.js';
import type { TrustRoot } from '../ports/trust.js';
import { ownPerson } from './own-person.js';
import type { TeamFacts } from './parts.js';

interface Ready {
  readonly trust: Trust;
  readonly team: TeamInForce;
}

/** The team's policy as the desk asks it: made ready once for each that comes into force, and whose agents ask here. */
export class Team {
  private ready: Ready | undefined;
  private requester: string | undefined;
  private readonly stop: () => void;

  constructor(
    private readonly root: Pick<TrustRoot, 'now' | 'onChange'>,
    private readonly own?: { readonly signer: Signer; readonly clock: Clock },
  ) {
    this.stop = root.onChange(() => void this.lookUp());
    void this.lookUp();
  }

  /** What is in force now; undefined without a team. */
  readonly now = (): TeamFacts | undefined => {
    const ready = this.readyOf(this.root.now());
    if (ready === undefined) return undefined;
    const { team } = ready;
    return this.requester === undefined ? { team } : { team, requester: this.requester };
  };

  dispose(): void {
    this.stop();
  }

  private readyOf(state: TrustState): Ready | undefined {
    const trust = state.kind === 'none' ? undefined : state.trust;
    if (trust === undefined) return undefined;
    const isPinned = state.kind !== 'unpinned';
    if (this.ready?.trust !== trust || this.ready.team.isPinned !== isPinned) {
      const approvers = personsWho(trust.roster, namespaces.approval);
      this.ready = { trust, team: teamInForce(trust.policy, approvers, isPinned) };
    }
    return this.ready;
  }

  /** Until it is known who asks, and when no key says so, every rule about persons fits. */
  private async lookUp(): Promise<void> {
    const ready = this.readyOf(this.root.now());
    this.requester = undefined;
    if (this.own === undefined || ready === undefined) return;
    const { signer, clock } = this.own;
    const found = await ownPerson(signer, ready.trust.roster, namespaces.request, clock.now());
    if (this.ready === ready && found.ok) this.requester = found.value.person;
  }
}
