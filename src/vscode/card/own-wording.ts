import { cardOf } from '../../messages/cards/card.js';
import { cardLabels, emptyText } from '../../messages/cards/labels.js';
import { arrivalText } from '../../messages/window/announce.js';
import type { Wording } from './live-view.js';

/** What this window's own requests are shown with. */
export const ownWording: Wording = {
  labels: cardLabels,
  empty: emptyText,
  card: cardOf,
  arrival: arrivalText,
};
