import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect } from 'chai';
import { Client } from '../support/client.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';

const PHONE = '13412345678';
/** The provider fails once to send a code there. */
const UNLUCKY_PHONE = '13487654321';
const SALON_SECRET = 'secret-of-this-installation-0123456789abcdef';
const RTC_API_SECRET = 'secret-of-the-rtc-server-0123456789abcdef';

describe('what the process prints, at its most talkative', () => {
  let server: ServerProcess;
  let provider: Server;
  let dataDir: string;
  const sent: { phone: string; text: string }[] = [];

  before(async () => {
    provider = createServer(async (request, response) => {
      sent.push((await json(request)) as (typeof sent)[number]);
      response.writeHead(sent.length === 1 ? 500 : 204).end('no, thanks');
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    dataDir = temporaryFolder('privacy');
    server = await ServerProcess.start({
      DATA_DIR: dataDir,
      LOG_LEVEL: 'trace',
      SALON_SECRET,
      RTC_API_SECRET,
      SMS_WEBHOOK_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/sms?key=provider-key`,
    });
  });
  after(async () => {
    await server.end('SIGKILL');
    provider.close();
    rmSync(dataDir, { recursive: true });
  });

  it('holds no secret, no token, no code, no phone, no text, and no line of a client’s making', async () => {
    const anyone = new Client(server.url, 'anyone');
    await anyone.must('/api/user/get-sms-verification-code', { phoneNo: UNLUCKY_PHONE });
    await anyone.until('the message was not sent again', () => sent.length > 1);
    const host = await new Client(server.url, 'host').signIn(PHONE, { displayName: '守口如瓶' });
    await host.until('the code was not sent', () => sent.some(({ phone }) => phone === PHONE));
    const { liveId } = (await host.must('/api/live/create-live', { title: '悄悄话' })).live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    await host.must('/api/msg/send-msg', { liveId, roomId: liveId, text: '只有房间里听得到' });
    await host.connect();
    host.close();

    const forged = 'x\r\n{"level":60,"msg":"forged"}';
    for (const path of ['/api/live/create-live', '/api/msg/send-msg', '/api/user/sign-in-cl-by-phone', '/nowhere']) {
      await anyone.call(path, {
        token: `${host.token}x`,
        phoneNo: PHONE,
        verifyCode: forged,
        title: forged,
        text: forged,
      });
      await fetch(`${server.url}${path}?token=${host.token}&title=${encodeURIComponent(forged)}`, {
        headers: { 'User-Agent': 'forged-agent', Cookie: `token=${host.token}` },
      });
    }
    for (const path of ['/dev/clock', '/dev/wallets/1/grant', `/dev/sms/${encodeURIComponent(forged)}`]) {
      await fetch(server.url + path, { method: 'POST', body: `{"${host.token}":` });
    }
    anyone.token = `${host.token}x`;
    await anyone.connect().catch(() => {});
    anyone.close();
    await host.must('/api/user/sign-out');
    expect((await host.call('/api/user/user-gold')).errorcode).to.equal(720);
    expect(await server.end('SIGTERM')).to.equal(0);

    const [signature] = host.token.split('.').slice(-1);
    const codes = sent.map(({ text }) => /\d{6}/.exec(text)![0]);
    expect(codes).to.have.length.greaterThan(2);
    // As numbers of their own: the same digits within a time or an id mean nothing.
    for (const number of [...codes, PHONE, UNLUCKY_PHONE])
      expect(server.text).not.to.match(new RegExp(`\\b${number}\\b`));
    const withheld = [SALON_SECRET, RTC_API_SECRET, host.token, signature!, 'provider-key'];
    for (const text of [...withheld, '只有房间里听得到', '悄悄话', 'forged']) expect(server.text).not.to.include(text);
    // It did talk: of the message that the provider refused.
    expect(server.text).to.match(/"level":[345]0/);
  });
});
