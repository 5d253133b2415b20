// Mocha's own spec output, and the counts and the failures as JSON for scripts/test.mjs in the file that TEST_COUNTS names.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** Characters: enough to tell what was expected and what came. */
const longestMessage = 1_500;

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    runner.on('fail', (test, error) => {
      failures.push(`${test.fullTitle()}: ${String(error?.message ?? error).slice(0, longestMessage)}`);
    });
    runner.once('end', () => {
      const { passes, failures: failed, pending } = this.stats;
      const counts = { passed: passes, failed, skipped: pending, failures };
      if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify(counts));
    });
  }
};
