import type { Entry } from '../core/record/entry.js';
import { lineOf } from '../core/record/line.js';
import { helpText } from '../messages/cli/help.js';
import { nothingRecordedText, seeVerifyText } from '../messages/cli/record.js';
import { limitText, noWordsExpectedText } from '../messages/cli/usage.js';
import { entryText, newerText, recordFailureText } from '../messages/record/record.js';
import { reviewDueText } from '../messages/record/review.js';
import { dateAndTime } from '../messages/text/time.js';
import { homeFrom } from '../node/files/home.js';
import { OpenReviews } from '../node/record/open-reviews.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { parseCommandLine } from './parse.js';
import { recordOf } from './record-of.js';

const defaultLimit = 50;

export const logCommand: Command = {
  name: 'log',
  ...helpText.log(defaultLimit),
  run: async (args, terminal) => {
    const parsed = parseCommandLine('log', args, { limit: { type: 'string' }, json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    if (positionals.length > 0) return misuse(terminal, noWordsExpectedText(positionals));
    const limit = values.limit ?? String(defaultLimit);
    if (!/^[1-9]\d{0,8}$/.test(limit)) return misuse(terminal, limitText(limit));
    const home = homeFrom(terminal.env);
    const record = recordOf(home);
    let ofNewer = 0;
    let told = 0;
    for (const entry of record.newestFirst(Number(limit))) {
      if (!entry.ok) return fail(terminal, seeVerifyText(recordFailureText(entry.error)));
      if (entry.value.newer !== undefined) ofNewer += 1;
      told += 1;
      await terminal.out(`${values.json ? rawLine(entry.value) : wordLine(entry.value)}\n`);
    }
    if (told === 0 && !values.json) await terminal.out(`${nothingRecordedText(home.record)}\n`);
    const newer = newerText(ofNewer);
    if (newer !== '') await fail(terminal, newer);
    for (const review of await new OpenReviews(home.record).now())
      await fail(terminal, reviewDueText(review, Date.now()));
    return exitCodes.done;
  },
};

function rawLine(entry: Entry): string {
  const line = lineOf(entry);
  return line.ok ? line.value : JSON.stringify(entry);
}

function wordLine(entry: Entry): string {
  const { label, what, who } = entryText(entry);
  const parts = [String(entry.seq), dateAndTime(entry.ts), label, what, who];
  return parts.filter((part) => part !== '').join('  ');
}
