import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { collectNumbers } from '../../api/ops/metrics.ts';
import type { Answer } from '../support/client.ts';
import { echo, heiheiWith } from '../support/http-stage.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

describe('pages beside the endpoints', () => {
  let api: TestApi;
  let notReady: string[] = [];
  before(async () => {
    api = await startTestApi({ apis: heiheiWith([...heiheiEndpoints, echo]), notReady: () => notReady });
  });
  after(() => api.close());
  beforeEach(() => {
    notReady = [];
  });

  const get = (path: string, init: RequestInit = {}) => fetch(api.url + path, init);
  const bodyOf = async (response: Response) => (await response.json()) as Answer;

  it('are not found as JSON, without a word about what runs here', async () => {
    const response = await get('/nothing/here?x=<script>');
    expect(response.status).to.equal(404);
    expect(response.headers.get('x-powered-by')).to.equal(null);
    expect((await bodyOf(response)).errorcode).to.equal(404);
    expect((await get('/%E0%A4%A')).status).to.be.oneOf([400, 404]);
  });

  it('show what is served', async () => {
    const response = await get('/');
    expect(response.headers.get('content-type')).to.contain('text/html');
    expect(response.headers.get('content-security-policy')).to.contain("default-src 'self'");
    const html = await response.text();
    for (const { path } of heiheiEndpoints) expect(html).to.contain(path);
  });

  it('probe the process and its readiness', async () => {
    expect((await get('/healthz')).status).to.equal(200);
    expect((await get('/readyz')).status).to.equal(200);
    notReady = ['the read models are building'];
    const response = await get('/readyz');
    expect(response.status).to.equal(503);
    expect(await response.json()).to.deep.equal({ status: 'not ready', reasons: notReady });
    expect((await get('/healthz')).status).to.equal(200);
  });

  it('count requests by endpoint and errorcode', async () => {
    await get('/api/test/echo?text=x');
    await get('/api/test/echo');
    const metrics = await (await get('/metrics')).text();
    expect(metrics).to.match(/salon_http_requests_total\{endpoint="\/api\/test\/echo",errorcode="0"\} [1-9]/);
    expect(metrics).to.match(/salon_http_requests_total\{endpoint="\/api\/test\/echo",errorcode="700"\} [1-9]/);
    expect(metrics).to.match(/salon_http_request_duration_seconds_count\{endpoint="\/api\/test\/echo"\} [1-9]/);
    expect(metrics).to.not.contain('/nothing/here');
  });

  it('show their numbers to whoever has the token; without one to nobody outside dev mode', async () => {
    const metricsToken = 'a token for metrics';
    const statusOf = async (settings: object, headers = {}) => {
      const other = await startTestApi({ settings });
      const response = await fetch(`${other.url}/metrics`, { headers });
      await response.text();
      await other.close();
      return response.status;
    };
    for (const dev of [true, false]) {
      expect(await statusOf({ dev, metricsToken })).to.equal(401);
      for (const Authorization of ['Bearer wrong', 'Bearer ', metricsToken, `Bearer ${metricsToken}x`])
        expect(await statusOf({ dev, metricsToken }, { Authorization }), Authorization).to.equal(401);
      expect(await statusOf({ dev, metricsToken }, { Authorization: `Bearer ${metricsToken}` })).to.equal(200);
    }
    expect(await statusOf({ dev: false })).to.equal(404);
    expect(await statusOf({ dev: false }, { Authorization: 'Bearer ' })).to.equal(404);
  });

  it('show what other parts of the process count, as it is at each scrape', async () => {
    const numbers = { open: 2, bytesOut: 5, seenTotal: 7 };
    const helps = { open: 'Open now', bytesOut: 'Bytes out', seenTotal: 'Seen' };
    collectNumbers(api.metrics.registry, 'part', numbers, helps, ['open']);
    const shown = async () =>
      (await (await get('/metrics')).text()).split('\n').filter((line) => line.startsWith('salon_part_'));
    expect(await shown()).to.deep.equal([
      'salon_part_open 2',
      'salon_part_bytes_out_total 5',
      'salon_part_seen_total 7',
    ]);
    Object.assign(numbers, { open: 1, bytesOut: 6 });
    expect(await shown()).to.deep.equal([
      'salon_part_open 1',
      'salon_part_bytes_out_total 6',
      'salon_part_seen_total 7',
    ]);
  });

  type Content = Record<string, { schema: { $ref: string } }>;
  it('describe every endpoint as OpenAPI 3.1', async () => {
    const document = (await (await get('/openapi/heihei.json')).json()) as {
      openapi: string;
      servers: { url: string }[];
      paths: Record<string, { post: { operationId: string; requestBody: { content: Content } } }>;
      components: { schemas: Record<string, { properties: object; required?: string[] }> };
    };
    expect(document.openapi).to.equal('3.1.0');
    expect(document.servers).to.deep.equal([{ url: api.url }]);
    const ids = new Set<string>();
    // What providers of payments call takes posts alone.
    const usual = heiheiEndpoints.filter(({ methods }) => methods === undefined);
    for (const { path, auth, params } of usual) {
      const { operationId, requestBody } = document.paths[path]!.post;
      ids.add(operationId);
      const [, shape] = /schemas\/(\w+)$/.exec(Object.values(requestBody.content)[0]!.schema.$ref)!;
      const { properties, required = [] } = document.components.schemas[shape!]!;
      expect(Object.keys(properties)).to.include.members(Object.keys(params.properties));
      if (auth === 'user') expect(required, path).to.include('token');
    }
    expect(ids.size).to.equal(usual.length);
  });
});
