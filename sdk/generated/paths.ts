// Made by npm run sdk:types.

import type { Calls } from './calls.ts';

/** Every module, with the paths that do not follow from their names. */
export const paths: Record<keyof Calls, Record<string, string>> = {
  sys: {
    init: '/api/init',
  },
  user: {
    getSMSVerificationCode: '/api/user/get-sms-verification-code',
    registerPhone: '/api/sms/register-phone',
    signInCLByPhone: '/api/user/sign-in-cl-by-phone',
    verifyPhone: '/api/sms/verify-phone',
    updateUser: '/api/user/update',
    userInfo: '/api/user/info',
    followUser: '/api/user/follow',
    unfollowUser: '/api/user/unfollow',
    listByType: '/api/user/list-user-byType',
  },
  payment: {},
  live: {
    inviteUsersList: '/api/live/invite-user-list',
    shutupUser: '/api/live/shutupuser',
    shutupOpen: '/api/live/shutupopen',
  },
  message: {
    sendMsg: '/api/msg/send-msg',
    sendIm: '/api/msg/send-im',
    imHistory: '/api/msg/im-history',
    revokeIm: '/api/msg/revoke-im',
    messageList: '/api/msg/message-list',
    messageDel: '/api/msg/message-del',
    messageReadAll: '/api/msg/message-read-all',
    readAllMsg: '/api/msg/read-all-msg',
    readIm: '/api/msg/read-im',
    historyMsg: '/api/msg/history-msg',
    readOneMsg: '/api/msg/read-one-msg',
    deleteMsg: '/api/msg/delete-msg',
  },
  social: {},
  record: {},
  chat: {},
  group: {
    setGroupRole: '/api/group/set-role',
    inviteToGroup: '/api/group/invite',
    kickFromGroup: '/api/group/kick',
    joinGroup: '/api/group/join',
    leaveGroup: '/api/group/leave',
    groupMembers: '/api/group/members',
  },
  topic: {},
  usr: {},
};
