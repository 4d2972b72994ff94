import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { pino } from 'pino';
import { StoreOpenError } from '../../event-store/store-open-error.ts';
import { connectRedis } from '../../workers/redis/connect.ts';
import { OddServers } from '../support/odd-servers.ts';
import { PrivateAuthority } from '../support/private-authority.ts';
import { rejection, until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';

const logger = pino({ level: 'silent' });

/** What a server says of itself that has these facts, and "OK" to all else. */
const saying = (facts: string) => (said: string) =>
  (said.match(/^(info|hello|client|select|auth|ping)$/gim) ?? [])
    .map((command) => (/info/i.test(command) ? `$${facts.length}\r\n${facts}\r\n` : '+OK\r\n'))
    .join('');

async function refusal(url: string): Promise<StoreOpenError> {
  const error = await rejection(connectRedis(url, logger));
  expect(error).to.be.instanceOf(StoreOpenError);
  expect(error.message)
    .to.match(/^[^\n]+: [^\n]+\.$/)
    .and.not.include('secret');
  return error as StoreOpenError;
}

if (hasRedis('connecting to Redis')) withRedis();

function withRedis(): void {
  describe('connecting to Redis', () => {
    const odd = new OddServers();
    let server: RedisProcess;
    const configure = (...words: string[]) => spawnSync('redis-cli', ['-p', String(server.port), ...words]);
    beforeEach(async () => {
      server = await RedisProcess.start();
    });
    afterEach(() => server.dispose());
    after(() => odd.close());

    it('is refused with an address that cannot be', async () => {
      for (const url of [
        '',
        'redis://',
        'redis://:secret@127.0.0.1:port',
        'redis://:sec/ret@127.0.0.1:6379',
        `redis://:secret@127.0.0.1:${server.port}/secret`,
        `redis://:sec%ret@127.0.0.1:${server.port}`,
        `redis://:secret@127.0.0.1:${server.port},127.0.0.1:1`,
        `redis://:secret@127.0.0.1:${server.port}?family=6`,
        `redis://:secret@127.0.0.1:${server.port}?tlsCAFile=/nowhere`,
        `rediss://:secret@127.0.0.1:${server.port}?tlsCAFile=/nowhere`,
        'redis+sentinel://:secret@127.0.0.1:26379',
        'redis+sentinel://:secret@127.0.0.1:26379/0/secret',
        'redis+sentinel://:secret@127.0.0.1:port/evening',
        'redis+sentinel://:secret@/evening',
      ]) {
        expect((await refusal(url)).problem, url).to.equal('bad-url');
      }
      expect((await refusal(`redis://127.0.0.1:${server.port}/99`)).message).to.include('no database of the number');
    });

    it('is refused where no Redis answers', async () => {
      for (const port of [await odd.nobody(), await odd.silent(), await odd.web()]) {
        const { problem, message } = await refusal(`redis://:secret@127.0.0.1:${port}`);
        expect(problem).to.equal('unreachable');
        expect(message).to.include('start it, or correct the address');
      }
    });

    it('is refused where one side takes TLS and the other does not', async () => {
      const plain = await refusal(`rediss://:secret@127.0.0.1:${server.port}`);
      expect(plain.message).to.include('make sure that it takes TLS');
      const tls = await refusal(`redis://:secret@127.0.0.1:${await odd.tls()}`);
      expect(tls.message).to.include('make sure that it takes no TLS (else rediss://)');
    });

    it('is refused with a wrong password, a wrong user, none where one is needed, and one that may not do enough', async () => {
      const { port } = server;
      configure('ACL', 'SETUSER', 'poor', 'on', '>secret', '+ping');
      expect((await refusal(`redis://poor:secret@127.0.0.1:${port}`)).problem).to.equal('access-denied');
      configure('CONFIG', 'SET', 'requirepass', 'right');
      for (const user of ['', ':secret@', 'somebody:secret@']) {
        const { problem, message } = await refusal(`redis://${user}127.0.0.1:${port}`);
        expect(problem).to.equal('access-denied');
        expect(message).to.include('REDIS_URL');
      }
      (await connectRedis(`redis://:right@127.0.0.1:${port}`, logger)).close();
    });

    it('is refused by one that may drop keys when memory is short', async () => {
      configure('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
      const { problem, message } = await refusal(server.url);
      expect(problem).to.equal('unsupported-server');
      expect(message).to.include('(allkeys-lru): set its maxmemory-policy to noeviction');
    });

    it('is refused by a replica, by part of a cluster, and by an old one', async () => {
      configure('REPLICAOF', '127.0.0.1', '1');
      expect((await refusal(server.url)).message).to.include('is a replica');
      const cluster = await odd.text(saying('redis_version:7.0.1\r\nredis_mode:cluster\r\nrole:master'));
      expect((await refusal(`redis://127.0.0.1:${cluster}`)).message).to.include('Redis Cluster');
      const old = await odd.text(saying('redis_version:5.0.14\r\nrole:master'));
      expect((await refusal(`redis://127.0.0.1:${old}`)).message).to.include('version 5.0.14: use Redis 6.2 or later');
    });

    it('is found through Sentinels, and refused when they know no such primary or are taken for a server', async () => {
      const sentinel = await RedisProcess.sentinel('evening', server);
      try {
        const hosts = `127.0.0.1:${sentinel.port},127.0.0.1`;
        const connection = await connectRedis(`redis+sentinel://${hosts}/evening/3`, logger);
        expect(connection.client.stream.remotePort).to.equal(server.port);
        await connection.client.set('a', '1');
        connection.close();
        const unknown = await refusal(`redis+sentinel://127.0.0.1:${sentinel.port}/morning`);
        expect(unknown.problem).to.equal('bad-url');
        expect(unknown.message).to.include('know no primary named morning');
        expect((await refusal(`redis://127.0.0.1:${sentinel.port}`)).message).to.include(
          'is a Sentinel: give its address',
        );
        await sentinel.kill();
        expect((await refusal(`redis+sentinel://:secret@127.0.0.1:${sentinel.port}/evening`)).problem).to.equal(
          'unreachable',
        );
      } finally {
        await sentinel.dispose();
      }
    });

    it('is made over TLS with a certificate of a private authority', async () => {
      const authority = new PrivateAuthority();
      const tls = {
        port: '0',
        'tls-port': '{port}',
        'tls-auth-clients': 'no',
        'tls-cert-file': authority.certFile,
        'tls-key-file': authority.keyFile,
        'tls-ca-cert-file': authority.caFile,
      };
      const secure = await RedisProcess.start(tls);
      try {
        const url = `rediss://127.0.0.1:${secure.port}`;
        const { problem, message } = await refusal(url);
        expect(problem).to.equal('unreachable');
        expect(message).to.include('tlsCAFile');
        const connection = await connectRedis(`${url}/0?tlsCAFile=${encodeURIComponent(authority.caFile)}`, logger);
        await connection.client.set('a', '1');
        const second = connection.client.duplicate();
        expect(await second.get('a')).to.equal('1');
        second.disconnect();
        connection.close();
      } finally {
        await secure.dispose();
        authority.dispose();
      }
    });

    it('notices a Redis that is killed, and one that holds its connections and is silent; and goes on by itself', async () => {
      const connection = await connectRedis(server.url, logger);
      await connection.client.set('a', '1');
      await server.kill();
      await until(() => !connection.isAnswering());
      await server.run();
      await until(() => connection.isAnswering());
      expect(await connection.client.get('a')).to.equal('1');
      server.freeze();
      await until(() => !connection.isAnswering());
      server.thaw();
      await until(() => connection.isAnswering());
      expect(await connection.client.get('a')).to.equal('1');
      connection.close();
    });
  });
}
