import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeReceipt, verifyReceipt } from '../core/countersign/decode-receipt.js';
import { helpText } from '../messages/cli/help.js';
import { cannotWriteText, noReceiptText, oneReceiptText, writtenText } from '../messages/cli/record.js';
import { receiptErrorText, receiptFiles } from '../messages/record/receipt.js';
import { receiptsAt } from '../node/countersign-parts.js';
import { homeFrom } from '../node/files/home.js';
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
    const bytes = receiptsAt(homeFrom(terminal.env)).read(id);
    if (bytes === undefined) {
      return fail(terminal, noReceiptText(id));
    }
    const decoded = decodeReceipt(bytes);
    const proof = decoded.ok ? verifyReceipt(decoded.value) : decoded;
    if (!decoded.ok || !proof.ok) return fail(terminal, proof.ok ? id : receiptErrorText(proof.error));
    if (values.dir === undefined) {
      await terminal.out(`${new TextDecoder().decode(bytes)}\n`);
      return exitCodes.done;
    }
    const folder = resolve(terminal.cwd, values.dir);
    const files = [
      ...receiptFiles(decoded.value, proof.value),
      { name: 'receipt.json', text: new TextDecoder().decode(bytes) },
    ];
    try {
      mkdirSync(folder);
      for (const { name, text } of files) writeFileSync(join(folder, name), text, { flag: 'wx' });
    } catch (error) {
      return fail(terminal, cannotWriteText(folder, error instanceof Error ? error.message : undefined));
    }
    const names = files.map((file) => file.name);
    await terminal.out(`${writtenText(folder, names)}\n`);
    return exitCodes.done;
  },
};
