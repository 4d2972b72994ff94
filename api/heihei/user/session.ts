import { Type } from '@sinclair/typebox';
import { streamName } from '../../../domain/kernel/ids.ts';
import { userDecider } from '../../../domain/user/decider.ts';
import { endpoint } from '../../http/endpoint.ts';

/** heihei, 退出: ends the session of this token; its sockets are closed from the log. Other devices stay signed in. */
export const signOut = endpoint({
  path: '/api/user/sign-out',
  module: 'user',
  name: 'signOut',
  auth: 'user',
  params: Type.Object({}),
  errors: [],
  async handle({ core, caller: { appId, userId, sessionId }, meta }) {
    const stream = streamName(userDecider.category, appId, userId);
    await core.commands.handle(userDecider, stream, { type: 'CloseSession', sessionId }, meta('sign-out'));
    return {};
  },
});
