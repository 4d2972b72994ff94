import { Router } from 'express';
import type { SimulatedThirdParties } from '../../third-parties/simulated.ts';
import type { Source } from '../../third-parties/third-party.ts';
import { DevError, objectOf, oneOf, textOf } from './input.ts';

/** What `GET /dev` shows of these. */
export const OAUTH_ROUTES = ['POST /dev/oauth {source: Wechat|Weibo, openId, unionId, nickname, gender}'];

/** Longest text in a body, in characters. */
const MAX_CHARS = 100;
const SOURCES: Readonly<Record<'Wechat' | 'Weibo', Source>> = { Wechat: 'wechat', Weibo: 'weibo' };

/** Hands out what WeChat's or Weibo's app would: the access token of a person, which `/api/user/sign-in` takes. */
export function oauthRoutes(simulated: SimulatedThirdParties | undefined): Router {
  const router = Router();
  router.post('/oauth', (request, response) => {
    if (!simulated) throw new DevError(404, 'WeChat and Weibo are not played here');
    const { source, openId, unionId, nickname = '', gender = 'Unspecified' } = objectOf(request.body);
    const person = {
      openId: textOf(openId, 'openId', MAX_CHARS),
      ...(unionId !== undefined && { unionId: textOf(unionId, 'unionId', MAX_CHARS) }),
      nickname: textOf(nickname, 'nickname', MAX_CHARS),
      gender: oneOf(['Male', 'Female', 'Unspecified'], gender, 'gender'),
    };
    const from = SOURCES[oneOf(['Wechat', 'Weibo'], source, 'source')];
    response.json({ accountToken: simulated.tokenFor(from, person) });
  });
  return router;
}
