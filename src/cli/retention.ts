import { helpText } from '../messages/cli/help.js';
import { noWordsExpectedText } from '../messages/cli/usage.js';
import { recordFailureText } from '../messages/record/record.js';
import {
  heldText,
  holdDeclinedText,
  holdNeedsPersonText,
  holdNeedsReasonText,
  holdQuestion,
  holdStandsText,
  keptWholeText,
  oneOfRetentionText,
  retentionText,
  wentText,
} from '../messages/record/retention.js';
import { accountName } from '../node/account.js';
import { systemClock } from '../node/clock.js';
import { homeFrom } from '../node/files/home.js';
import { loadSettings } from '../node/files/settings-file.js';
import { letGoOf, retentionOf } from '../node/record/retention.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { firstLine } from './first-line.js';
import { parseCommandLine } from './parse.js';
import { isPersonHere } from './person-here.js';
import { recordOf } from './record-of.js';

export const retentionCommand: Command = {
  name: 'retention',
  ...helpText.retention,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('retention', args, {
      hold: { type: 'string' },
      release: { type: 'string' },
      now: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    if (positionals.length > 0) return misuse(terminal, noWordsExpectedText(positionals));
    if ([values.hold, values.release, values.now].filter((one) => one !== undefined).length > 1)
      return misuse(terminal, oneOfRetentionText);
    if (values.hold !== undefined) return setHold('hold.begun', values.hold, terminal);
    if (values.release !== undefined) return setHold('hold.ended', values.release, terminal);
    const home = homeFrom(terminal.env);
    const months = loadSettings(home).keepMonths;
    const now = systemClock.now();
    if (values.now) {
      const record = recordOf(homeFrom(terminal.env));
      const gone = await letGoOf({ folder: home.record, record, checkpoints: record, months, now });
      record.close();
      if (!gone.ok) return fail(terminal, keptWholeText(gone.error));
      await terminal.out(`${wentText(gone.value)}\n`);
    }
    const standing = await retentionOf(home.record, { months, now });
    await terminal.out(
      values.json
        ? `${JSON.stringify({ months, hold: standing.hold ?? null, letGo: standing.letGo, mayGo: standing.mayGo })}\n`
        : `${retentionText(standing, months)}\n`,
    );
    return exitCodes.done;
  },
};

/** A legal hold is a person's word, with a reason, and stands in the record. */
async function setHold(
  type: 'hold.begun' | 'hold.ended',
  given: string,
  terminal: Terminal,
): Promise<number> {
  const reason = given.trim();
  if (reason === '') return misuse(terminal, holdNeedsReasonText);
  const home = homeFrom(terminal.env);
  const { hold } = await retentionOf(home.record, {
    months: loadSettings(home).keepMonths,
    now: systemClock.now(),
  });
  if ((hold === undefined) === (type === 'hold.ended')) return fail(terminal, holdStandsText(hold));
  if (!isPersonHere(terminal)) return fail(terminal, holdNeedsPersonText);
  await terminal.out(holdQuestion(type));
  if ((await firstLine(terminal))?.trim() !== 'yes') return fail(terminal, holdDeclinedText);
  const record = recordOf(homeFrom(terminal.env));
  const recorded = await record.append({ type, person: accountName(), reason });
  record.close();
  if (!recorded.ok) return fail(terminal, recordFailureText(recorded.error));
  await terminal.out(`${heldText(type)}\n`);
  return exitCodes.done;
}
