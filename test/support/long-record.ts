/** A record of many entries as a machine of two years has it: segments, MACs, tree and checkpoint, written in one go. */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../src/core/record/entry.js';
import { lineOf, noPrevious } from '../../src/core/record/line.js';
import { EntryMacs } from '../../src/node/record/entry-macs.js';
import { entriesPerSegment, segmentName } from '../../src/node/record/segments.js';
import { Tree } from '../../src/node/record/tree.js';

const agents = ['claude-code', 'codex', 'gemini-cli', 'cursor'] as const;
const atOnce = 2_048;

/** `folder` is the record's, in its home. */
export function layOutRecord(folder: string, count: number): void {
  const segments = join(folder, 'segments');
  mkdirSync(segments, { recursive: true, mode: 0o700 });
  const macs = new EntryMacs(folder);
  let prev = noPrevious;
  for (let from = 0; from < count; from += atOnce) {
    const lines: string[] = [];
    for (let seq = from; seq < Math.min(count, from + atOnce); seq += 1) {
      const line = lineOf(entryAt(seq, prev, count));
      if (!line.ok)
        throw new Error(`expected an entry that can be written, got ${JSON.stringify(line.error)}`);
      prev = createHash('sha256').update(line.value).digest('hex');
      lines.push(line.value);
    }
    macs.put(from, lines);
    const file = openSync(join(segments, segmentName(Math.floor(from / entriesPerSegment))), 'a', 0o600);
    writeSync(file, `${lines.join('\n')}\n`);
    closeSync(file);
  }
  const tree = new Tree(folder);
  const state = tree.advance();
  tree.close();
  if (state.kind !== 'current') throw new Error(`expected a tree of ${count} entries, got ${state.kind}`);
}

/** One in eighty would have destroyed something in production, and a person said no; the last was never made before. */
function entryAt(seq: number, prev: string, count: number): Entry {
  const common = { v: 1, seq, prev, ts: 1_780_000_000_000 + seq * 15_000, writer: 'ab' } as const;
  const call = seq === count - 1 ? 'only' : String(seq % 997);
  const facts = {
    agent: agents[seq % agents.length] ?? 'codex',
    session: `s-${seq >> 9}`,
    callId: `call-${seq}-`,
    tool: 'Bash',
    cwd: '/home/ada/projects/app',
    digest: createHash('sha256').update(call).digest('hex'),
  };
  if (seq % 80 !== 0)
    return {
      ...common,
      body: {
        ...facts,
        type: 'call.passed',
        summary: `npm test -- part-${call}`,
        score: 0,
        band: 'quiet',
        vector: 'CS1/D:0/R:1/C:L1/B:1/P:0/O:0/V:0/F:0',
        targets: ['git:origin'],
      },
    };
  return {
    ...common,
    body: {
      ...facts,
      type: 'call.denied',
      request: `CS-${seq + 1}`,
      by: 'person',
      reason: 'not today',
      summary: `terraform destroy -target aws_db_instance.orders-${call}`,
      score: 93,
      band: 'production',
      vector: 'CS1/D:40/R:1/C:P.95/B:1.2/P:5/O:0/V:0/F:95',
      targets: [`terraform:prod-${seq % 9}`],
    },
  };
}
