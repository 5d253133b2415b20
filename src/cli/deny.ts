import { inertLine } from '../core/shared/inert.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { parseCommandLine } from './parse.js';
import { peerObject } from './requests.js';
import { findPeer, refusalWords, withTeam } from './with-team.js';

export const deny: Command = {
  name: 'deny',
  summary: 'refuses a request of another person, for good',
  help: `countersign deny ID --reason TEXT [--json]

Your SSH key signs a refusal. It is final for this request, whatever others sign. The requester and the agent read the
reason.

  --reason TEXT  why
  --json         one JSON object instead of words
`,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('deny', args, { reason: { type: 'string' }, json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0)
      return misuse(terminal, 'expected one ID; see countersign requests');
    const reason = values.reason?.trim() ?? '';
    if (reason === '')
      return misuse(terminal, 'expected --reason TEXT, got none: the requester and the agent read it');
    return withTeam(terminal, undefined, async ({ desk }) => {
      const peer = findPeer(desk.requests(), id);
      if (typeof peer === 'string') return fail(terminal, peer);
      const given = await desk.refuse(peer.id, { digest: peer.digest, reviewedMs: 0, comment: reason });
      if (!given.ok) return fail(terminal, refusalWords(given.error));
      await terminal.out(
        values.json
          ? `${JSON.stringify(peerObject(given.value))}\n`
          : `Refused ${peer.statement.name} of ${inertLine(peer.statement.requester.person)}.\n`,
      );
      return exitCodes.done;
    });
  },
};
