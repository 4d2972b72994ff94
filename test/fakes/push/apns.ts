import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { jwtVerify } from 'jose';
import type { ApnsSettings } from '../../../workers/push/providers/apns.ts';
import { FakePhones } from './http-fake.ts';

const TEAM = 'TEAM123456';
const KEY_ID = 'KEY1234567';
const TOPIC = 'org.example.salon';

/** Apple's service: HTTP/2 (here without TLS), a token by ES256, and its headers. */
export async function startApns() {
  const phones = new FakePhones();
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const tokens = new Set<string>();
  const sessions = new Set<ServerHttp2Session>();

  async function answer(
    headers: Record<string, unknown>,
    body: string,
  ): Promise<{ status: number; reason?: string } | null> {
    const [, token] = /^\/3\/device\/(.+)$/.exec(String(headers[':path'])) ?? [];
    if (headers[':method'] !== 'POST' || token === undefined) return { status: 404, reason: 'BadPath' };
    const [, jwt = ''] = /^bearer (.+)$/.exec(String(headers.authorization)) ?? [];
    const verified = await jwtVerify(jwt, publicKey, { issuer: TEAM, algorithms: ['ES256'] }).catch(() => null);
    if (verified?.protectedHeader.kid !== KEY_ID) return { status: 403, reason: 'InvalidProviderToken' };
    tokens.add(jwt);
    phones.grants = tokens.size;
    if (phones.isNext('expired')) return { status: 403, reason: 'ExpiredProviderToken' };
    if (phones.isNext('busy')) return { status: 503, reason: 'ServiceUnavailable' };
    if (headers['apns-topic'] !== TOPIC) return { status: 400, reason: 'TopicDisallowed' };
    if (headers['apns-push-type'] !== 'alert') return { status: 400, reason: 'InvalidPushType' };
    if (!/^\d+$/.test(String(headers['apns-expiration']))) return { status: 400, reason: 'BadExpirationDate' };
    const collapse = String(headers['apns-collapse-id']);
    if (Buffer.byteLength(collapse) > 64) return { status: 400, reason: 'BadCollapseId' };
    if (phones.dead.has(token)) return { status: 410, reason: 'Unregistered' };
    const { aps, ...payload } = JSON.parse(body);
    if (typeof aps.alert.body !== 'string') return { status: 400, reason: 'PayloadEmpty' };
    phones.show(decodeURIComponent(token), collapse, payload);
    return phones.isNext('lost') ? null : { status: 200 };
  }

  const server = createServer();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', async (stream, headers) => {
    const given = await answer(headers, await text(stream));
    if (!given) {
      stream.session?.destroy();
      return;
    }
    stream.respond({ ':status': given.status });
    stream.end(given.reason === undefined ? '' : JSON.stringify({ reason: given.reason }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const settings: ApnsSettings = {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    keyId: KEY_ID,
    teamId: TEAM,
    topic: TOPIC,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  return {
    phones,
    settings,
    close() {
      for (const session of sessions) session.destroy();
      server.close();
    },
  };
}
