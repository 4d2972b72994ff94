/** What a batch's process says to the runner: its failures on stdout, and its figures to the file that FIGURES_FILE names. */
const { readFileSync, writeFileSync } = require('node:fs');
const Mocha = require('mocha');

const { Base } = Mocha.reporters;

/** The CPU time in ms of this process, and (where there is /proc) of those that it started and that have ended. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return { own: (user + system) / 1000, children: childrenCpuMs() };
}

function childrenCpuMs() {
  try {
    // proc(5): behind the name in brackets, the 14th and 15th are cutime and cstime, in hundredths of a second.
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[13]) + Number(fields[14])) * 10;
  } catch {
    return 0;
  }
}

const firstLine = (error) => String(error?.message ?? error).split('\n')[0];

class BatchReporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    const files = {};
    runner.on('suite', (suite) => {
      if (suite.parent?.root && suite.file) suite.started = { at: performance.now(), cpu: cpuMs() };
    });
    runner.on('suite end', ({ file, started }) => {
      if (started === undefined) return;
      const used = cpuMs();
      files[file] ??= { wallMs: 0, cpuMs: 0, childrenCpuMs: 0 };
      files[file].wallMs += performance.now() - started.at;
      files[file].cpuMs += used.own - started.cpu.own;
      files[file].childrenCpuMs += used.children - started.cpu.children;
    });
    runner.once('end', () => {
      if (this.failures.length > 0) Base.list(this.failures);
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      const failures = this.failures.map((test) => `${test.fullTitle()}: ${firstLine(test.err)}`);
      writeFileSync(process.env.FIGURES_FILE, JSON.stringify({ passed, failed, skipped, failures, files }));
    });
  }
}

module.exports = BatchReporter;
