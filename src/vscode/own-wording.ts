import { arrivalWords } from '../words/announce.js';
import { cardOf } from '../words/card.js';
import { cardLabels, emptyWords } from '../words/labels.js';
import type { Wording } from './live-view.js';

/** What this window's own requests are shown with. */
export const ownWording: Wording = {
  labels: cardLabels,
  empty: emptyWords,
  card: cardOf,
  arrival: arrivalWords,
};
