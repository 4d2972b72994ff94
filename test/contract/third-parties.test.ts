import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { maxBytesOf } from '../../domain/file/formats.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { MAX_PROVIDER_ANSWER_BYTES } from '../../payments/provider.ts';
import { ownHosts, type PictureAddress } from '../../third-parties/pictures.ts';
import { simulateThirdParties } from '../../third-parties/simulated.ts';
import type { GivenToken, OutsidePerson, ThirdParty } from '../../third-parties/third-party.ts';
import { openWechatSignIn } from '../../third-parties/wechat/wechat.ts';
import { openWeiboSignIn } from '../../third-parties/weibo/weibo.ts';
import { SignInServers } from '../fakes/third-parties/sign-in-servers.ts';
import { png } from '../support/sample-files.ts';

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

  for (const [name, open] of [
    ['WeChat', (pictures?: PictureAddress) => openWechatSignIn({ url }, pictures)],
    ['Weibo', (pictures?: PictureAddress) => openWeiboSignIn({ url, appKey: APP_KEY }, pictures)],
  ] as const) {
    const pictureOf = async (pictureUrl: string, pictures?: PictureAddress) => {
      servers.people.length = 0;
      servers.people.push({ ...PERSON, pictureUrl });
      const party = open(pictures);
      return party.picture(await party.whoIs(PERSON));
    };
    const here: PictureAddress = (told) => (told.origin === url ? told : null);

    it(`${name}: bring the picture that they tell of`, async () => {
      servers.picture = png();
      expect(await pictureOf(`${url}/pictures/1.png`, here)).to.deep.equal(png());
    });

    it(`${name}: ask no address but their own for it`, async () => {
      servers.picture = png();
      const told = [
        `${url}/pictures/1.png`,
        'file:///etc/passwd',
        'x',
        '',
        'http://169.254.169.254/latest',
        `${url}.evil.cn/`,
      ];
      for (const address of told) expect(await pictureOf(address), address).to.equal(null);
      expect(servers.asked.filter((path) => path.startsWith('/pictures'))).to.deep.equal([]);
    });

    it(`${name}: bring none that is too large, elsewhere, broken or empty`, async () => {
      const answers: ((response: ServerResponse) => void)[] = [
        (response) => response.writeHead(302, { Location: `${url}/pictures/2.png` }).end(),
        (response) => response.end(Buffer.alloc(maxBytesOf('avatar', 'jpg') + 1)),
        (response) => response.writeHead(404).end(png()),
        (response) => response.end(),
        (response) => response.destroy(),
      ];
      for (const answer of answers) {
        servers.picture = answer;
        expect(await pictureOf(`${url}/pictures/1.png`, here)).to.equal(null);
      }
      expect(servers.asked, 'no address of an answer is followed').not.to.include('/pictures/2.png');
    });
  }

  it('keep pictures below a domain of their own, which is asked over https alone', () => {
    const addressOf = ownHosts('qlogo.cn');
    const address = (told: string) => addressOf(new URL(told))?.href ?? null;
    expect(address('http://thirdwx.qlogo.cn/mmopen/x/132?a=1')).to.equal('https://thirdwx.qlogo.cn/mmopen/x/132?a=1');
    for (const told of [
      ...['https://evilqlogo.cn/x', 'https://qlogo.cn.evil.cn/x', 'https://thirdwx.qlogo.cn:8443/x'],
      ...['https://a@thirdwx.qlogo.cn/x', 'https://127.0.0.1/.qlogo.cn'],
    ]) {
      expect(address(told), told).to.equal(null);
    }
  });

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
