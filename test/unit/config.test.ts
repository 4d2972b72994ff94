import { expect } from 'chai';
import { ConfigError, readConfig } from '../../config.ts';
import { SETTINGS } from '../../server/settings/names.ts';
import { DEV_RTC, DEV_SECRET } from '../../server/settings/secrets.ts';

const SECRET = 'T0kMfVw7r1uYxq2HsJ8eZ4bNpLcGdA6o';
const OTHER_SECRET = 'q8ZrX3nKc5vB7mL1sD9fGhJ2kW4eRtYu';
const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://salon.example.com',
  SALON_SECRET: SECRET,
  RTC_API_KEY: 'key',
  RTC_API_SECRET: OTHER_SECRET,
  SMS_WEBHOOK_URL: 'https://sms.example.com/send',
};
const ENGINES = { EVENTSTORE_URL: 'esdb://h:1', MONGODB_URL: 'mongodb://h', REDIS_URL: 'redis://h' };

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** Exactly one sentence, which fits. */
function expectProblem(env: Record<string, string>, says: RegExp): void {
  const problems = problemsOf(env);
  expect(problems, JSON.stringify(env)).to.have.length(1);
  expect(problems[0]).to.match(says);
}

const warningsOf = (env: Record<string, string>) => readConfig(env).warnings;

describe('configuration', () => {
  it('is the real thing on loopback and files when nothing is set, with secrets to be made', () => {
    expect(readConfig({})).to.deep.include({
      ...{ dev: false, host: '127.0.0.1', port: 3000, engines: null, secret: null, rtc: null, smsWebhookUrl: '' },
      warnings: [],
    });
  });

  it('is dev mode for whoever asks for it: with --dev or DEV_MODE=1, and by no other setting', () => {
    const dev = { dev: true, host: '127.0.0.1', port: 3000, secret: DEV_SECRET, warnings: [] };
    expect(readConfig({}, undefined, true)).to.deep.include(dev);
    expect(readConfig({ DEV_MODE: '1' })).to.deep.include(dev);
    for (const NODE_ENV of ['', 'production', 'development', 'test']) {
      expect(readConfig({ NODE_ENV, PUBLIC_URL: 'https://x.example' }).dev, NODE_ENV).to.equal(false);
    }
    expect(() => readConfig({ DEV_MODE: '0' }, undefined, true)).to.throw(ConfigError, /contradict/);
    expectProblem({ DEV_MODE: 'yes' }, /DEV_MODE must be 0 or 1/);
  });

  it('knows three values of NODE_ENV, and no fourth', () => {
    for (const NODE_ENV of ['prod', 'Production', 'production ', 'staging', 'dev']) {
      expectProblem({ NODE_ENV }, /NODE_ENV=.* production, development, test/);
    }
  });

  it('takes a complete production setting, on any host', () => {
    const config = readConfig({ ...PRODUCTION, HOST: '0.0.0.0', PORT: '8080' });
    expect(config).to.deep.include({ dev: false, port: 8080, warnings: [] });
  });

  it('reports every problem at once', () => {
    const problems = problemsOf({
      ...ENGINES,
      NODE_ENV: 'production',
      PORT: '70000',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'javascript:1',
      SMS_WEBHOOK_URL: 'ftp://sms.example.com',
      PUSH_WEBHOOK_URL: 'push.example.com',
    });
    const named = [
      'PORT',
      'PUBLIC_URL',
      'SALON_SECRET',
      'RTC_API_SECRET',
      'RTC_API_KEY',
      'SMS_WEBHOOK_URL',
      'PUSH_WEBHOOK_URL',
      'LOG_LEVEL',
    ];
    for (const name of named) {
      const about = problems.filter((problem) => problem.includes(name));
      expect(about, name).to.have.length(1);
    }
  });

  it('refuses dev mode in production and beyond loopback, with a reason', () => {
    expectProblem({ ...PRODUCTION, DEV_MODE: '1' }, /DEV_MODE=1\) is refused/);
    expectProblem({ DEV_MODE: '1', HOST: '0.0.0.0' }, /HOST=0.0.0.0 is refused in dev mode/);
  });

  it('makes secrets where one process has its stores in files, and wants them where several share engines', () => {
    expect(readConfig({ SALON_SECRET: SECRET })).to.deep.include({ secret: SECRET, rtc: null });
    expect(readConfig({ RTC_API_KEY: 'k', RTC_API_SECRET: SECRET }).secret).to.equal(null);
    expectProblem({ RTC_API_KEY: 'k' }, /RTC_API_SECRET is missing/);
    expectProblem({ RTC_API_SECRET: SECRET }, /RTC_API_KEY is missing/);
    expect(problemsOf(ENGINES)).to.have.length(3);
    expect(readConfig({ ...ENGINES, DEV_MODE: '1' }).rtc).to.deep.equal(DEV_RTC);
  });

  it('refuses secrets that can be guessed, and does not repeat them', () => {
    const weak: Record<string, RegExp> = {
      [DEV_SECRET]: /everybody knows/,
      'Vf7-kQ2': /too short/,
      ['s'.repeat(40)]: /a repetition/,
      ['0123456789'.repeat(4)]: /a repetition/,
      ['hunter2-'.repeat(6)]: /a repetition/,
      [`${'secret'.repeat(6)}1`]: /a repetition/,
      [`x1${'my-salon'.repeat(5)}Z9`]: /a repetition/,
      [`changeme-${SECRET}`]: /a placeholder/,
      [`CHANGE_ME_${SECRET}`]: /a placeholder/,
      [`your-secret-here-${SECRET}`]: /a placeholder/,
      'correct-password-battery-staple-12': /a placeholder/,
      abcdefghijklmnopqrstuvwxyz0123456789: /a sequence/,
      ['aab'.repeat(5) + 'ba'.repeat(12)]: /made of 2 characters/,
    };
    for (const name of ['SALON_SECRET', 'RTC_API_SECRET', 'SMS_WEBHOOK_SECRET']) {
      for (const [value, says] of Object.entries(weak)) {
        const problems = problemsOf({ ...PRODUCTION, [name]: value });
        expect(problems, `${name}=${value}`).to.have.length(1);
        expect(problems[0]).to.match(says).and.to.include(name).and.not.to.include(value);
      }
    }
  });

  it('takes secrets as people make them: base64, hexadecimal, digits, words', () => {
    for (const secret of [
      'pZ3v1kq0mC8yU5gXh2bRt7wEoNn4LsJdQf6aTiVr9xKzMlPe',
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      '84019273650918273645029384756102',
      'correct horse battery staple trombone',
    ]) {
      expect(problemsOf({ ...PRODUCTION, SALON_SECRET: secret }), secret).to.deep.equal([]);
    }
  });

  it('refuses one secret for two purposes', () => {
    expectProblem({ ...PRODUCTION, RTC_API_SECRET: SECRET }, /SALON_SECRET and RTC_API_SECRET are the same/);
    expectProblem({ ...PRODUCTION, RTC_API_KEY: OTHER_SECRET }, /RTC_API_SECRET and RTC_API_KEY are the same/);
    expectProblem({ ...PRODUCTION, METRICS_TOKEN: SECRET }, /SALON_SECRET and METRICS_TOKEN are the same/);
    expectProblem({ ...PRODUCTION, SMS_WEBHOOK_SECRET: SECRET }, /SALON_SECRET and SMS_WEBHOOK_SECRET are the same/);
    expectProblem(
      { ...PRODUCTION, SMS_WEBHOOK_SECRET: `${SECRET}\n` },
      /SALON_SECRET and SMS_WEBHOOK_SECRET are the same/,
    );
    expectProblem(
      { ...PRODUCTION, SALON_OLD_SECRETS: OTHER_SECRET },
      /RTC_API_SECRET and SALON_OLD_SECRETS are the same/,
    );
  });

  it('refuses apps’ secrets that can be guessed, or that somebody else knows, and does not repeat them', () => {
    const app = (secret: string, n = 1) => ({ tenant: `t${n}`, dialect: 'linkv-live', appId: `A${n}`, secret });
    const withApps = (...apps: object[]) => ({ ...PRODUCTION, SALON_APPS: JSON.stringify({ apps }) });
    const own = 'Gm4tYc8vXe1Zr6Kd0Wq3';
    expect(problemsOf(withApps(app(own), { ...app(own, 2), tenant: 't1' })), 'two apps of one customer').to.deep.equal(
      [],
    );
    const refused: [object[], RegExp][] = [
      [[app('a'.repeat(20))], /SALON_APPS: the secret of A1 is a repetition/],
      [[app('changeme-Gm4tYc8vXe1')], /SALON_APPS: the secret of A1 is a placeholder/],
      [[app(SECRET)], /SALON_SECRET and the secret of A1 are the same/],
      [[app(own), app(own, 2)], /SALON_APPS: A1 and A2 have the same secret, and different tenants/],
    ];
    for (const [apps, says] of refused) {
      const problems = problemsOf(withApps(...apps));
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(says).and.not.to.include(own);
    }
  });

  it('takes words by tenant, and says what is wrong with them without repeating one', () => {
    const given = { tenants: { heihei: { mask: ['secretword'] } } };
    expect(readConfig({ ...PRODUCTION, SALON_WORDS: JSON.stringify(given) }).words).to.deep.equal(given.tenants);
    expect(readConfig(PRODUCTION).words).to.deep.equal({});
    expectProblem({ ...PRODUCTION, SALON_WORDS: '{"tenants":{"heihei":{"mask":["secretword",1]}}}' }, /mask, word 2/);
    expectProblem({ ...PRODUCTION, SALON_WORDS: '/nowhere/words.json' }, /SALON_WORDS names a file .* \(ENOENT\)/);
  });

  it('warns of engines with a default password, without repeating it', () => {
    const [warning, ...more] = warningsOf({
      ...PRODUCTION,
      ...ENGINES,
      EVENTSTORE_URL: 'esdb://admin:changeit@eventstore:2113',
      REDIS_URL: 'redis://:k3VxPq9LmZt7@redis:6379',
    });
    expect(more).to.deep.equal([]);
    expect(warning)
      .to.match(/EVENTSTORE_URL/)
      .and.not.to.include('changeit');
  });

  it('warns where addresses would repeat what clients claim', () => {
    const { PUBLIC_URL, ...without } = PRODUCTION;
    for (const env of [without, { HOST: '0.0.0.0' }]) {
      expect(warningsOf(env)).to.have.length(1);
      expect(warningsOf(env)[0]).to.match(/PUBLIC_URL is not set/);
    }
    expectProblem({ PUBLIC_URL: 'https://user:hunter2@salon.example.com' }, /^PUBLIC_URL must be .* without user/);
    expectProblem({ PUBLIC_URL: 'https://salon.example.com/?x=1' }, /PUBLIC_URL must be .* without .*query/);
    for (const url of [
      ' https://a.example',
      'https://a.example ',
      'https:a.example',
      'https://*.example',
      'https:\\\\a.example',
    ]) {
      expectProblem({ PUBLIC_URL: url }, /^PUBLIC_URL must be written as/);
    }
    for (const url of [
      'https://a.example/some/path/',
      'https://A.example',
      'http://[::1]:3000',
      'https://bücher.example',
    ]) {
      expect(problemsOf({ PUBLIC_URL: url }), url).to.deep.equal([]);
    }
  });

  it('warns of sign-in codes that travel in the clear, without repeating the address', () => {
    const hook = (SMS_WEBHOOK_URL: string) => warningsOf({ ...PRODUCTION, SMS_WEBHOOK_URL });
    expect(hook('http://sms.example.com/?key=hunter2')).to.have.length(1);
    expect(hook('http://sms.example.com/?key=hunter2')[0])
      .to.match(/SMS_WEBHOOK_URL/)
      .and.not.to.include('hunter2');
    for (const url of ['http://127.0.0.1:9/', 'http://localhost/', 'http://[::1]:9/', 'https://sms.example.com']) {
      expect(hook(url), url).to.deep.equal([]);
    }
  });

  it('takes the address of the RTC server’s API, together with its key', () => {
    expect(readConfig({ ...PRODUCTION, RTC_API_URL: 'http://livekit:7880/' }).rtcApiUrl).to.equal(
      'http://livekit:7880',
    );
    expectProblem({ ...PRODUCTION, RTC_API_URL: 'livekit:7880' }, /RTC_API_URL must be an http or https address/);
    expectProblem({ ...PRODUCTION, RTC_API_URL: 'http://livekit?x=1' }, /RTC_API_URL must be/);
    expectProblem({ RTC_API_URL: 'http://livekit:7880' }, /RTC_API_URL needs RTC_API_KEY/);
  });

  it('takes a share of successes for the log', () => {
    expect(readConfig({}).successesPerLine).to.equal(100);
    expect(readConfig({ SUCCESSES_PER_LOG_LINE: '0' }).successesPerLine).to.equal(0);
    for (const SUCCESSES_PER_LOG_LINE of ['-1', 'all', '1.5', '1000001'])
      expectProblem({ SUCCESSES_PER_LOG_LINE }, /SUCCESSES_PER_LOG_LINE/);
  });

  it('refuses origins that no browser sends, and says how to write them', () => {
    const origins: Record<string, RegExp> = {
      'https://app.example.com/': /write https:\/\/app\.example\.com$/,
      'https://app.example.com/live': /write https:\/\/app\.example\.com$/,
      'https://App.Example.com': /write https:\/\/app\.example\.com$/,
      'https://app.example.com:443': /write https:\/\/app\.example\.com$/,
      'https://bücher.example': /write https:\/\/xn--bcher-kva\.example$/,
      '*': /no wildcard/,
      'https://*.example.com': /no wildcard/,
      'app.example.com': /not an http or https origin/,
      null: /not an http or https origin/,
    };
    for (const [origin, says] of Object.entries(origins)) expectProblem({ ALLOWED_ORIGINS: origin }, says);
    const taken = 'https://app.example.com, http://localhost:5173';
    expect(readConfig({ ALLOWED_ORIGINS: taken }).allowedOrigins.join(', ')).to.equal(taken);
  });

  it('names settings that are none but for a slip, with the one that was meant', () => {
    const slips: Record<string, string> = {
      ...{ PROT: 'PORT', PORTT: 'PORT', port: 'PORT', HSOT: 'HOST', ROLE: 'ROLES', DATADIR: 'DATA_DIR' },
      ...{ SALON_SCERET: 'SALON_SECRET', SALON_PORT: 'PORT', SALON_RTC_API_KEY: 'RTC_API_KEY' },
      ...{ REDIS_URI: 'REDIS_URL', MONGO_URL: 'MONGODB_URL', TRUSTED_PROXY: 'TRUSTED_PROXIES', LOGLEVEL: 'LOG_LEVEL' },
      ...{ SMS_WEBHOOK: 'SMS_WEBHOOK_URL', RTC_SECRET: 'RTC_API_SECRET' },
      ...{ SMS_WEBHOK_URL: 'SMS_WEBHOOK_URL', ALLOWED_ORIGIN: 'ALLOWED_ORIGINS', NODE_ENVV: 'NODE_ENV' },
    };
    for (const [slip, meant] of Object.entries(slips)) {
      expect(warningsOf({ [slip]: 'x' }), slip).to.have.length(1);
      expect(warningsOf({ [slip]: 'x' })[0])
        .to.include(slip)
        .and.to.include(`did you mean ${meant}?`);
    }
  });

  it('has nothing to say about what other programs set', () => {
    const others =
      'HOSTNAME PORTS POST HOSTS HOME PATH PWD OLDPWD USER LOGNAME SHELL SHLVL TERM LANG LC_ALL TZ EDITOR CI MAIL TMPDIR _ ' +
      'NODE_OPTIONS NODE_PATH NODE_VERSION YARN_VERSION NODE_EXTRA_CA_CERTS npm_config_user_agent npm_package_name INIT_CWD ' +
      'HTTP_PROXY http_proxy NO_PROXY DATABASE_URL REDIS_HOST REDIS_PORT MONGO_INITDB_ROOT_PASSWORD DEBUG LOG_FILE API_KEY ' +
      'AWS_REGION KUBERNETES_SERVICE_HOST SALON_SERVICE_HOST SALON_SERVICE_PORT SALON_PORT_3000_TCP_ADDR ' +
      'SALON_URL SALON_SOCKET_URL ProgramFiles(x86) windir PUBLIC EVENTSTORE_ADMIN_PASSWORD SSH_AUTH_SOCK XDG_DATA_DIRS';
    expect(warningsOf({ SALON_PORT: 'tcp://10.0.0.7:3000' }), 'of Kubernetes').to.deep.equal([]);
    for (const name of others.split(' ')) expect(warningsOf({ [name]: 'x' }), name).to.deep.equal([]);
    expect(
      warningsOf({ ...Object.fromEntries(SETTINGS.map((name) => [name, ''])), ['X'.repeat(100_000)]: '' }),
    ).to.deep.equal([]);
  });

  it('takes a key for /dev that fits into an address', () => {
    expect(readConfig({ DEV_MODE: '1', DEV_KEY: 'my-key_1.~' }).devKey).to.equal('my-key_1.~');
    for (const DEV_KEY of ['short', 'with a blank', 'semi;colon', 'with-a-line\n'])
      expectProblem({ DEV_KEY }, /DEV_KEY takes/);
    for (const DEV_KEY of ['aaaaaaaa', 'changeme', '12345678', 'abababab'])
      expectProblem({ DEV_KEY }, /DEV_KEY is an? \w+: /);
  });

  it('takes roles and engines, all three or none', () => {
    const { NODE_ENV, ...urls } = { ...PRODUCTION, ...ENGINES };
    expect([...readConfig(urls, 'api,realtime').roles]).to.deep.equal(['api', 'realtime']);
    expect(readConfig({}).engines).to.equal(null);
    expectProblem({ ROLES: 'api' }, /needs the engines/);
    expectProblem({ ...urls, REDIS_URL: '' }, /REDIS_URL missing/);
    expectProblem({ ...urls, ROLES: 'api,cook' }, /--roles takes/);
    const wrong = problemsOf({ ...urls, MONGODB_URL: 'http://user:hunter2@h' });
    expect(wrong[0])
      .to.match(/MONGODB_URL/)
      .and.not.to.include('hunter2');
  });

  it('limits sign-in codes by address outside dev mode, and takes another limit', () => {
    expect(readConfig(PRODUCTION).codesPerAddress).to.equal(30);
    expect(readConfig({ DEV_MODE: '1' }).codesPerAddress).to.be.greaterThan(10_000);
    expect(readConfig({ ...PRODUCTION, CODES_PER_ADDRESS: '500' }).codesPerAddress).to.equal(500);
    expect(readConfig(PRODUCTION).codesPerHour).to.equal(1_000);
    expect(readConfig({ ...PRODUCTION, CODES_PER_HOUR: '5000' }).codesPerHour).to.equal(5_000);
    for (const given of ['0', '-1', '1e3', 'many', '1000001']) {
      expect(problemsOf({ CODES_PER_ADDRESS: given })[0], given).to.match(/CODES_PER_ADDRESS/);
      expect(problemsOf({ CODES_PER_HOUR: given })[0], given).to.match(/CODES_PER_HOUR/);
    }
  });

  it('takes a token for /metrics that cannot be guessed, and does not repeat a bad one', () => {
    expect(readConfig(PRODUCTION).metricsToken).to.equal('');
    expect(readConfig({ ...PRODUCTION, METRICS_TOKEN: 'a-scrapers-token' }).metricsToken).to.have.length(16);
    for (const given of ['short', 'a-scrapers-token ', 'a-scrapers-token\n', 'm'.repeat(16), 'changeme-changeit']) {
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

  it('keeps what people upload in a folder, or in a bucket that is given whole', () => {
    expect(readConfig({})).to.deep.include({ storage: null, reviewsRecords: false });
    const STORE = {
      STORAGE_URL: 'https://s3.example.com/',
      STORAGE_BUCKET: 'salon-files',
      STORAGE_KEY_ID: 'AKID',
      STORAGE_SECRET: 'w8RtYuIoPaSdFgHjKlZxCvBnM1234567',
    };
    expect(readConfig(STORE).storage).to.deep.equal({
      url: 'https://s3.example.com',
      bucket: 'salon-files',
      keyId: 'AKID',
      secret: STORE.STORAGE_SECRET,
      region: 'us-east-1',
      publicUrl: 'https://s3.example.com/salon-files',
      tokenService: null,
    });
    const apart = readConfig({
      ...STORE,
      STORAGE_REGION: 'eu-1',
      STORAGE_PUBLIC_URL: 'https://cdn.example.com/',
    }).storage;
    expect(apart).to.include({ region: 'eu-1', publicUrl: 'https://cdn.example.com' });
    const role = 'arn:aws:iam::123456789012:role/salon-uploads';
    const withRole = { ...STORE, STORAGE_STS_ROLE: role };
    expect(readConfig(withRole).storage!.tokenService).to.deep.equal({ url: 'https://s3.example.com', role });
    const service = { ...withRole, STORAGE_STS_URL: 'https://sts.eu-1.amazonaws.com/' };
    expect(readConfig(service).storage!.tokenService).to.deep.equal({ url: 'https://sts.eu-1.amazonaws.com', role });
    expectProblem({ ...STORE, STORAGE_STS_ROLE: 'uploads' }, /^STORAGE_STS_ROLE is no ARN/);
    expectProblem({ ...STORE, STORAGE_STS_URL: 'https://sts.example.com' }, /^STORAGE_STS_URL needs STORAGE_STS_ROLE/);
    expectProblem({ ...withRole, STORAGE_STS_URL: 'ftp://x' }, /^STORAGE_STS_URL must/);
    const { STORAGE_SECRET: _, ...open } = STORE;
    expectProblem(open, /^STORAGE_SECRET missing/);
    expectProblem({ STORAGE_REGION: 'eu-1' }, /STORAGE_REGION needs a store/);
    expectProblem(
      { ...STORE, STORAGE_BUCKET: 'Not a bucket', STORAGE_PUBLIC_URL: 'https://x.example' },
      /STORAGE_BUCKET/,
    );
    expectProblem({ ...STORE, STORAGE_URL: 'ftp://x', STORAGE_PUBLIC_URL: 'https://x.example' }, /^STORAGE_URL must/);
    expect(warningsOf({ ...STORE, STORAGE_SECRET: 'secretsecretsecretsecret' }).join()).to.match(
      /STORAGE_SECRET is a repetition/,
    );
    expect(readConfig({ RECORD_REVIEW: 'manual' }).reviewsRecords).to.equal(true);
    expectProblem({ RECORD_REVIEW: 'sometimes' }, /RECORD_REVIEW must be none or manual/);
  });
});
