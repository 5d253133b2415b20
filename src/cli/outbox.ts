import { outboxText } from '../messages/cli/archive.js';
import { helpText } from '../messages/cli/help.js';
import { noWordsExpectedText } from '../messages/cli/usage.js';
import { recordFailureText } from '../messages/record/record.js';
import { chooseArchive, chosenArchive, isArchiveKey } from '../node/archive/chosen.js';
import { Outbox, type OutboxStanding, outboxStanding } from '../node/archive/outbox.js';
import { carrierOf, routesOf } from '../node/archive/routes.js';
import { systemClock } from '../node/clock.js';
import { type Home, homeFrom } from '../node/files/home.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { firstLine } from './first-line.js';
import { parseCommandLine } from './parse.js';
import { isPersonHere, ownAccount } from './person-here.js';
import { recordOf } from './record-of.js';

/** A person at the terminal waits no longer for an archive's answer. */
const patienceMs = 15_000;

export const outboxCommand: Command = {
  name: 'outbox',
  ...helpText.outbox,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('outbox', args, {
      send: { type: 'boolean' },
      to: { type: 'string' },
      key: { type: 'string' },
      stop: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    if (positionals.length > 0) return misuse(terminal, noWordsExpectedText(positionals));
    const { to, key, send, stop } = values;
    if ((to === undefined) !== (key === undefined)) return misuse(terminal, outboxText.both);
    if ([to, send, stop].filter((one) => one !== undefined).length > 1)
      return misuse(terminal, outboxText.one);
    const home = homeFrom(terminal.env);
    if (to !== undefined && key !== undefined) return choose(home, to, key, terminal);
    if (stop) return end(home, terminal);
    return stand(home, { sends: send === true, isJson: values.json === true }, terminal);
  },
};

async function choose(home: Home, url: string, key: string, terminal: Terminal): Promise<number> {
  if (carrierOf(url) === undefined) return misuse(terminal, outboxText.url(url));
  if (!isArchiveKey(key)) return misuse(terminal, outboxText.key(key));
  if (!isPersonHere(terminal)) return fail(terminal, outboxText.person);
  await terminal.out(outboxText.question(url));
  if ((await firstLine(terminal))?.trim() !== 'yes') return fail(terminal, outboxText.declined);
  return changed(home, { url, key }, outboxText.chosen, terminal);
}

async function end(home: Home, terminal: Terminal): Promise<number> {
  const chosen = chosenArchive(home);
  if (chosen === undefined) return fail(terminal, outboxText.none);
  if (!isPersonHere(terminal)) return fail(terminal, outboxText.person);
  return changed(home, { url: '', key: chosen.key }, outboxText.ended, terminal);
}

/** The record says first where it goes. */
async function changed(
  home: Home,
  chosen: { readonly url: string; readonly key: string },
  said: string,
  terminal: Terminal,
): Promise<number> {
  const record = recordOf(home);
  const recorded = await record.append({
    type: 'archive.chosen',
    archive: chosen.url,
    key: chosen.key,
    decider: ownAccount(),
  });
  record.close();
  if (!recorded.ok) return fail(terminal, recordFailureText(recorded.error));
  chooseArchive(home, chosen);
  await terminal.out(`${said}\n`);
  return exitCodes.done;
}

async function stand(
  home: Home,
  { sends, isJson }: { readonly sends: boolean; readonly isJson: boolean },
  terminal: Terminal,
): Promise<number> {
  const chosen = chosenArchive(home);
  if (chosen === undefined || chosen.url === '') {
    const refused = chosen?.refused;
    const words =
      refused === undefined ? outboxText.none : `${outboxText.none}\n${outboxText.refused(refused.url)}`;
    const told = { archive: null, ...(refused === undefined ? {} : { refused: refused.url }) };
    await terminal.out(isJson ? `${JSON.stringify(told)}\n` : `${words}\n`);
    return sends ? exitCodes.failure : exitCodes.done;
  }
  const outbox = new Outbox({ home, openRoute: routesOf(home), now: () => systemClock.now() });
  const sent = sends ? await outbox.send(patienceMs) : outboxStanding(home);
  await outbox.close();
  if (!isJson) await terminal.out(`${outboxText.goes(chosen)}\n`);
  if (!sent.ok) return fail(terminal, outboxText.failure(sent.error));
  const standing: OutboxStanding = sent.value;
  await terminal.out(
    isJson
      ? `${JSON.stringify({ archive: chosen.url, entries: standing.size, archived: standing.archived, at: standing.at ?? null, policy: chosen.policy ?? null, since: chosen.since ?? null })}\n`
      : `${outboxText.standing(standing)}\n`,
  );
  if (standing.archived >= standing.size) return exitCodes.done;
  return sends ? fail(terminal, outboxText.unanswered) : exitCodes.failure;
}
