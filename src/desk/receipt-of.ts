import type { SentRequest } from '../core/approval/sent-request.js';
import { decodeEnvelope } from '../core/countersign/decode-envelope.js';
import type { Receipt } from '../core/countersign/receipt.js';
import type { Trust } from '../core/countersign/trust.js';
import { canonical } from '../core/shared/canonical.js';

/** The receipt of a decision, as it is kept: RFC 8785 JSON. */
export function receiptOf(sent: SentRequest, trust: Trust, decidedAt: number): Uint8Array {
  const answers = sent.answers.flatMap((text) => {
    const envelope = decodeEnvelope(new TextEncoder().encode(text));
    return envelope.ok ? [envelope.value] : [];
  });
  const receipt: Receipt = {
    v: 1,
    request: { statement: sent.statement, signatures: [sent.signature] },
    answers,
    roster: trust.rosterText,
    policyDigest: trust.policyDigest,
    decidedAt,
  };
  const text = canonical(receipt);
  return new TextEncoder().encode(text.ok ? text.value : '');
}
