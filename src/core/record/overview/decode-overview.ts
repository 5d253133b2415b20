import * as v from 'valibot';
import { bands } from '../../risk/assessment.js';
import { parseJson } from '../../shared/json.js';
import { callEndings, type Overview, waitEnds } from './overview.js';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const counts = (length: number) => v.pipe(v.array(count), v.length(length));

const tallyShape = v.strictObject({
  bands: counts(bands.length),
  asked: count,
  parked: count,
  alarms: count,
  ended: counts(callEndings.length),
  waits: counts(waitEnds.length + 1),
  spans: count,
  spared: count,
});

const namesShape = v.array(v.tuple([v.string(), tallyShape]));
const daysShape = v.array(v.tuple([v.string(), namesShape]));

/** What is kept of a part of a record that is written to no more. */
const keptShape = v.strictObject({
  v: v.literal(2),
  /** Of the part: its bytes, and the SHA-256 of its last line. */
  size: count,
  last: v.string(),
  days: daysShape,
  targets: daysShape,
  stopped: v.array(
    v.strictObject({
      seq: count,
      ts: count,
      summary: v.string(),
      targets: v.array(v.string()),
      band: v.string(),
      agent: v.string(),
      ending: v.picklist(callEndings),
    }),
  ),
});

export interface PartMark {
  readonly size: number;
  readonly last: string;
}

export function keptText({ size, last }: PartMark, { days, targets, stopped }: Overview): string {
  const listed = (all: Overview['days']) => [...all].map(([day, names]) => [day, [...names]]);
  return JSON.stringify({ v: 2, size, last, days: listed(days), targets: listed(targets), stopped });
}

/** What was kept of the very same part; undefined where it was another, or nothing that can be read. */
export function keptOverview(text: string, { size, last }: PartMark): Overview | undefined {
  const read = v.safeParse(keptShape, parseJson(text));
  if (!read.success || read.output.size !== size || read.output.last !== last) return undefined;
  const mapped = (all: (typeof read.output)['days']): Overview['days'] =>
    new Map(all.map(([day, names]) => [day, new Map(names)]));
  const { days, targets, stopped } = read.output;
  return { days: mapped(days), targets: mapped(targets), stopped };
}
