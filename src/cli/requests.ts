import type { PeerRequest } from '../desk/peer-request.js';
import { strangeText } from '../messages/answers/strange-request.js';
import { titleOf } from '../messages/cards/effect.js';
import { unreadableRequestsText } from '../messages/cards/state.js';
import { helpText } from '../messages/cli/help.js';
import {
  listedRequestText,
  moreRequestsText,
  nothingWaitsText,
  strangeRequestText,
} from '../messages/cli/peers.js';
import { noWordsExpectedText } from '../messages/cli/usage.js';
import { systemClock } from '../node/clock.js';
import { RequestsFile } from '../node/requests/requests-file.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { forgetTeam } from './forget-team.js';
import { parseCommandLine } from './parse.js';
import { withTeam } from './with-team.js';

export const requestsCommand: Command = {
  name: 'requests',
  ...helpText.requests,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('requests', args, {
      json: { type: 'boolean' },
      accept: { type: 'string' },
      'forget-team': { type: 'string' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    if (parsed.value.positionals.length > 0) {
      return misuse(terminal, noWordsExpectedText(parsed.value.positionals));
    }
    const { accept, 'forget-team': folder } = parsed.value.values;
    if (folder !== undefined) return forgetTeam(terminal, folder);
    return withTeam(terminal, accept, async ({ desk, home }) => {
      const peers = desk.requests();
      const isJson = parsed.value.values.json === true;
      for (const peer of peers)
        await terminal.out(isJson ? `${JSON.stringify(peerObject(peer))}\n` : `${lineOf(peer)}\n`);
      for (const { id, error } of desk.strange()) {
        await fail(terminal, strangeRequestText(id, strangeText[error.code]));
      }
      const own = await new RequestsFile(home.requests, systemClock).load();
      if (own.unreadable.length > 0) await fail(terminal, unreadableRequestsText(own.unreadable));
      const { more } = desk.trouble();
      if (more > 0) await fail(terminal, moreRequestsText(more));
      if (peers.length === 0 && !isJson) await terminal.out(`${nothingWaitsText}\n`);
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

function lineOf({ id, kind, statement }: PeerRequest): string {
  const { requester, assessment, call, approveBy, name } = statement;
  return listedRequestText({
    id,
    state: kind,
    name,
    person: requester.person,
    title: titleOf(assessment, call),
    assessment,
    leftMs: approveBy - Date.now(),
  });
}
