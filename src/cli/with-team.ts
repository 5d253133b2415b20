import type { Trust, TrustState } from '../core/countersign/trust.js';
import { inertLine } from '../core/shared/inert.js';
import type { PeerRequest } from '../desk/peer-request.js';
import { courierText, obstacleText } from '../messages/countersign/countersign.js';
import { peerRefusalText } from '../messages/countersign/peer-card.js';
import type { PeerRefusal } from '../protocol/peer-decision.js';
import { fail, type Terminal } from './command.js';
import { type TeamSetup, teamSetup } from './team-setup.js';

/**
 * Runs a command at a peer's desk, and ends it, whatever happens. What keeps the desk shut is an error on one line.
 * `accept`: the digest of a policy that is seen for the first time, as the person at the terminal has compared it.
 */
export async function withTeam(
  terminal: Terminal,
  accept: string | undefined,
  run: (team: TeamSetup) => Promise<number>,
): Promise<number> {
  const team = await teamSetup(terminal);
  try {
    if (accept !== undefined) {
      const pinned = team.trust.pin(accept);
      if (!pinned.ok) return await fail(terminal, notAcceptedWords(accept, team.trust.now()));
      await team.desk.refresh();
    }
    const state = team.trust.now();
    if (state.kind === 'unpinned') return await fail(terminal, unacceptedWords(state.trust));
    if (state.kind === 'none') return await fail(terminal, noTeamWords);
    const { obstacle, courier } = team.desk.trouble();
    if (obstacle !== undefined) return await fail(terminal, obstacleText(obstacle, Date.now()));
    if (courier !== undefined)
      return await fail(terminal, `${courierText[courier.code]} (${courier.detail})`);
    return await run(team);
  } finally {
    team.dispose();
  }
}

const noTeamWords =
  "expected a directory in a team's repository, got one whose remote has no .countersign/policy.json; start the command in the repository's working tree";

/** First use: nothing counts before a person has compared the digest. */
function unacceptedWords({ digest, policy, endorsedBy, remote }: Trust): string {
  const by =
    endorsedBy.length === 0 ? 'endorsed by nobody' : `endorsed by ${endorsedBy.map(inertLine).join(', ')}`;
  return `the team's policy of ${inertLine(remote)} is new here: version ${policy.version}, ${by}, digest ${digest}; compare the digest with your team, then: countersign requests --accept ${digest}`;
}

function notAcceptedWords(accept: string, state: TrustState): string {
  const found =
    state.kind === 'unpinned'
      ? `a policy with the digest ${state.trust.digest}`
      : 'no policy that waits for it';
  return `expected to accept ${accept}, found ${found}`;
}

export function refusalWords({ code, detail }: PeerRefusal): string {
  return peerRefusalText[code](inertLine(detail));
}

/** A request by its id, by the beginning of it, or by what its requester calls it; a sentence when it is not one. */
export function findPeer(peers: readonly PeerRequest[], id: string): PeerRequest | string {
  const found = peers.filter(
    (peer) => peer.statement.name === id || (id.length >= 6 && peer.id.startsWith(id)),
  );
  const [only, ...more] = found;
  if (only === undefined) return `expected the id of an open request, got ${id}; see countersign requests`;
  return more.length === 0
    ? only
    : `${id} names ${found.length} requests; give more of the id, see countersign requests`;
}
