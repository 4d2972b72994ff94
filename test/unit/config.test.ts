import { expect } from 'chai';
import { ConfigError, DEV_SECRET, readConfig } from '../../config.ts';

const PRODUCTION = {
  NODE_ENV: 'production',
  SALON_SECRET: 'x'.repeat(40),
  RTC_API_KEY: 'key',
  RTC_API_SECRET: 'y'.repeat(40),
  SMS_WEBHOOK_URL: 'https://sms.example.com/send',
};

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('configuration', () => {
  it('is dev mode on loopback when nothing is set', () => {
    expect(readConfig({})).to.include({ dev: true, host: '127.0.0.1', port: 3000, secret: DEV_SECRET });
  });

  it('takes a complete production setting, on any host', () => {
    expect(readConfig({ ...PRODUCTION, HOST: '0.0.0.0', PORT: '8080' })).to.include({ dev: false, port: 8080 });
  });

  it('reports every problem at once', () => {
    const problems = problemsOf({
      NODE_ENV: 'production',
      PORT: '70000',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'javascript:1',
    });
    for (const name of [
      'PORT',
      'PUBLIC_URL',
      'SALON_SECRET',
      'RTC_API_SECRET',
      'RTC_API_KEY',
      'SMS_WEBHOOK_URL',
      'LOG_LEVEL',
    ]) {
      expect(
        problems.filter((problem) => problem.includes(name)),
        name,
      ).to.have.length(1);
    }
  });

  it('refuses dev mode in production and beyond loopback, with a reason', () => {
    expect(problemsOf({ ...PRODUCTION, DEV_MODE: '1' })[0]).to.match(/DEV_MODE=1 is refused/);
    expect(problemsOf({ HOST: '0.0.0.0' })[0]).to.match(/HOST=0.0.0.0 is refused in dev mode/);
  });

  it('refuses the dev secrets outside dev mode', () => {
    expect(problemsOf({ ...PRODUCTION, SALON_SECRET: DEV_SECRET })).to.have.length(1);
    expect(problemsOf({ ...PRODUCTION, SALON_SECRET: 'short' })).to.have.length(1);
  });

  it('takes roles and engines, all three or none', () => {
    const urls = { EVENTSTORE_URL: 'esdb://h:1', MONGODB_URL: 'mongodb://h', REDIS_URL: 'redis://h' };
    expect([...readConfig(urls, 'api,realtime').roles]).to.deep.equal(['api', 'realtime']);
    expect(readConfig({}).engines).to.equal(null);
    expect(problemsOf({ ROLES: 'api' })[0]).to.match(/needs the engines/);
    expect(problemsOf({ ...urls, REDIS_URL: '' })[0]).to.match(/REDIS_URL missing/);
    expect(problemsOf({ ...urls, ROLES: 'api,cook' })[0]).to.match(/--roles takes/);
    const wrong = problemsOf({ ...urls, MONGODB_URL: 'http://user:hunter2@h' });
    expect(wrong[0])
      .to.match(/MONGODB_URL/)
      .and.not.to.include('hunter2');
  });

  it('limits sign-in codes by address outside dev mode, and takes another limit', () => {
    expect(readConfig(PRODUCTION).codesPerAddress).to.equal(30);
    expect(readConfig({}).codesPerAddress).to.be.greaterThan(10_000);
    expect(readConfig({ ...PRODUCTION, CODES_PER_ADDRESS: '500' }).codesPerAddress).to.equal(500);
    for (const given of ['0', '-1', '1e3', 'many', '1000001'])
      expect(problemsOf({ CODES_PER_ADDRESS: given })[0], given).to.match(/CODES_PER_ADDRESS/);
  });

  it('takes a token for /metrics that cannot be guessed, and does not repeat a bad one', () => {
    expect(readConfig(PRODUCTION).metricsToken).to.equal('');
    expect(readConfig({ ...PRODUCTION, METRICS_TOKEN: 'm'.repeat(16) }).metricsToken).to.have.length(16);
    for (const given of ['short', `${'m'.repeat(16)} `, `${'m'.repeat(16)}\n`]) {
      const problems = problemsOf({ ...PRODUCTION, METRICS_TOKEN: given });
      expect(problems).to.have.length(1);
      expect(problems[0])
        .to.match(/METRICS_TOKEN/)
        .and.not.to.include(given);
    }
  });

  it('takes trusted proxies, and says what they may be', () => {
    expect(readConfig({ TRUSTED_PROXIES: '10.0.0.0/8, loopback' }).trustedProxies).to.have.length(2);
    expect(problemsOf({ TRUSTED_PROXIES: 'everybody' })[0]).to.match(/TRUSTED_PROXIES/);
  });
});
