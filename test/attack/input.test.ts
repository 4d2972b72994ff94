import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { type Client, TEST_DEV_KEY } from '../support/client.ts';
import { Arena, codeOf } from './arena.ts';
import { type Attack, attacks } from './attacks.ts';

/** Words that would be a piece of our code, of a path on our disk, or of a library's error in an answer. */
const INSIDES = /node_modules|\.[jt]s:\d|\bat \S+ \(|Error:|\/etc\/|SQLITE|root:x:/;

describe('attacks: input', () => {
  let arena: Arena;
  let client: Client;
  let liveId: number;

  before(async () => {
    arena = await Arena.open('input');
    client = await arena.person('阿一', 1_000);
    liveId = await arena.room(client);
  });
  after(async () => expect(await arena.close()).to.equal('sound'));

  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = (path: string, body: string | Uint8Array, headers: Record<string, string> = json) =>
    fetch(arena.url + path, { method: 'POST', body, headers });

  /** HTTP status, errorcode if any, and whether the answer told of what is inside. */
  async function answered(response: Response): Promise<(number | string)[]> {
    const text = await response.text();
    const code = /"errorcode":(\d+)/.exec(text)?.[1];
    return [response.status, Number(code ?? -1), INSIDES.test(text) ? text : 'says nothing of the inside'];
  }
  const SILENT = 'says nothing of the inside';

  /** Bytes on a socket: the first line of each answer. */
  const shouted = async (...bytes: (string | Uint8Array)[]) => {
    const heard = await arena.shout(...bytes);
    return INSIDES.test(heard) ? heard : [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  };

  const update = (params: object) => send('/api/user/update', JSON.stringify({ token: client.token, ...params }));
  const say = (text: string) =>
    send('/api/msg/send-msg', JSON.stringify({ token: client.token, liveId, roomId: liveId, text }));
  const values: unknown[] = [{ $ne: null }, { $gt: '' }, { $where: 'sleep(9e9)' }, ['a', 'b'], [[]], true, 1e300, -0.5];
  const controls = ['\0', 'a\0b', '\x1b[2J\x1b]0;owned\x07', '\x9b31m', 'a\u202egnp.exe', '\u2066x\u2069'];
  const strings = [...controls, '\ud800', '\udfff\ud800', `a${'\u0301\u0337'.repeat(50)}`, '\u200b\u2060\u3164'];

  attacks('values that are not what they should be: refused as a parameter', [
    ...values.map(
      (displayName): Attack => [
        `a name ${JSON.stringify(displayName)}`,
        async () => answered(await update({ displayName })),
        [200, 700, SILENT],
      ],
    ),
    ...strings.map(
      (text): Attack => [`a text ${JSON.stringify(text)}`, async () => answered(await say(text)), [200, 700, SILENT]],
    ),
    [
      'a live’s number as an operator',
      async () => answered(await send('/api/live/get-live', `{"token":"${client.token}","liveId":{"$gt":0}}`)),
      [200, 700, SILENT],
    ],
    [
      'a number twice in a query',
      async () =>
        answered(await fetch(`${arena.url}/api/live/get-live?token=${client.token}&liveId=${liveId}&liveId=1`)),
      [200, 700, SILENT],
    ],
    [
      'a number in query and body',
      async () => answered(await send(`/api/live/get-live?liveId=1&token=${client.token}`, `liveId=${liveId}`, form)),
      [200, 700, SILENT],
    ],
    [
      'a list in brackets',
      async () => answered(await send('/api/live/get-live', `token=${client.token}&liveId[]=${liveId}`, form)),
      [200, 700, SILENT],
    ],
    ['a page of 1e9', () => codeOf(client.call('/api/user/list-follower', { userId: client.userId, limit: 1e9 })), 700],
    [
      'a page from 1e15',
      () => codeOf(client.call('/api/user/list-follower', { userId: client.userId, offset: 1e15 })),
      700,
    ],
    ['a page of -1', () => codeOf(client.call('/api/user/list-follower', { userId: client.userId, limit: -1 })), 700],
  ]);

  attacks('objects that reach for more', [
    [
      '__proto__, constructor and prototype in a body: nobody becomes anything',
      async () => {
        const extra = '"__proto__":{"isAdmin":true,"gold":1},"constructor":{"prototype":{"isAdmin":true}}';
        const answer = await answered(await send('/api/user/user-gold', `{"token":"${client.token}",${extra}}`));
        return [...answer, await arena.gold(client)];
      },
      [200, 0, SILENT, 1_000],
    ],
    [
      'JSON nested 30,000 deep',
      async () => answered(await send('/api/user/user-gold', `{"a":${'['.repeat(30_000)}`)),
      [200, 700, SILENT],
    ],
    [
      'JSON that is a list',
      async () => answered(await send('/api/user/user-gold', '[{"token":"x"}]')),
      [200, 700, SILENT],
    ],
    ['JSON cut off', async () => answered(await send('/api/user/user-gold', `{"token":"${'x'}`)), [200, 700, SILENT]],
    [
      'bytes that are no UTF-8',
      async () => answered(await send('/api/user/user-gold', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))),
      [200, 700, SILENT],
    ],
    [
      '10,000 parameters',
      async () => answered(await send('/api/user/user-gold', 'a=1&'.repeat(10_000), form)),
      [200, 700, SILENT],
    ],
  ]);

  const head = (path: string, ...lines: string[]) =>
    `${[`POST ${path} HTTP/1.1`, 'Host: x', ...lines].join('\r\n')}\r\n\r\n`;
  attacks('bodies and headers without measure', [
    [
      'a body of 100 MB, announced',
      () => shouted(head('/api/init', 'Content-Length: 104857600'), 'x'.repeat(1_000)),
      [413],
    ],
    [
      'a body of 1 MB without a length',
      async () => {
        const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
        return shouted(head('/api/init', 'Transfer-Encoding: chunked'), ...Array<string>(16).fill(chunk));
      },
      [413],
    ],
    [
      'a gzip bomb',
      async () =>
        (
          await answered(
            await send('/api/init', gzipSync(Buffer.alloc(30_000_000)), { ...json, 'content-encoding': 'gzip' }),
          )
        )[0],
      415,
    ],
    [
      'a brotli body',
      async () => (await answered(await send('/api/init', 'x', { ...json, 'content-encoding': 'br' })))[0],
      415,
    ],
    ['a header of 1 MB', () => shouted('GET /api/init HTTP/1.1\r\nHost: x\r\nX: ', 'x'.repeat(1_000_000)), [431]],
    ['100,000 headers', () => shouted('GET /api/init HTTP/1.1\r\nHost: x\r\n', 'a: b\r\n'.repeat(100_000)), [431]],
    ['a URL of 1 MB', () => shouted(`GET /api/init?a=${'x'.repeat(1_000_000)} HTTP/1.1\r\nHost: x\r\n\r\n`), [431]],
  ]);

  attacks('one request that hides another', [
    ['two lengths', () => shouted(head('/api/init', 'Content-Length: 4', 'Content-Length: 40'), 'a=1&'), [400]],
    [
      'a length and chunks',
      () => shouted(head('/api/init', 'Content-Length: 4', 'Transfer-Encoding: chunked'), '0\r\n\r\n'),
      [400],
    ],
    [
      'chunks by two names',
      () => shouted(head('/api/init', 'Transfer-Encoding: x', 'Transfer-Encoding: chunked'), '0\r\n\r\n'),
      [415],
    ],
    [
      'a chunk’s length that is none',
      () => shouted(head('/api/init', 'Transfer-Encoding: chunked'), 'ZZ\r\n\r\n'),
      [400],
    ],
    [
      'a header with a bare CR',
      () => shouted('GET /api/init HTTP/1.1\r\nHost: x\r\nX: a\rSet-Cookie: b\r\n\r\n'),
      [400],
    ],
    ['no HTTP at all', () => shouted('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'), [400]],
  ]);

  const strange = [
    '/../../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/api/../dev/clock',
    '/api//init',
    '/API/init',
    '/api/init/',
    '/api/init%00',
    '/%',
    '/.git/config',
    '/package.json',
    '/main.ts',
    '/data/log.db',
    '//evil.example/',
    '/api/init;x',
  ];
  attacks('paths that lead elsewhere: not found', [
    ...strange.map(
      (path): Attack => [
        path,
        async () => shouted(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
        [404],
      ],
    ),
    [
      'a whole URL of another host',
      async () =>
        shouted('GET http://169.254.169.254/latest/meta-data HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
      [404],
    ],
    [
      'CONNECT',
      async () => (await arena.shout('CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n')).includes('200'),
      false,
    ],
    ...['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'].map(
      (method): Attack => [
        `${method} on an endpoint`,
        async () => shouted(`${method} /api/init HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
        [405],
      ],
    ),
  ]);

  const html = '<img src=x onerror=alert(1)>';
  attacks('what a browser might take for a page', [
    [
      'HTML in a name: answered as JSON that no browser sniffs',
      async () => {
        await update({ displayName: '<b>x</b>', gender: 'Male', birthDay: '1990-01-01' });
        const response = await fetch(`${arena.url}/api/user/info?token=${client.token}&uid=${client.userId}`);
        return [response.headers.get('content-type'), response.headers.get('x-content-type-options')];
      },
      ['application/json; charset=utf-8', 'nosniff'],
    ],
    ...['/', '/openapi.json', '/nowhere', '/api/init', '/dev/nothing'].map(
      (path): Attack => [
        `HTML in the query of ${path}: not said again`,
        async () =>
          (await (await fetch(`${arena.url}${path}?x=${encodeURIComponent(html)}&callback=${html}`)).text()).includes(
            '<img',
          ),
        false,
      ],
    ),
    ['HTML in a path', async () => (await (await fetch(`${arena.url}/${html}`)).text()).includes('<img'), false],
    [
      'HTML in Host',
      async () =>
        (await arena.shout(`GET / HTTP/1.1\r\nHost: "><script>\r\nConnection: close\r\n\r\n`)).includes('<script>"'),
      false,
    ],
    [
      // Dev mode takes any origin, as its sockets do; outside it, test/api/cors.test.ts.
      'a page of another origin that sends cookies along',
      async () => {
        const response = await fetch(`${arena.url}/api/init`, { headers: { origin: 'https://evil.example' } });
        return response.headers.get('access-control-allow-credentials');
      },
      null,
    ],
    [
      'a page of another origin that reads /dev',
      async () => {
        const headers = { origin: 'https://evil.example', 'X-Dev-Key': TEST_DEV_KEY };
        const response = await fetch(`${arena.url}/dev/apps`, { headers });
        return [response.status, response.headers.get('access-control-allow-origin')];
      },
      [403, null],
    ],
    [
      'CR and LF in parameters: in no header',
      async () => {
        const smuggled = encodeURIComponent('x\r\nSet-Cookie: a=b');
        const response = await fetch(`${arena.url}/api/live/get-live?token=${smuggled}&liveId=${smuggled}`);
        return response.headers.get('set-cookie');
      },
      null,
    ],
  ]);

  /** Each endpoint with every declared parameter wrong in one way. */
  const everywhere = (wrong: unknown) => async () => {
    const told: string[] = [];
    for (const { path, params } of heiheiEndpoints) {
      const all = Object.fromEntries(Object.keys(params.properties).map((name) => [name, wrong]));
      const response = await send(path, JSON.stringify({ token: client.token, ...all }));
      const text = await response.text();
      if (response.status >= 500 || INSIDES.test(text)) told.push(`${path}: ${response.status} ${text}`);
    }
    // Some of them end the session, if they are taken.
    await client.signIn(String(13_100_000_000), { displayName: '阿一' }).catch(() => {});
    return told;
  };
  attacks('every parameter of every endpoint wrong at once: no 5xx, and not a word of the inside', [
    ...[
      { $ne: null },
      [],
      '\0',
      '\ud800',
      'x'.repeat(10_000),
      -1,
      1e300,
      "' OR 1=1 --",
      '../../etc/passwd',
      '#{7*7}',
    ].map((wrong): Attack => [JSON.stringify(wrong).slice(0, 30), everywhere(wrong), []]),
  ]);
});
