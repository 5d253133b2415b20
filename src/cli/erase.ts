import { hostname } from 'node:os';
import { helpText } from '../messages/cli/help.js';
import { erasedNowText, eraseQuestion, eraseText } from '../messages/record/erase.js';
import { recordFailureText } from '../messages/record/record.js';
import { holdText } from '../messages/record/retention.js';
import { accountName } from '../node/account.js';
import { systemClock } from '../node/clock.js';
import { errorCode } from '../node/files/disk.js';
import { type Home, homeFrom } from '../node/files/home.js';
import { systemRandom } from '../node/random.js';
import { type Erasable, erasableOf, eraseFiles, goingWith, requestsBetween } from '../node/record/erasure.js';
import { RecordFile } from '../node/record/record-file.js';
import { retentionOf } from '../node/record/retention.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { firstLine } from './first-line.js';
import { parseCommandLine } from './parse.js';
import { isPersonHere } from './person-here.js';
import { timeOf } from './time-of.js';

/** A line of the record names so many. */
const atOnce = 1_000;

export const eraseCommand: Command = {
  name: 'erase',
  ...helpText.erase,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('erase', args, {
      ground: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    const { from, to } = values;
    const ground = (values.ground ?? '').trim();
    if (ground === '') return misuse(terminal, eraseText.needsGround);
    const isRange = from !== undefined && to !== undefined;
    if (isRange ? positionals.length > 0 : positionals.length === 0 || (from ?? to) !== undefined)
      return misuse(terminal, eraseText.needsWhich);
    const wrong = positionals.find((one) => !/^CS-[1-9]\d{0,8}$/.test(one));
    if (wrong !== undefined) return misuse(terminal, eraseText.noRequest(wrong));
    const home = homeFrom(terminal.env);
    const [start, end] = [timeOf(from, 0), timeOf(to, 0)];
    if (start === undefined || end === undefined || start > end)
      return misuse(terminal, eraseText.range(`${from ?? ''} ${to ?? ''}`.trim()));
    const { hold } = await retentionOf(home.record, { months: 6, now: systemClock.now() });
    if (hold !== undefined) return fail(terminal, eraseText.underHold(holdText(hold)));
    const requests = isRange ? requestsBetween(home, start, end) : [...new Set(positionals)];
    return erase(home, requests, ground, values.json === true, terminal);
  },
};

async function erase(
  home: Home,
  requests: readonly string[],
  ground: string,
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const all = requests.map((request) => erasableOf(home, request));
  const kept = all.flatMap((one) => ('why' in one ? [one] : []));
  for (const why of ['newer', 'waits'] as const) {
    const those = kept.filter((one) => one.why === why).map(({ request }) => request);
    if (those.length > 0) return fail(terminal, eraseText[why](those));
  }
  const erasable = all.flatMap((one): readonly Erasable[] =>
    'files' in one && one.files.length > 0 ? [one] : [],
  );
  if (erasable.length === 0) return fail(terminal, eraseText.nothing);
  if (!isPersonHere(terminal)) return fail(terminal, eraseText.needsPerson);
  const going = goingWith(home, erasable);
  const counts = { files: going.paths.length, bytes: going.bytes };
  const names = erasable.map(({ request }) => request);
  await (isJson ? terminal.error : terminal.out)(eraseQuestion(names, counts));
  if ((await firstLine(terminal))?.trim() !== 'yes') return fail(terminal, eraseText.declined);
  // That it goes stands in the record before anything does.
  const recorded = await record(home, names, counts, ground);
  if (recorded !== undefined) return fail(terminal, recorded);
  try {
    eraseFiles(going);
  } catch (error) {
    return fail(terminal, eraseText.disk(errorCode(error)));
  }
  await terminal.out(
    isJson ? `${JSON.stringify({ erased: names, ...counts })}\n` : `${erasedNowText(counts)}\n`,
  );
  return exitCodes.done;
}

/** Why it could not be recorded; undefined when it was. */
async function record(
  home: Home,
  names: readonly string[],
  counts: { readonly files: number; readonly bytes: number },
  ground: string,
): Promise<string | undefined> {
  const file = new RecordFile({
    folder: home.record,
    machine: hostname(),
    clock: systemClock,
    writer: systemRandom.hex(8),
  });
  try {
    for (let at = 0; at < names.length; at += atOnce) {
      const requests = names.slice(at, at + atOnce);
      const written = await file.append({
        type: 'erased',
        requests,
        ...counts,
        person: accountName(),
        ground,
      });
      if (!written.ok) return recordFailureText(written.error);
    }
    return undefined;
  } finally {
    file.close();
  }
}
