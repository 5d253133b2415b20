import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';

/** What `export` says besides what it exports. */
export const exportText = {
  format: (got: string) => `expected --format ocsf or csv, got ${inertLine(got)}`,
  since: (got: string) =>
    `expected --since to be an entry's number or a time such as 2026-11-29T10:00:00Z, got ${inertLine(got)}`,
  otlp: (got: string) => `expected --otlp to be an http address, with --format ocsf, got ${inertLine(got)}`,
  refused: ({ next, detail }: { readonly next: number; readonly detail: string }) =>
    `the collector did not take entry ${next} and those behind it (${inertLine(detail)}); go on with --since ${next}`,
  sent: ({ count, next }: { readonly count: number; readonly next: number }) =>
    `${countText(count, 'entry was', 'entries were')} taken; go on later with --since ${next}`,
};
