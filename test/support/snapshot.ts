/** What the extension would post to a card's view, for requests of a test. */
import type { Request } from '../../src/core/approval/request.js';
import { type CardContext, cardOf } from '../../src/messages/cards/card.js';
import { cardLabels, emptyText, guardUp } from '../../src/messages/cards/labels.js';
import type { Snapshot } from '../../src/protocol/card.js';
import { noon } from './requests.js';

export const nonce = '5'.repeat(32);

/** `saidOf`: who is asked what a place is, and what they have said; nobody where it is absent. */
export function snapshotOf(
  requests: readonly Request[],
  change: Partial<Snapshot> = {},
  saidOf?: CardContext['saidOf'],
): Snapshot {
  const surface = change.surface ?? 'view';
  const surroundings = { machine: 'host', window: 'cost-explorer', branch: () => 'main' };
  const cards = requests.map((request) =>
    cardOf(request, { now: noon, surface, surroundings, refused: undefined, ...(saidOf && { saidOf }) }),
  );
  const still = { nonce, guard: guardUp, labels: cardLabels, empty: emptyText, announcement: '' };
  return { v: 1, kind: 'snapshot', surface, cards, ...still, ...change };
}
