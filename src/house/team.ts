import { homedir } from 'node:os';
import { teamOf } from '../core/countersign/in-force.js';
import { namespaces } from '../core/countersign/namespace.js';
import type { TrustState } from '../core/countersign/trust.js';
import { type TeamInForce, together } from '../core/policy/team-in-force.js';
import type { CountersignParts } from '../desk/countersign-parts.js';
import { ownPerson } from '../desk/own-person.js';
import type { CallPlace, TeamFacts } from '../desk/parts.js';
import { countersignPartsOn } from '../node/countersign-parts.js';
import type { Home } from '../node/files/home.js';
import { rootOfTeam } from '../node/git/root-of-team.js';
import type { OpenAskpass } from '../node/ssh/askpass.js';
import { LateSigner } from '../node/ssh/late-signer.js';
import { HeldTeams, isSamePolicy } from '../node/trust/held-teams.js';
import { teamWorkspaceAt } from '../node/trust/team-workspace.js';
import { TrustNotes } from '../node/trust/trust-notes.js';
import { type GitTrustRoot, trustRootFor } from '../node/trust/trust-root.js';
import type { Clock } from '../ports/ports.js';
import type { TeamWorkspace } from '../ports/team.js';

/** A key that was added to an agent, or taken out of it, is known again after this long. */
const personMilliseconds = 60_000;

/** A window's team: the policy and roster of its repository, the person's keys, and the couriers between them. */
export class Team {
  readonly trust: GitTrustRoot;
  readonly workspace: TeamWorkspace;
  readonly parts: CountersignParts & { dispose(): void };
  private readonly held: HeldTeams;
  private readonly folders: readonly string[];
  /** Of the window's other folders: what they have is noted as it is seen. */
  private readonly others: readonly GitTrustRoot[];
  private readonly stop: () => void;
  private ready:
    | { readonly digest: string; readonly isPinned: boolean; readonly team: TeamInForce | undefined }
    | undefined;
  private requester: string | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly home: Home,
    workspaces: readonly string[],
    private readonly clock: Pick<Clock, 'now'>,
    asking: OpenAskpass,
  ) {
    const folder = rootOfTeam(home, workspaces) ?? homedir();
    this.held = new HeldTeams(home);
    this.folders = workspaces;
    this.others = workspaces
      .filter((other) => other !== folder)
      .map((other) => trustRootFor({ home, workspace: other }));
    this.trust = trustRootFor({ home, workspace: folder });
    this.workspace = teamWorkspaceAt(folder, home);
    const signer = new LateSigner(async () => (await import('./later.js')).ownSigner(process.env, asking));
    this.parts = countersignPartsOn({ home, trust: this.trust, signer });
    this.stop = this.trust.onChange(() => this.lookForPerson());
    for (const root of [this.trust, ...this.others]) root.follow();
  }

  /** What is in force, for the next call that is judged. What is not pinned yet only tightens. */
  facts(): TeamFacts | undefined {
    const state = this.trust.now();
    const team = this.inForce(state);
    if (team === undefined) return undefined;
    if (this.clock.now() - this.lookedAt > personMilliseconds) this.lookForPerson();
    return {
      team,
      ...(state.kind === 'none' || state.trust === undefined ? {} : { digest: state.trust.digest }),
      ...(this.requester === undefined ? {} : { requester: this.requester }),
    };
  }

  /** The same for one call: with the teams of its directory, of this window's other folders, and of all that its session met. */
  factsFor(call: CallPlace): TeamFacts | undefined {
    const own = this.facts();
    const known = this.held.of(
      call,
      this.folders.flatMap((folder) => this.held.remoteAt(folder) ?? []),
    );
    const others = known
      .map(({ team }) => team)
      .filter((team) => own === undefined || !isSamePolicy(team, own.team));
    const team = together(own === undefined ? others : [own.team, ...others]);
    return team && { ...own, team };
  }

  /** Where the team keeps checkpoints: the remote that is its courier too, once a person has accepted its policy. */
  anchorRemote(): string | undefined {
    const state = this.trust.now();
    if (state.kind !== 'trusted' || state.trust.policy.courier !== 'git') return undefined;
    return new TrustNotes(this.home).addressOf(state.trust.remote);
  }

  dispose(): void {
    this.stop();
    for (const root of [this.trust, ...this.others]) root.dispose();
    this.parts.dispose();
  }

  /** The team is made once for as long as nothing changes: its globs are compiled then. */
  private inForce(state: TrustState): TeamInForce | undefined {
    const digest = state.kind === 'none' ? undefined : state.trust?.digest;
    if (digest === undefined) return undefined;
    const isPinned = state.kind !== 'unpinned';
    if (this.ready?.digest !== digest || this.ready.isPinned !== isPinned)
      this.ready = { digest, isPinned, team: teamOf(state) };
    return this.ready.team;
  }

  /** Until it is known who sits here, every rule about persons fits. */
  private lookForPerson(): void {
    const state = this.trust.now();
    if (state.kind === 'none' || state.trust === undefined) return;
    this.lookedAt = this.clock.now();
    void ownPerson(this.parts.signer, state.trust.roster, namespaces.request, this.clock.now())
      .then((own) => {
        this.requester = own.ok ? own.value.person : undefined;
      })
      .catch(() => {
        this.requester = undefined;
      });
  }
}
