import { callEndings, type Overview, waitEnds } from '../../core/record/overview/overview.js';
import { bands } from '../../core/risk/assessment.js';

const columns = [
  'day',
  'agent',
  ...bands,
  'asked',
  'parked',
  'alarms',
  ...callEndings,
  ...waitEnds.map((seconds) => `decided in ${seconds} s`),
  'decided later',
  'five-minute spans',
  'stopped that would have destroyed',
];

/** One line a day and agent, for a spreadsheet. */
export function overviewCsv({ days }: Overview): string {
  const rows = [...days]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([day, agents]) =>
      [...agents].map(([agent, one]) =>
        [
          day,
          agent,
          ...one.bands,
          one.asked,
          one.parked,
          one.alarms,
          ...one.ended,
          ...one.waits,
          one.spans,
          one.spared,
        ].join(','),
      ),
    );
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

export function overviewJson({ days, targets, stopped }: Overview): string {
  const objects = (all: Overview['days']): object =>
    Object.fromEntries([...all].map(([day, names]) => [day, Object.fromEntries(names)]));
  const terms = { bands, endings: callEndings, waitsInSeconds: waitEnds };
  return `${JSON.stringify({ terms, days: objects(days), targets: objects(targets), stopped }, null, 2)}\n`;
}
