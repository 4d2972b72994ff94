/** What a batch's process says to the runner: its failures on stdout, and its figures to the file that FIGURES_FILE names. */
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

const { Base } = Mocha.reporters;

class BatchReporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    const fileMs = {};
    runner.on('suite', (suite) => {
      if (suite.parent?.root && suite.file) suite.startedAt = performance.now();
    });
    runner.on('suite end', ({ file, startedAt }) => {
      if (startedAt !== undefined) fileMs[file] = (fileMs[file] ?? 0) + Math.round(performance.now() - startedAt);
    });
    runner.once('end', () => {
      if (this.failures.length > 0) Base.list(this.failures);
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      writeFileSync(process.env.FIGURES_FILE, JSON.stringify({ passed, failed, skipped, fileMs }));
    });
  }
}

module.exports = BatchReporter;
