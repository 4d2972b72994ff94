import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { pino } from 'pino';
import { readConfig } from '../../../config.ts';
import { type Salon, startSalon } from '../../../server/salon.ts';
import { temporaryFolder } from '../../support/server-process.ts';

const SETTINGS = {
  DEV_MODE: '1',
  PORT: '0',
  RATE_LIMITS: 'stranger=0.001/2',
  ALLOWED_ORIGINS: 'https://app.example',
  SUCCESSES_PER_LOG_LINE: '1',
  LOG_LEVEL: 'info',
};

const INIT = 'ap=heihei&version=1&local=zh&uuid=u&apiVersion=1&deveiceType=Android';

describe('the server as its settings have it', () => {
  let salon: Salon;
  let dataDir: string;
  const lines: Record<string, unknown>[] = [];
  before(async () => {
    dataDir = temporaryFolder('edge');
    const output = { write: (line: string) => void lines.push(JSON.parse(line)) };
    salon = await startSalon(readConfig({ ...SETTINGS, DATA_DIR: dataDir }), pino({ level: 'info' }, output));
    await salon.ready;
  });
  after(async () => {
    await salon.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('limits strangers, answers pages of listed origins, logs each request, and counts what it refused', async () => {
    const headers = { Origin: 'https://app.example', 'X-Request-Id': 'from-page' };
    const answers: Response[] = [];
    for (let n = 0; n < 3; n++) answers.push(await fetch(`${salon.url}/api/init?${INIT}`, { headers }));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 429]);
    for (const answer of answers) {
      expect(answer.headers.get('access-control-allow-origin')).to.equal('https://app.example');
      expect(answer.headers.get('x-request-id')).to.equal('from-page');
      await answer.text();
    }
    expect(Number(answers[2]!.headers.get('retry-after'))).to.be.greaterThan(1);
    const requests = lines.filter(({ requestId }) => requestId === 'from-page');
    expect(requests.map(({ msg, path, code }) => [msg, path, code])).to.deep.equal([
      ['request', '/api/init', 0],
      ['request', '/api/init', 0],
      ['request failed', '/api/init', 429],
    ]);
    const metrics = await (await fetch(`${salon.url}/metrics`)).text();
    expect(metrics).to.include('salon_rate_limit_refused_stranger_total 1\n');
    expect(metrics).to.include('salon_rate_limit_refused_fan_out_total 0\n');
  });

  it('lets a page that is not listed read nothing', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      const answer = await fetch(`${salon.url}/api/init`, { headers: { Origin: origin } });
      await answer.text();
      expect(answer.headers.get('access-control-allow-origin'), origin).to.equal(null);
      expect(answer.headers.get('vary'), origin).to.equal('Origin');
    }
  });
});
