// Reads what V8 counted while the unit layer ran, and holds the floors for src/core.
//   node scripts/coverage.mjs FOLDER [--missing]   FOLDER is what NODE_V8_COVERAGE named; --missing lists what no test reaches
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CoverageReport } from 'monocart-coverage-reports';
import { root } from './cache.mjs';

/** Percent, of lines as Istanbul counts them (one that runs in part runs) and of branches. Nobody lowers one. */
const floors = { lines: 97, branches: 88 };

const [folder = ''] = process.argv.slice(2);
const isListing = process.argv.includes('--missing');
const report = new CoverageReport({
  name: 'core',
  outputDir: join(root, 'out', 'coverage-report'),
  reports: [['json-summary']],
  entryFilter: (entry) => entry.url.includes('/out/test/'),
  sourceFilter: (path) => path.startsWith('src/core/') || path.includes('/src/core/'),
  sourcePath: (path) => path.slice(Math.max(0, path.indexOf('src/core/'))),
  logging: 'error',
});
await report.addFromDir(resolve(root, folder));
const { files } = await report.generate();
const { total: summary } = JSON.parse(
  readFileSync(join(root, 'out', 'coverage-report', 'coverage-summary.json'), 'utf8'),
);

let failed = files.length === 0;
for (const [measure, least] of Object.entries(floors)) {
  const { covered, total, pct } = summary[measure];
  const isLow = !(pct >= least);
  failed ||= isLow;
  console.log(
    `${measure}: ${pct} % of ${total} (${covered}), at least ${least} %${isLow ? ': too few' : ''}`,
  );
}
if (isListing) {
  for (const { sourcePath, data, summary: own } of files) {
    const lines = Object.entries(data.lines).filter(([, count]) => count === 0);
    const { uncovered } = own.branches;
    if (lines.length + uncovered > 0)
      console.log(`${sourcePath}: ${uncovered} branches, lines ${lines.map(([line]) => line).join(' ')}`);
  }
}
process.exitCode = failed ? 1 : 0;
