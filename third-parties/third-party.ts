import type { Gender } from '../domain/user/events.ts';

/** Whose word counts for who somebody is, when they bring no phone (heihei, 微博微信登录). */
export type Source = 'wechat' | 'weibo';

/** What an app's client brings from the third party. */
export interface GivenToken {
  accountToken: string;
  openId: string;
}

/** Somebody, in the third party's own words. */
export interface OutsidePerson {
  /** Of WeChat: the person's id for this app. Of Weibo: their uid. */
  openId: string;
  /** The same for all apps of one developer; absent where the third party tells none. */
  unionId?: string;
  nickname: string;
  gender: Gender;
  /** As they told it; absent where they told none. */
  pictureUrl?: string;
}

/**
 * Asks whose an access token is. What it answers is what the third party said in this call; nothing of it comes from the client.
 *
 * Rejects with `DomainError`: `OpenIdInvalid` (WeChat) or `WeiboTokenInvalid` for a token that is wrong, has ended, is of another person or
 * was given for another app; `ProviderAway` when there is no answer in time or none that can be read.
 */
export interface ThirdParty {
  whoIs(given: GivenToken): Promise<OutsidePerson>;
  /** The picture of somebody, as bytes that nobody has looked at; null where there is none to be had. Never rejects. */
  picture(person: OutsidePerson): Promise<Buffer | null>;
}

/** Null: nobody signs in by it. */
export type ThirdParties = Readonly<Record<Source, ThirdParty | null>>;

export const NO_THIRD_PARTIES: ThirdParties = { wechat: null, weibo: null };
