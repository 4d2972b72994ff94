import { readdirSync, statSync } from 'node:fs';
import { get as request } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { PAGES } from '../../api/pages/pages.ts';
import { ROOT } from '../support/script.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';
import { compiledWeb } from '../support/web-pages.ts';

describe('pages of the web', () => {
  let api: TestApi;
  let webFolder: string;
  before(async () => {
    webFolder = await compiledWeb();
    api = await startTestApi({ webFolder });
  });
  after(() => api.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(api.url + path, { headers: { 'Accept-Encoding': 'identity', ...headers } });
  const policyOf = (response: Response) => response.headers.get('content-security-policy') ?? '';

  it('show themselves at each of their addresses, and let nothing from elsewhere run', async () => {
    for (const path of PAGES.flatMap(({ paths }) => paths)) {
      const response = await get(path);
      expect(response.status, path).to.equal(200);
      expect(response.headers.get('content-type'), path).to.equal('text/html; charset=utf-8');
      expect(policyOf(response), path).to.contain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policyOf(response), path).not.to.contain('unsafe');
      const html = await response.text();
      expect(html.match(/<(script(?! type="module" src=)|style)/g), path).to.equal(null);
      expect(html, path).to.contain('lang=');
    }
  });

  it('hold the console within 60 KB, compressed, and not at all where there is none', async () => {
    const files = readdirSync(join(webFolder, 'console')).filter((name) => name.endsWith('.gz'));
    const sizes = files.map((name) => statSync(join(webFolder, 'console', name)).size);
    expect(files.length).to.be.at.least(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.below(60 * 1024);
    const without = await startTestApi({ webFolder, settings: { console: 'off' } });
    expect((await fetch(`${without.url}/console`)).status).to.equal(404);
    await without.close();
  });

  it('name their files by what these hold, so that browsers keep them', async () => {
    const html = await (await get('/demo')).text();
    const [script] = /\/web\/demo\/main-\w{8}\.js/.exec(html) ?? [];
    const response = await get(script!);
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).to.contain('immutable');
    expect((await get('/demo')).headers.get('cache-control')).to.equal('no-cache');
  });

  it('are sent compressed to whoever reads it, and not again to whoever has them', async () => {
    const plain = await get('/demo');
    const text = await plain.text();
    const decoders = { br: brotliDecompressSync, gzip: gunzipSync };
    for (const [encoding, decode] of Object.entries(decoders)) {
      const response = await rawly(`${api.url}/demo`, { 'Accept-Encoding': encoding });
      expect(response.headers['content-encoding']).to.equal(encoding);
      expect(response.headers.vary).to.contain('Accept-Encoding');
      expect(decode(response.body).toString()).to.equal(text);
    }
    const again = await rawly(`${api.url}/demo`, { 'If-None-Match': plain.headers.get('etag')! });
    expect(again.status).to.equal(304);
  });

  it('are unknown where they are not served, with all their files', async () => {
    const other = await startTestApi({ webFolder, settings: { dev: false } });
    const script = /\/web\/demo\/main-\w{8}\.js/.exec(await (await get('/demo')).text())![0];
    for (const path of ['/demo', '/demo/split', script])
      expect((await fetch(other.url + path)).status, path).to.equal(404);
    await other.close();
  });

  it('do not lead out of their folder', async () => {
    for (const path of [
      '/web/../package.json',
      '/web/%2e%2e/package.json',
      '/web/demo/index.html',
      '/web/',
      '/web/demo',
    ])
      expect((await get(path)).status, path).to.equal(404);
  });

  it('are all listed: each folder with an index.html', () => {
    const folders = readdirSync(join(ROOT, 'web'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(ROOT, 'web', entry.name)).includes('index.html'))
      .map(({ name }) => name);
    expect(new Set(PAGES.map(({ folder }) => folder))).to.deep.equal(new Set(folders));
  });

  it('count what goes on, and list the documents that the reference shows', async () => {
    const numbers = (await (await get('/numbers')).json()) as object;
    expect(numbers).to.deep.equal({ rooms: 0, people: 0, goldGiven: 0, isComplete: true });
    const { apis, dev } = (await (await get('/openapi/index.json')).json()) as {
      apis: { url: string }[];
      dev: boolean;
    };
    expect(dev).to.equal(true);
    expect(apis.length).to.be.greaterThan(0);
    for (const { url } of apis) expect((await get(url)).status, url).to.equal(200);
  });

  it('show neither the reference nor numbers where DOCS says so, and say what is served', async () => {
    const quiet = await startTestApi({ webFolder, settings: { showsDocs: false } });
    try {
      for (const path of ['/docs', '/numbers']) expect((await fetch(quiet.url + path)).status, path).to.equal(404);
      expect(await (await fetch(quiet.url)).text()).to.contain('<h1>Salon</h1>');
    } finally {
      await quiet.close();
    }
  });
});

/** As it is on the wire: `fetch` decodes by itself, and wants no 304. */
function rawly(url: string, headers: Record<string, string>) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    request(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    }).on('error', reject);
  });
}
