// A long record as the editor reads it: the view's newest entries, a search, one entry with the last time, the overview, what was said of
// places where nothing of it is kept, which reviews are due. Each against grep over the same bytes, in the same run.
//   node test/bench/record-reading.bench.mjs [ENTRIES]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as esbuild from 'esbuild';
import { buildProduct, root } from './bundled.mjs';

buildProduct();
const count = Number(process.argv[2] ?? 1_000_000);
const home = mkdtempSync(join(tmpdir(), 'cs-reading-'));
const outfile = join(home, 'parts.cjs');
await esbuild.build({
  stdin: {
    contents: `
      export { RecordReader } from './src/node/record/read-record.js';
      export { homeAt } from './src/node/files/home.js';
      export { SaidPlacesHere } from './src/node/places/said-places.js';
      export { OpenReviews } from './src/node/record/open-reviews.js';
      export { Tail } from './src/node/record/tail.js';
      export { layOutRecord } from './test/support/long-record.js';
      export { readQuery } from './src/core/record/query.js';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile,
  logLevel: 'error',
});
const { homeAt, OpenReviews, RecordReader, SaidPlacesHere, Tail, layOutRecord, readQuery } = createRequire(
  import.meta.url,
)(outfile);
const folder = join(home, '.countersign', 'record');
const segments = join(folder, 'segments');
try {
  layOutRecord(folder, count);
  const files = readdirSync(segments).map((name) => join(segments, name));
  const grep = median(3, () => spawnSync('grep', ['-ci', 'no such word', ...files]));
  console.log(`grep -ci over the same bytes: ${grep.toFixed(0)} ms`);
  const reader = new RecordReader(folder, join(root, 'dist', 'record-reader.js'));
  const find = (typed) => () =>
    reader.find({ query: readQuery(typed), before: count, limit: 500 }, () => undefined);
  const view = await medianOf(5, async () => new Tail(segments).newest(200));
  console.log(`newest 200 entries of ${count}: ${view.toFixed(0)} ms (view opens: budget 200 ms)`);
  for (const [name, work] of [
    ['search, nothing fits', find('no such word')],
    ['search, 500 fit', find('band:production outcome:denied')],
    ['search, one fits, the oldest', find('call-0-')],
    ['entry, its call made before', () => reader.entry(count - 2, undefined, () => undefined)],
    ['entry, its call never made before', () => reader.entry(count - 1, undefined, () => undefined)],
  ])
    report(name, await medianOf(3, work));
  report('overview, counted for the first time', await medianOf(1, () => reader.overview()));
  const again = await medianOf(5, () => reader.overview());
  report('overview', again, `${again.toFixed(0)} ms, budget 1,000 ms`);
  // On the editor's own thread: how long it stands still at most, of all that is read where nothing is kept.
  const places = new SaidPlacesHere(homeAt(join(home, '.countersign')), {
    append: async () => undefined,
    isOurs: () => true,
  });
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  stalls.enable();
  report('places, nothing kept', await medianOf(1, () => places.refresh()));
  stalls.disable();
  console.log(`longest stall meanwhile: ${(stalls.max / 1e6).toFixed(0)} ms, budget 50 ms`);
  const dueNow = () => new OpenReviews(folder).now();
  report('reviews that are due, nothing kept', await medianOf(1, dueNow));
  const dueAgain = await medianOf(5, dueNow);
  report('reviews that are due, at the next start', dueAgain, `${dueAgain.toFixed(1)} ms`);
  console.log(`most memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

  function report(name, ms, more = '') {
    console.log(`${name}: ${(ms / grep).toFixed(2)} x grep ${more}`.trim());
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

function median(runs, work) {
  const times = Array.from({ length: runs }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return middle(times);
}

async function medianOf(runs, work) {
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return middle(times);
}

function middle(times) {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}
