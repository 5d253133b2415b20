import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type ChainHead, emptyChain, extendChain } from '../core/record/verify.js';
import { errorCode } from '../node/disk.js';
import { homeFrom } from '../node/home.js';
import { segmentPaths } from '../node/segments.js';
import { type Command, exitCodes, misuse, type Terminal } from './command.js';
import { parseCommandLine } from './parse.js';

export const verify: Command = {
  name: 'verify',
  summary: 'checks that the record is whole: no entry changed, removed or put in',
  help: `countersign verify [FILE...] [--json]

Checks the hash chain of the record under $COUNTERSIGN_HOME, or of the segment files named, oldest first. It finds any
entry that was changed, removed or put in. Entries cut off at the end leave no trace in the chain itself: compare the
head that is printed with one that was noted elsewhere.

  --json  one JSON object instead of words

Exit code: 0 the chain holds, 1 it does not or cannot be read.
`,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('verify', args, { json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const named = parsed.value.positionals.map((file) => resolve(terminal.cwd, file));
    const files = named.length > 0 ? named : segmentPaths(homeFrom(terminal.env).record);
    return verifyFiles(files, parsed.value.values.json === true, terminal);
  },
};

async function verifyFiles(files: readonly string[], isJson: boolean, terminal: Terminal): Promise<number> {
  let chain: ChainHead = emptyChain;
  for (const file of files) {
    try {
      for await (const line of linesIn(file)) {
        const step = extendChain(chain, line);
        if (!step.ok) {
          const { code, seq, expected, got } = step.error;
          const words = `the chain breaks at entry ${seq} of ${file}: expected ${expected}, got ${got} (${code})`;
          await terminal.out(
            isJson ? `${JSON.stringify({ ok: false, file, code, seq, expected, got })}\n` : '',
          );
          await terminal.error(`countersign: ${words}\n`);
          return exitCodes.failure;
        }
        chain = step.head;
      }
    } catch (error) {
      await terminal.error(`countersign: expected to read ${file}, got ${errorCode(error)}\n`);
      return exitCodes.failure;
    }
  }
  await terminal.out(
    isJson
      ? `${JSON.stringify({ ok: true, entries: chain.size, head: chain.head })}\n`
      : `The record holds: ${chain.size} entries, head ${chain.head}\n`,
  );
  return exitCodes.done;
}

async function* linesIn(file: string): AsyncGenerator<string> {
  const input = createReadStream(file);
  // A stream that fails does not end the line reader by itself.
  const failure = new Promise<never>((_, reject) => input.once('error', reject));
  failure.catch(() => undefined);
  const opened = new Promise<void>((done) => input.once('open', () => done()));
  await Promise.race([opened, failure]);
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}
