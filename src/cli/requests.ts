import { inertLine } from '../core/shared/inert.js';
import type { PeerRequest } from '../desk/peer-request.js';
import { strangeText } from '../messages/answers/strange-request.js';
import { titleOf } from '../messages/cards/effect.js';
import { unreadableRequestsText } from '../messages/cards/state.js';
import { duration } from '../messages/text/time.js';
import { systemClock } from '../node/clock.js';
import { RequestsFile } from '../node/requests-file.js';
import { type Command, exitCodes, misuse } from './command.js';
import { forgetTeam } from './forget-team.js';
import { parseCommandLine } from './parse.js';
import { withTeam } from './with-team.js';

export const requests: Command = {
  name: 'requests',
  summary: 'what other persons ask your countersignature for',
  help: `countersign requests [--accept DIGEST | --forget-team FOLDER] [--json]

Lists the open requests of the team whose repository this directory belongs to, as verified here: by your own copy of
the team's policy and roster, judged by your own engine. Messages that are no request by the team are named as such.

  --accept DIGEST  accepts the team's policy that was found, once: compare the digest with your team before
  --forget-team FOLDER  lets go of the team that this folder had, where its repository is gone or is another one now; it
                   stays in force until then. A person at a terminal says it, by the folder's whole name
  --json           one JSON object a line
`,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('requests', args, {
      json: { type: 'boolean' },
      accept: { type: 'string' },
      'forget-team': { type: 'string' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    if (parsed.value.positionals.length > 0) {
      return misuse(terminal, `expected no words, got ${parsed.value.positionals.join(' ')}`);
    }
    const { accept, 'forget-team': folder } = parsed.value.values;
    if (folder !== undefined) return forgetTeam(terminal, folder);
    return withTeam(terminal, accept, async ({ desk, home }) => {
      const peers = desk.requests();
      const isJson = parsed.value.values.json === true;
      for (const peer of peers)
        await terminal.out(isJson ? `${JSON.stringify(peerObject(peer))}\n` : `${lineOf(peer)}\n`);
      for (const { id, error } of desk.strange()) {
        await terminal.error(
          `countersign: ${id.slice(0, 8)} is no request by the team: ${strangeText[error.code]}\n`,
        );
      }
      const own = await new RequestsFile(home.requests, systemClock).load();
      if (own.unreadable.length > 0)
        await terminal.error(`countersign: ${unreadableRequestsText(own.unreadable)}\n`);
      const { more } = desk.trouble();
      if (more > 0) await terminal.error(`countersign: ${more} more requests are not shown\n`);
      if (peers.length === 0 && !isJson) await terminal.out('Nothing waits for your countersignature.\n');
      return exitCodes.done;
    });
  },
};

/** A request for programs. */
export function peerObject(peer: PeerRequest): object {
  const { id, digest, kind, statement, opinion, hindrance } = peer;
  return {
    id,
    digest,
    name: statement.name,
    state: kind,
    requester: statement.requester.person,
    title: titleOf(statement.assessment, statement.call),
    band: statement.assessment.band,
    score: statement.assessment.score,
    ownScore: opinion.assessment.score,
    typed: statement.typed,
    createdAt: statement.createdAt,
    approveBy: statement.approveBy,
    needs: statement.needs,
    hindrance: hindrance?.code ?? null,
  };
}

const states = {
  waiting: 'waits',
  answered: 'answered',
  own: 'your own',
  notice: 'glass broken',
} as const;

function lineOf({ id, kind, statement }: PeerRequest): string {
  const { requester, assessment, call, approveBy, name } = statement;
  const left = kind === 'notice' ? '' : `, ${duration(approveBy - Date.now())} left`;
  const title = inertLine(titleOf(assessment, call));
  return `${id.slice(0, 8)}  ${states[kind]}${left}  ${name} of ${inertLine(requester.person)}: ${title} (${assessment.band} ${assessment.score})`;
}
