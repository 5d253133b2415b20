import type { PeerRequest } from '../desk/peer-request.js';
import { spokenCard } from '../messages/cards/spoken.js';
import { helpText } from '../messages/cli/help.js';
import { howToAnswerText, oneIdText } from '../messages/cli/peers.js';
import { peerCard } from '../messages/countersign/peer-card.js';
import { ShownAt } from '../node/requests/shown-at.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { parseCommandLine } from './parse.js';
import { peerObject } from './requests.js';
import { findPeer, refusalLine, withTeam } from './with-team.js';

export const showCommand: Command = {
  name: 'show',
  ...helpText.show,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('show', args, { json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const [id, ...more] = parsed.value.positionals;
    if (id === undefined || more.length > 0) return misuse(terminal, oneIdText);
    return withTeam(terminal, undefined, async ({ desk, home }) => {
      const peer = await findPeer(desk, id);
      if (typeof peer === 'string') return fail(terminal, peer);
      await terminal.out(
        parsed.value.values.json
          ? `${JSON.stringify({ ...peerObject(peer), statement: peer.statement })}\n`
          : cardText(peer),
      );
      new ShownAt(home).note(peer.id, peer.digest, Date.now());
      return exitCodes.done;
    });
  },
};

/** The whole card, and how to answer it. */
export function cardText(peer: PeerRequest): string {
  const card = peerCard(peer, {}, { now: Date.now(), surface: 'page' });
  const hindrance = peer.hindrance === undefined ? '' : `\n${refusalLine(peer.hindrance)}\n`;
  const id = peer.id.slice(0, 8);
  return `${spokenCard(card)}${hindrance}\n${howToAnswerText(id, peer.digest)}\n`;
}
