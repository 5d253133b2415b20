/** The measurement of `npm run bench -- collect`; `test/bench/collect.bench.mjs` builds what it needs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archivedOf } from '../../src/node/archive/outbox.js';
import { verifyArchive } from '../../src/node/archive/verify-archive.js';
import { type CollectorProcess, collector, layRecord, sender } from './archives.js';
import { type NatsServer, natsServer } from './nats-server.js';
import { until } from './until.js';

const entries = Number(process.argv[2] ?? 1_000_000);
const writers = 20;
const kills = 3;
/** As long as a call's entry is. */
const entryBytes = 400;
const longestMs = 30 * 60_000;

const folder = mkdtempSync(join(tmpdir(), 'cs-collect-bench-'));
const into = join(folder, 'archive');

async function started(port = 0): Promise<NatsServer> {
  const server = await natsServer(join(folder, 'nats'), [], port);
  if (server === undefined) throw new Error('expected a nats-server, got none');
  return server;
}

/** Seconds of processor that a process has had. */
function processorOf({ child }: CollectorProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

try {
  let server = await started();
  const { url, port } = server;
  const collecting = await collector(join(folder, 'collector'), ['--from', url, '--into', into]);
  const all = Array.from({ length: writers }, (_, n) =>
    sender(folder, `machine-${n}`, { url, key: collecting.key }),
  );
  const each = Math.floor(entries / writers);
  for (const { home } of all) layRecord(home, each, entryBytes);
  const archived = (): number => all.reduce((sum, { home }) => sum + archivedOf(home), 0);
  const [began, spent] = [Date.now(), processorOf(collecting)];
  const sent = Promise.all(
    all.map(({ outbox }) =>
      until(
        'the archive to have it all',
        async () => {
          const told = await outbox.send(10_000);
          return told.ok && told.value.archived === told.value.size ? true : undefined;
        },
        longestMs,
      ),
    ),
  );
  for (let kill = 1; kill <= kills; kill += 1) {
    const most = (entries * kill) / (kills + 1);
    await until('a part to be archived', () => (archived() >= most ? true : undefined), longestMs);
    await server.close();
    server = await started(port);
  }
  await sent;
  const seconds = (Date.now() - began) / 1_000;
  const processor = processorOf(collecting) - spent;
  await Promise.all(all.map(({ outbox }) => outbox.close()));
  await collecting.end('SIGTERM');
  await server.close();
  const checked = verifyArchive(into);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  const held = checked.value.records.reduce((sum, record) => sum + record.entries, 0);
  const sentEntries = each * writers;
  console.log(
    `${writers} machines, ${sentEntries} entries, the server killed ${kills} times, in ${seconds.toFixed(1)} s`,
  );
  console.log(
    `collected: ${Math.round(sentEntries / seconds)} entries a second of all processes on this machine`,
  );
  const rate = Math.round(sentEntries / processor);
  console.log(
    `of the collector's own processor: ${rate} entries/s (bar 30000)${rate < 30_000 ? '  under' : ''}`,
  );
  console.log(`lost or doubled: ${Math.abs(held - sentEntries)} (bar 0)`);
  process.exitCode = held === sentEntries ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
