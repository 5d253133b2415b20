/** Receipts as a requester would hand them in, made by keys in software. */
import type { AnswerStatement } from '../../src/core/countersign/answer-statement.js';
import { decodeEnvelope } from '../../src/core/countersign/decode-envelope.js';
import type { Envelope } from '../../src/core/countersign/envelope.js';
import type { Receipt } from '../../src/core/countersign/receipt.js';
import type { RequestStatement } from '../../src/core/countersign/request-statement.js';
import { formatRoster } from '../../src/core/countersign/roster-text.js';
import { canonical } from '../../src/core/shared/canonical.js';
import {
  answerBytes,
  type Keys,
  mara,
  requestBytes,
  rosterOf,
  statement,
  trustOf,
} from './countersigners.js';

export interface ReceiptGiven {
  readonly keys: Keys;
  /** When it was asked and answered, Unix milliseconds. */
  readonly at: number;
  readonly request?: Partial<RequestStatement>;
  /** Who signs, and what they falsify. */
  readonly answers?: readonly (readonly [person: string, change?: Partial<AnswerStatement>])[];
  /** What the receipt says beside what was signed. */
  readonly beside?: Partial<Receipt>;
}

export function receiptFor({
  keys,
  at,
  request: change = {},
  answers = [],
  beside = {},
}: ReceiptGiven): Receipt {
  const request = statement(keys, { createdAt: at, approveBy: at + 15 * 60_000, ...change });
  return {
    v: 1,
    request: envelopeIn(requestBytes(request, keys[mara])),
    answers: answers.map(([person, falsified]) =>
      envelopeIn(answerBytes(request, person, keys[person], { signedAt: at + 30_000, ...falsified })),
    ),
    roster: formatRoster(rosterOf(keys)),
    policyDigest: trustOf(keys).policyDigest,
    decidedAt: at + 30_000,
    ...beside,
  };
}

export function receiptText(receipt: Receipt): string {
  const text = canonical(receipt);
  if (!text.ok) throw new Error(text.error.code);
  return text.value;
}

function envelopeIn(bytes: Uint8Array): Envelope {
  const envelope = decodeEnvelope(bytes);
  if (!envelope.ok) throw new Error(envelope.error.code);
  return envelope.value;
}
