// Made by npm run sdk:types.

import type { Call, Placed } from '../shapes.ts';
import type { Schemas } from './schemas.ts';

/** Every call, by module and name: `live.buyGift`. Each resolves with the answer, and rejects with a `SalonError`. */
export interface Calls {
  sys: {
    init: Call<'InitParams', 'InitAnswer'>;
    ossToken: Call<'OssTokenParams', 'OssTokenAnswer'>;
    update: Call<'UpdateParams', 'UpdateAnswer'>;
    uploadLog: Call<'UploadLogParams', 'UploadLogAnswer'>;
  };
  user: {
    getSMSVerificationCode: Call<'GetSMSVerificationCodeParams', 'GetSMSVerificationCodeAnswer'>;
    registerPhone: Call<'RegisterPhoneParams', 'RegisterPhoneAnswer'>;
    signInCLByPhone: Call<'SignInCLByPhoneParams', 'SignInCLByPhoneAnswer'>;
    verifyPhone: Call<'VerifyPhoneParams', 'VerifyPhoneAnswer'>;
    signIn: Call<'SignInParams', 'SignInAnswer'>;
    bindPhone: Call<'BindPhoneParams', 'BindPhoneAnswer'>;
    signOut: Call<'SignOutParams', 'SignOutAnswer'>;
    updateUser: Call<'UpdateUserParams', 'UpdateUserAnswer'>;
    userInfo: Call<'UserInfoParams', 'UserInfoAnswer'>;
    followUser: Call<'FollowUserParams', 'FollowUserAnswer'>;
    unfollowUser: Call<'UnfollowUserParams', 'UnfollowUserAnswer'>;
    blockUser: Call<'BlockUserParams', 'BlockUserAnswer'>;
    unblockUser: Call<'UnblockUserParams', 'UnblockUserAnswer'>;
    listFollower: Call<'ListFollowerParams', 'ListFollowerAnswer'>;
    listFollowing: Call<'ListFollowingParams', 'ListFollowingAnswer'>;
    listBlockedUser: Call<'ListBlockedUserParams', 'ListBlockedUserAnswer'>;
    userGold: Call<'UserGoldParams', 'UserGoldAnswer'>;
    search: Call<'SearchParams', 'SearchAnswer'>;
    listByType: Call<'ListByTypeParams', 'ListByTypeAnswer'>;
    listActiveUser: Call<'ListActiveUserParams', 'ListActiveUserAnswer'>;
    usearch: Call<'UsearchParams', 'UsearchAnswer'>;
    isinlive: Call<'IsinliveParams', 'IsinliveAnswer'>;
    export: Call<'ExportParams', 'ExportAnswer'>;
    erase: Call<'EraseParams', 'EraseAnswer'>;
    pushDeviceInfo: Call<'PushDeviceInfoParams', 'PushDeviceInfoAnswer'>;
    getConfig: Call<'GetConfigParams', 'GetConfigAnswer'>;
    updateConfig: Call<'UpdateConfigParams', 'UpdateConfigAnswer'>;
    reportUser: Call<'ReportUserAsInInitParams', 'ReportUserAsInInitAnswer'>;
  };
  payment: {
    statistic: Call<'StatisticParams', 'StatisticAnswer'>;
    listPackage: Call<'ListPackageParams', 'ListPackageAnswer'>;
    createOrder: Call<'CreateOrderParams', 'CreateOrderAnswer'>;
    orderNotify: Call<'OrderNotifyParams', 'OrderNotifyAnswer'>;
    listP2gPackage: Call<'ListP2gPackageParams', 'ListP2gPackageAnswer'>;
    p2g: Call<'P2gParams', 'P2gAnswer'>;
    getAlipayInfo: Call<'GetAlipayInfoParams', 'GetAlipayInfoAnswer'>;
    verifyAlipay: Call<'VerifyAlipayParams', 'VerifyAlipayAnswer'>;
    'cash-info': Call<'CashInfoParams', 'CashInfoAnswer'>;
    payReq: Call<'PayReqParams', 'PayReqAnswer'>;
    listPayReq: Call<'ListPayReqParams', 'ListPayReqAnswer'>;
  };
  live: {
    createLive: Call<'CreateLiveParams', 'CreateLiveAnswer'>;
    startLive: Call<'StartLiveParams', 'StartLiveAnswer'>;
    changeLive: Call<'ChangeLiveParams', 'ChangeLiveAnswer'>;
    pauseLive: Call<'PauseLiveParams', 'PauseLiveAnswer'>;
    continueLive: Call<'ContinueLiveParams', 'ContinueLiveAnswer'>;
    stopLive: Call<'StopLiveParams', 'StopLiveAnswer'>;
    deleteLive: Call<'DeleteLiveParams', 'DeleteLiveAnswer'>;
    setLiveVisible: Call<'SetLiveVisibleParams', 'SetLiveVisibleAnswer'>;
    getLive: Call<'GetLiveParams', 'GetLiveAnswer'>;
    unclosedLive: Call<'UnclosedLiveParams', 'UnclosedLiveAnswer'>;
    shareLive: Call<'ShareLiveParams', 'ShareLiveAnswer'>;
    joinLive: Call<'JoinLiveParams', 'JoinLiveAnswer'>;
    quitLive: Call<'QuitLiveParams', 'QuitLiveAnswer'>;
    heartBeat: Call<'HeartBeatParams', 'HeartBeatAnswer'>;
    listLiveUsers: Call<'ListLiveUsersParams', 'ListLiveUsersAnswer'>;
    listReplayUsers: Call<'ListReplayUsersParams', 'ListReplayUsersAnswer'>;
    lockLiveSeat: Call<'LockLiveSeatParams', 'LockLiveSeatAnswer'>;
    knockStatus: Call<'KnockStatusParams', 'KnockStatusAnswer'>;
    knockLiveRoom: Call<'KnockLiveRoomParams', 'KnockLiveRoomAnswer'>;
    inviteUsersList: Call<'InviteUsersListParams', 'InviteUsersListAnswer'>;
    inviteUser: Call<'InviteUserParams', 'InviteUserAnswer'>;
    kickOutUser: Call<'KickOutUserParams', 'KickOutUserAnswer'>;
    shutupUser: Call<'ShutupUserParams', 'ShutupUserAnswer'>;
    shutupOpen: Call<'ShutupOpenParams', 'ShutupOpenAnswer'>;
    isshutup: Call<'IsshutupParams', 'IsshutupAnswer'>;
    listLiveByRecommend: Call<'ListLiveByRecommendParams', 'ListLiveByRecommendAnswer'>;
    listLiveByFollow: Call<'ListLiveByFollowParams', 'ListLiveByFollowAnswer'>;
    listLiveByUser: Call<'ListLiveByUserParams', 'ListLiveByUserAnswer'>;
    replayFeed: Call<'ReplayFeedParams', 'ReplayFeedAnswer'>;
    livemgr: Call<'LivemgrParams', 'LivemgrAnswer'>;
    getmgruser: Call<'GetmgruserParams', 'GetmgruserAnswer'>;
    getuser: Call<'GetuserParams', 'GetuserAnswer'>;
    systemnotify: Call<'SystemnotifyParams', 'SystemnotifyAnswer'>;
    liveLike: Call<'LiveLikeParams', 'LiveLikeAnswer'>;
    giftInfo: Call<'GiftInfoParams', 'GiftInfoAnswer'>;
    buyGift: Call<'BuyGiftParams', 'BuyGiftAnswer'>;
    buyBullet: Call<'BuyBulletParams', 'BuyBulletAnswer'>;
    callRequest: Call<'CallRequestParams', 'CallRequestAnswer'>;
    acceptConference: Call<'AcceptConferenceParams', 'AcceptConferenceAnswer'>;
    refuseConference: Call<'RefuseConferenceParams', 'RefuseConferenceAnswer'>;
    joinConference: Call<'JoinConferenceParams', 'JoinConferenceAnswer'>;
    conferenceSuccess: Call<'ConferenceSuccessParams', 'ConferenceSuccessAnswer'>;
    quitConference: Call<'QuitConferenceParams', 'QuitConferenceAnswer'>;
  };
  message: {
    sendMsg: Call<'SendMsgParams', 'SendMsgAnswer'>;
    sendIm: Call<'SendImParams', 'SendImAnswer'>;
    imHistory: Call<'ImHistoryParams', 'ImHistoryAnswer'>;
    revokeIm: Call<'RevokeImParams', 'RevokeImAnswer'>;
    messageList: Call<'MessageListParams', 'MessageListAnswer'>;
    messageDel: Call<'MessageDelParams', 'MessageDelAnswer'>;
    messageReadAll: Call<'MessageReadAllParams', 'MessageReadAllAnswer'>;
    readAllMsg: Call<'ReadAllMsgParams', 'ReadAllMsgAnswer'>;
    readIm: Call<'ReadImParams', 'ReadImAnswer'>;
    historyMsg: Call<'HistoryMsgParams', 'HistoryMsgAnswer'>;
    readOneMsg: Call<'ReadOneMsgParams', 'ReadOneMsgAnswer'>;
    deleteMsg: Call<'DeleteMsgParams', 'DeleteMsgAnswer'>;
  };
  social: {
    giftResources: Call<'GiftResourcesParams', 'GiftResourcesAnswer'>;
    getBanner: Call<'GetBannerParams', 'GetBannerAnswer'>;
  };
  record: {
    uploadRecord: Call<'UploadRecordParams', 'UploadRecordAnswer'>;
    refreshRecord: Call<'RefreshRecordParams', 'RefreshRecordAnswer'>;
    readRecord: Call<'ReadRecordParams', 'ReadRecordAnswer'>;
    deleteRecord: Call<'DeleteRecordParams', 'DeleteRecordAnswer'>;
  };
  chat: {
    dueChat: Call<'DueChatParams', 'DueChatAnswer'>;
    cancelDueChat: Call<'CancelDueChatParams', 'CancelDueChatAnswer'>;
    acceptChat: Call<'AcceptChatParams', 'AcceptChatAnswer'>;
    matchChat: Call<'MatchChatParams', 'MatchChatAnswer'>;
    stopMatchChat: Call<'StopMatchChatParams', 'StopMatchChatAnswer'>;
    joinChat: Call<'JoinChatParams', 'JoinChatAnswer'>;
    getChat: Call<'GetChatParams', 'GetChatAnswer'>;
    heartBeat: Call<'ChatHeartBeatParams', 'ChatHeartBeatAnswer'>;
    changeTopic: Call<'ChangeTopicParams', 'ChangeTopicAnswer'>;
    pauseChat: Call<'PauseChatParams', 'PauseChatAnswer'>;
    continueChat: Call<'ContinueChatParams', 'ContinueChatAnswer'>;
    stopChat: Call<'StopChatParams', 'StopChatAnswer'>;
    buyGift: Call<'BuyChatGiftParams', 'BuyChatGiftAnswer'>;
    getUserSig: Call<'GetUserSigParams', 'GetUserSigAnswer'>;
  };
  group: {
    createGroup: Call<'CreateGroupParams', 'CreateGroupAnswer'>;
    myGroups: Call<'MyGroupsParams', 'MyGroupsAnswer'>;
    groupInfo: Call<'GroupInfoParams', 'GroupInfoAnswer'>;
    changeGroup: Call<'ChangeGroupParams', 'ChangeGroupAnswer'>;
    transferGroup: Call<'TransferGroupParams', 'TransferGroupAnswer'>;
    setGroupRole: Call<'SetGroupRoleParams', 'SetGroupRoleAnswer'>;
    destroyGroup: Call<'DestroyGroupParams', 'DestroyGroupAnswer'>;
    inviteToGroup: Call<'InviteToGroupParams', 'InviteToGroupAnswer'>;
    kickFromGroup: Call<'KickFromGroupParams', 'KickFromGroupAnswer'>;
    joinGroup: Call<'JoinGroupParams', 'JoinGroupAnswer'>;
    leaveGroup: Call<'LeaveGroupParams', 'LeaveGroupAnswer'>;
    groupMembers: Call<'GroupMembersParams', 'GroupMembersAnswer'>;
  };
  topic: {
    topicList: Call<'TopicListParams', 'TopicListAnswer'>;
    topicDetail: Call<'TopicDetailParams', 'TopicDetailAnswer'>;
    subjectDetail: Call<'SubjectDetailParams', 'SubjectDetailAnswer'>;
    getSubject: Call<'GetSubjectParams', 'GetSubjectAnswer'>;
    createSubject: Call<'CreateSubjectParams', 'CreateSubjectAnswer'>;
    replySubject: Call<'ReplySubjectParams', 'ReplySubjectAnswer'>;
    updateSubject: Call<'UpdateSubjectParams', 'UpdateSubjectAnswer'>;
    listenSubject: Call<'ListenSubjectParams', 'ListenSubjectAnswer'>;
    likeSubject: Call<'LikeSubjectParams', 'LikeSubjectAnswer'>;
    buyGift: Call<'BuySubjectGiftParams', 'BuySubjectGiftAnswer'>;
  };
  usr: {
    reportUser: Call<'ReportUserParams', 'ReportUserAnswer'>;
  };
}

/** Socket messages by their `action`, or where they have none their `msgType`: `gift`, `stop-live`, …; `room-counters` has neither. */
export interface Messages {
  text: Schemas['TextMessage'] & Placed;
  gift: Schemas['GiftMessage'] & Placed;
  barrage: Schemas['BarrageMessage'] & Placed;
  like: Schemas['LikeMessage'] & Placed;
  system: Schemas['SystemMessage'] & Placed;
  IM: Schemas['ImMessage'] & Placed;
  'IM-notice': Schemas['ImNotice'] & Placed;
  'IM-change': Schemas['ImChange'] & Placed;
  'message-unread-count': Schemas['MessageUnreadCountMessage'] & Placed;
  'start-live-notify': Schemas['StartLiveNotifyMessage'] & Placed;
  'live-change': Schemas['LiveChangeMessage'] & Placed;
  'stop-live': Schemas['StopLiveMessage'] & Placed;
  'quit-live': Schemas['QuitLiveMessage'] & Placed;
  'live-invite': Schemas['LiveInviteMessage'] & Placed;
  'shutup-user': Schemas['ShutupUserMessage'] & Placed;
  'shutup-open-user': Schemas['ShutupOpenUserMessage'] & Placed;
  'conference-notify': Schemas['ConferenceNotifyMessage'] & Placed;
  'join-conference': Schemas['JoinConferenceMessage'] & Placed;
  'conference-status': Schemas['ConferenceStatusMessage'] & Placed;
  'stop-conference': Schemas['StopConferenceMessage'] & Placed;
  'due-chat-notify': Schemas['DueChatNotifyMessage'] & Placed;
  'cancel-due-chat': Schemas['CancelDueChatMessage'] & Placed;
  'join-chat': Schemas['JoinChatMessage'] & Placed;
  'chat-user-status': Schemas['ChatUserStatusMessage'] & Placed;
  'chat-topic': Schemas['ChatTopicMessage'] & Placed;
  'pause-chat': Schemas['PauseChatMessage'] & Placed;
  'goon-chat': Schemas['GoonChatMessage'] & Placed;
  message: Schemas['ListEntryMessage'] & Placed;
  push: Schemas['PushMessage'] & Placed;
  toast: Schemas['ToastMessage'] & Placed;
  'show-tip': Schemas['ShowTipMessage'] & Placed;
  'room-counters': Schemas['RoomCountersMessage'] & Placed;
}
