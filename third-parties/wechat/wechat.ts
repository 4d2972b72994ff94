import { DomainError } from '../../domain/kernel/errors.ts';
import { askForObject, idFrom, textFrom } from '../answers.ts';
import { fetchPicture, ownHosts, type PictureAddress } from '../pictures.ts';
import type { ThirdParty } from '../third-party.ts';

export const WECHAT_URL = 'https://api.weixin.qq.com';

/** Where WeChat keeps pictures of people. */
const PICTURES = ownHosts('qlogo.cn');

/** WeChat's codes for "try again": -1 is busy, 45009 and 45011 are limits of calls. */
const BUSY = [-1, 45009, 45011];

/**
 * WeChat (微信开放平台, 移动应用: `sns/auth`, `sns/userinfo`). An open id is of one app, so that a token of another app names somebody whom this
 * one does not know: it opens nobody's account.
 */
export function openWechatSignIn(
  { url = WECHAT_URL }: { url?: string },
  pictures: PictureAddress = PICTURES,
): ThirdParty {
  const ask = async (path: string, query: Record<string, string>) => {
    const answer = await askForObject(new URL(`${path}?${new URLSearchParams(query)}`, url), 'GET');
    const { errcode = 0 } = answer;
    if (errcode === 0) return answer;
    throw new DomainError(BUSY.includes(Number(errcode)) ? 'ProviderAway' : 'OpenIdInvalid');
  };
  return {
    async whoIs({ accountToken: access_token, openId }) {
      const query = { access_token, openid: openId };
      await ask('/sns/auth', query);
      const person = await ask('/sns/userinfo', { ...query, lang: 'zh_CN' });
      const openid = idFrom(person.openid);
      if (openid === null) throw new DomainError('ProviderAway');
      // Asked by one open id, they told of another.
      if (openid !== openId) throw new DomainError('OpenIdInvalid');
      const unionId = idFrom(person.unionid);
      const gender = ({ 1: 'Male', 2: 'Female' } as const)[Number(person.sex)] ?? 'Unspecified';
      const pictureUrl = textFrom(person.headimgurl);
      const more = { ...(unionId && { unionId }), ...(pictureUrl && { pictureUrl }) };
      return { openId: openid, nickname: textFrom(person.nickname), gender, ...more };
    },
    picture: ({ pictureUrl }) => fetchPicture(pictureUrl, pictures),
  };
}
