import { arrivalWords } from '../../messages/window/announce.js';
import { cardOf } from '../../messages/cards/card.js';
import { cardLabels, emptyWords } from '../../messages/cards/labels.js';
import type { Wording } from './live-view.js';

/** What this window's own requests are shown with. */
export const ownWording: Wording = {
  labels: cardLabels,
  empty: emptyWords,
  card: cardOf,
  arrival: arrivalWords,
};
