import { helpText } from '../messages/cli/help.js';
import { type Command, misuse } from './command.js';
import { parseCommandLine } from './parse.js';
import { checkArchive } from './verify-archive.js';
import { checkReceiptDemand, demandOptions } from './verify-demand.js';
import { checkExport } from './verify-export.js';
import { checkOwnRecord } from './verify-own-record.js';
import { checkReceipts } from './verify-receipt.js';
import { chooseWitness } from './verify-witness.js';

export const verifyCommand: Command = {
  name: 'verify',
  ...helpText.verify,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('verify', args, {
      json: { type: 'boolean' },
      roster: { type: 'string' },
      checkpoint: { type: 'string' },
      witness: { type: 'string' },
      ...demandOptions,
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { positionals, values } = parsed.value;
    const demanded = await checkReceiptDemand(positionals, values, terminal);
    if (demanded !== undefined) return demanded;
    const archived = await checkArchive(positionals, values.json === true, terminal);
    if (archived !== undefined) return archived;
    const exported = await checkExport(positionals, values, terminal);
    if (exported !== undefined) return exported;
    const checked = await checkReceipts(positionals, values, terminal);
    if (checked !== undefined) return checked;
    if (values.witness !== undefined) return chooseWitness(values.witness, terminal);
    return checkOwnRecord(positionals, values, terminal);
  },
};
