import { escaped, page } from './html.ts';

/** A page of plain text: its title, and its paragraphs. */
interface TextPage {
  title: string;
  paragraphs: readonly string[];
}

/** Where each is. */
export const PAGES = {
  help: '/html/help.html',
  socialPact: '/static/app/social-pact.html',
  serviceTerms: '/static/app/service-terms.html',
  contactUs: '/static/app/contact-us.html',
  payAgreement: '/static/app/pay-agreement.html',
} as const;

/**
 * Pages that answers lead to, by path (heihei, 初始化接口: aboutus, payAgreement; 创建直播: helpLink). They say what holds for any app; an
 * operator who has more to say serves these paths in front of Salon.
 */
const TEXTS: Readonly<Record<string, TextPage>> = {
  [PAGES.help]: {
    title: '开播帮助',
    paragraphs: [
      '填写标题后点击“开播”，房间即对关注你的人可见；点击“结束”即下播。',
      '长时间没有操作时，应用会询问你是否还在；不回答，房间将自动关闭。',
      '你可以锁定座位、禁言或请出观众，也可以任命场控协助管理。',
    ],
  },
  [PAGES.socialPact]: {
    title: '社区公约',
    paragraphs: [
      '尊重他人，不骚扰、不辱骂、不歧视。',
      '不发布违法、色情、欺诈或侵犯他人权利的内容，不冒充他人。',
      '遇到违反公约的人，请在其个人页面举报；运营人员会处理，被举报人不会知道是谁举报的。',
    ],
  },
  [PAGES.serviceTerms]: {
    title: '服务条款',
    paragraphs: [
      '未成年人不得开播。账号由本人使用，请勿转让。',
      '赠送的礼物和发送的小喇叭一经送出不可撤回。',
      '你可以随时导出或注销自己的账号；注销后个人资料将被永久销毁。',
    ],
  },
  [PAGES.contactUs]: {
    title: '联系我们',
    paragraphs: ['请在应用内联系官方客服，并说明你的黑号和发生的时间。'],
  },
  [PAGES.payAgreement]: {
    title: '充值协议',
    paragraphs: [
      '钻石只能在本应用内使用，不能兑换为现金，不能转让。',
      '充值到账以支付渠道确认为准；支付成功而钻石未到账时，请联系客服并提供订单号。',
    ],
  },
};

/** The page at a path as HTML; null for any other path. */
export function textPageAt(path: string): string | null {
  if (!Object.hasOwn(TEXTS, path)) return null;
  const { title, paragraphs } = TEXTS[path]!;
  const body = paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n');
  return page(title, `<h1>${escaped(title)}</h1>\n${body}`);
}

/** The paths of all of them. */
export const TEXT_PATHS: readonly string[] = Object.keys(TEXTS);
