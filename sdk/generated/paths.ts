// Made by npm run sdk:types.

/** Every call, by module and name. */
export interface Paths {
  sys: {
    init: '/api/init';
    ossToken: '/api/sys/oss-token';
    update: '/api/sys/update';
    uploadLog: '/api/sys/upload-log';
  };
  user: {
    getSMSVerificationCode: '/api/user/get-sms-verification-code';
    registerPhone: '/api/sms/register-phone';
    signInCLByPhone: '/api/user/sign-in-cl-by-phone';
    verifyPhone: '/api/sms/verify-phone';
    signIn: '/api/user/sign-in';
    bindPhone: '/api/user/bind-phone';
    signOut: '/api/user/sign-out';
    updateUser: '/api/user/update';
    userInfo: '/api/user/info';
    followUser: '/api/user/follow';
    unfollowUser: '/api/user/unfollow';
    blockUser: '/api/user/block-user';
    unblockUser: '/api/user/unblock-user';
    listFollower: '/api/user/list-follower';
    listFollowing: '/api/user/list-following';
    listBlockedUser: '/api/user/list-blocked-user';
    userGold: '/api/user/user-gold';
    search: '/api/user/search';
    listByType: '/api/user/list-user-byType';
    listActiveUser: '/api/user/list-active-user';
    usearch: '/api/user/usearch';
    isinlive: '/api/user/isinlive';
    export: '/api/user/export';
    erase: '/api/user/erase';
    pushDeviceInfo: '/api/user/push-device-info';
    getConfig: '/api/user/get-config';
    updateConfig: '/api/user/update-config';
    reportUser: '/api/user/report-user';
  };
  payment: {
    statistic: '/api/payment/statistic';
    listPackage: '/api/payment/list-package';
    createOrder: '/api/payment/create-order';
    orderNotify: '/api/payment/order-notify';
    listP2gPackage: '/api/payment/list-p2g-package';
    p2g: '/api/payment/p2g';
    getAlipayInfo: '/api/payment/get-alipay-info';
    verifyAlipay: '/api/payment/verify-alipay';
    'cash-info': '/api/payment/cash-info';
    payReq: '/api/payment/pay-req';
    listPayReq: '/api/payment/list-pay-req';
  };
  live: {
    createLive: '/api/live/create-live';
    startLive: '/api/live/start-live';
    changeLive: '/api/live/change-live';
    pauseLive: '/api/live/pause-live';
    continueLive: '/api/live/continue-live';
    stopLive: '/api/live/stop-live';
    deleteLive: '/api/live/delete-live';
    setLiveVisible: '/api/live/set-live-visible';
    getLive: '/api/live/get-live';
    unclosedLive: '/api/live/unclosed-live';
    shareLive: '/api/live/share-live';
    joinLive: '/api/live/join-live';
    quitLive: '/api/live/quit-live';
    heartBeat: '/api/live/heart-beat';
    listLiveUsers: '/api/live/list-live-users';
    listReplayUsers: '/api/live/list-replay-users';
    lockLiveSeat: '/api/live/lock-live-seat';
    knockStatus: '/api/live/knock-status';
    knockLiveRoom: '/api/live/knock-live-room';
    inviteUsersList: '/api/live/invite-user-list';
    inviteUser: '/api/live/invite-user';
    kickOutUser: '/api/live/kick-out-user';
    shutupUser: '/api/live/shutupuser';
    shutupOpen: '/api/live/shutupopen';
    isshutup: '/api/live/isshutup';
    listLiveByRecommend: '/api/live/list-live-by-recommend';
    listLiveByFollow: '/api/live/list-live-by-follow';
    listLiveByUser: '/api/live/list-live-by-user';
    replayFeed: '/api/live/replay-feed';
    livemgr: '/api/live/livemgr';
    getmgruser: '/api/live/getmgruser';
    getuser: '/api/live/getuser';
    systemnotify: '/api/live/systemnotify';
    liveLike: '/api/live/live-like';
    giftInfo: '/api/live/gift-info';
    buyGift: '/api/live/buy-gift';
    buyBullet: '/api/live/buy-bullet';
    callRequest: '/api/live/call-request';
    acceptConference: '/api/live/accept-conference';
    refuseConference: '/api/live/refuse-conference';
    joinConference: '/api/live/join-conference';
    conferenceSuccess: '/api/live/conference-success';
    quitConference: '/api/live/quit-conference';
  };
  message: {
    sendMsg: '/api/msg/send-msg';
    sendIm: '/api/msg/send-im';
    imHistory: '/api/msg/im-history';
    revokeIm: '/api/msg/revoke-im';
    messageList: '/api/msg/message-list';
    messageDel: '/api/msg/message-del';
    messageReadAll: '/api/msg/message-read-all';
    readAllMsg: '/api/msg/read-all-msg';
    readIm: '/api/msg/read-im';
    historyMsg: '/api/msg/history-msg';
    readOneMsg: '/api/msg/read-one-msg';
    deleteMsg: '/api/msg/delete-msg';
  };
  social: {
    giftResources: '/api/social/gift-resources';
    getBanner: '/api/social/get-banner';
  };
  record: {
    uploadRecord: '/api/record/upload-record';
    refreshRecord: '/api/record/refresh-record';
    readRecord: '/api/record/read-record';
    deleteRecord: '/api/record/delete-record';
  };
  chat: {
    dueChat: '/api/chat/due-chat';
    cancelDueChat: '/api/chat/cancel-due-chat';
    acceptChat: '/api/chat/accept-chat';
    matchChat: '/api/chat/match-chat';
    stopMatchChat: '/api/chat/stop-match-chat';
    joinChat: '/api/chat/join-chat';
    getChat: '/api/chat/get-chat';
    heartBeat: '/api/chat/heart-beat';
    changeTopic: '/api/chat/change-topic';
    pauseChat: '/api/chat/pause-chat';
    continueChat: '/api/chat/continue-chat';
    stopChat: '/api/chat/stop-chat';
    buyGift: '/api/chat/buy-gift';
    getUserSig: '/api/chat/get-user-sig';
  };
  group: {
    createGroup: '/api/group/create-group';
    myGroups: '/api/group/my-groups';
    groupInfo: '/api/group/group-info';
    changeGroup: '/api/group/change-group';
    transferGroup: '/api/group/transfer-group';
    setGroupRole: '/api/group/set-role';
    destroyGroup: '/api/group/destroy-group';
    inviteToGroup: '/api/group/invite';
    kickFromGroup: '/api/group/kick';
    joinGroup: '/api/group/join';
    leaveGroup: '/api/group/leave';
    groupMembers: '/api/group/members';
  };
  topic: {
    topicList: '/api/topic/topic-list';
    topicDetail: '/api/topic/topic-detail';
    subjectDetail: '/api/topic/subject-detail';
    getSubject: '/api/topic/get-subject';
    createSubject: '/api/topic/create-subject';
    replySubject: '/api/topic/reply-subject';
    updateSubject: '/api/topic/update-subject';
    listenSubject: '/api/topic/listen-subject';
    likeSubject: '/api/topic/like-subject';
    buyGift: '/api/topic/buy-gift';
  };
  usr: {
    reportUser: '/api/usr/report-user';
  };
}

/** Every module, with the paths that do not follow from their names. */
export const paths: Record<keyof Paths, Record<string, string>> = {
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
