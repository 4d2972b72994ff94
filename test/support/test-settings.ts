import { Apps } from '../../application/apps.ts';
import type { ApiSettings } from '../../application/core.ts';
import { Words } from '../../application/texts/words.ts';

/** Settings of an API under test: with `more` in place of what stands here. */
export function testSettings(more: Partial<ApiSettings> = {}): ApiSettings {
  return {
    heiheiAppId: 'heihei',
    publicUrl: '',
    tokenSecret: 'a secret for tokens, long enough for HS256',
    mediaKey: 'a key for media servers',
    media: { pullUrl: '', pushUrl: '', lookbackUrl: '' },
    messageServerSecret: 'a secret for the message server',
    oldTokenSecrets: [],
    pushTokenKeys: ['a key for tokens of phones'],
    apps: new Apps([]),
    words: new Words(),
    codeSecret: 'a secret for codes, long enough',
    fileSecret: 'a secret for files, long enough',
    reviewsRecords: false,
    console: 'loopback',
    showsDocs: false,
    operatorLimitGold: 100_000,
    operatorLimitCents: 100_000,
    cashCentsPerPoint: 5,
    rtc: { apiKey: 'rtc-key', apiSecret: 'rtc secret, long enough for HS256' },
    tencentRtc: null,
    dev: true,
    devKey: 'dev-key',
    phoneSignIn: true,
    codesPerAddress: 1_000_000,
    codesPerHour: 1_000_000,
    pushOn: true,
    metricsToken: '',
    ...more,
  };
}
