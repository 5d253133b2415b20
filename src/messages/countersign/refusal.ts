import type { Refusal } from '../../protocol/decision.js';

/** Why a decision was not taken, and what to do. */
export const refusalText: Readonly<Record<Refusal, string>> = {
  'unknown-request': 'This request is gone. The agent may ask again.',
  'already-decided': 'This request was decided elsewhere.',
  expired: 'This request has expired. The agent may ask again.',
  'digest-changed': 'The call changed while it was shown. Read it again, then decide.',
  'name-not-typed': 'The name was not typed exactly. Type it as shown.',
  'needs-countersignatures':
    'This call needs peers\u2019 countersignatures, and this window cannot ask for them. Open the folder of the team\u2019s repository, then approve there.',
  'hook-unaccepted':
    'A hook of this workspace can rewrite this call after your yes. Remove it, or accept it as it stands, then approve again.',
  'record-failed':
    'The decision could not be recorded, so nothing was released. Make room on the disk, then decide again.',
};
