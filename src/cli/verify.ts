import { resolve } from 'node:path';
import { newerText } from '../messages/record/record.js';
import { homeFrom } from '../node/home.js';
import { segmentPaths } from '../node/segments.js';
import { type RecordBreak, verifyRecord } from '../node/verify-record.js';
import { type Command, exitCodes, misuse } from './command.js';
import { parseCommandLine } from './parse.js';
import { checkReceiptDemand, demandOptions } from './verify-demand.js';
import { checkReceipts } from './verify-receipt.js';

export const verify: Command = {
  name: 'verify',
  summary: 'checks that the record is whole: no entry changed, removed or put in',
  help: `countersign verify [FILE...] [--roster FILE] [--json]
countersign verify RECEIPT --require countersigned|confirmed (--roster FILE | --pinned) [--policy DIGEST] [--target GLOB]
                   [--command-digest D] [--max-age MIN] [--once STORE] [--json]

Checks the hash chain of the record under $COUNTERSIGN_HOME, or of the segment files named, oldest first. It finds any
entry that was changed, removed or put in. Entries cut off at the end leave no trace in the chain itself: compare the
head that is printed with one that was noted elsewhere.

A FILE that is a receipt is checked as one: every signature, who signed, and whether they suffice.

  --roster FILE  the allowed_signers by which a receipt must hold (default: the one accepted for this directory's
                 repository, else the one that the receipt carries)
  --json  one JSON object instead of words

The second form is what stands before a credential. Only what a key of the roster has signed is believed.

  --require countersigned  enough other persons have signed; confirmed: the requester has, and nobody refused
  --pinned            the roster and the policy accepted for this directory's repository
  --policy DIGEST     the policy and roster that both sides signed under
  --target GLOB       a target of the call: name, account, system:name or system:account
  --command-digest D  SHA-256 of the command's bytes, or the call's digest as the record has it
  --max-age MIN       minutes since the last signature that was needed
  --once STORE        a folder (made where there is nothing) or a file that remembers each receipt: it passes once

Exit code: 0 it holds, 30 a break-glass that holds otherwise, 1 it does not or cannot be read, 2 usage.
`,
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
      await terminal.error(`countersign: ${breakWords(verified.error)}\n`);
      return exitCodes.failure;
    }
    const { size, head, newer } = verified.value;
    const words = `The record holds: ${size} entries, head ${head}\n`;
    await terminal.out(isJson ? `${JSON.stringify({ ok: true, entries: size, head, newer })}\n` : words);
    if (newer > 0) await terminal.error(`countersign: ${newerText(newer)}\n`);
    return exitCodes.done;
  },
};

/** Where and how a record breaks, on one line. */
export function breakWords(found: RecordBreak): string {
  if (found.code === 'unreadable') return `expected to read ${found.file}, got ${found.detail}`;
  const { file, seq, expected, got, code } = found;
  return `the chain breaks at entry ${seq} of ${file}: expected ${expected}, got ${got} (${code})`;
}
