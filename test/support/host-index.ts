/** Runs inside the extension host: mocha over the suites that lie beside the bundle of this file, or those of them that are named. */
import { readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import Mocha from 'mocha';

/** The host waits for this promise; a rejection is a failed run. */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000 });
  const named = process.env['HOST_SUITES']?.split(delimiter) ?? [];
  const all = readdirSync(__dirname).filter((file) => file.endsWith('.test.js'));
  for (const name of all.filter((file) => named.length === 0 || named.includes(file)))
    mocha.addFile(join(__dirname, name));
  return new Promise((resolve, reject) => {
    const failures: string[] = [];
    const titles: string[] = [];
    const runner = mocha.run((failed) => {
      report(runner.stats, titles, failures);
      if (failed > 0) reject(new Error(`${failed} tests failed`));
      else resolve();
    });
    runner.on('pass', (test) => titles.push(test.fullTitle()));
    runner.on('fail', (test, error: Error) =>
      failures.push(`${test.fullTitle()}\n${error.stack ?? error.message}`),
    );
  });
}

/** The console of an extension host is shared with the workbench; a file is not. */
function report(
  stats: Mocha.Stats | undefined,
  passed: readonly string[],
  failures: readonly string[],
): void {
  const file = process.env['HOST_RESULTS'];
  if (file === undefined) return;
  const counts = { passed: passed.length, failed: failures.length, skipped: stats?.pending ?? 0 };
  writeFileSync(file, JSON.stringify({ counts, passed, failures }));
}
