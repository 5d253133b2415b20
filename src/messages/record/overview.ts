import {
  type CallTally,
  callEndings,
  callsIn,
  type Ending,
  endedOf,
  type Overview,
  type Stopped,
  sumOf,
} from '../../core/record/overview/overview.js';
import { bands } from '../../core/risk/assessment.js';
import { dayMs } from '../../core/shared/durations.js';
import { inertLine } from '../../core/shared/inert.js';
import { callerIds } from '../../core/toolcall/toolcall.js';
import { agentNames } from '../agents/agent-names.js';
import { bandText } from '../cards/card.js';
import { countText } from '../text/count.js';
import { dateAndTime } from '../text/time.js';

/** One bar of a picture: its parts, each with a name by which the style colours it. */
export interface Bar {
  readonly label: string;
  /** What is read to who does not see it, and shown where a pointer rests. */
  readonly spoken: string;
  readonly parts: readonly { readonly name: string; readonly value: number }[];
  /** Beside the bar. */
  readonly note: string;
}

export interface Picture {
  readonly id: string;
  readonly title: string;
  /** What it comes to, in a sentence. */
  readonly says: string;
  /** Both in one, for who does not see it. */
  readonly spoken: string;
  readonly bars: readonly Bar[];
  readonly legend: readonly { readonly name: string; readonly text: string }[];
  /** Columns stand beside each other, over time; rows lie under each other. */
  readonly form: 'columns' | 'rows';
}

/** What the page shows, in words and numbers. */
export interface OverviewWords {
  readonly title: string;
  readonly lead: string;
  /** What of these days is not counted yet; empty where everything is. */
  readonly counting: string;
  readonly figures: readonly { readonly value: string; readonly text: string; readonly isAlarm?: boolean }[];
  readonly pictures: readonly Picture[];
  readonly stopped: {
    readonly title: string;
    readonly says: string;
    readonly calls: readonly {
      readonly command: string;
      readonly where: string;
      readonly ending: string;
      readonly when: string;
    }[];
  };
}

export const overviewTitle = 'Overview';
export const overviewRanges = [7, 30, 90, 180] as const;

const shownTargets = 12;
const shownStopped = 15;

export function rangeText(days: number): string {
  return `${days} days`;
}

export const overviewActions = {
  export: 'Export…',
  refresh: 'Count again',
  record: 'Open the record',
} as const;

export const overviewExportTitle = 'Export the overview';

export function overviewFailedText(detail: string): string {
  return `The record cannot be counted: ${inertLine(detail)}`;
}

export const overviewCountingText = 'The record is being counted…';

function countingText(oldest: string | undefined): string {
  return oldest === undefined
    ? 'The record is being counted.'
    : `Counted back to ${oldest} so far; what is before that comes by itself.`;
}

const endingText: Readonly<Record<Ending, string>> = {
  approved: 'approved',
  denied: 'denied by a person',
  refused: 'refused by a rule',
  expired: 'expired',
  void: 'no longer held',
};

/** The days of a range, oldest first, as the counts name them; the last is today, in UTC. */
export function daysUntil(now: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) =>
    new Date(now - (count - 1 - at) * dayMs).toISOString().slice(0, 10),
  );
}

/** Everything that the page says over the days given. Not `isWhole`: the newest part is counted, and the rest is still to be. */
export function overviewWords(overview: Overview, days: readonly string[], isWhole = true): OverviewWords {
  const within = (of: Overview['days']): readonly (readonly [string, CallTally])[] =>
    days.flatMap((day) => [...(of.get(day) ?? new Map<string, CallTally>())]);
  const byName = (of: Overview['days']): readonly (readonly [string, CallTally])[] => {
    const names = new Map<string, CallTally[]>();
    for (const [name, tally] of within(of)) names.set(name, [...(names.get(name) ?? []), tally]);
    return [...names].map(([name, tallies]) => [name, sumOf(tallies)]);
  };
  const all = sumOf(within(overview.days).map(([, tally]) => tally));
  const calls = callsIn(all);
  const oldest = [...overview.days.keys()].sort()[0];
  const stopped = overview.stopped.filter(({ ts }) => days.includes(new Date(ts).toISOString().slice(0, 10)));
  const perDay = days.map(
    (day) => [day, sumOf((overview.days.get(day) ?? new Map<string, CallTally>()).values())] as const,
  );
  return {
    title: overviewTitle,
    lead: leadOf(all, calls, days.length),
    counting: isWhole || (oldest !== undefined && oldest < (days[0] ?? '')) ? '' : countingText(oldest),
    figures: figuresOf(all, calls),
    pictures: [
      daysPicture(perDay, calls),
      endingsPicture(all),
      waitsPicture(all),
      agentsPicture(byName(overview.days)),
      targetsPicture(byName(overview.targets)),
    ]
      .filter(({ bars }) => bars.length > 0)
      .map((one) => ({ ...one, spoken: `${one.title}. ${one.says}` })),
    stopped: {
      title: 'What the stopped calls would have destroyed',
      says:
        all.spared === 0
          ? 'No call that destroys was stopped in these days.'
          : `${all.spared === 1 ? '1 call that destroys was stopped' : `${number(all.spared)} calls that destroy were stopped`}; ${all.spared > shownStopped ? `the newest ${shownStopped} of them` : 'the newest first'}.`,
      calls: [...stopped].reverse().slice(0, shownStopped).map(stoppedText),
    },
  };
}

function share(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const percent = (100 * part) / whole;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : percent.toFixed(1)} %`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** Whether the agents are worth the risk, in two sentences. */
function leadOf(all: CallTally, calls: number, days: number): string {
  if (calls === 0) return `No agent asked for anything in ${days} days.`;
  const unasked = Math.max(0, calls - all.asked - endedOf(all, 'refused'));
  const damage =
    all.spared === 0
      ? 'Nothing that was stopped would have destroyed anything.'
      : `${number(all.spared)} of those that did not run would have destroyed something.`;
  return `In ${days} days agents asked for ${number(calls)} calls: ${share(unasked, calls)} went through without you, and ${number(all.asked)} needed a person. ${damage}`;
}

function figuresOf(all: CallTally, calls: number): OverviewWords['figures'] {
  const hours = all.spans / 12;
  return [
    { value: number(calls), text: 'calls' },
    { value: number(all.asked), text: `needed a person (${share(all.asked, calls)})` },
    { value: number(endedOf(all, 'approved')), text: 'let through by a person' },
    { value: number(endedOf(all, 'denied') + endedOf(all, 'refused')), text: 'stopped' },
    {
      value: hours === 0 ? '0' : (all.asked / hours).toFixed(1),
      text: 'interruptions an hour of agent work',
    },
    { value: medianText(all), text: 'to a decision, for half of them' },
    { value: number(all.parked), text: 'parked' },
    { value: number(endedOf(all, 'expired')), text: 'expired' },
    {
      value: number(all.alarms),
      text: all.alarms === 1 ? 'alarm' : 'alarms',
      ...(all.alarms > 0 ? { isAlarm: true } : {}),
    },
  ];
}

const waitNames = [
  'under 10 s',
  'under 1 min',
  'under 5 min',
  'under 15 min',
  'under 1 h',
  'longer',
] as const;

function medianText({ waits }: CallTally): string {
  const all = waits.reduce((sum, one) => sum + one, 0);
  if (all === 0) return '\u2013';
  let before = 0;
  for (const [at, count] of waits.entries()) {
    before += count;
    if (before * 2 >= all) return waitNames[at] ?? '';
  }
  return '';
}

function bandParts({ bands: counts }: CallTally): Bar['parts'] {
  return bands.map((band, at) => ({ name: band, value: counts[at] ?? 0 }));
}

const bandLegend = bands.map((band) => ({ name: band, text: bandText[band] }));

function spokenBands(name: string, tally: CallTally): string {
  const parts = bands.flatMap((band, at) => {
    const count = tally.bands[at] ?? 0;
    return count === 0 ? [] : [`${number(count)} ${bandText[band].toLowerCase()}`];
  });
  return `${name}: ${parts.length === 0 ? 'no calls' : parts.join(', ')}`;
}

function daysPicture(
  days: readonly (readonly [string, CallTally])[],
  calls: number,
): Omit<Picture, 'spoken'> {
  const most = Math.max(0, ...days.map(([, tally]) => callsIn(tally)));
  return {
    id: 'days',
    title: 'Calls a day, by band',
    says: `${number(Math.round(calls / Math.max(1, days.length)))} a day on average, ${number(most)} on the busiest.`,
    form: 'columns',
    legend: bandLegend,
    bars:
      calls === 0
        ? []
        : days.map(([day, tally]) => ({
            label: day.slice(5),
            spoken: spokenBands(day, tally),
            parts: bandParts(tally),
            note: '',
          })),
  };
}

function endingsPicture(all: CallTally): Omit<Picture, 'spoken'> {
  const ended = callEndings
    .map((ending) => ({ ending, count: endedOf(all, ending) }))
    .filter(({ count }) => count > 0);
  return {
    id: 'endings',
    title: 'What became of what was held or refused',
    says: ended
      .map(({ ending, count }) => `${number(count)} ${endingText[ending]}`)
      .join(', ')
      .concat('.'),
    form: 'rows',
    legend: [],
    bars: ended.map(({ ending, count }) => ({
      label: endingText[ending],
      spoken: `${endingText[ending]}: ${number(count)}`,
      parts: [{ name: ending, value: count }],
      note: number(count),
    })),
  };
}

function waitsPicture(all: CallTally): Omit<Picture, 'spoken'> {
  const whole = all.waits.reduce((sum, one) => sum + one, 0);
  return {
    id: 'waits',
    title: 'Time to decision',
    says: `${number(whole)} ${whole === 1 ? 'decision' : 'decisions'}, half of them in ${medianText(all)}.`,
    form: 'rows',
    legend: [],
    bars:
      whole === 0
        ? []
        : waitNames.map((name, at) => ({
            label: name,
            spoken: `${name}: ${number(all.waits[at] ?? 0)}`,
            parts: [{ name: 'wait', value: all.waits[at] ?? 0 }],
            note: number(all.waits[at] ?? 0),
          })),
  };
}

function agentName(id: string): string {
  const known = callerIds.find((one) => one === id);
  return known === undefined ? 'Countersign itself' : agentNames[known];
}

function agentsPicture(agents: readonly (readonly [string, CallTally])[]): Omit<Picture, 'spoken'> {
  const rows = agents
    .filter(([, tally]) => callsIn(tally) > 0)
    .sort(([, a], [, b]) => callsIn(b) - callsIn(a));
  return {
    id: 'agents',
    title: 'By agent',
    says: `${countText(rows.length, 'agent', 'agents')}; how often each interrupts, for an hour in which it works.`,
    form: 'rows',
    legend: bandLegend,
    bars: rows.map(([id, tally]) => {
      const hours = tally.spans / 12;
      const rate = hours === 0 ? '0' : (tally.asked / hours).toFixed(1);
      return {
        label: agentName(id),
        spoken: `${spokenBands(agentName(id), tally)}; ${rate} interruptions an hour`,
        parts: bandParts(tally),
        note: `${number(callsIn(tally))} calls, ${number(tally.asked)} asked, ${rate} an hour`,
      };
    }),
  };
}

function targetsPicture(targets: readonly (readonly [string, CallTally])[]): Omit<Picture, 'spoken'> {
  const rows = targets
    .filter(([, tally]) => callsIn(tally) > 0)
    .sort(([, a], [, b]) => b.asked - a.asked || callsIn(b) - callsIn(a));
  const shown = rows.slice(0, shownTargets);
  const more = rows.length - shown.length;
  return {
    id: 'targets',
    title: 'By target',
    says: `${countText(rows.length, 'target was', 'targets were')} reached for${more > 0 ? `; the ${shown.length} that were asked about most` : ''}.`,
    form: 'rows',
    legend: bandLegend,
    bars: shown.map(([name, tally]) => ({
      label: inertLine(name),
      spoken: spokenBands(inertLine(name), tally),
      parts: bandParts(tally),
      note: `${number(tally.asked)} asked, ${number(endedOf(tally, 'denied') + endedOf(tally, 'refused'))} stopped`,
    })),
  };
}

function stoppedText({
  summary,
  targets,
  ts,
  ending,
  agent,
}: Stopped): OverviewWords['stopped']['calls'][number] {
  return {
    command: inertLine(summary).slice(0, 300),
    where: targets.length === 0 ? 'a place that is not known' : targets.map(inertLine).join(', '),
    ending: `${endingText[ending]}, asked by ${agentName(agent)}`,
    when: dateAndTime(ts),
  };
}
