import type { GateProof, GateRefusal } from '../../core/countersign/credential-gate.js';
import { inertLine } from '../../core/shared/inert.js';
import { dateAndTime } from '../text/time.js';

const leads: Readonly<Record<GateRefusal['code'], string>> = {
  unreadable: 'the receipt cannot be read',
  request: 'the request does not hold by this roster',
  'key-not-valid': "the requester's key is not valid now",
  policy: 'it was signed under another policy or roster',
  denied: 'somebody has refused the call',
  'not-countersigned': 'the countersignatures do not suffice',
  target: 'the call has another target',
  command: 'it is another call',
  future: 'it was signed in the future',
  'too-old': 'it was signed too long ago',
};

/** Why a receipt opens no credential. */
export function gateRefusalText({ code, detail }: GateRefusal): string {
  return `${leads[code]} (${inertLine(detail)})`;
}

/** What a receipt that opens a credential shows, on one line. */
export function gateProofText({ statement, signers, signedAt }: GateProof): string {
  const call = `${inertLine(statement.name)} of ${inertLine(statement.requester.person)}`;
  const at = dateAndTime(signedAt);
  if (statement.kind === 'break-glass')
    return `Break-glass: ${call} without countersignatures, at ${at}: ${inertLine(statement.reason)}`;
  const by = signers.length > 0 ? `countersigned by ${signers.map(inertLine).join(', ')}` : 'confirmed';
  return `The receipt holds: ${call}, ${by}, at ${at}.`;
}

export const usedText = 'the receipt was used before';
