/*
 * `npm run build`: compiles the server and the pages of the web into `dist/`, plain JavaScript that starts in a fifth of the time and needs no package of
 * development. `npm start` and its like do it by themselves when a source is newer (preflight.cjs). The test runner compiles
 * the tests in the same way.
 */
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');

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
/** What `salon demo` plays; an image is built without it. */
const DEMO = fs.existsSync(path.join(ROOT, 'bench/demo.ts')) ? { demo: 'bench/demo.ts' } : {};
/** Folders of the root that hold no source of the server. */
const NOT_THE_SERVER = ['node_modules', 'data', 'coverage', 'docs', 'test', 'bench'];

/**
 * Packages that are compiled in: together they are some 600 files, and to find and load each by itself is half of a start. Of the other
 * ones some are native, some find files beside themselves, and some are loaded where an engine is used.
 */
const COMPILED_IN = [
  '@opentelemetry/api',
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

/**
 * Compiles into `folder` what each group names (name of the output: source), and what it imports; what lay there goes. Only what is in
 * one group shares files: with the hundreds of entries that tests are, the server would be as many files, and take half as long again to start.
 */
async function compile(folder, ...groups) {
  const outputFiles = (await Promise.all(groups.map((entries) => bundle(entries, folder)))).flat();
  fs.mkdirSync(folder, { recursive: true });
  const wanted = new Set(outputFiles.map((file) => path.basename(file.path)));
  for (const name of fs.readdirSync(folder))
    if (!wanted.has(name) && name !== WEB_OUTPUT) fs.rmSync(path.join(folder, name), { recursive: true });
  for (const file of outputFiles) writeWhole(file.path, file.contents);
}

async function bundle(entries, folder) {
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
  return outputFiles;
}

/** Writes a file so that whoever starts at the same time finds either the old one or all of the new one. */
function writeWhole(file, contents) {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, contents);
  fs.renameSync(draft, file);
}

/** Where the pages of the web lie, in the folder that they are compiled into. */
const WEB_OUTPUT = 'web';
/** What compresses well. */
const TEXTS = /\.(js|css|html|svg|json)$/;
/** Browsers that run what is compiled: those of the last three years. */
const BROWSERS = ['chrome110', 'firefox110', 'safari16'];

/**
 * Compiles the pages of the web, a folder of `web/` each: `index.html` names `main.js` and `main.css`, which are made of `main.tsx` (or
 * `main.ts`, or `main.css` alone) and what it imports. Their names get a hash of what they hold, so that browsers keep them for ever.
 * Beside each text lies what it is compressed (`.br`, `.gz`). Other folders of `web/`, without an `index.html`, hold what pages share.
 */
async function buildWeb(folder = path.join(DIST, WEB_OUTPUT)) {
  const pages = fs.readdirSync(path.join(ROOT, 'web')).filter((name) => fs.existsSync(sourceOf(name, 'index.html')));
  const entries = pages.flatMap((page) => {
    const main = ['main.tsx', 'main.ts', 'main.css'].find((name) => fs.existsSync(sourceOf(page, name)));
    return main ? [{ in: sourceOf(page, main), out: `${page}/main` }] : [];
  });
  const { outputFiles } = await require('esbuild').build({
    absWorkingDir: ROOT,
    entryPoints: entries,
    outdir: folder,
    entryNames: '[dir]/[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.svg': 'file', '.png': 'file', '.woff2': 'file' },
    publicPath: '/web',
    bundle: true,
    minify: true,
    format: 'esm',
    target: BROWSERS,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  });
  const files = new Map(outputFiles.map((file) => [path.relative(folder, file.path), Buffer.from(file.contents)]));
  for (const page of pages) files.set(`${page}/index.html`, withHashedNames(page, [...files.keys()]));
  for (const [name, contents] of [...files]) {
    if (!TEXTS.test(name)) continue;
    files.set(`${name}.br`, zlib.brotliCompressSync(contents));
    files.set(`${name}.gz`, zlib.gzipSync(contents, { level: 9 }));
  }
  fs.mkdirSync(folder, { recursive: true });
  for (const old of fs.readdirSync(folder, { recursive: true })) {
    const place = path.join(folder, old);
    if (!files.has(old) && fs.statSync(place).isFile()) fs.rmSync(place);
  }
  for (const [name, contents] of files) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeWhole(path.join(folder, name), contents);
  }
}

/**
 * Compiles the client of apps into `sdk/dist/`, one file for browsers and Node that loads Socket.IO's client from where it is installed.
 * `npm run sdk:build` puts its types beside it.
 */
async function buildSdk() {
  const { outputFiles } = await require('esbuild').build({
    absWorkingDir: ROOT,
    entryPoints: { index: 'sdk/index.ts' },
    outdir: path.join(ROOT, 'sdk', 'dist'),
    bundle: true,
    packages: 'external',
    platform: 'neutral',
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  for (const file of outputFiles) {
    fs.mkdirSync(path.dirname(file.path), { recursive: true });
    writeWhole(file.path, file.contents);
  }
}

const sourceOf = (page, name) => path.join(ROOT, 'web', page, name);

/** A page's HTML, with the head that all share (`web/shared/head.html`), where `main.js` and `main.css` are named as they are served. */
function withHashedNames(page, names) {
  const head = fs.readFileSync(sourceOf('shared', 'head.html'), 'utf8').trim();
  const html = fs.readFileSync(sourceOf(page, 'index.html'), 'utf8').replace('<!-- head -->', head);
  const named = html.replace(/"main\.(js|css)"/g, (_, kind) => {
    const file = names.find((name) => name.startsWith(`${page}/main-`) && name.endsWith(`.${kind}`));
    if (!file) throw new Error(`web/${page}/index.html names main.${kind}, which nothing makes`);
    return `"/web/${file}"`;
  });
  return Buffer.from(named);
}

const isApart = (name) => NOT_THE_SERVER.includes(name) || name.startsWith('.');

/** The time at which the newest source of the server, or the list of packages, was changed, in epoch ms. */
function newestSource(folder = ROOT) {
  let newest = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      // sdk/dist is made as well.
      const isOurs = entry.name !== 'dist' && (folder !== ROOT || !isApart(entry.name));
      if (isOurs) newest = Math.max(newest, newestSource(place));
    } else if (/\.(tsx?|cjs|css|html|svg)$|^package-lock\.json$/.test(entry.name))
      newest = Math.max(newest, fs.statSync(place).mtimeMs);
  }
  return newest;
}

/** Whether `dist/` holds what the sources say; a place without sources, as a container has it, needs no better one. */
function isBuilt() {
  const main = path.join(DIST, 'main.js');
  return fs.existsSync(main) && fs.statSync(main).mtimeMs >= newestSource();
}

/** Compiles the pages and the client, then the server, by whose age `isBuilt` tells. */
async function buildServer() {
  await buildWeb();
  await buildSdk();
  await compile(DIST, { ...SERVER, ...DEMO });
}

module.exports = { ROOT, SERVER, compile, buildServer, buildWeb, buildSdk, isBuilt };
// `node build.cjs sdk`: the client alone.
if (require.main === module) void (process.argv[2] === 'sdk' ? buildSdk() : buildServer());
