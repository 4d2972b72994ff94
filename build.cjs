/*
 * `npm run build`: compiles the server into `dist/`, plain JavaScript that starts in a third of the time and needs no package of
 * development. `npm start` and its like do it by themselves when a source is newer (preflight.cjs). The test runner compiles
 * the tests in the same way.
 */
const fs = require('node:fs');
const path = require('node:path');

const ROOT = __dirname;
const DIST = path.join(ROOT, 'dist');
/** What is started by name: the process, and its threads. All files lie in one folder, so that each finds the others beside it. */
const SERVER = {
  main: 'main.ts',
  'log-worker': 'event-store/embedded/log-worker.ts',
  'read-worker': 'event-store/embedded/read-worker.ts',
  worker: 'projections/embedded/worker.ts',
};
/** Folders of the root that hold no source of the server. */
const NOT_THE_SERVER = ['node_modules', 'dist', 'data', 'coverage', 'docs', 'test', 'bench'];

/** The address of a source instead of that of what it is compiled into: tests and benchmarks find files beside themselves by it. */
const keepAddresses = {
  name: 'keep addresses',
  setup(build) {
    build.onLoad({ filter: /[\\/](?:test|bench)[\\/].*\.ts$/ }, async ({ path: file }) => {
      const text = await fs.promises.readFile(file, 'utf8');
      const { href } = require('node:url').pathToFileURL(file);
      return { contents: text.replaceAll('import.meta.url', JSON.stringify(href)), loader: 'ts' };
    });
  },
};

/** Compiles `entries` (name of the output: source) and what they import, without packages, into `folder`; what lay there goes. */
async function compile(entries, folder) {
  const { outputFiles } = await require('esbuild').build({
    absWorkingDir: ROOT,
    entryPoints: entries,
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    plugins: [keepAddresses],
    write: false,
  });
  fs.mkdirSync(folder, { recursive: true });
  const wanted = new Set(outputFiles.map((file) => path.basename(file.path)));
  for (const name of fs.readdirSync(folder))
    if (!wanted.has(name)) fs.rmSync(path.join(folder, name), { recursive: true });
  // Whoever starts at the same time finds whole files.
  for (const file of outputFiles) {
    const draft = `${file.path}.${process.pid}`;
    fs.writeFileSync(draft, file.contents);
    fs.renameSync(draft, file.path);
  }
}

/** The time at which the newest source of the server was changed, in epoch ms. */
function newestSource(folder = ROOT) {
  let newest = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      const isOurs = folder !== ROOT || !(NOT_THE_SERVER.includes(entry.name) || entry.name.startsWith('.'));
      if (isOurs) newest = Math.max(newest, newestSource(place));
    } else if (/\.(ts|cjs)$/.test(entry.name)) newest = Math.max(newest, fs.statSync(place).mtimeMs);
  }
  return newest;
}

/** Whether `dist/` holds what the sources say; a place without sources, as a container has it, needs no better one. */
function isBuilt() {
  const main = path.join(DIST, 'main.js');
  return fs.existsSync(main) && fs.statSync(main).mtimeMs >= newestSource();
}

/** Compiles the server. */
const buildServer = () => compile(SERVER, DIST);

module.exports = { ROOT, SERVER, compile, buildServer, isBuilt };
if (require.main === module) void buildServer();
