import { Type } from '@sinclair/typebox';
import { named } from '../../http/answers.ts';
import { Id } from '../../http/params.ts';
import { BirthDay, Gender } from '../person.ts';

/** heihei, 申请连麦接口. */
export const AnswerWithin = Type.Object({
  expireTime: Type.Integer({
    minimum: 0,
    description: 'Seconds that the other side has for an answer; 0 when there is nothing left to wait for.',
  }),
});

/** heihei, 接受连麦. */
export const JoinWithin = Type.Object({
  expireTime: Type.Integer({ minimum: 0, description: 'Seconds that the caller has for joining.' }),
});

/** heihei, 加入连麦接口: token. */
export const RtcToken = named(
  'RtcToken',
  Type.Object({
    roomName: Type.String({ description: "The media server's room of this conference." }),
    roomToken: Type.String({ description: 'Opens it: an access token as LiveKit takes it.' }),
    expireTime: Type.Integer({ description: 'When the token ends, in epoch seconds.' }),
  }),
);

/** heihei, 加入连麦接口, 连麦成功: the same as the message `conference-status`. */
export const ConfStatus = named(
  'ConfStatus',
  Type.Object({
    msgType: Type.Literal('action'),
    action: Type.Literal('conference-status'),
    comment: Type.String(),
    liveId: Id,
    status: Type.Integer({ enum: [0, 1], description: '0 waiting, 1 connected.' }),
    fromUserId: Type.Integer({ ...Id, description: 'The guest.' }),
    fromUserName: Type.String(),
    gender: Gender,
    birthDay: BirthDay,
    coverUrl: Type.String(),
  }),
);
