/**
 * One process of a batch: `node run-files.cjs [--grep words] file…` runs compiled test files by mocha, whose own command line takes as long
 * to load as all the rest. The exit code is the number of failed tests, at most 255.
 */
const { parseArgs } = require('node:util');
const { Mocha } = require('mocha');

const { values, positionals } = parseArgs({
  options: {
    grep: { type: 'string', short: 'g' },
    bail: { type: 'boolean', short: 'b' },
    timeout: { type: 'string' },
  },
  allowPositionals: true,
});

const mocha = new Mocha({
  ...values,
  timeout: Number(values.timeout),
  reporter: require.resolve('./reporter.cjs'),
  forbidOnly: true,
});
mocha.files = positionals;
// Mocha takes what is thrown for a failure of the test that runs.
process.on('unhandledRejection', (reason) => {
  throw reason;
});
mocha.loadFilesAsync().then(() =>
  mocha.run((failures) => {
    // Not before the end: a test may set its own.
    process.on('exit', () => {
      process.exitCode = Math.min(failures, 255);
    });
  }),
);
