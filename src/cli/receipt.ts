import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeReceipt, verifyReceipt } from '../core/countersign/decode-receipt.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { helpText } from '../messages/cli/help.js';
import {
  cannotWriteText,
  noReceiptText,
  oneReceiptText,
  recordBreakText,
  writtenText,
} from '../messages/cli/record.js';
import { type ReceiptFile, receiptErrorText, receiptFiles } from '../messages/record/receipt.js';
import { recordReceiptFiles } from '../messages/record/record-receipt.js';
import { receiptsAt } from '../node/countersign-parts.js';
import { errorCode } from '../node/files/disk.js';
import { homeFrom } from '../node/files/home.js';
import { recordReceiptFor } from '../node/record/record-receipts.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { parseCommandLine } from './parse.js';

export const receiptCommand: Command = {
  name: 'receipt',
  ...helpText.receipt,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('receipt', args, { dir: { type: 'string' }, json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0) return misuse(terminal, oneReceiptText);
    const home = homeFrom(terminal.env);
    const signed = receiptsAt(home).read(id);
    const recorded = recordReceiptFor(home.record, id);
    if (!recorded.ok) return fail(terminal, recordBreakText(recorded.error));
    const record = recorded.value;
    if (signed === undefined && record === undefined) return fail(terminal, noReceiptText(id));
    if (values.dir === undefined) {
      const text = signed === undefined ? JSON.stringify(record) : new TextDecoder().decode(signed);
      const checked = signed === undefined ? ok([]) : signedFiles(signed);
      if (!checked.ok) return fail(terminal, checked.error);
      await terminal.out(`${text}\n`);
      return exitCodes.done;
    }
    const countersigned = signed === undefined ? ok([]) : signedFiles(signed);
    if (!countersigned.ok) return fail(terminal, countersigned.error);
    const files = [...countersigned.value, ...(record === undefined ? [] : recordReceiptFiles(record))];
    const folder = resolve(terminal.cwd, values.dir);
    try {
      mkdirSync(folder);
      for (const { name, text } of files) writeFileSync(join(folder, name), text, { flag: 'wx' });
    } catch (error) {
      return fail(terminal, cannotWriteText(folder, errorCode(error)));
    }
    await terminal.out(
      `${writtenText(
        folder,
        files.map(({ name }) => name),
      )}\n`,
    );
    return exitCodes.done;
  },
};

/** The files of a countersigned request's receipt, once it holds. */
function signedFiles(bytes: Uint8Array): Result<readonly ReceiptFile[], string> {
  const decoded = decodeReceipt(bytes);
  const proof = decoded.ok ? verifyReceipt(decoded.value) : decoded;
  if (!decoded.ok) return err(receiptErrorText(decoded.error));
  if (!proof.ok) return err(receiptErrorText(proof.error));
  const text = new TextDecoder().decode(bytes);
  return ok([...receiptFiles(decoded.value, proof.value), { name: 'receipt.json', text }]);
}
