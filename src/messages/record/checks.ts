import { hourMs } from '../../core/shared/durations.js';
import { inertLine } from '../../core/shared/inert.js';

/** Names of the pages, in the editor. */
export const checkPages = { verify: 'Is the record whole', report: 'Incident report' } as const;

export const verifyingText = 'The record is held against its chain and everybody who has seen it\u2026';
export const reportingText = 'The incident report is written\u2026';
export const notWholeText = 'The record does not hold. The page says where, and who saw it before.';

export function checkFailedText(detail: string): string {
  return `The record could not be read: ${inertLine(detail)}`;
}

/** What `verify` said, for a page: its own name in front of what it found wrong says nothing here. */
export function verifiedPage(said: string, now: number): string {
  const lines = said.split('\n').map((line) => line.replace(/^countersign: /, ''));
  return `${lines.join('\n').trimEnd()}\n\nLooked at ${new Date(now).toISOString().slice(0, 19)}Z, by countersign verify.\n`;
}

interface ReportTime {
  readonly label: string;
  /** Milliseconds back from now; undefined where a person says both ends. */
  readonly backMs: number | undefined;
}

export const stretches: readonly ReportTime[] = [
  { label: 'The last hour', backMs: hourMs },
  { label: 'The last 24 hours', backMs: 24 * hourMs },
  { label: 'The last 7 days', backMs: 7 * 24 * hourMs },
  { label: 'From a time to a time\u2026', backMs: undefined },
];

export const stretchText = {
  title: 'Incident Report: over which time?',
  from: 'From when, in UTC: 2026-11-29 or 2026-11-29T10:00:00Z',
  to: 'Until when, in UTC; empty means now',
} as const;
