/** Homes whose records are sent, and collectors as processes of their own. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEntry } from '../../src/core/record/decode-entry.js';
import { lineOf, noPrevious } from '../../src/core/record/line.js';
import { sha256 } from '../../src/core/shared/digest.js';
import { chooseArchive } from '../../src/node/archive/chosen.js';
import { Outbox } from '../../src/node/archive/outbox.js';
import { routesOf } from '../../src/node/archive/routes.js';
import { systemClock } from '../../src/node/clock.js';
import { type Home, homeAt } from '../../src/node/files/home.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { entriesPerSegment, segmentName } from '../../src/node/record/segments.js';
import { field } from './json.js';
import { until } from './until.js';

const cli = join(process.cwd(), 'dist/cli.js');

export interface CollectorProcess {
  readonly key: string;
  readonly child: ChildProcess;
  /** What it said, one object a line. */
  readonly events: readonly unknown[];
  readonly errors: () => string;
  /** Ends it; its exit code. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
}

/** A collector that has said that it is ready; fails with what it said where it ends before. */
export async function collector(
  home: string,
  words: readonly string[],
  how: { readonly wrapped?: readonly string[] } = {},
): Promise<CollectorProcess> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, COUNTERSIGN_HOME: home };
  const [program = '', ...args] = [
    ...(how.wrapped ?? []),
    process.execPath,
    cli,
    'collect',
    ...words,
    '--json',
  ];
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const events: unknown[] = [];
  let [rest, errors] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => {
    const lines = (rest + bytes.toString()).split('\n');
    rest = lines.pop() ?? '';
    events.push(...lines.map((line): unknown => JSON.parse(line)));
  });
  child.stderr.on('data', (bytes: Buffer) => {
    errors += bytes.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  void ended.then(() => process.removeListener('exit', kill));
  const key = await until('a collector', () => {
    if (child.exitCode !== null) throw new Error(`the collector ended: ${errors}`);
    const said = events.find((event) => field(event, 'event') === 'ready');
    return said === undefined ? undefined : String(field(said, 'key'));
  });
  return {
    key,
    child,
    events,
    errors: () => errors,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Entries behind those that a home has. */
export async function append(home: Home, count: number, file = 'x'): Promise<void> {
  const record = new RecordFile({ folder: home.record, machine: 'm', clock: systemClock, writer: 'ab' });
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const done = await record.append({ type: 'agent.connected', agent: 'codex', file: `${file} ${n}` });
      assert.equal(done.ok, true);
    }),
  );
  record.close();
}

/** A home that sends to an archive, as its person chose. `credentials`: what its server wants. */
export function sender(
  folder: string,
  name: string,
  archive: { readonly url: string; readonly key: string },
  credentials?: string,
): { readonly home: Home; readonly outbox: Outbox } {
  const home = homeAt(join(folder, name));
  mkdirSync(home.root, { recursive: true });
  if (credentials !== undefined) writeFileSync(join(home.root, 'nats.creds'), credentials);
  chooseArchive(home, archive);
  return { home, outbox: new Outbox({ home, openRoute: routesOf(home), now: () => Date.now() }) };
}

/** A long record, written at once: entries as this product writes them, of about `size` bytes each. */
export function layRecord(home: Home, count: number, size = 0): void {
  const segments = join(home.record, 'segments');
  mkdirSync(segments, { recursive: true });
  let prev = noPrevious;
  let lines: string[] = [];
  for (let seq = 0; seq < count; seq += 1) {
    const file = `/srv/${seq}/${'f'.repeat(size)}`;
    const body = { type: 'agent.connected', agent: 'codex', file } as const;
    const line = lineOf({ v: 1, seq, prev, ts: 1_796_000_000_000 + seq, writer: 'ab', body });
    if (!line.ok || (seq === 0 && decodeEntry(line.value) === undefined)) throw new Error('no entry');
    prev = sha256(line.value);
    lines.push(line.value);
    if (lines.length < entriesPerSegment && seq + 1 < count) continue;
    writeFileSync(join(segments, segmentName(Math.floor(seq / entriesPerSegment))), `${lines.join('\n')}\n`);
    lines = [];
  }
}
