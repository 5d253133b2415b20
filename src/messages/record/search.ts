import type { QueryField } from '../../core/record/query.js';
import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';

/** Where entries are looked for, and how. */
export const searchText = {
  title: 'Search the Record',
  placeholder: 'Words, or band: outcome: agent: target: person: before them. All have to fit.',
  newest: 'Show the newest entries',
  parts: 'Only entries with',
  values: 'Found in the newest entries',
} as const;

export const queryFieldText: Readonly<Record<QueryField, string>> = {
  band: 'how grave it was: production, ask, note, quiet or forbidden',
  outcome: 'what became of it: approved, denied, ran, expired and others',
  agent: 'which agent asked',
  target: 'what it would have reached',
  person: 'who asked, decided or signed',
};

/** The words of the record's own kinds of entries that a person looks for, and what they say. */
export const outcomeText: Readonly<Record<string, string>> = {
  passed: 'let through without a person',
  held: 'a person was asked',
  parked: 'the agent was told to ask again later',
  approved: 'a person or peers said yes',
  denied: 'a person, a peer or a rule said no',
  released: 'the one run was given',
  ran: 'it ran',
  failed: 'it ran and failed',
  expired: 'nobody answered in time',
  void: 'an approval counts no more',
  slipped: 'it ran without having rung, or despite a no',
  'break-glass': 'let run without the countersignatures it needed',
  drifted: 'an agent\u2019s guard was taken away',
  loosening: 'a file of the workspace would have loosened something',
};

export function searchForText(typed: string): string {
  return `Search for ${inertLine(typed)}`;
}

/** Above the entries that were found. */
export function foundText(typed: string, found: number, state: 'looking' | 'whole' | 'more'): string {
  const lead = inertLine(typed);
  const entries = countText(found, 'entry', 'entries');
  if (state === 'looking') return `${lead}: ${entries} so far, looking on\u2026`;
  if (found === 0) return `${lead}: no entry fits.`;
  return state === 'more' ? `${lead}: the newest ${entries}; there are more` : `${lead}: ${entries}`;
}

export const olderText = {
  label: 'Show older entries',
  tooltip: 'The entries before the last one shown',
} as const;

export function entryGoneText(seq: number): string {
  return `Entry ${seq} is not in the record: it was let go, or the record is another one now.`;
}

export function searchFailedText(detail: string): string {
  return `The record cannot be looked through: ${inertLine(detail)}`;
}

export const openingEntryText = 'The entry is being looked up\u2026';

export function entryPageTitle(seq: number): string {
  return `Entry ${seq}`;
}
