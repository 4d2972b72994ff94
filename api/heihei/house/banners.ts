import { type Static, Type } from '@sinclair/typebox';
import { bannersOf } from '../../../application/house/banners.ts';
import type { Banner } from '../../../domain/banners/events.ts';
import { named } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';

/** Seconds that clients may keep the banners (heihei, 首页广告: expireTime). */
const BANNERS_EXPIRE_S = 84_600;

const BannerShape = named(
  'Banner',
  Type.Object({
    desc: Type.String(),
    cover: Type.String({ description: 'The picture; what has no scheme is relative to `imgPath` of `init`.' }),
    type: Type.Integer({ enum: [1, 2, 3], description: '1 a user, 2 a live, 3 a page of the web.' }),
    link: Type.String({ description: 'What the app opens.' }),
  }),
);

/** The document's numbers. */
const TYPE_OF = { user: 1, live: 2, web: 3 } as const satisfies Record<Banner['kind'], number>;

/** As 获取用户信息 names a room (`jump`): the scheme in the document's example (`ycl://`) is that of an older app. */
function linkOf({ kind, targetId, url }: Banner): string {
  return kind === 'web' ? url : `wmlives_heihei://${kind}?id=${targetId}`;
}

function shown(banner: Banner): Static<typeof BannerShape> {
  return { desc: banner.desc, cover: banner.cover, type: TYPE_OF[banner.kind], link: linkOf(banner) };
}

/** heihei, 首页广告. */
export const getBanner = endpoint({
  path: '/api/social/get-banner',
  module: 'social',
  name: 'getBanner',
  summary: "Get the banners of the app's first screen",
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({
    expireTime: Type.Integer({ description: 'How long the answer may be kept, in seconds.' }),
    banners: Type.Array(BannerShape),
  }),
  examples: [
    {
      params: {},
      answer: {
        expireTime: BANNERS_EXPIRE_S,
        banners: [
          {
            desc: '周末歌会',
            cover: '/static/cover/cover-1-108.png',
            type: TYPE_OF.live,
            link: 'wmlives_heihei://live?id=7012345678999',
          },
        ],
      },
    },
  ],
  errors: [],
  async handle({ core, caller }) {
    const banners = await bannersOf(core, caller.appId);
    return { expireTime: BANNERS_EXPIRE_S, banners: banners.map(shown) };
  },
});
