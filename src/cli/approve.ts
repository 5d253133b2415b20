import type { PeerRequest } from '../desk/peer-request.js';
import { helpText } from '../messages/cli/help.js';
import {
  agentSignsNothingText,
  countersignedText,
  notShownText,
  notTypedText,
  oneIdText,
  otherDigestText,
  reviewSignedText,
  terminalExpectedText,
  typeNameText,
} from '../messages/cli/peers.js';
import { ShownAt } from '../node/requests/shown-at.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { firstLine } from './first-line.js';
import { parseCommandLine } from './parse.js';
import { isAgentHere, isPersonHere } from './person-here.js';
import { peerObject } from './requests.js';
import { cardText } from './show.js';
import type { TeamSetup } from './team-setup.js';
import { findPeer, refusalLine, withTeam } from './with-team.js';

export const approveCommand: Command = {
  name: 'approve',
  ...helpText.approve,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('approve', args, {
      comment: { type: 'string' },
      digest: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0) return misuse(terminal, oneIdText);
    return withTeam(terminal, undefined, async (team) => {
      const peer = await findPeer(team.desk, id);
      if (typeof peer === 'string') return fail(terminal, peer);
      if (values.digest === undefined && !isPersonHere(terminal)) return fail(terminal, terminalExpectedText);
      if (isAgentHere(terminal)) return fail(terminal, agentSignsNothingText);
      const reviewedMs =
        values.digest === undefined ? await reviewed(peer, terminal) : shownFor(peer, values.digest, team);
      if (typeof reviewedMs === 'string') return fail(terminal, reviewedMs);
      const decision = { digest: values.digest ?? peer.digest, reviewedMs, comment: values.comment ?? '' };
      const given = await team.desk.countersign(peer.id, decision);
      if (!given.ok) return fail(terminal, refusalLine(given.error));
      await terminal.out(
        values.json ? `${JSON.stringify(peerObject(given.value))}\n` : `${signedText(peer.statement)}\n`,
      );
      return exitCodes.done;
    });
  },
};

function signedText({ kind, name, requester: { person } }: PeerRequest['statement']): string {
  return kind === 'break-glass' ? reviewSignedText(name, person, 'right') : countersignedText(name, person);
}

/** Shows the card and waits for the name; how long that took, or why it does not count. */
async function reviewed(peer: PeerRequest, terminal: Terminal): Promise<number | string> {
  const { typed } = peer.statement;
  const shownAt = Date.now();
  await terminal.out(`${cardText(peer)}\n${typeNameText(typed)}`);
  const line = await firstLine(terminal);
  if (line?.trim() !== typed) return notTypedText;
  return Date.now() - shownAt;
}

function shownFor(peer: PeerRequest, digest: string, { home }: TeamSetup): number | string {
  if (digest !== peer.digest) return otherDigestText(peer.digest, digest);
  const at = new ShownAt(home).at(peer.id, digest);
  return at === undefined ? notShownText : Date.now() - at;
}
