import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';

/** What `export` says besides what it exports. */
export const exportText = {
  format: (got: string) => `expected --format ocsf or csv, got ${inertLine(got)}`,
  since: (got: string) =>
    `expected --since to be an entry's number or a time such as 2026-11-29T10:00:00Z, got ${inertLine(got)}`,
  future: (got: string) => `expected --since to be a time that has been, got ${inertLine(got)}`,
  otlp: (got: string) =>
    `expected --otlp to be an address such as http://127.0.0.1:4318, got ${inertLine(got)}`,
  dir: 'expected --dir with --format ocsf and without --otlp',
  otlpFormat: (got: string) => `expected --otlp with --format ocsf, got --format ${inertLine(got)}`,
  refused: ({ next, detail }: { readonly next: number; readonly detail: string }) =>
    `the collector did not take entry ${next} and those behind it (${inertLine(detail)}); go on with --since ${next}`,
  sent: ({ count, next }: { readonly count: number; readonly next: number }) =>
    `${countText(count, 'entry was', 'entries were')} taken; go on later with --since ${next}`,
};
