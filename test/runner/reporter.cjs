/** What a batch's process says to the runner: its failures on stdout, and its figures to the file that FIGURES_FILE names. */
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

const { Base } = Mocha.reporters;

class BatchReporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    const files = {};
    runner.on('suite', (suite) => {
      if (suite.parent?.root && suite.file) suite.started = { at: performance.now(), cpu: process.cpuUsage() };
    });
    runner.on('suite end', ({ file, started }) => {
      if (started === undefined) return;
      const { user, system } = process.cpuUsage(started.cpu);
      const { wallMs, cpuMs } = files[file] ?? { wallMs: 0, cpuMs: 0 };
      files[file] = { wallMs: wallMs + performance.now() - started.at, cpuMs: cpuMs + (user + system) / 1000 };
    });
    runner.once('end', () => {
      if (this.failures.length > 0) Base.list(this.failures);
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      writeFileSync(process.env.FIGURES_FILE, JSON.stringify({ passed, failed, skipped, files }));
    });
  }
}

module.exports = BatchReporter;
