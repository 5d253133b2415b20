import type { PeerRequest } from '../desk/peer-request.js';
import { helpText } from '../messages/cli/help.js';
import {
  agentSignsNothingText,
  oneIdText,
  reasonExpectedText,
  refusalSignedText,
  reviewSignedText,
} from '../messages/cli/peers.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { parseCommandLine } from './parse.js';
import { isAgentHere } from './person-here.js';
import { peerObject } from './requests.js';
import { findPeer, refusalLine, withTeam } from './with-team.js';

export const denyCommand: Command = {
  name: 'deny',
  ...helpText.deny,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('deny', args, { reason: { type: 'string' }, json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0) return misuse(terminal, oneIdText);
    const reason = values.reason?.trim() ?? '';
    if (reason === '') return misuse(terminal, reasonExpectedText);
    return withTeam(terminal, undefined, async ({ desk }) => {
      const peer = await findPeer(desk, id);
      if (typeof peer === 'string') return fail(terminal, peer);
      if (isAgentHere(terminal)) return fail(terminal, agentSignsNothingText);
      const given = await desk.refuse(peer.id, { digest: peer.digest, reviewedMs: 0, comment: reason });
      if (!given.ok) return fail(terminal, refusalLine(given.error));
      await terminal.out(
        values.json ? `${JSON.stringify(peerObject(given.value))}\n` : `${signedText(peer.statement)}\n`,
      );
      return exitCodes.done;
    });
  },
};

function signedText({ kind, name, requester: { person } }: PeerRequest['statement']): string {
  return kind === 'break-glass' ? reviewSignedText(name, person, 'wrong') : refusalSignedText(name, person);
}
