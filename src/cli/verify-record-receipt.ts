import { resolve } from 'node:path';
import { decodeRecordReceipt, verifyRecordReceipt } from '../core/record/decode-record-receipt.js';
import { receiptExpectedText } from '../messages/cli/record.js';
import { recordProofText, recordReceiptErrorText } from '../messages/record/record-receipt.js';
import { diskText } from '../node/files/disk.js';
import { exitCodes, fail, type Terminal } from './command.js';

/** Checks files that say what a record says of a request. Undefined when the first of them is none. */
export async function checkRecordReceipts(
  files: readonly string[],
  isJson: boolean,
  terminal: Terminal,
): Promise<number | undefined> {
  const receiptIn = (file: string) => decodeRecordReceipt(diskText(resolve(terminal.cwd, file)) ?? '');
  if (files[0] === undefined || receiptIn(files[0]) === undefined) return undefined;
  let code: number = exitCodes.done;
  for (const file of files) {
    const receipt = receiptIn(file);
    if (receipt === undefined) return fail(terminal, receiptExpectedText(file));
    const proof = receipt.ok ? verifyRecordReceipt(receipt.value) : receipt;
    if (!proof.ok) {
      if (isJson) await terminal.out(`${JSON.stringify({ ok: false, file, ...proof.error })}\n`);
      code = await fail(terminal, `${file}: ${recordReceiptErrorText(proof.error)}`);
      continue;
    }
    const { request, origin, size, entries } = proof.value;
    const told = { ok: true, file, kind: 'record', name: request, origin, size, entries };
    await terminal.out(isJson ? `${JSON.stringify(told)}\n` : `${recordProofText(proof.value)}\n`);
  }
  return code;
}
