import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { webhookSender } from '../../../workers/sms.ts';
import { ROOT } from '../../support/script.ts';

const KEY = 'the-key-of-this-hook-0123456789abcdef';
const AT = Date.UTC(2026, 10, 27);

type Check = (header: string | undefined, body: string, key: string, nowMs?: number) => boolean;

/** The receiver of docs/operations.md, as it stands there. */
async function documentedCheck(): Promise<Check> {
  const [, code] = /```js\n(import \{ createHmac[\s\S]*?)```/.exec(
    readFileSync(join(ROOT, 'docs/operations.md'), 'utf8'),
  )!;
  const { isFromSalon } = await import(`data:text/javascript,${encodeURIComponent(code!)}`);
  return isFromSalon as Check;
}

describe('the SMS hook', () => {
  let provider: Server;
  let url: string;
  const received: { header: string | undefined; body: string }[] = [];
  before(async () => {
    provider = createServer(async (request, response) => {
      received.push({ header: request.headers['salon-signature'] as string | undefined, body: await text(request) });
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/`;
  });
  after(() => provider.close());

  it('is signed, so that the documented receiver takes what Salon sent, now, and nothing else', async () => {
    const isFromSalon = await documentedCheck();
    await webhookSender(url, KEY, () => AT)('8613800000001', '验证码 123456');
    const { header, body } = received[0]!;
    expect(JSON.parse(body)).to.deep.equal({ phone: '8613800000001', text: '验证码 123456' });
    expect(isFromSalon(header, body, KEY, AT + 60_000)).to.equal(true);
    expect(isFromSalon(header, body.replace('1234', '4321'), KEY, AT), 'another body').to.equal(false);
    expect(isFromSalon(header, body, `${KEY}x`, AT), 'another key').to.equal(false);
    expect(isFromSalon(header, body, KEY, AT + 301_000), 'too late').to.equal(false);
    expect(isFromSalon(header!.replace(/t=\d+/, `t=${AT / 1000 + 60}`), body, KEY, AT), 'another time').to.equal(false);
    for (const none of [undefined, '', 'v1=', `t=1,v1=${'0'.repeat(64)}`]) {
      expect(isFromSalon(none, body, KEY, AT), String(none)).to.equal(false);
    }
  });

  it('gives each message the time at which it goes out', async () => {
    const isFromSalon = await documentedCheck();
    await webhookSender(url, KEY)('8613800000001', 'text');
    const { header, body } = received[received.length - 1]!;
    expect(isFromSalon(header, body, KEY)).to.equal(true);
  });
});
