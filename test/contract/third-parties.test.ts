import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { DomainError } from '../../domain/kernel/errors.ts';
import { MAX_PROVIDER_ANSWER_BYTES } from '../../payments/provider.ts';
import { simulateThirdParties } from '../../third-parties/simulated.ts';
import type { GivenToken, OutsidePerson, ThirdParty } from '../../third-parties/third-party.ts';
import { openWechatSignIn } from '../../third-parties/wechat/wechat.ts';
import { openWeiboSignIn } from '../../third-parties/weibo/weibo.ts';
import { SignInServers } from '../fakes/third-parties/sign-in-servers.ts';

const APP_KEY = '1234567890';
const PERSON = {
  accountToken: 'token-1',
  openId: '5566778899',
  nickname: '小白',
  gender: 'Female' as const,
  appKey: APP_KEY,
};

describe('third parties that say who somebody is', () => {
  const servers = new SignInServers();
  let url: string;
  const simulated = simulateThirdParties();
  before(async () => {
    url = await servers.start();
  });
  after(() => servers.stop());
  beforeEach(() => servers.reset());

  async function refusal(asked: Promise<OutsidePerson>): Promise<string> {
    try {
      await asked;
      return 'none';
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  }

  const parties: [name: string, open: () => ThirdParty, refused: string][] = [
    ['WeChat', () => openWechatSignIn({ url }), 'OpenIdInvalid'],
    ['Weibo', () => openWeiboSignIn({ url, appKey: APP_KEY }), 'WeiboTokenInvalid'],
    ['WeChat in dev mode', () => simulated.parties.wechat!, 'OpenIdInvalid'],
    ['Weibo in dev mode', () => simulated.parties.weibo!, 'WeiboTokenInvalid'],
  ];

  for (const [name, open, refused] of parties) {
    const isPlayed = name.endsWith('dev mode');
    const tokenOf = (person: OutsidePerson) =>
      isPlayed ? simulated.tokenFor(name.startsWith('WeChat') ? 'wechat' : 'weibo', person) : PERSON.accountToken;
    const { openId, nickname, gender } = PERSON;

    it(`${name}: tell whose a token is`, async () => {
      servers.people.push(PERSON);
      const given = { openId, accountToken: tokenOf({ openId, nickname, gender }) };
      expect(await open().whoIs(given)).to.deep.equal({ openId, nickname, gender });
    });

    it(`${name}: refuse a token that nobody has, and one of another person`, async () => {
      servers.people.push(PERSON);
      const wrong: GivenToken[] = [
        { openId, accountToken: 'token-2' },
        { openId: '1', accountToken: tokenOf({ openId, nickname, gender }) },
        { openId, accountToken: '../../x?a=b&access_token=token-1#' },
      ];
      for (const given of wrong) expect(await refusal(open().whoIs(given))).to.equal(refused);
    });

    if (isPlayed) continue;

    it(`${name}: refuse a token that has ended`, async () => {
      servers.people.push({ ...PERSON, hasEnded: true });
      expect(await refusal(open().whoIs(PERSON))).to.equal(refused);
    });

    const odd: [what: string, answer: (response: ServerResponse) => void][] = [
      ['answers with another address', (response) => response.writeHead(302, { Location: `${url}/sns/auth` }).end()],
      ['answers with more than is read', (response) => response.end('x'.repeat(MAX_PROVIDER_ANSWER_BYTES + 1))],
      ['answers with a page', (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>')],
      ['answers with a list', (response) => response.end('[]')],
      ['answers with null', (response) => response.end('null')],
      ['is broken', (response) => response.writeHead(500).end('{}')],
      ['says that it is busy', (response) => response.end('{"errcode":-1,"error_code":10009}')],
      ['ends the connection', (response) => response.destroy()],
    ];
    for (const [what, answer] of odd) {
      it(`${name}: count as away when it ${what}`, async () => {
        servers.people.push(PERSON);
        servers.instead = answer;
        expect(await refusal(open().whoIs(PERSON))).to.equal('ProviderAway');
        expect(servers.asked, 'no address of an answer is followed').to.have.length(1);
      });
    }
  }

  it('tell the union id, where there is one, and refuse an answer about somebody else', async () => {
    servers.people.push({ ...PERSON, unionId: 'u-1' });
    expect(await openWechatSignIn({ url }).whoIs(PERSON)).to.include({ unionId: 'u-1' });
    servers.twist = { openid: '1' };
    expect(await refusal(openWechatSignIn({ url }).whoIs(PERSON))).to.equal('OpenIdInvalid');
    servers.twist = { openid: { $ne: 1 } };
    expect(await refusal(openWechatSignIn({ url }).whoIs(PERSON))).to.equal('ProviderAway');
  });

  it('of Weibo, refuse a token that was given for another app', async () => {
    servers.people.push({ ...PERSON, appKey: '999' });
    expect(await refusal(openWeiboSignIn({ url, appKey: APP_KEY }).whoIs(PERSON))).to.equal('WeiboTokenInvalid');
  });
});
