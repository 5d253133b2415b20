import { checkpointLine } from '../core/record/checkpoint/checkpoint.js';
import type { Entry } from '../core/record/entry.js';
import { lineOf } from '../core/record/line.js';
import { type Incident, IncidentFold } from '../core/record/report/incident.js';
import { ReviewFold } from '../core/record/reviews.js';
import { sha256 } from '../core/shared/digest.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { titleOf } from '../messages/cards/effect.js';
import { helpText } from '../messages/cli/help.js';
import { recordBreakText } from '../messages/cli/record.js';
import { noWordsExpectedText } from '../messages/cli/usage.js';
import { incidentReport, type ReportSetting, reportText } from '../messages/record/incident-report.js';
import { homeFrom } from '../node/files/home.js';
import { productVersion } from '../node/product-version.js';
import { isOwnEntry } from '../node/record/entry-macs.js';
import { exportedEntries, exportSource } from '../node/record/exported.js';
import { ownWord } from '../node/record/sightings.js';
import { Tree } from '../node/record/tree.js';
import { keptRequest } from '../node/requests/kept-request.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { parseCommandLine } from './parse.js';
import { timeOf } from './time-of.js';

export const reportCommand: Command = {
  name: 'report',
  ...helpText.report,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('report', args, {
      from: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    if (positionals.length > 0) return misuse(terminal, noWordsExpectedText(positionals));
    const now = Date.now();
    const stretch = stretchOf(values, now);
    if (!stretch.ok) return misuse(terminal, stretch.error);
    const { from, to } = stretch.value;
    const { root, record: folder } = homeFrom(terminal.env);
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
      titleOf: titlesOf(root),
      reviews: reviews.open(),
      now,
    };
    const incident = fold.done();
    const report = incidentReport(incident, setting);
    await terminal.out(values.json ? `${JSON.stringify(reportObject(incident, setting, report))}\n` : report);
    return exitCodes.done;
  },
};

/** What cards said, where they are kept and are of the call that the record names. */
function titlesOf(home: string): ReportSetting['titleOf'] {
  return (request, digest) => {
    const kept = keptRequest(home, request);
    if (kept.kind !== 'kept' || kept.request.digest !== digest) return undefined;
    const { assessment, call } = kept.request;
    return titleOf(assessment, call);
  };
}

function hashOf(entry: Entry): string {
  const line = lineOf(entry);
  return line.ok ? sha256(line.value) : '';
}

/** The same for programs: which entries belong to what, by their numbers, and the document itself. */
function reportObject(
  { unasked, stories, refused, alarms, events }: Incident,
  { from, to, origin, machine, size, checkpoint }: ReportSetting,
  report: string,
): object {
  const numbers = (entries: readonly Entry[]): readonly number[] => entries.map(({ seq }) => seq);
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    record: { origin, machine, entries: size, checkpoint: checkpoint ?? null },
    passed: [...unasked.values()].reduce((sum, count) => sum + count, 0),
    requests: stories.map(({ request, facts, entries, ran }) => ({
      request,
      summary: facts?.summary ?? null,
      entries: numbers(ran === undefined ? entries : [...entries, ran]),
    })),
    refused: numbers(refused),
    alarms: numbers(alarms),
    events: numbers(events),
    report,
  };
}

/** Both ends of the stretch, or why they are none. */
function stretchOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: number,
): Result<{ readonly from: number; readonly to: number }, string> {
  const ends = { from: timeOf(from, 0), to: timeOf(to, now) };
  for (const [option, given, at] of [
    ['--from', from, ends.from],
    ['--to', to, ends.to],
  ] as const) {
    if (at === undefined) return err(reportText.time(option, given ?? ''));
    if (at > now) return err(reportText.future(option, given ?? '', now));
  }
  const { from: first = 0, to: last = now } = ends;
  return first > last ? err(reportText.order(from ?? '', to ?? '')) : ok({ from: first, to: last });
}
