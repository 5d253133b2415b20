import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeReceipt, verifyReceipt } from '../core/countersign/decode-receipt.js';
import { receiptErrorText, receiptFiles } from '../messages/record/receipt.js';
import { receiptsAt } from '../node/countersign-parts.js';
import { homeFrom } from '../node/home.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { parseCommandLine } from './parse.js';

export const receipt: Command = {
  name: 'receipt',
  summary: 'the self-contained proof of one countersigned decision',
  help: `countersign receipt ID [--dir DIR] [--json]

Prints the receipt of a request of this machine (CS-142): the signed request, every signature and the roster by which
they count. It can be checked years later by countersign verify FILE.

  --dir DIR  writes it into a new directory instead, as files for stock ssh-keygen, with the commands that check them
  --json     the receipt as one JSON object (the same without --dir)
`,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('receipt', args, { dir: { type: 'string' }, json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0) return misuse(terminal, 'expected one ID such as CS-142');
    const bytes = receiptsAt(homeFrom(terminal.env)).read(id);
    if (bytes === undefined) {
      return fail(
        terminal,
        `expected a countersigned request of this machine, got ${id}, of which there is no receipt`,
      );
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
      return fail(
        terminal,
        `expected to write ${folder}, got ${error instanceof Error ? error.message : 'a failure'}`,
      );
    }
    await terminal.out(`Written to ${folder}: ${files.map((file) => file.name).join(', ')}\n`);
    return exitCodes.done;
  },
};
