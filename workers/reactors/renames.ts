import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { type Reactor, reaction } from '../reactor.ts';

/** Second leg of a paid rename: the user gets the name that was bought, whatever became of the request. */
export const applyRename: Reactor = {
  name: 'apply-rename',
  isAhead: true,
  on: {
    RenameBought({ id, data: { userId, displayName }, meta: { appId } }) {
      const rename = { type: 'RenameUser', displayName, paymentId: id } as const;
      return [reaction(userDecider, userStream(appId, userId), rename)];
    },
  },
};
