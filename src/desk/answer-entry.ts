import type { Measured } from '../core/countersign/threshold.js';
import type { EntryBody } from '../core/record/entry.js';
import type { Carried } from './resolve.js';

/** What the record holds of an answer that came. `answer` is SHA-256, hex, of its envelope. */
export function answerEntry(measured: Measured, answer: string, { id, sent }: Carried): EntryBody {
  const about = { request: id, statement: sent.digest, answer };
  if (!measured.ok) {
    return { ...about, type: 'answer.refused', code: measured.code, detail: measured.detail };
  }
  const { person, presence, statement } = measured.answer;
  const signature = { ...about, person, presence, fingerprint: statement.approver.fingerprint };
  return statement.decision === 'approval'
    ? { ...signature, type: 'approval.received' }
    : { ...signature, type: 'denial.received', reason: statement.comment };
}
