import { checkpointLine } from '../core/record/checkpoint/checkpoint.js';
import type { Entry } from '../core/record/entry.js';
import { lineOf } from '../core/record/line.js';
import { IncidentFold } from '../core/record/report/incident.js';
import { ReviewFold } from '../core/record/reviews.js';
import { sha256 } from '../core/shared/digest.js';
import { helpText } from '../messages/cli/help.js';
import { recordBreakText } from '../messages/cli/record.js';
import { noWordsExpectedText } from '../messages/cli/usage.js';
import { incidentReport, reportText } from '../messages/record/incident-report.js';
import { homeFrom } from '../node/files/home.js';
import { productVersion } from '../node/product-version.js';
import { isOwnEntry } from '../node/record/entry-macs.js';
import { exportedEntries, exportSource } from '../node/record/exported.js';
import { ownWord } from '../node/record/sightings.js';
import { Tree } from '../node/record/tree.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { parseCommandLine } from './parse.js';

export const reportCommand: Command = {
  name: 'report',
  ...helpText.report,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('report', args, { from: { type: 'string' }, to: { type: 'string' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    if (positionals.length > 0) return misuse(terminal, noWordsExpectedText(positionals));
    const from = timeOf(values.from, 0);
    const to = timeOf(values.to, Date.now());
    if (from === undefined || to === undefined || from > to)
      return misuse(terminal, reportText.range(`${values.from ?? ''} ${values.to ?? ''}`.trim()));
    const folder = homeFrom(terminal.env).record;
    const tree = new Tree(folder);
    tree.advance();
    tree.close();
    const fold = new IncidentFold();
    const reviews = new ReviewFold();
    let [size, first] = [0, to];
    for (const one of exportedEntries(folder, { seq: 0 })) {
      if (!one.ok) return fail(terminal, recordBreakText(one.error));
      const { entry } = one.value;
      size = entry.seq + 1;
      reviews.take(entry, (one) => isOwnEntry(folder, one));
      if (entry.ts < from || entry.ts > to) continue;
      first = Math.min(first, entry.ts);
      fold.take(entry);
    }
    const last = ownWord(folder).sightings.find((sighting) => sighting.size === size)?.checkpoint;
    const { origin, machine } = exportSource(folder, productVersion(__dirname));
    const setting = {
      from: values.from === undefined ? first : from,
      to,
      origin,
      machine,
      size,
      checkpoint: last && checkpointLine(last),
      hashOf,
      reviews: reviews.open(),
      now: Date.now(),
    };
    await terminal.out(incidentReport(fold.done(), setting));
    return exitCodes.done;
  },
};

function hashOf(entry: Entry): string {
  const line = lineOf(entry);
  return line.ok ? sha256(line.value) : '';
}

function timeOf(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
