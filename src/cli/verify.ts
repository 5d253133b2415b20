import { resolve } from 'node:path';
import { helpText } from '../messages/cli/help.js';
import { recordBreakText, recordHoldsText } from '../messages/cli/record.js';
import { newerText } from '../messages/record/record.js';
import { homeFrom } from '../node/files/home.js';
import { segmentPaths } from '../node/record/segments.js';
import { verifyRecord } from '../node/record/verify-record.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { parseCommandLine } from './parse.js';
import { checkReceiptDemand, demandOptions } from './verify-demand.js';
import { checkReceipts } from './verify-receipt.js';

export const verifyCommand: Command = {
  name: 'verify',
  ...helpText.verify,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('verify', args, {
      json: { type: 'boolean' },
      roster: { type: 'string' },
      ...demandOptions,
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { positionals, values } = parsed.value;
    const demanded = await checkReceiptDemand(positionals, values, terminal);
    if (demanded !== undefined) return demanded;
    const checked = await checkReceipts(parsed.value.positionals, parsed.value.values, terminal);
    if (checked !== undefined) return checked;
    const isJson = parsed.value.values.json === true;
    const named = parsed.value.positionals.map((file) => resolve(terminal.cwd, file));
    const verified = verifyRecord(named.length > 0 ? named : segmentPaths(homeFrom(terminal.env).record));
    if (!verified.ok) {
      if (isJson) await terminal.out(`${JSON.stringify({ ok: false, ...verified.error })}\n`);
      return fail(terminal, recordBreakText(verified.error));
    }
    const { size, head, newer } = verified.value;
    await terminal.out(
      isJson
        ? `${JSON.stringify({ ok: true, entries: size, head, newer })}\n`
        : `${recordHoldsText(size, head)}\n`,
    );
    if (newer > 0) await fail(terminal, newerText(newer));
    return exitCodes.done;
  },
};
