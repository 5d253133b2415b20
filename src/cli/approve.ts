import { inertLine } from '../core/shared/inert.js';
import type { PeerRequest } from '../desk/peer-request.js';
import { ShownAt } from '../node/shown-at.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { linesOf } from './lines.js';
import { parseCommandLine } from './parse.js';
import { peerObject } from './requests.js';
import { cardText } from './show.js';
import type { TeamSetup } from './team-setup.js';
import { findPeer, refusalWords, withTeam } from './with-team.js';

export const approve: Command = {
  name: 'approve',
  summary: 'countersigns a request of another person with your own SSH key',
  help: `countersign approve ID [--comment TEXT] [--digest HEX] [--json]

Shows the request and asks you to type the name of its target; then your SSH key signs. Your own requests are refused.
Without a terminal nothing can be typed: then --digest must name the bytes that countersign show printed before.

  --comment TEXT  a remark that the requester reads
  --digest HEX    the digest that countersign show printed
  --json          one JSON object instead of words

Exit code: 0 signed and sent, 1 not.
`,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('approve', args, {
      comment: { type: 'string' },
      digest: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0)
      return misuse(terminal, 'expected one ID; see countersign requests');
    if (values.digest === undefined && terminal.isInteractive !== true) {
      return misuse(
        terminal,
        'expected a terminal in which the name can be typed, got none; read countersign show ID, then give its --digest',
      );
    }
    return withTeam(terminal, undefined, async (team) => {
      const peer = findPeer(team.desk.requests(), id);
      if (typeof peer === 'string') return fail(terminal, peer);
      const reviewedMs =
        values.digest === undefined ? await reviewed(peer, terminal) : shownFor(peer, values.digest, team);
      if (typeof reviewedMs === 'string') return fail(terminal, reviewedMs);
      const decision = { digest: values.digest ?? peer.digest, reviewedMs, comment: values.comment ?? '' };
      const given = await team.desk.countersign(peer.id, decision);
      if (!given.ok) return fail(terminal, refusalWords(given.error));
      await terminal.out(
        values.json
          ? `${JSON.stringify(peerObject(given.value))}\n`
          : `Countersigned ${peer.statement.name} of ${inertLine(peer.statement.requester.person)}.\n`,
      );
      return exitCodes.done;
    });
  },
};

/** Shows the card and waits for the name; how long that took, or why it does not count. */
async function reviewed(peer: PeerRequest, terminal: Terminal): Promise<number | string> {
  const { typed } = peer.statement;
  const shownAt = Date.now();
  await terminal.out(`${cardText(peer)}\nTo countersign, type the name ${inertLine(typed)}: `);
  const [line] = await firstLine(terminal);
  if (line?.trim() !== typed) return 'the name was not typed exactly; nothing was signed';
  return Date.now() - shownAt;
}

async function firstLine(terminal: Terminal): Promise<readonly string[]> {
  for await (const line of linesOf(terminal.input)) return line.ok ? [line.text] : [];
  return [];
}

function shownFor(peer: PeerRequest, digest: string, { home }: TeamSetup): number | string {
  if (digest !== peer.digest)
    return `expected the digest ${peer.digest}, got ${digest}; read countersign show first`;
  const at = new ShownAt(home).at(peer.id, digest);
  return at === undefined
    ? 'this request was not shown here yet; read countersign show first'
    : Date.now() - at;
}
