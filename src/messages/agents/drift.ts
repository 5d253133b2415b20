import type { Despite } from '../../core/record/entry.js';
import { inertLine } from '../../core/shared/inert.js';
import type { Drift, DriftKind } from '../../core/toolcall/health.js';

/** What took a guard away, in few words: the file's name stands in the entry of the record. */
export function driftText({ problem, file, line }: Omit<Drift, 'agent'>): string {
  const where = line === 0 ? inertLine(file) : `${inertLine(file)} line ${line}`;
  return `${driftNouns[problem]} ${where}`;
}

const driftNouns: Readonly<Record<DriftKind, string>> = {
  drifted: 'its entry changed in',
  removed: 'its entry removed from',
  untrusted: 'its hook untrusted in',
  unreadable: 'settings unreadable in',
  dropped: 'the file dropped for',
  'switched-off': 'hooks switched off by',
  replaced: 'its doorbell changed in',
};

/** What a call was answered that ran all the same. */
export const despiteText: Readonly<Record<Despite, string>> = {
  held: 'it was held, and nobody had said yes',
  parked: 'it was told to ask again later',
  denied: 'it was denied',
  expired: 'its request had expired',
  void: 'its approval was void',
};
