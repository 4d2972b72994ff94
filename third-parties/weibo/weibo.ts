import { DomainError } from '../../domain/kernel/errors.ts';
import { askForObject, idFrom, textFrom } from '../answers.ts';
import { fetchPicture, ownHosts, type PictureAddress } from '../pictures.ts';
import type { ThirdParty } from '../third-party.ts';

export const WEIBO_URL = 'https://api.weibo.com';

/** Where Weibo keeps pictures of people. */
const PICTURES = ownHosts('sinaimg.cn');

/** Weibo's codes for "try again": 10001, 10009 and 10010 are of its system, 10022 to 10024 limits of calls. */
const BUSY = [10001, 10009, 10010, 10022, 10023, 10024];

/**
 * Weibo (微博开放平台, OAuth2: `oauth2/get_token_info`, `users/show`). A uid is the same for all apps: a token that was given for another app
 * is refused, else that app could sign in as everybody who uses it.
 */
export function openWeiboSignIn(
  { appKey, url = WEIBO_URL }: { appKey: string; url?: string },
  pictures: PictureAddress = PICTURES,
): ThirdParty {
  const ask = async (path: string, query: Record<string, string>, form?: URLSearchParams) => {
    const at = new URL(form ? path : `${path}?${new URLSearchParams(query)}`, url);
    const answer = await askForObject(at, form ? 'POST' : 'GET', form);
    const { error_code = 0 } = answer;
    if (error_code === 0) return answer;
    throw new DomainError(BUSY.includes(Number(error_code)) ? 'ProviderAway' : 'WeiboTokenInvalid');
  };
  return {
    async whoIs({ accountToken: access_token, openId }) {
      const token = await ask('/oauth2/get_token_info', {}, new URLSearchParams({ access_token }));
      const uid = idFrom(token.uid);
      if (uid === null) throw new DomainError('ProviderAway');
      const hasEnded = !(Number(token.expire_in) > 0);
      if (uid !== openId || String(token.appkey) !== appKey || hasEnded) throw new DomainError('WeiboTokenInvalid');
      const person = await ask('/2/users/show.json', { access_token, uid });
      if (idFrom(person.idstr ?? person.id) !== uid) throw new DomainError('ProviderAway');
      const gender = ({ m: 'Male', f: 'Female' } as const)[textFrom(person.gender)] ?? 'Unspecified';
      const pictureUrl = textFrom(person.avatar_large);
      return { openId: uid, nickname: textFrom(person.screen_name), gender, ...(pictureUrl && { pictureUrl }) };
    },
    picture: ({ pictureUrl }) => fetchPicture(pictureUrl, pictures),
  };
}
