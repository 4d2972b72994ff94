import type { Static } from '@sinclair/typebox';
import type { SeenConference } from '../../../application/conferences/conference.ts';
import { LIVE_ID, VIEWER_ID } from '../live/examples.ts';
import type { ConfStatus } from './schemas.ts';

/** heihei, 连麦消息: conference-status, as 加入连麦接口 and 连麦成功 answer it; the person shown is the guest. */
export function confStatus(liveId: number, { guest, connected }: SeenConference): Static<typeof ConfStatus> {
  return {
    msgType: 'action',
    action: 'conference-status',
    comment: '连麦状态，0：连麦等待，1：已连麦 2:断开',
    liveId,
    status: connected ? 1 : 0,
    fromUserId: guest.userId,
    fromUserName: guest.displayName,
    gender: guest.gender,
    birthDay: guest.birthDay,
    coverUrl: guest.coverUrl,
  };
}

/** The example of documents. */
export const exampleStatus = confStatus(LIVE_ID, {
  guest: { userId: VIEWER_ID, displayName: '张三', gender: 'Male', birthDay: '1995-03-13', coverUrl: '' },
  connected: true,
});
