import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';
import { SETTINGS } from '../../server/settings/names.ts';
import { ROOT } from '../support/script.ts';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const sorted = (names: Iterable<string | undefined>) => [...new Set(names)].sort();

/** What an operator of one process sets, and containers do not: they are told their roles, and are never in dev mode. */
const LEFT_OUT = ['DEV_KEY', 'DEV_MODE', 'LOG_LEVEL', 'ROLES', 'SUCCESSES_PER_LOG_LINE'];

describe('what containers are made of', () => {
  const compose = read('docker-compose.yml');
  const dockerfile = read('Dockerfile');
  const known = sorted(SETTINGS);

  it('asks for every variable of .env.example, and for no other', () => {
    const asked = [...compose.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    const offered = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(sorted(asked)).to.deep.equal(sorted(offered));
  });

  it('sets in Kubernetes what Salon reads, and asks where it answers', () => {
    const manifest = read('deploy/kubernetes/salon.yaml');
    const set = [...manifest.matchAll(/- \{ name: ([A-Z_]+), value:/g)].map(([, name]) => name!);
    expect(set).not.to.have.length(0);
    expect(SETTINGS).to.include.members(set);
    const asked = [...manifest.matchAll(/httpGet: \{ path: (\/[a-z]+)/g)].map(([, path]) => path);
    expect(sorted(asked)).to.deep.equal(['/healthz', '/readyz']);
    const [, port] = /PORT=(\d+)/.exec(dockerfile)!;
    expect(manifest).to.include(`containerPort: ${port}`).and.to.include('replicas: 1');
  });

  it('has no secret of its own: without one, nothing starts', () => {
    for (const [whole, name, rest] of compose.matchAll(/\$\{([A-Z_]+)([^}]*)\}/g)) {
      // Only while a secret is being changed there are old ones, and only some have a store for files, an app at Tencent or messages of their own.
      const isOptional = /^(SALON_OLD_SECRETS|MESSAGE_SERVER_SECRET|STORAGE_\w+|RTC_TENCENT_KEY)$/.test(name!);
      if (!isOptional && /SECRET|PASSWORD|KEY/.test(name!)) expect(rest, whole).to.equal(':?see .env.example');
    }
    for (const [, name, value] of read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)) {
      if (/SECRET|PASSWORD|KEY|TOKEN/.test(name!)) expect(value, name).to.equal('');
    }
  });

  it('sets what Salon reads, and nothing that it does not', () => {
    const [, environment = ''] = /&environment\n([\s\S]*?)\n {2}\w/.exec(compose) ?? [];
    const set = [...environment.matchAll(/^ {4}([A-Z_]+):/gm)].map(([, name]) => name);
    const built = [...dockerfile.matchAll(/\b([A-Z_]+)=/g)].map(([, name]) => name);
    expect(sorted([...set, ...built, ...LEFT_OUT])).to.deep.equal(known);
  });

  it('the proxy replaces what a client claims in every place that passes a request on', () => {
    const conf = read('docs/nginx.conf').replace(/#.*$/gm, '');
    const locations = [...conf.matchAll(/\blocation [^{]+\{([^}]*)\}/g)];
    const passing = locations.map(([, body]) => body!).filter((body) => body.includes('proxy_pass'));
    expect(passing).to.have.length.greaterThan(3);
    for (const body of passing) {
      for (const header of ['Host $http_host', 'X-Forwarded-For $remote_addr', 'Connection ']) {
        expect(body).to.include(`proxy_set_header ${header}`);
      }
    }
    // Headers at a higher level would look as if they were inherited.
    const inLocations = passing.join('').match(/proxy_set_header/g)!.length;
    expect(conf.match(/proxy_set_header/g)).to.have.length(inLocations);
    expect(conf.match(/\$(?:request|args|query_string|request_uri|http_referer)\b/g)).to.deep.equal(['$request_uri']);
  });

  it('ends TLS where it says that clients reach it, with a certificate that compose makes or is given', () => {
    const conf = read('docs/nginx.conf');
    const [, port] = /listen (\d+) ssl;/.exec(conf)!;
    expect(read('.env.example')).to.include(`PUBLIC_URL=https://localhost:${port}\n`);
    expect(compose)
      .to.include(`'${port}:${port}'`)
      .and.to.match(/\$\{TLS_DIR:-tls\}:\/etc\/nginx\/tls:ro/);
    for (const file of ['tls.crt', 'tls.key']) {
      expect(conf).to.include(`/etc/nginx/tls/${file};`);
      expect(compose).to.include(` /tls/${file}`);
    }
  });

  it('holds every file that the server imports, and the packages that it needs at run time, no others', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files]) => files!.split(' '));
    const { dependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'optionalDependencies',
      Record<string, string>
    >;
    const seen = new Set<string>();
    const packages = new Set<string>();
    const follow = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      expect(
        copied.some(
          (place) => file === place || (place === '*.ts' && /^[^/]+\.ts$/.test(file)) || file.startsWith(`${place}/`),
        ),
        `${file} is in no COPY`,
      ).to.equal(true);
      // Scripts of package.json import things as well, for nobody but npm.
      if (!file.endsWith('.ts')) return;
      const text = read(file);
      const named = text.matchAll(
        /^(?:import|export)\s(?!type\s)[^;'"]*?from\s*'([^']+)'|\b(?:import|require)\([^)']*'([^']+)'\)/gms,
      );
      for (const from of [...named].map(([, plainly, lately]) => plainly ?? lately)) {
        if (from!.startsWith('.')) follow(relative(ROOT, resolve(ROOT, dirname(file), from!)));
        else if (!from!.startsWith('node:')) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(from!)![0]);
      }
      for (const [, url] of text.matchAll(/new URL\('(\.[^']+)', import\.meta\.url\)/g)) {
        follow(relative(ROOT, resolve(ROOT, dirname(file), url!)));
      }
    };
    follow('main.ts');
    expect(seen.size).to.be.greaterThan(100);
    // ws takes it by itself when it is there.
    packages.add('bufferutil');
    expect(sorted(Object.keys({ ...dependencies, ...optionalDependencies }))).to.deep.equal(sorted(packages));
  });
});
