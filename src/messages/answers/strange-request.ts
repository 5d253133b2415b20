import type { RequestError } from '../../core/countersign/request.js';

/** Why a message at the courier is no request by anybody of the team. */
export const strangeText: Readonly<Record<RequestError['code'], string>> = {
  unreadable: 'it cannot be read',
  'unknown-fields': 'it has another form than a request',
  'newer-version': 'it was made by a newer version of Countersign: update to read it',
  'bad-signature': 'its signature does not hold: it was changed on the way, or never signed',
  'not-in-roster': 'it is signed by nobody of the roster',
  'other-key': 'it names another key than the one that signed it',
  'other-id': 'it lies under another name than its own',
  'call-differs': 'what it shows is not what it binds',
  clock: 'it comes from a clock that is more than two minutes ahead',
  expired: 'it has expired',
};
