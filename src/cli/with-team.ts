import { inertLine } from '../core/shared/inert.js';
import { acceptPolicy } from '../desk/accept-policy.js';
import type { PeerRequest } from '../desk/peer-request.js';
import {
  ambiguousIdText,
  noOpenRequestText,
  noTeamText,
  notAcceptedText,
  personToAcceptText,
  unacceptedText,
} from '../messages/cli/peers.js';
import { courierFailureText, obstacleText } from '../messages/countersign/countersign.js';
import { peerRefusalText } from '../messages/countersign/peer-card.js';
import { acceptedText } from '../messages/team/trust.js';
import { workspaceRepository } from '../node/git/workspace-git.js';
import type { PeerRefusal } from '../protocol/peer-decision.js';
import { fail, type Terminal } from './command.js';
import { isPersonHere, ownAccount } from './person-here.js';
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
      const found = team.trust.now();
      const isInForce = found.kind === 'trusted' && found.trust.digest === accept;
      if (!isInForce && (found.kind !== 'unpinned' || found.trust.digest !== accept))
        return await fail(terminal, notAcceptedText(accept, found));
      if (found.kind === 'unpinned') {
        if (!isPersonHere(terminal)) return await fail(terminal, personToAcceptText);
        const done = await acceptPolicy(team.trust, found.trust, team.record, ownAccount());
        if (!done.ok) return await fail(terminal, done.error);
      }
      await team.desk.refresh();
      const now = team.trust.now();
      if (now.kind === 'trusted') await terminal.error(`${acceptedText(now.trust)}\n`);
    }
    const state = team.trust.now();
    if (state.kind === 'unpinned') return await fail(terminal, unacceptedText(state.trust));
    if (state.kind === 'none') {
      const repository = workspaceRepository(terminal.cwd) === undefined ? 'none' : 'some';
      return await fail(terminal, noTeamText(repository, team.trust.surroundings().unasked));
    }
    const { obstacle, courier } = team.desk.trouble();
    if (obstacle !== undefined) return await fail(terminal, obstacleText(obstacle, Date.now()));
    if (courier !== undefined) return await fail(terminal, courierFailureText(courier));
    return await run(team);
  } finally {
    team.dispose();
  }
}

export function refusalLine({ code, detail }: PeerRefusal): string {
  return peerRefusalText[code](inertLine(detail));
}

/** A request by its id, by the beginning of it, or by what its requester calls it; a sentence when it is not one. A whole id is fetched. */
export async function findPeer(
  desk: Pick<TeamSetup['desk'], 'requests' | 'fetch'>,
  id: string,
): Promise<PeerRequest | string> {
  if (/^[0-9a-f]{32}$/.test(id)) await desk.fetch(id);
  const found = desk
    .requests()
    .filter((peer) => peer.statement.name === id || (id.length >= 6 && peer.id.startsWith(id)));
  const [only, ...more] = found;
  if (only === undefined) return noOpenRequestText(id);
  return more.length === 0 ? only : ambiguousIdText(id, found.length);
}
