import type { Config } from '../config.ts';
import { type SimulatedThirdParties, simulateThirdParties } from '../third-parties/simulated.ts';
import { NO_THIRD_PARTIES, type ThirdParties } from '../third-parties/third-party.ts';
import { openWechatSignIn } from '../third-parties/wechat/wechat.ts';
import { openWeiboSignIn } from '../third-parties/weibo/weibo.ts';

/** Who vouches for people without a phone, and in dev mode the other side of it. */
export interface OpenedThirdParties {
  parties: ThirdParties;
  simulated: SimulatedThirdParties | null;
}

/** The third parties that are configured, and in dev mode simulated ones in place of the others. */
export function openThirdParties({
  signInProviders: { wechat, weibo },
  dev,
}: Pick<Config, 'signInProviders' | 'dev'>): OpenedThirdParties {
  const simulated = dev ? simulateThirdParties() : null;
  const others = simulated?.parties ?? NO_THIRD_PARTIES;
  return {
    parties: {
      wechat: wechat ? openWechatSignIn(wechat) : others.wechat,
      weibo: weibo ? openWeiboSignIn(weibo) : others.weibo,
    },
    simulated,
  };
}
