import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { readConfig } from '../../../config.ts';
import { pushSender } from '../../../server/push-sender.ts';
import { readPushProviders } from '../../../server/settings/push-settings.ts';
import { RecordedPushes } from '../../../workers/push/recorded-pushes.ts';

const pem = (key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();
const EC = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const RSA = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);

const APNS = { key: EC, keyId: 'K', teamId: 'T', topic: 'org.example' };
const FCM = { serviceAccount: { project_id: 'p', client_email: 'e@example.org', private_key: RSA } };
const GETUI = { appId: 'a', appKey: 'k', masterSecret: 'm' };
const JPUSH = { appKey: 'k', masterSecret: 'm', apnsProduction: false };

describe('PUSH_PROVIDERS', () => {
  const problemsOf = (given: unknown) => readPushProviders(JSON.stringify(given)).problems;

  it('takes each provider’s credentials, and any of the providers', () => {
    const all = {
      apns: { ...APNS, sandbox: true },
      fcm: FCM,
      getui: { ...GETUI, url: 'https://getui.example' },
      jpush: JPUSH,
    };
    expect(readPushProviders(JSON.stringify(all))).to.deep.equal({ providers: all, problems: [] });
    expect(readPushProviders('{}')).to.deep.equal({ providers: {}, problems: [] });
    expect(readConfig({ PUSH_PROVIDERS: JSON.stringify(all) }).pushProviders).to.deep.equal(all);
  });

  it('names every problem by its place, and repeats no value', () => {
    expect(readPushProviders('{"secret').problems).to.deep.equal(['PUSH_PROVIDERS is not JSON']);
    expect(problemsOf([])).to.have.length(1);
    expect(problemsOf({ pigeon: {} })).to.deep.equal([
      'PUSH_PROVIDERS, pigeon: no such provider: there are apns, fcm, getui, jpush',
    ]);
    expect(problemsOf({ apns: { ...APNS, key: RSA, topic: ' ', sandbox: 'yes', colour: 'red' } })).to.deep.equal([
      'PUSH_PROVIDERS, apns: unknown colour',
      'PUSH_PROVIDERS, apns: key must be the text of a .p8 file',
      'PUSH_PROVIDERS, apns: topic must be a text',
      'PUSH_PROVIDERS, apns: sandbox must be true or false',
    ]);
    expect(
      problemsOf({ fcm: { serviceAccount: { project_id: 'p', private_key: EC } }, getui: { appId: 7 } }),
    ).to.have.length(4);
    for (const url of [
      'http://getui.example',
      'ftp://x',
      'https://getui.example/path',
      'https://u:p@getui.example',
      7,
    ]) {
      expect(problemsOf({ getui: { ...GETUI, url } })).to.deep.equal([
        'PUSH_PROVIDERS, getui: url must be an https address without a path',
      ]);
    }
    expect(() => readConfig({ PUSH_PROVIDERS: '{"jpush":{}}' })).to.throw(/jpush: appKey is missing/);
  });

  it('is what notifications go by; the others go to the hook, in dev mode to nobody, else they are refused', async () => {
    const target = { userId: 7, provider: 'apns', token: 't', platform: 'ios' } as const;
    const shown = { id: '1', title: '', text: '', collapseId: '1', expiresAt: 0, payload: { msgId: 1 } };
    const outcomeWith = async (env: Record<string, string>, dev = false) => {
      const recorded = new RecordedPushes(() => 5);
      const { send, stop } = pushSender(readConfig(env, undefined, dev), 'key', recorded);
      const outcome = await send(target, shown).catch(() => 'asked');
      await stop();
      return [outcome, recorded.of(7)];
    };
    expect(await outcomeWith({})).to.deep.equal(['refused', []]);
    const kept = { id: 1, userId: 7, at: 5, provider: 'apns', payload: { msgId: 1 } };
    expect(await outcomeWith({}, true)).to.deep.equal(['sent', [kept]]);
    const nowhere = 'http://127.0.0.1:9';
    expect(await outcomeWith({ PUSH_WEBHOOK_URL: nowhere })).to.deep.equal(['asked', []]);
    const apns = JSON.stringify({ apns: { ...APNS, url: nowhere } });
    expect(await outcomeWith({ PUSH_PROVIDERS: apns })).to.deep.equal(['asked', []]);
    const getui = JSON.stringify({ getui: { ...GETUI, url: nowhere } });
    expect(await outcomeWith({ PUSH_PROVIDERS: getui })).to.deep.equal(['refused', []]);
  });
});
