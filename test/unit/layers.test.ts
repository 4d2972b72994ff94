import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Folders that only the composition root, the benchmarks and the tests may reach: the adapters. */
const ADAPTERS =
  /^(api|event-store|files|payments|projections|realtime|third-parties|workers)\/(embedded|eventstoredb|mongodb|redis|bullmq|local|s3|inspect|alipay|wechat|weibo|apple)\//;

/** What each layer may import besides itself (never an adapter of another layer). */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: [],
  timing: [],
  'event-store': ['domain'],
  files: ['domain', 'event-store'],
  payments: ['domain'],
  // Third parties are asked as providers of payments are.
  'third-parties': ['domain', 'payments'],
  projections: ['domain', 'event-store', 'timing'],
  realtime: ['domain', 'event-store', 'projections', 'timing'],
  workers: ['domain', 'event-store', 'files', 'payments', 'projections'],
  application: ['domain', 'event-store', 'files', 'payments', 'projections', 'third-parties'],
  api: ['application', 'domain', 'event-store', 'files', 'payments', 'projections', 'third-parties', 'timing'],
  sdk: [],
  web: ['sdk'],
  server: ['*'],
  bench: ['*'],
  test: ['*'],
  '': ['*'],
};

/** The domain is pure: of Node it may use hashing, which neither reads nor writes anything. */
const DOMAIN_PACKAGES = ['node:crypto'];

/** What use cases alone work with: endpoints only translate. Constants and plain functions of the domain are for everybody. */
const BEHIND_USE_CASES =
  /^domain\/(?!kernel\/)[^/]+\/(decider|state)\.ts$|^event-store\/command-handler\.ts$|^projections\//;

interface Import {
  from: string;
  to: string;
  /** Loaded when it is needed: `import('…')`. */
  later: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (['node_modules', 'dist', '.git', 'data', 'coverage'].includes(entry.name)) return [];
    if (entry.isDirectory()) return sourceFiles(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

function sourceOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function importsOf(file: string): { to: string; later: boolean }[] {
  return [
    ...sourceOf(file).matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
    ),
  ].map((match) => ({ to: (match[1] ?? match[2])!, later: match[1] === undefined }));
}

const files = sourceFiles('');
const packages: Import[] = [];
const edges: Import[] = [];
for (const from of files) {
  for (const { to, later } of importsOf(from)) {
    if (to.startsWith('.')) edges.push({ from, to: relative(ROOT, resolve(ROOT, dirname(from), to)), later });
    else packages.push({ from, to, later });
  }
}

const layerOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');

function mayImport({ from, to }: Import): boolean {
  const allowed = MAY_IMPORT[layerOf(from)];
  if (!allowed) return false;
  if (allowed.includes('*')) return true;
  const adapter = ADAPTERS.exec(to)?.[0];
  if (adapter) return from.startsWith(adapter);
  // A dialect shows by HTTP what its sockets show, in the same shapes.
  const dialect = /^api\/([^/]+)\//.exec(from)?.[1];
  if (dialect && to.startsWith(`realtime/${dialect}/`)) return true;
  return layerOf(to) === layerOf(from) || allowed.includes(layerOf(to));
}

function cycleFrom(
  start: string,
  graph: Map<string, string[]>,
  done: Set<string>,
  path: string[] = [],
): string[] | null {
  if (path.includes(start)) return [...path.slice(path.indexOf(start)), start];
  if (done.has(start)) return null;
  for (const next of graph.get(start) ?? []) {
    const cycle = cycleFrom(next, graph, done, [...path, start]);
    if (cycle) return cycle;
  }
  done.add(start);
  return null;
}

describe('layers', () => {
  it('sees the sources and their imports', () => {
    expect(files.length).to.be.greaterThan(30);
    expect(edges.length).to.be.greaterThan(50);
  });

  it('follow only the arrows of the plan', () => {
    const wrong = edges.filter((edge) => !mayImport(edge)).map(({ from, to }) => `${from} -> ${to}`);
    expect(wrong).to.deep.equal([]);
  });

  it('keep dialects apart from each other, and the HTTP kernel from all of them', () => {
    const room = (file: string) => /^api\/([^/]+)\//.exec(file)?.[1];
    // LinkV's two documents sign alike: what they share stands in a folder that is no dialect.
    const own = (file: string) => !['http', 'ops', 'dev', 'linkv', 'pages', undefined].includes(room(file));
    const wrong = edges.filter(({ from, to }) => layerOf(from) === 'api' && own(to) && room(from) !== room(to));
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).to.deep.equal([]);
  });

  it('leave what Salon does to application/: a dialect reaches no decider, command or read model', () => {
    const inside = edges.filter(({ from, to }) => layerOf(from) === 'api' && BEHIND_USE_CASES.test(to));
    expect(inside.map(({ from, to }) => `${from} -> ${to}`)).to.deep.equal([]);
    const reaching = files.filter(
      (file) => layerOf(file) === 'api' && /\b(commands|models)\.\w+\(/.test(sourceOf(file)),
    );
    expect(reaching).to.deep.equal([]);
  });

  it('answer broken rules at the edge alone: nobody catches one to learn something', () => {
    // Dialects answer them; what the system itself sends may be refused, and is then done with or compensated.
    const MAY_CATCH = /^api\/([^/]+\/errors|dev\/router)\.ts$|^workers\/(group-runner|presence)\.ts$|^(bench|test)\//;
    const catching = files.filter((file) => !MAY_CATCH.test(file) && /instanceof DomainError/.test(sourceOf(file)));
    expect(catching).to.deep.equal([]);
  });

  it('keep the domain free of packages', () => {
    const wrong = packages.filter(({ from, to }) => layerOf(from) === 'domain' && !DOMAIN_PACKAGES.includes(to));
    expect(wrong).to.deep.equal([]);
  });

  it('keep the clients of engines that nobody asked for out of a start-up', () => {
    const loaded = new Set(['main.ts']);
    for (const file of loaded) for (const { from, to, later } of edges) if (from === file && !later) loaded.add(to);
    const isClient = (file: string) => /\/(eventstoredb|mongodb|bullmq)\/|redis\/connect/.test(file);
    expect([...loaded].filter(isClient)).to.deep.equal([]);
    expect(edges.filter(({ from, to }) => from === 'server/engines.ts' && isClient(to))).to.have.length(5);
  });

  it('have no cycle', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of edges) graph.set(from, [...(graph.get(from) ?? []), to]);
    const done = new Set<string>();
    for (const file of files) expect(cycleFrom(file, graph, done), file).to.equal(null);
  });
});
