import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import type { PushProvider } from '../../domain/devices/events.ts';
import { apnsPushes } from '../../workers/push/providers/apns.ts';
import { fcmPushes } from '../../workers/push/providers/fcm.ts';
import { getuiPushes } from '../../workers/push/providers/getui.ts';
import { jpushPushes } from '../../workers/push/providers/jpush.ts';
import { webhookPushes } from '../../workers/push/providers/webhook.ts';
import type { Notification, PushSender } from '../../workers/push/push-sender.ts';
import { startApns } from '../fakes/push/apns.ts';
import { startFcm } from '../fakes/push/fcm.ts';
import { GETUI, startGetui } from '../fakes/push/getui.ts';
import { FakePhones, type FakeRequest, startFake } from '../fakes/push/http-fake.ts';
import { JPUSH, startJpush } from '../fakes/push/jpush.ts';

const HOOK_KEY = 'key-of-the-push-hook-0123456789abcdef';

interface Stage {
  phones: FakePhones;
  send: PushSender;
  /** The same with credentials that the provider does not know. */
  stranger: PushSender;
  close(): void;
}

/** A receiver of the webhook that shows what it is posted. */
async function startReceiver() {
  const phones = new FakePhones();
  const requests: FakeRequest[] = [];
  const fake = await startFake((request) => {
    requests.push(request);
    const { token, collapseId, payload } = JSON.parse(request.body);
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers['salon-signature'])) ?? [];
    if (createHmac('sha256', HOOK_KEY).update(`${t}.${request.body}`).digest('hex') !== v1) return { status: 401 };
    if (phones.isNext('busy')) return { status: 503 };
    if (phones.dead.has(token)) return { status: 410 };
    phones.show(token, collapseId, payload);
    return phones.isNext('lost') ? null : { status: 204 };
  });
  return { phones, requests, ...fake };
}

const STAGES: Record<string, { provider: PushProvider; start(): Promise<Stage> }> = {
  webhook: {
    provider: 'getui',
    async start() {
      const { phones, url, close } = await startReceiver();
      return { phones, close, send: webhookPushes(url, HOOK_KEY), stranger: webhookPushes(url, 'another key') };
    },
  },
  apns: {
    provider: 'apns',
    async start() {
      const [fake, other] = [await startApns(), await startApns()];
      const own = apnsPushes(fake.settings);
      const wrong = apnsPushes({ ...fake.settings, key: other.settings.key });
      const close = () => {
        for (const one of [own, wrong, fake, other]) one.close();
      };
      return { phones: fake.phones, send: own.send, stranger: wrong.send, close };
    },
  },
  fcm: {
    provider: 'fcm',
    async start() {
      const { phones, serviceAccount, url, close } = await startFcm();
      const stranger = fcmPushes({ serviceAccount: { ...serviceAccount, client_email: 'nobody@example.org' }, url });
      return { phones, close, send: fcmPushes({ serviceAccount, url }), stranger };
    },
  },
  getui: {
    provider: 'getui',
    async start() {
      const { phones, url, close } = await startGetui();
      const stranger = getuiPushes({ ...GETUI, masterSecret: 'wrong', url });
      return { phones, close, send: getuiPushes({ ...GETUI, url }), stranger };
    },
  },
  jpush: {
    provider: 'jpush',
    async start() {
      const { phones, url, close } = await startJpush();
      const stranger = jpushPushes({ ...JPUSH, masterSecret: 'wrong', url });
      return { phones, close, send: jpushPushes({ ...JPUSH, url }), stranger };
    },
  },
};

const notification = (n = 1): Notification => ({
  title: `标题 ${n}`,
  text: `内容 ${n}`,
  id: String(1_000 + n),
  collapseId: String(1_000 + n),
  expiresAt: Date.now() + 600_000,
  payload: { action: 'live', link: `wmlives_heihei://live?id=${n}`, msgId: 1_000 + n, data: {} },
});

for (const [name, { provider, start }] of Object.entries(STAGES)) {
  describe(`notifications by ${name}`, () => {
    let stage: Stage;
    const to = (token: string) =>
      ({ userId: 7, provider, token, platform: provider === 'apns' ? 'ios' : 'android' }) as const;
    /** FCM carries texts alone. */
    const shown = (n = 1) =>
      Object.fromEntries(
        Object.entries(notification(n).payload).map(([key, value]) => [
          key,
          name === 'fcm' && typeof value !== 'string' ? JSON.stringify(value) : value,
        ]),
      );

    beforeEach(async () => {
      stage = await start();
    });
    afterEach(() => stage.close());

    const failureOf = (sent: Promise<unknown>) =>
      sent.then(
        (outcome) => expect.fail(`expected a failure, got ${outcome}`),
        (error: Error) => error,
      );

    it('come to the phone with what its app needs, once, however often they are sent', async () => {
      expect(await stage.send(to('phone-1'), notification())).to.equal('sent');
      expect(stage.phones.on('phone-1')).to.deep.equal([shown()]);
      stage.phones.lost = 1;
      await failureOf(stage.send(to('phone-2'), notification()));
      expect(await stage.send(to('phone-2'), notification())).to.equal('sent');
      expect(stage.phones.on('phone-2')).to.deep.equal([shown()]);
      expect(await stage.send(to('phone-1'), notification(2))).to.equal('sent');
      expect(stage.phones.on('phone-1')).to.deep.equal([shown(1), shown(2)]);
    });

    it('find out that a token is dead', async () => {
      stage.phones.dead.add('gone');
      expect(await stage.send(to('gone'), notification())).to.equal('dead');
      expect(stage.phones.on('gone')).to.deep.equal([]);
    });

    it('are to be sent again while the provider is busy, and no error tells a token or a key', async () => {
      stage.phones.busy = 1;
      const busy = await failureOf(stage.send(to('secret-token'), notification()));
      const refused = await failureOf(stage.stranger(to('secret-token'), notification()));
      for (const { message } of [busy, refused]) {
        for (const secret of ['secret-token', 'wrong', 'access-', HOOK_KEY, JPUSH.masterSecret, GETUI.masterSecret]) {
          expect(message).not.to.include(secret);
        }
      }
      expect(await stage.send(to('secret-token'), notification())).to.equal('sent');
    });

    // The others send their credentials with each call.
    if (['apns', 'fcm', 'getui'].includes(name)) {
      it('go out with one access token, until the provider refuses it', async () => {
        await Promise.all([1, 2, 3].map((n) => stage.send(to('phone'), notification(n))));
        expect(stage.phones.grants).to.equal(1);
        stage.phones.expired = 1;
        await failureOf(stage.send(to('phone'), notification(4)));
        expect(await stage.send(to('phone'), notification(4))).to.equal('sent');
      });
    }

    it('are to be sent again when nobody answers', async () => {
      stage.close();
      await failureOf(stage.send(to('secret-token'), notification()));
    });
  });
}
