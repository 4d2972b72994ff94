// A file of its own: releases of Node.js that are too old cannot read `import()`.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const main = join(__dirname, '../dist/main.js');
if (existsSync(main)) void import(pathToFileURL(main).href);
else {
  console.error('The server is not compiled: run npm run build.');
  process.exitCode = 1;
}
