/*
 * `npm run build`: compiles the server into `dist/`, plain JavaScript that starts in a fifth of the time and needs no package of
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
  'key-worker': 'event-store/embedded/key-worker.ts',
  worker: 'projections/embedded/worker.ts',
};
/** Folders of the root that hold no source of the server. */
const NOT_THE_SERVER = ['node_modules', 'dist', 'data', 'coverage', 'docs', 'test', 'bench'];

/**
 * Packages that are compiled in: together they are some 600 files, and to find and load each by itself is half of a start. Of the other
 * ones some are native, some find files beside themselves, and some are loaded where an engine is used.
 */
const COMPILED_IN = [
  '@sinclair/typebox',
  'ajv',
  'chai',
  'express',
  'fast-check',
  'helmet',
  'jose',
  'lru-cache',
  'prom-client',
  'proxy-addr',
  'socket.io',
  'socket.io-client',
  'unhomoglyph',
  'ws',
];
/** What those load where it is installed. */
const OPTIONAL = ['bufferutil', 'utf-8-validate', 'supports-color'];

/** Says which packages are compiled in: COMPILED_IN, with what they depend on. */
const packages = {
  name: 'packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path: name, importer, kind }) => {
      if (kind === 'entry-point') return undefined;
      if (/[\\/]node_modules[\\/]/.test(importer)) return OPTIONAL.includes(name) ? { external: true } : undefined;
      const [, of] = /^((?:@[^/]+\/)?[^/]+)/.exec(name);
      return COMPILED_IN.includes(of) ? undefined : { external: true };
    });
    // Stacks lead to the sources; packages are shown as they are compiled.
    build.onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path: file }) => {
      const text = await fs.promises.readFile(file, 'utf8');
      return { contents: `${text}\n//# sourceMappingURL=${NO_SOURCE_MAP}`, loader: 'js' };
    });
  },
};
const NO_SOURCE_MAP = `data:application/json;base64,${btoa('{"version":3,"sources":[""],"mappings":"A"}')}`;

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

/** Compiles `entries` (name of the output: source) and what they import into `folder`; what lay there goes. */
async function compile(entries, folder) {
  const { outputFiles } = await require('esbuild').build({
    absWorkingDir: ROOT,
    entryPoints: entries,
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    // Compiled CommonJS asks for Node's own modules by it.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    plugins: [packages, keepAddresses],
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

/** The time at which the newest source of the server, or the list of packages, was changed, in epoch ms. */
function newestSource(folder = ROOT) {
  let newest = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      const isOurs = folder !== ROOT || !(NOT_THE_SERVER.includes(entry.name) || entry.name.startsWith('.'));
      if (isOurs) newest = Math.max(newest, newestSource(place));
    } else if (/\.(ts|cjs)$|^package-lock\.json$/.test(entry.name))
      newest = Math.max(newest, fs.statSync(place).mtimeMs);
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
