import { expect } from 'chai';
import { readConfig } from '../../../config.ts';
import { readSignInProviders } from '../../../server/settings/sign-in-settings.ts';
import { openThirdParties } from '../../../server/third-parties.ts';

describe('SIGN_IN_PROVIDERS', () => {
  const problemsOf = (given: unknown) => readSignInProviders(JSON.stringify(given)).problems;

  it('names WeChat and Weibo', () => {
    const all = { wechat: {}, weibo: { appKey: '1234567890', url: 'https://weibo.example' } };
    expect(readConfig({ SIGN_IN_PROVIDERS: JSON.stringify(all) }).signInProviders).to.deep.equal(all);
    expect(readConfig({}).signInProviders).to.deep.equal({});
  });

  it('names every problem by its place, and repeats no value', () => {
    expect(readSignInProviders('{"secret').problems).to.deep.equal([
      'SIGN_IN_PROVIDERS must be a JSON object with wechat or weibo',
    ]);
    expect(problemsOf({ qq: {}, wechat: 1 })).to.deep.equal([
      'SIGN_IN_PROVIDERS, qq: no such provider: there are wechat, weibo',
      'SIGN_IN_PROVIDERS, wechat: not an object',
    ]);
    expect(problemsOf({ wechat: { secret: 'x', url: 'http://elsewhere.example' }, weibo: {} })).to.deep.equal([
      'SIGN_IN_PROVIDERS, wechat: unknown secret',
      'SIGN_IN_PROVIDERS, wechat: url must be an https address without a path',
      'SIGN_IN_PROVIDERS, weibo: appKey must be the digits of your app at Weibo',
    ]);
    expect(problemsOf({ wechat: { url: 'https://weixin.example/path' } })).to.have.length(1);
  });

  it('are the only ones asked, and dev mode plays the others', () => {
    const closed = openThirdParties({ signInProviders: {}, dev: false });
    expect(closed).to.deep.equal({ parties: { wechat: null, weibo: null }, simulated: null });
    const { parties, simulated } = openThirdParties({ signInProviders: { wechat: {} }, dev: true });
    expect(parties.weibo).to.equal(simulated?.parties.weibo);
    expect(parties.wechat).not.to.equal(simulated?.parties.wechat);
  });
});
