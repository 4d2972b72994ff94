// Made by npm run sdk:types.

export interface paths {
    "/api/init": {
        /** Find out where everything is */
        post: operations["sys.init"];
    };
    "/api/user/get-sms-verification-code": {
        /** Send a sign-in code to a phone */
        post: operations["user.getSMSVerificationCode"];
    };
    "/api/sms/register-phone": {
        /** Send a sign-in code to a phone, by the older address */
        post: operations["user.registerPhone"];
    };
    "/api/user/sign-in-cl-by-phone": {
        /** Sign in with the code that was sent to a phone */
        post: operations["user.signInCLByPhone"];
    };
    "/api/sms/verify-phone": {
        /** Sign in with the code that was sent to a phone, by the older address */
        post: operations["user.verifyPhone"];
    };
    "/api/user/sign-in": {
        /** Sign in by WeChat or Weibo */
        post: operations["user.signIn"];
    };
    "/api/user/bind-phone": {
        /** Sign in by a phone from now on */
        post: operations["user.bindPhone"];
    };
    "/api/user/sign-out": {
        /** End the session of this token */
        post: operations["user.signOut"];
    };
    "/api/user/update": {
        /** Update one's own profile */
        post: operations["user.updateUser"];
    };
    "/api/user/info": {
        /** Get a user's profile, or one's own */
        post: operations["user.userInfo"];
    };
    "/api/user/follow": {
        /** Follow a user */
        post: operations["user.followUser"];
    };
    "/api/user/unfollow": {
        /** Stop following a user */
        post: operations["user.unfollowUser"];
    };
    "/api/user/block-user": {
        /** Block a user */
        post: operations["user.blockUser"];
    };
    "/api/user/unblock-user": {
        /** Stop blocking a user */
        post: operations["user.unblockUser"];
    };
    "/api/user/list-follower": {
        /** List who follows a user */
        post: operations["user.listFollower"];
    };
    "/api/user/list-following": {
        /** List whom a user follows */
        post: operations["user.listFollowing"];
    };
    "/api/user/list-blocked-user": {
        /** List whom the caller blocks */
        post: operations["user.listBlockedUser"];
    };
    "/api/user/user-gold": {
        /** Get one's own gold and points */
        post: operations["user.userGold"];
    };
    "/api/user/search": {
        /** Find users by their number or the beginning of their name */
        post: operations["user.search"];
    };
    "/api/user/list-user-byType": {
        /** List those who have been live, or those who have not, the newest first */
        post: operations["user.listByType"];
    };
    "/api/user/list-active-user": {
        /** List who signed in or went live in the last seven days, the last first */
        post: operations["user.listActiveUser"];
    };
    "/api/user/usearch": {
        /** Find users by their number or the beginning of their name, by the older address of search */
        post: operations["user.usearch"];
    };
    "/api/user/isinlive": {
        /** Tell whether a user is live now, and where */
        post: operations["user.isinlive"];
    };
    "/api/payment/statistic": {
        /** Get what one's own account holds */
        post: operations["payment.statistic"];
    };
    "/api/user/export": {
        /** Get everything that is known of oneself, page by page */
        post: operations["user.export"];
    };
    "/api/user/erase": {
        /** Erase one's own account for good, with a code that was sent to its phone */
        post: operations["user.erase"];
    };
    "/api/live/create-live": {
        /** Create a live that is started later */
        post: operations["live.createLive"];
    };
    "/api/live/start-live": {
        /** Start a live; others of the host are stopped */
        post: operations["live.startLive"];
    };
    "/api/live/change-live": {
        /** Give a live another title */
        post: operations["live.changeLive"];
    };
    "/api/live/pause-live": {
        /** Pause a live */
        post: operations["live.pauseLive"];
    };
    "/api/live/continue-live": {
        /** Go on with a live that was paused */
        post: operations["live.continueLive"];
    };
    "/api/live/stop-live": {
        /** Stop a live, and get its totals */
        post: operations["live.stopLive"];
    };
    "/api/live/delete-live": {
        /** Delete a live for good */
        post: operations["live.deleteLive"];
    };
    "/api/live/set-live-visible": {
        /** Say whether others find a live in lists */
        post: operations["live.setLiveVisible"];
    };
    "/api/live/get-live": {
        /** Get a live as it is now */
        post: operations["live.getLive"];
    };
    "/api/live/unclosed-live": {
        /** Find the newest live of the caller that was not stopped */
        post: operations["live.unclosedLive"];
    };
    "/api/live/share-live": {
        /** Get what to put into other apps to share a live */
        post: operations["live.shareLive"];
    };
    "/api/live/join-live": {
        /** Take a seat in a live */
        post: operations["live.joinLive"];
    };
    "/api/live/quit-live": {
        /** Give a seat in a live back */
        post: operations["live.quitLive"];
    };
    "/api/live/heart-beat": {
        /** Give a sign of life in a live */
        post: operations["live.heartBeat"];
    };
    "/api/live/list-live-users": {
        /** List who is in a live */
        post: operations["live.listLiveUsers"];
    };
    "/api/live/list-replay-users": {
        /** List who was in a live that has been stopped */
        post: operations["live.listReplayUsers"];
    };
    "/api/live/lock-live-seat": {
        /** Lock or unlock a seat of a live */
        post: operations["live.lockLiveSeat"];
    };
    "/api/live/knock-status": {
        /** Tell whether the caller has to knock before joining */
        post: operations["live.knockStatus"];
    };
    "/api/live/knock-live-room": {
        /** Ask the host for a seat */
        post: operations["live.knockLiveRoom"];
    };
    "/api/live/invite-user-list": {
        /** List whom the host may want to invite */
        post: operations["live.inviteUsersList"];
    };
    "/api/live/invite-user": {
        /** Invite somebody into a live */
        post: operations["live.inviteUser"];
    };
    "/api/live/kick-out-user": {
        /** Put a viewer out of a live */
        post: operations["live.kickOutUser"];
    };
    "/api/live/shutupuser": {
        /** Keep somebody from talking in a live */
        post: operations["live.shutupUser"];
    };
    "/api/live/shutupopen": {
        /** Let somebody talk in a live again */
        post: operations["live.shutupOpen"];
    };
    "/api/live/isshutup": {
        /** Tell whether somebody was muted in a live */
        post: operations["live.isshutup"];
    };
    "/api/live/list-live-by-recommend": {
        /** List what plays now, and what can be looked back at */
        post: operations["live.listLiveByRecommend"];
    };
    "/api/live/list-live-by-follow": {
        /** List what those whom the caller follows play now, and have played */
        post: operations["live.listLiveByFollow"];
    };
    "/api/live/list-live-by-user": {
        /** List the lives of a user, by default of the caller */
        post: operations["live.listLiveByUser"];
    };
    "/api/live/replay-feed": {
        /** Read what was said and given in a stopped live, page by page, by an address from messageAddr */
        post: operations["live.replayFeed"];
    };
    "/api/live/livemgr": {
        /** Make somebody a manager of a live, or no manager any more */
        post: operations["live.livemgr"];
    };
    "/api/live/getmgruser": {
        /** List the managers of a live */
        post: operations["live.getmgruser"];
    };
    "/api/live/getuser": {
        /** Get a user, and what they are in a live */
        post: operations["live.getuser"];
    };
    "/api/live/systemnotify": {
        /** Tell everybody in a live something */
        post: operations["live.systemnotify"];
    };
    "/api/msg/send-msg": {
        /** Say something in a room */
        post: operations["message.sendMsg"];
    };
    "/api/live/live-like": {
        /** Like a live */
        post: operations["live.liveLike"];
    };
    "/api/live/gift-info": {
        /** List the gifts that are for sale */
        post: operations["live.giftInfo"];
    };
    "/api/social/gift-resources": {
        /** Get where the animations of gifts are */
        post: operations["social.giftResources"];
    };
    "/api/live/buy-gift": {
        /** Give the host of a live a gift */
        post: operations["live.buyGift"];
    };
    "/api/live/buy-bullet": {
        /** Buy a line that runs over the picture */
        post: operations["live.buyBullet"];
    };
    "/api/msg/send-im": {
        /** Write to a person, or to a group */
        post: operations["message.sendIm"];
    };
    "/api/msg/im-history": {
        /** Read what was written with a person, or in a group */
        post: operations["message.imHistory"];
    };
    "/api/msg/revoke-im": {
        /** Take a message back, within two minutes */
        post: operations["message.revokeIm"];
    };
    "/api/msg/message-list": {
        /** List with whom the caller writes */
        post: operations["message.messageList"];
    };
    "/api/msg/message-del": {
        /** Take a person out of the list of messages */
        post: operations["message.messageDel"];
    };
    "/api/msg/message-read-all": {
        /** Count all messages as read */
        post: operations["message.messageReadAll"];
    };
    "/api/msg/read-all-msg": {
        /** Count all messages as read (older name) */
        post: operations["message.readAllMsg"];
    };
    "/api/msg/read-im": {
        /** Count a person's or a group's messages as read */
        post: operations["message.readIm"];
    };
    "/api/msg/history-msg": {
        /** List who called lately */
        post: operations["message.historyMsg"];
    };
    "/api/msg/read-one-msg": {
        /** Count one notice of a call as read */
        post: operations["message.readOneMsg"];
    };
    "/api/msg/delete-msg": {
        /** Take one notice of a call away */
        post: operations["message.deleteMsg"];
    };
    "/api/live/call-request": {
        /** Ask for a place on air, or call a viewer to it */
        post: operations["live.callRequest"];
    };
    "/api/live/accept-conference": {
        /** Accept a call */
        post: operations["live.acceptConference"];
    };
    "/api/live/refuse-conference": {
        /** Refuse a call */
        post: operations["live.refuseConference"];
    };
    "/api/live/join-conference": {
        /** Enter a conference, or get a fresh token for it */
        post: operations["live.joinConference"];
    };
    "/api/live/conference-success": {
        /** Say that the side of the caller is connected */
        post: operations["live.conferenceSuccess"];
    };
    "/api/live/quit-conference": {
        /** End a conference, or take a call back */
        post: operations["live.quitConference"];
    };
    "/api/user/push-device-info": {
        /** Say how this phone can be notified */
        post: operations["user.pushDeviceInfo"];
    };
    "/api/user/get-config": {
        /** Get one's own switches and counters, and what the server expects of clients */
        post: operations["user.getConfig"];
    };
    "/api/user/update-config": {
        /** Switch notifications on or off */
        post: operations["user.updateConfig"];
    };
    "/api/sys/oss-token": {
        /** Ask where a file may be uploaded to */
        post: operations["sys.ossToken"];
    };
    "/api/record/upload-record": {
        /** Replace one's recording that others can hear */
        post: operations["record.uploadRecord"];
    };
    "/api/record/refresh-record": {
        /** Show one's own recording, and a page of others' */
        post: operations["record.refreshRecord"];
    };
    "/api/record/read-record": {
        /** Hear a recording */
        post: operations["record.readRecord"];
    };
    "/api/record/delete-record": {
        /** Delete one's own recording */
        post: operations["record.deleteRecord"];
    };
    "/api/payment/list-package": {
        /** List the packages of gold that can be bought in a channel */
        post: operations["payment.listPackage"];
    };
    "/api/payment/create-order": {
        /** Order a package of gold, to pay it then */
        post: operations["payment.createOrder"];
    };
    "/api/payment/order-notify": {
        /** Tell how one's own payment went */
        post: operations["payment.orderNotify"];
    };
    "/api/payment/list-p2g-package": {
        /** List what points can be made into gold */
        post: operations["payment.listP2gPackage"];
    };
    "/api/payment/p2g": {
        /** Make points into gold */
        post: operations["payment.p2g"];
    };
    "/api/payment/get-alipay-info": {
        /** Get the account at Alipay that one is paid to */
        post: operations["payment.getAlipayInfo"];
    };
    "/api/payment/verify-alipay": {
        /** Bind the account at Alipay that one is paid to */
        post: operations["payment.verifyAlipay"];
    };
    "/api/payment/cash-info": {
        /** Get what one could be paid for points now */
        post: operations["payment.cash-info"];
    };
    "/api/payment/pay-req": {
        /** Ask to be paid for points */
        post: operations["payment.payReq"];
    };
    "/api/payment/list-pay-req": {
        /** List what one asked to be paid, newest first */
        post: operations["payment.listPayReq"];
    };
    "/api/chat/due-chat": {
        /** Call a user */
        post: operations["chat.dueChat"];
    };
    "/api/chat/cancel-due-chat": {
        /** Take a call back, or refuse one */
        post: operations["chat.cancelDueChat"];
    };
    "/api/chat/accept-chat": {
        /** Accept a call, or return one */
        post: operations["chat.acceptChat"];
    };
    "/api/chat/match-chat": {
        /** Wait to be joined with a stranger */
        post: operations["chat.matchChat"];
    };
    "/api/chat/stop-match-chat": {
        /** No longer wait for a stranger */
        post: operations["chat.stopMatchChat"];
    };
    "/api/chat/join-chat": {
        /** Enter a talk, or get a fresh token for it */
        post: operations["chat.joinChat"];
    };
    "/api/chat/get-chat": {
        /** Get a talk */
        post: operations["chat.getChat"];
    };
    "/api/chat/heart-beat": {
        /** Say that one is still in a talk */
        post: operations["chat.heartBeat"];
    };
    "/api/chat/change-topic": {
        /** Change the topic of a talk */
        post: operations["chat.changeTopic"];
    };
    "/api/chat/pause-chat": {
        /** Pause a talk */
        post: operations["chat.pauseChat"];
    };
    "/api/chat/continue-chat": {
        /** Go on with a talk */
        post: operations["chat.continueChat"];
    };
    "/api/chat/stop-chat": {
        /** Hang up */
        post: operations["chat.stopChat"];
    };
    "/api/chat/buy-gift": {
        /** Give the other side of a talk a gift */
        post: operations["chat.buyGift"];
    };
    "/api/chat/get-user-sig": {
        /** Get what one signs in with at the RTC server */
        post: operations["chat.getUserSig"];
    };
    "/api/group/create-group": {
        /** Make a group */
        post: operations["group.createGroup"];
    };
    "/api/group/my-groups": {
        /** List the caller's groups */
        post: operations["group.myGroups"];
    };
    "/api/group/group-info": {
        /** Look at one of the caller's groups */
        post: operations["group.groupInfo"];
    };
    "/api/group/change-group": {
        /** Rename a group, or change its picture and texts */
        post: operations["group.changeGroup"];
    };
    "/api/group/transfer-group": {
        /** Hand a group over to another member */
        post: operations["group.transferGroup"];
    };
    "/api/group/set-role": {
        /** Make a member an administrator, or take that back */
        post: operations["group.setGroupRole"];
    };
    "/api/group/destroy-group": {
        /** End a group, for everybody and for good */
        post: operations["group.destroyGroup"];
    };
    "/api/group/invite": {
        /** Add people to a group */
        post: operations["group.inviteToGroup"];
    };
    "/api/group/kick": {
        /** Take people out of a group */
        post: operations["group.kickFromGroup"];
    };
    "/api/group/join": {
        /** Join a group that is open */
        post: operations["group.joinGroup"];
    };
    "/api/group/leave": {
        /** Leave a group */
        post: operations["group.leaveGroup"];
    };
    "/api/group/members": {
        /** List the members of a group */
        post: operations["group.groupMembers"];
    };
    "/api/topic/topic-list": {
        /** List topics, and who was in the zone for calls last */
        post: operations["topic.topicList"];
    };
    "/api/topic/topic-detail": {
        /** Show a topic and a page of its posts */
        post: operations["topic.topicDetail"];
    };
    "/api/topic/subject-detail": {
        /** Show a post and a page of its answers */
        post: operations["topic.subjectDetail"];
    };
    "/api/topic/get-subject": {
        /** Show one post or answer */
        post: operations["topic.getSubject"];
    };
    "/api/topic/create-subject": {
        /** Post a sound to a topic */
        post: operations["topic.createSubject"];
    };
    "/api/topic/reply-subject": {
        /** Answer a post with a sound */
        post: operations["topic.replySubject"];
    };
    "/api/topic/update-subject": {
        /** Give one's post another title */
        post: operations["topic.updateSubject"];
    };
    "/api/topic/listen-subject": {
        /** Listen to a post */
        post: operations["topic.listenSubject"];
    };
    "/api/topic/like-subject": {
        /** Like a post */
        post: operations["topic.likeSubject"];
    };
    "/api/topic/buy-gift": {
        /** Give the author of a post a gift */
        post: operations["topic.buyGift"];
    };
    "/api/sys/update": {
        /** Find out whether there is a newer release of the app */
        post: operations["sys.update"];
    };
    "/api/sys/upload-log": {
        /** Leave the client's log for whoever looks for a fault */
        post: operations["sys.uploadLog"];
    };
    "/api/social/get-banner": {
        /** Get the banners of the app's first screen */
        post: operations["social.getBanner"];
    };
    "/api/usr/report-user": {
        /** Report a user to the operators */
        post: operations["usr.reportUser"];
    };
    "/api/user/report-user": {
        /** Report a user to the operators, by the address that init names */
        post: operations["user.reportUser"];
    };
}
export interface webhooks {
    text: {
        /** Somebody said something in a room */
        post: operations["message.text"];
    };
    gift: {
        /** Somebody gave a gift in a room or a talk */
        post: operations["message.gift"];
    };
    barrage: {
        /** Somebody paid for a line that runs over the picture */
        post: operations["message.barrage"];
    };
    like: {
        /** Somebody liked what goes on in a room */
        post: operations["message.like"];
    };
    system: {
        /** A notice in a room */
        post: operations["message.system"];
    };
    IM: {
        /** Somebody wrote to the user, or the user from another device */
        post: operations["message.IM"];
    };
    "IM-notice": {
        /** A message was taken back (`revoke`), or read (`read`) */
        post: operations["message.IM-notice"];
    };
    "IM-change": {
        /** Something changed with a group or a friend (`notice`) */
        post: operations["message.IM-change"];
    };
    "message-unread-count": {
        /** How much is unread changed: clients show this number and count nothing themselves */
        post: operations["message.message-unread-count"];
    };
    "start-live-notify": {
        /** A host whom the user follows went live */
        post: operations["message.start-live-notify"];
    };
    "live-change": {
        /** The title of a live changed */
        post: operations["message.live-change"];
    };
    "stop-live": {
        /** A live ended */
        post: operations["message.stop-live"];
    };
    "quit-live": {
        /** The user was put out of a room */
        post: operations["message.quit-live"];
    };
    "live-invite": {
        /** A host invites the user into a room */
        post: operations["message.live-invite"];
    };
    "shutup-user": {
        /** Somebody was muted in a room */
        post: operations["message.shutup-user"];
    };
    "shutup-open-user": {
        /** Somebody may talk again in a room */
        post: operations["message.shutup-open-user"];
    };
    "conference-notify": {
        /** A host invites the user to talk on air */
        post: operations["message.conference-notify"];
    };
    "join-conference": {
        /** The user is to join a conference now */
        post: operations["message.join-conference"];
    };
    "conference-status": {
        /** What became of the conference of a room */
        post: operations["message.conference-status"];
    };
    "stop-conference": {
        /** The conference of the user is over */
        post: operations["message.stop-conference"];
    };
    "due-chat-notify": {
        /** Somebody calls the user */
        post: operations["message.due-chat-notify"];
    };
    "cancel-due-chat": {
        /** A call was taken back, or refused */
        post: operations["message.cancel-due-chat"];
    };
    "join-chat": {
        /** The user is to join a talk now */
        post: operations["message.join-chat"];
    };
    "chat-user-status": {
        /** Somebody joined, was lost, or hung up */
        post: operations["message.chat-user-status"];
    };
    "chat-topic": {
        /** What the two could talk about now */
        post: operations["message.chat-topic"];
    };
    "pause-chat": {
        /** The other side is away for a moment */
        post: operations["message.pause-chat"];
    };
    "goon-chat": {
        /** The other side is back */
        post: operations["message.goon-chat"];
    };
    message: {
        /** A call is now the latest in the list of messages */
        post: operations["message.message"];
    };
    push: {
        /** The server of an app tells the user something, or everybody */
        post: operations["message.push"];
    };
    toast: {
        /** A notice that passes by */
        post: operations["message.toast"];
    };
    "show-tip": {
        /** A notice that may ask for an answer */
        post: operations["message.show-tip"];
    };
    "room-counters": {
        /** How many are in a room; with `users`, who */
        post: operations["message.room-counters"];
    };
}
export interface components {
    schemas: {
        InitAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            user: {
                /** @description Send a sign-in code to a phone */
                getSMSVerificationCode: string;
                /** @description Send a sign-in code to a phone, by the older address */
                registerPhone: string;
                /** @description Sign in with the code that was sent to a phone */
                signInCLByPhone: string;
                /** @description Sign in with the code that was sent to a phone, by the older address */
                verifyPhone: string;
                /** @description Sign in by WeChat or Weibo */
                signIn: string;
                /** @description Sign in by a phone from now on */
                bindPhone: string;
                /** @description End the session of this token */
                signOut: string;
                /** @description Update one's own profile */
                updateUser: string;
                /** @description Get a user's profile, or one's own */
                userInfo: string;
                /** @description Follow a user */
                followUser: string;
                /** @description Stop following a user */
                unfollowUser: string;
                /** @description Block a user */
                blockUser: string;
                /** @description Stop blocking a user */
                unblockUser: string;
                /** @description List who follows a user */
                listFollower: string;
                /** @description List whom a user follows */
                listFollowing: string;
                /** @description List whom the caller blocks */
                listBlockedUser: string;
                /** @description Get one's own gold and points */
                userGold: string;
                /** @description Find users by their number or the beginning of their name */
                search: string;
                /** @description List those who have been live, or those who have not, the newest first */
                listByType: string;
                /** @description List who signed in or went live in the last seven days, the last first */
                listActiveUser: string;
                /** @description Find users by their number or the beginning of their name, by the older address of search */
                usearch: string;
                /** @description Tell whether a user is live now, and where */
                isinlive: string;
                /** @description Get everything that is known of oneself, page by page */
                export: string;
                /** @description Erase one's own account for good, with a code that was sent to its phone */
                erase: string;
                /** @description Say how this phone can be notified */
                pushDeviceInfo: string;
                /** @description Get one's own switches and counters, and what the server expects of clients */
                getConfig: string;
                /** @description Switch notifications on or off */
                updateConfig: string;
                /** @description Report a user to the operators, by the address that init names */
                reportUser: string;
            };
            payment: {
                /** @description Get what one's own account holds */
                statistic: string;
                /** @description List the packages of gold that can be bought in a channel */
                listPackage: string;
                /** @description Order a package of gold, to pay it then */
                createOrder: string;
                /** @description Tell how one's own payment went */
                orderNotify: string;
                /** @description List what points can be made into gold */
                listP2gPackage: string;
                /** @description Make points into gold */
                p2g: string;
                /** @description Get the account at Alipay that one is paid to */
                getAlipayInfo: string;
                /** @description Bind the account at Alipay that one is paid to */
                verifyAlipay: string;
                /** @description Get what one could be paid for points now */
                "cash-info": string;
                /** @description Ask to be paid for points */
                payReq: string;
                /** @description List what one asked to be paid, newest first */
                listPayReq: string;
                /** @description What Alipay says of an order: a form that it has signed */
                alipaycallback: string;
                /** @description What WeChat Pay says of an order: JSON that it has signed and encrypted */
                wepaycallback: string;
                /** @description What the App Store says of a purchase: JSON that it has signed */
                applecallback: string;
                /** @description The terms of paying, a page. */
                payAgreement: string;
            };
            live: {
                /** @description Create a live that is started later */
                createLive: string;
                /** @description Start a live; others of the host are stopped */
                startLive: string;
                /** @description Give a live another title */
                changeLive: string;
                /** @description Pause a live */
                pauseLive: string;
                /** @description Go on with a live that was paused */
                continueLive: string;
                /** @description Stop a live, and get its totals */
                stopLive: string;
                /** @description Delete a live for good */
                deleteLive: string;
                /** @description Say whether others find a live in lists */
                setLiveVisible: string;
                /** @description Get a live as it is now */
                getLive: string;
                /** @description Find the newest live of the caller that was not stopped */
                unclosedLive: string;
                /** @description Get what to put into other apps to share a live */
                shareLive: string;
                /** @description Take a seat in a live */
                joinLive: string;
                /** @description Give a seat in a live back */
                quitLive: string;
                /** @description Give a sign of life in a live */
                heartBeat: string;
                /** @description List who is in a live */
                listLiveUsers: string;
                /** @description List who was in a live that has been stopped */
                listReplayUsers: string;
                /** @description Lock or unlock a seat of a live */
                lockLiveSeat: string;
                /** @description Tell whether the caller has to knock before joining */
                knockStatus: string;
                /** @description Ask the host for a seat */
                knockLiveRoom: string;
                /** @description List whom the host may want to invite */
                inviteUsersList: string;
                /** @description Invite somebody into a live */
                inviteUser: string;
                /** @description Put a viewer out of a live */
                kickOutUser: string;
                /** @description Keep somebody from talking in a live */
                shutupUser: string;
                /** @description Let somebody talk in a live again */
                shutupOpen: string;
                /** @description Tell whether somebody was muted in a live */
                isshutup: string;
                /** @description List what plays now, and what can be looked back at */
                listLiveByRecommend: string;
                /** @description List what those whom the caller follows play now, and have played */
                listLiveByFollow: string;
                /** @description List the lives of a user, by default of the caller */
                listLiveByUser: string;
                /** @description Read what was said and given in a stopped live, page by page, by an address from messageAddr */
                replayFeed: string;
                /** @description Make somebody a manager of a live, or no manager any more */
                livemgr: string;
                /** @description List the managers of a live */
                getmgruser: string;
                /** @description Get a user, and what they are in a live */
                getuser: string;
                /** @description Tell everybody in a live something */
                systemnotify: string;
                /** @description Like a live */
                liveLike: string;
                /** @description List the gifts that are for sale */
                giftInfo: string;
                /** @description Give the host of a live a gift */
                buyGift: string;
                /** @description Buy a line that runs over the picture */
                buyBullet: string;
                /** @description Ask for a place on air, or call a viewer to it */
                callRequest: string;
                /** @description Accept a call */
                acceptConference: string;
                /** @description Refuse a call */
                refuseConference: string;
                /** @description Enter a conference, or get a fresh token for it */
                joinConference: string;
                /** @description Say that the side of the caller is connected */
                conferenceSuccess: string;
                /** @description End a conference, or take a call back */
                quitConference: string;
            };
            message: {
                /** @description Say something in a room */
                sendMsg: string;
                /** @description Write to a person, or to a group */
                sendIm: string;
                /** @description Read what was written with a person, or in a group */
                imHistory: string;
                /** @description Take a message back, within two minutes */
                revokeIm: string;
                /** @description List with whom the caller writes */
                messageList: string;
                /** @description Take a person out of the list of messages */
                messageDel: string;
                /** @description Count all messages as read */
                messageReadAll: string;
                /** @description Count all messages as read (older name) */
                readAllMsg: string;
                /** @description Count a person's or a group's messages as read */
                readIm: string;
                /** @description List who called lately */
                historyMsg: string;
                /** @description Count one notice of a call as read */
                readOneMsg: string;
                /** @description Take one notice of a call away */
                deleteMsg: string;
                /** @description Where sockets connect. */
                channel: string;
            };
            social: {
                /** @description Get where the animations of gifts are */
                giftResources: string;
                /** @description Get the banners of the app's first screen */
                getBanner: string;
            };
            sys: {
                /** @description Ask where a file may be uploaded to */
                ossToken: string;
                /** @description Find out whether there is a newer release of the app */
                update: string;
                /** @description Leave the client's log for whoever looks for a fault */
                uploadLog: string;
            };
            record: {
                /** @description Replace one's recording that others can hear */
                uploadRecord: string;
                /** @description Show one's own recording, and a page of others' */
                refreshRecord: string;
                /** @description Hear a recording */
                readRecord: string;
                /** @description Delete one's own recording */
                deleteRecord: string;
            };
            chat: {
                /** @description Call a user */
                dueChat: string;
                /** @description Take a call back, or refuse one */
                cancelDueChat: string;
                /** @description Accept a call, or return one */
                acceptChat: string;
                /** @description Wait to be joined with a stranger */
                matchChat: string;
                /** @description No longer wait for a stranger */
                stopMatchChat: string;
                /** @description Enter a talk, or get a fresh token for it */
                joinChat: string;
                /** @description Get a talk */
                getChat: string;
                /** @description Say that one is still in a talk */
                heartBeat: string;
                /** @description Change the topic of a talk */
                changeTopic: string;
                /** @description Pause a talk */
                pauseChat: string;
                /** @description Go on with a talk */
                continueChat: string;
                /** @description Hang up */
                stopChat: string;
                /** @description Give the other side of a talk a gift */
                buyGift: string;
                /** @description Get what one signs in with at the RTC server */
                getUserSig: string;
            };
            group: {
                /** @description Make a group */
                createGroup: string;
                /** @description List the caller's groups */
                myGroups: string;
                /** @description Look at one of the caller's groups */
                groupInfo: string;
                /** @description Rename a group, or change its picture and texts */
                changeGroup: string;
                /** @description Hand a group over to another member */
                transferGroup: string;
                /** @description Make a member an administrator, or take that back */
                setGroupRole: string;
                /** @description End a group, for everybody and for good */
                destroyGroup: string;
                /** @description Add people to a group */
                inviteToGroup: string;
                /** @description Take people out of a group */
                kickFromGroup: string;
                /** @description Join a group that is open */
                joinGroup: string;
                /** @description Leave a group */
                leaveGroup: string;
                /** @description List the members of a group */
                groupMembers: string;
            };
            topic: {
                /** @description List topics, and who was in the zone for calls last */
                topicList: string;
                /** @description Show a topic and a page of its posts */
                topicDetail: string;
                /** @description Show a post and a page of its answers */
                subjectDetail: string;
                /** @description Show one post or answer */
                getSubject: string;
                /** @description Post a sound to a topic */
                createSubject: string;
                /** @description Answer a post with a sound */
                replySubject: string;
                /** @description Give one's post another title */
                updateSubject: string;
                /** @description Listen to a post */
                listenSubject: string;
                /** @description Like a post */
                likeSubject: string;
                /** @description Give the author of a post a gift */
                buyGift: string;
            };
            usr: {
                /** @description Report a user to the operators */
                reportUser: string;
            };
            /** @description Pages. */
            aboutus: {
                socialPact: string;
                serviceTerms: string;
                contactUs: string;
            };
            tips: {
                "pay-tips": string;
                "search-tips": string;
            };
            function: {
                /** @description Whether chats between two people are served. */
                chat: boolean;
            };
            /** @description What addresses of pictures begin with. */
            imgPath: string;
            actionCode: string;
            comment: string;
        };
        InitFailure: {
            /** @enum {integer} */
            errorcode: 700;
            errormsg: string;
        };
        InitParams: {
            /** @constant */
            ap: "heihei";
            version: string;
            local: string;
            uuid: string;
            apiVersion: string;
            deveiceType: string;
            versionType?: string;
            buildNumber?: string;
            model?: string;
            resolution?: string;
            osVersion?: string;
            apnsType?: string;
            apnsToken?: string;
            channel?: string;
            token?: string;
            userId?: number;
        };
        GetSMSVerificationCodeAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Seconds until the next code can be sent. */
            timeout: number;
        };
        GetSMSVerificationCodeFailure: {
            /** @enum {integer} */
            errorcode: 700 | 400;
            errormsg: string;
        };
        GetSMSVerificationCodeParams: {
            phoneNo: string;
        };
        RegisterPhoneAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Seconds until the next code can be sent. */
            timeout: number;
        };
        RegisterPhoneFailure: {
            /** @enum {integer} */
            errorcode: 700 | 400;
            errormsg: string;
        };
        RegisterPhoneParams: {
            phoneNo: string;
        };
        SignedInUser: {
            /** @description Epoch ms here, and here alone. */
            lastModified: number;
            displayName: string;
            id: number;
            /** @description The number that users tell each other (黑号). */
            heiNum: number;
            /** @description For people without a picture one of the default pictures, always the same. */
            coverUrl: string;
            /** @constant */
            region: "zh_CN";
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            /** @constant */
            userType: "Normal";
            address: string;
            description: string;
        };
        SignInCLByPhoneAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Send it as `token` with every call that wants to know who calls. */
            token: string;
            /** @description The profile was never filled in: show the registration page. */
            needRegist: boolean;
            userInfo: components["schemas"]["SignedInUser"];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        SignInCLByPhoneFailure: {
            /** @enum {integer} */
            errorcode: 700 | 401 | 400 | 721 | 710;
            errormsg: string;
        };
        SignInCLByPhoneParams: {
            phoneNo: string;
            verifyCode: string;
        };
        VerifyPhoneAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Send it as `token` with every call that wants to know who calls. */
            token: string;
            /** @description The profile was never filled in: show the registration page. */
            needRegist: boolean;
            userInfo: components["schemas"]["SignedInUser"];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        VerifyPhoneFailure: {
            /** @enum {integer} */
            errorcode: 700 | 401 | 400 | 721 | 710;
            errormsg: string;
        };
        VerifyPhoneParams: {
            phoneNo: string;
            verifyCode: string;
        };
        SignInAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Send it as `token` with every call that wants to know who calls. */
            token: string;
            /** @description The profile was never filled in: show the registration page. */
            needRegist: boolean;
            userInfo: {
                /** @description Epoch ms here, and here alone. */
                lastModified: number;
                displayName: string;
                id: number;
                /** @description The number that users tell each other (黑号). */
                heiNum: number;
                /** @description For people without a picture one of the default pictures, always the same. */
                coverUrl: string;
                /** @constant */
                region: "zh_CN";
                gender: "Male" | "Female" | "Unspecified";
                /** @description `YYYY-MM-DD`, or '' when none was given. */
                birthDay: string;
                /** @constant */
                userType: "Normal";
                address: string;
                description: string;
                level: number;
            };
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        SignInFailure: {
            /** @enum {integer} */
            errorcode: 700 | 701 | 702 | 400 | 721 | 710;
            errormsg: string;
        };
        SignInParams: {
            accountSource: "Weibo" | "Wechat";
            accountToken: string;
            openId: string;
            unionId?: string;
            uuid?: string;
        };
        BindPhoneAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        BindPhoneFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 401 | 403 | 400 | 721;
            errormsg: string;
        };
        BindPhoneParams: {
            token: string;
            phone: string;
            verifyCode: string;
        };
        SignOutAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        SignOutFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        SignOutParams: {
            token: string;
        };
        UpdateUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            userId: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        UpdateUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 445 | 447 | 501 | 721 | 740 | 102;
            errormsg: string;
        };
        UpdateUserParams: {
            token: string;
            displayName: string;
            gender: "Male" | "Female" | "Unspecified";
            birthDay: string;
            address?: string;
            latlng?: string;
            description?: string;
            /** @description Of an uploaded picture (oss-token, module avatar). */
            sign?: string;
        };
        Honour: {
            /** @description v verified, p good at it. */
            honour_sign: "v" | "p";
            honour_img: string;
            honour_desc: string;
        };
        Attribute: {
            /** @description Whether notifications come while the app is closed. */
            push_enable: "0" | "1";
        };
        OwnProfile: {
            id: number;
            /** @description The number that users tell each other (黑号); 0 for none. */
            heiNum: number;
            displayName: string;
            description: string;
            level: number;
            experience: number;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            /** @description For people without a picture one of the default pictures, always the same. */
            coverUrl: string;
            /** @constant */
            region: "";
            address: string;
            /** @description Anchor: has been live. */
            user_type: "Anchor" | "Normal";
            /** @constant */
            user_status: "Published";
            /** @description Epoch seconds of the last change of the profile. */
            lastModified: number;
            honours: components["schemas"]["Honour"][];
            followerCount: number;
            followingCount: number;
            liveCount: number;
            /** @description Gold that was spent in all. */
            postCount: number;
            point: number;
            goldCount: number;
            allEarnPoint: number;
            attribute: components["schemas"]["Attribute"];
            roomCount: number;
            /** @description Renames so far. */
            modifyCount: number;
            /** @description What the next rename costs, to be shown. */
            modifyText: string;
        };
        OtherProfile: {
            id: number;
            /** @description The number that users tell each other (黑号); 0 for none. */
            heiNum: number;
            displayName: string;
            description: string;
            level: number;
            experience: number;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            /** @description For people without a picture one of the default pictures, always the same. */
            coverUrl: string;
            /** @constant */
            region: "";
            address: string;
            /** @description Anchor: has been live. */
            user_type: "Anchor" | "Normal";
            /** @constant */
            user_status: "Published";
            /** @description Epoch seconds of the last change of the profile. */
            lastModified: number;
            honours: components["schemas"]["Honour"][];
            /** @description The document's older chapter spells `user_type` so. */
            userType: "Anchor" | "Normal";
            followerCount: number;
            followingCount: number;
            liveCount: number;
            /** @description Gold that was spent in all. */
            postCount: number;
            point: number;
            goldCount: number;
            allEarnPoint: number;
            isFollowed: boolean;
            isBlocked: boolean;
        };
        UserInfoAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            result: components["schemas"]["OwnProfile"];
        } | {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            result: components["schemas"]["OtherProfile"];
            userStatus?: {
                /** @constant */
                type: 5;
                /** @description An address that the app opens. */
                jump: string;
            } | {
                /** @constant */
                type: 6;
            } | {
                /** @description 1 call, 2 no button, 3 hang up, 4 answer. */
                confStatus: number;
                /** @description Seconds until the call ends, while there is one. */
                expireTime?: number;
                /** @description An address that the app opens. */
                jump: string;
            };
        };
        UserInfoFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710 | 736;
            errormsg: string;
        };
        UserInfoParams: {
            token: string;
            uid: number;
            cuid?: number;
            liveId?: number;
        };
        FollowUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        FollowUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710 | 736 | 711;
            errormsg: string;
        };
        FollowUserParams: {
            token: string;
            userId: number;
            liveId?: number;
        };
        UnfollowUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        UnfollowUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710;
            errormsg: string;
        };
        UnfollowUserParams: {
            token: string;
            userId: number;
        };
        BlockUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        BlockUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710 | 711;
            errormsg: string;
        };
        BlockUserParams: {
            token: string;
            userId: number;
        };
        UnblockUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        UnblockUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710;
            errormsg: string;
        };
        UnblockUserParams: {
            token: string;
            targetId: number;
        };
        ListedUser: {
            id: number;
            /** @description The number that users tell each other (黑号); 0 for none. */
            heiNum: number;
            displayName: string;
            description: string;
            level: number;
            experience: number;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            /** @description For people without a picture one of the default pictures, always the same. */
            coverUrl: string;
            /** @constant */
            region: "";
            address: string;
            /** @description Anchor: has been live. */
            user_type: "Anchor" | "Normal";
            /** @constant */
            user_status: "Published";
            /** @description Epoch seconds of the last change of the profile. */
            lastModified: number;
            honours: components["schemas"]["Honour"][];
            attribute: Record<string, never>;
            isFollowed: boolean;
        };
        ListFollowerAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Length of the whole list. */
            totalSize: number;
            result: components["schemas"]["ListedUser"][];
        };
        ListFollowerFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710 | 736;
            errormsg: string;
        };
        ListFollowerParams: {
            token: string;
            userId: number;
            /** @default 0 */
            offset?: number;
            /** @default 10 */
            limit?: number;
            curUserId?: number;
        };
        ListFollowingAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Length of the whole list. */
            totalSize: number;
            /** @description As the document spells it; the same as `result`. */
            reslut: components["schemas"]["ListedUser"][];
            result: components["schemas"]["ListedUser"][];
        };
        ListFollowingFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710 | 736;
            errormsg: string;
        };
        ListFollowingParams: {
            token: string;
            userId: number;
            /** @default 0 */
            offset?: number;
            /** @default 10 */
            limit?: number;
            curUserId?: number;
        };
        ListBlockedUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Length of the whole list. */
            totalSize: number;
            result: components["schemas"]["ListedUser"][];
        };
        ListBlockedUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ListBlockedUserParams: {
            token: string;
            /** @default 0 */
            offset?: number;
            /** @default 10 */
            limit?: number;
        };
        UserGoldAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            user: {
                userId: number;
                /** @description What can be spent now. */
                gold: number;
                point: number;
                allOutlayGold: number;
                allEarnPoint: number;
                pointWorth: number;
            };
        };
        UserGoldFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        UserGoldParams: {
            token: string;
        };
        SearchAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            users: components["schemas"]["ListedUser"][];
        };
        SearchFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        SearchParams: {
            token: string;
            queryParameter: string;
        };
        ListByTypeAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Length of the list; while it goes on, one more than the page's end. */
            totalSize: number;
            result: components["schemas"]["ListedUser"][];
        };
        ListByTypeFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ListByTypeParams: {
            token: string;
            type: "Anchor" | "Normal";
            /** @default 0 */
            offset?: number;
            /** @default 10 */
            limit?: number;
        };
        ListActiveUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Length of the list; while it goes on, one more than the page's end. */
            totalSize: number;
            result: components["schemas"]["ListedUser"][];
        };
        ListActiveUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ListActiveUserParams: {
            token: string;
            /** @default 0 */
            offset?: number;
            /** @default 10 */
            limit?: number;
        };
        UsearchAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            users: components["schemas"]["ListedUser"][];
        };
        UsearchFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        UsearchParams: {
            token: string;
            queryParameter: string;
        };
        IsinliveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description 1 yes, 2 no.
             * @enum {integer}
             */
            isinlive: 1 | 2;
            liveId?: number;
            /** @description An address that the app opens. */
            jump?: string;
        };
        IsinliveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710 | 736;
            errormsg: string;
        };
        IsinliveParams: {
            token: string;
            userId: number;
        };
        StatisticAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description What can be spent now. */
            gold: number;
            point: number;
            allOutlayGold: number;
            allEarnPoint: number;
            pointWorth: number;
        };
        StatisticFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        StatisticParams: {
            token: string;
        };
        ExportItem: {
            /** @description summary, streams, following, blocked, followers, conversations, hosted, visiting, visited, reports or reported. */
            part: string;
            /** @description profile, name, session, person, live, visit, report, or the type of an event. */
            type: string;
            /** @description When it happened or began, epoch ms. */
            at?: number;
            /** @description What is known: an object. */
            data: unknown;
        };
        ExportAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            items: components["schemas"]["ExportItem"][];
            /** @description Send it as `cursor` for the next page; absent on the last one. */
            next?: string;
        };
        ExportFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ExportParams: {
            token: string;
            /** @default  */
            cursor?: string;
        };
        EraseAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        EraseFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 401 | 400;
            errormsg: string;
        };
        EraseParams: {
            token: string;
            verifyCode: string;
        };
        Live: {
            /**
             * @description 0 to be started, 1 playing, 2 stopped, 3 banned, 4 deleted.
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3 | 4;
            liveId: number;
            title: string;
            /** @description Where the caller pulls: signed for them, good for some minutes. */
            streamAddr: string;
            /** @description The page that a shared link opens. */
            shareAddr: string;
            /** @description The recording of a live that was stopped; '' before. */
            lookbackAddr: string;
            /** @description The host. */
            userId: number;
            roomId: number;
            /**
             * @description Whether others find it in lists.
             * @enum {integer}
             */
            visible: 0 | 1;
            /** @description Where the host pushes; for the host alone. */
            pushAddr?: string;
        };
        ShareCard: {
            title: string;
            content: string;
            url: string;
            coverUrl: string;
        };
        Share: {
            weibo: components["schemas"]["ShareCard"];
            wechat: components["schemas"]["ShareCard"];
            friend: components["schemas"]["ShareCard"];
        };
        LiveOptions: {
            /** @description How long a room may be idle until the host is asked, in seconds. */
            inefficientTime: number;
            /** @description How long the host is given for an answer, in seconds. */
            countDownTime: number;
            alertTitle: string;
            alertContent: string;
            helpLink: string;
        };
        CreateLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            live: components["schemas"]["Live"];
            share: components["schemas"]["Share"];
            liveOptions: components["schemas"]["LiveOptions"];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        CreateLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 501;
            errormsg: string;
        };
        CreateLiveParams: {
            token: string;
            title: string;
        };
        StartLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        StartLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711 | 501;
            errormsg: string;
        };
        StartLiveParams: {
            token: string;
            liveId: number;
        };
        ChangeLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            live: components["schemas"]["Live"];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ChangeLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711;
            errormsg: string;
        };
        ChangeLiveParams: {
            token: string;
            liveId: number;
            title: string;
        };
        PauseLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        PauseLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711 | 735;
            errormsg: string;
        };
        PauseLiveParams: {
            token: string;
            liveId: number;
        };
        ContinueLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ContinueLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711 | 735;
            errormsg: string;
        };
        ContinueLiveParams: {
            token: string;
            liveId: number;
        };
        EndedLive: {
            /**
             * @description 0 to be started, 1 playing, 2 stopped, 3 banned, 4 deleted.
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3 | 4;
            liveId: number;
            title: string;
            /** @description Where the caller pulls: signed for them, good for some minutes. */
            streamAddr: string;
            /** @description The page that a shared link opens. */
            shareAddr: string;
            /** @description The recording of a live that was stopped; '' before. */
            lookbackAddr: string;
            /** @description The host. */
            userId: number;
            roomId: number;
            /**
             * @description Whether others find it in lists.
             * @enum {integer}
             */
            visible: 0 | 1;
            /** @description Where the host pushes; for the host alone. */
            pushAddr?: string;
            /** @description Joins of viewers so far. */
            totalUsers: number;
            /** @description Points that the live has earned so far. */
            totalTickets: number;
            /** @description Who is in the room, the host among them. */
            onlineUsers: number;
            liveTotalTicket: number;
        };
        StopLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            live: components["schemas"]["EndedLive"];
            share: components["schemas"]["Share"];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        StopLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711;
            errormsg: string;
        };
        StopLiveParams: {
            token: string;
            liveId: number;
        };
        DeleteLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            live: components["schemas"]["Live"];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        DeleteLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711;
            errormsg: string;
        };
        DeleteLiveParams: {
            token: string;
            liveId: number;
        };
        SetLiveVisibleAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            live: components["schemas"]["Live"];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        SetLiveVisibleFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711;
            errormsg: string;
        };
        SetLiveVisibleParams: {
            token: string;
            liveId: number;
            visible: number;
        };
        SeenLive: {
            /**
             * @description 0 to be started, 1 playing, 2 stopped, 3 banned, 4 deleted.
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3 | 4;
            liveId: number;
            title: string;
            /** @description Where the caller pulls: signed for them, good for some minutes. */
            streamAddr: string;
            /** @description The page that a shared link opens. */
            shareAddr: string;
            /** @description The recording of a live that was stopped; '' before. */
            lookbackAddr: string;
            /** @description The host. */
            userId: number;
            roomId: number;
            /**
             * @description Whether others find it in lists.
             * @enum {integer}
             */
            visible: 0 | 1;
            userName: string;
            creatorName: string;
            coverUrl: string;
            creatorCover: string;
            creatorId: number;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            address: string;
            liveCity: string;
            liveName: string;
            honours: components["schemas"]["Honour"][];
            /** @description The host, by the caller. */
            isFollowed: boolean;
            /** @constant */
            isrecomm: 0;
            slot: string;
            deviceType: null;
            hlsAddr: string;
            /** @description Where what was said and given in a stopped live is read: see replayFeed; '' before. */
            messageAddr: string;
            createTime: string | null;
            startTime: string | null;
            endTime: string | null;
            length: number | null;
            /** @description Points that the live has earned so far, as a string. */
            totalTickets: string;
            livetotalticket: string;
            totalUsers: number;
            viewernum: number;
            onlineUsers: number;
            onlineUser: number;
            /** @description Seats that are not locked, the host's among them. */
            roomUserCount: number;
            /** @description Who is in the room, the host among them. */
            roomNowUserCount: number;
            /** @description Where the host pushes; for the host alone. */
            pushAddr?: string;
            /** @description How long the answer may be kept, in seconds. */
            expireTime: number;
        };
        LivePerson: {
            id: number;
            /** @description The number that users tell each other (黑号); 0 for none. */
            heiNum: number;
            displayName: string;
            description: string;
            level: number;
            experience: number;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            /** @description For people without a picture one of the default pictures, always the same. */
            coverUrl: string;
            /** @constant */
            region: "";
            address: string;
            /** @description Anchor: has been live. */
            user_type: "Anchor" | "Normal";
            /** @constant */
            user_status: "Published";
            /** @description Epoch seconds of the last change of the profile. */
            lastModified: number;
            honours: components["schemas"]["Honour"][];
            /** @description Renames so far. */
            modifyCount: number;
            /** @description Lives so far. */
            roomCount: number;
            isFollowed: boolean;
        };
        GetLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            live: components["schemas"]["SeenLive"];
            userInfo?: components["schemas"]["LivePerson"];
            /** @description What the answer reflects at least: a socket that goes on from here (`since`) misses nothing. What the answer shows already may come once more. */
            position: number;
        };
        GetLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 506;
            errormsg: string;
        };
        GetLiveParams: {
            token: string;
            liveId: number;
        };
        UnclosedLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            live: components["schemas"]["Live"];
            share: components["schemas"]["Share"];
            liveOptions: components["schemas"]["LiveOptions"];
        } | {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        UnclosedLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        UnclosedLiveParams: {
            token: string;
        };
        ShareLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            share: components["schemas"]["Share"];
        };
        ShareLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731;
            errormsg: string;
        };
        ShareLiveParams: {
            token: string;
            liveId: number;
        };
        JoinedLive: {
            /**
             * @description 0 to be started, 1 playing, 2 stopped, 3 banned, 4 deleted.
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3 | 4;
            liveId: number;
            title: string;
            /** @description Where the caller pulls: signed for them, good for some minutes. */
            streamAddr: string;
            /** @description The page that a shared link opens. */
            shareAddr: string;
            /** @description The recording of a live that was stopped; '' before. */
            lookbackAddr: string;
            /** @description The host. */
            userId: number;
            roomId: number;
            /**
             * @description Whether others find it in lists.
             * @enum {integer}
             */
            visible: 0 | 1;
            /** @description Where the host pushes; for the host alone. */
            pushAddr?: string;
            /** @description Joins of viewers so far. */
            totalUsers: number;
            /** @description Points that the live has earned so far. */
            totalTickets: number;
            /** @description Who is in the room, the host among them. */
            onlineUsers: number;
        };
        JoinLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            live: components["schemas"]["JoinedLive"];
            share: components["schemas"]["Share"];
            userInfo?: components["schemas"]["LivePerson"];
            /** @description What the answer reflects at least: a socket that goes on from here (`since`) misses nothing. What the answer shows already may come once more. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        JoinLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 725 | 737 | 505 | 721;
            errormsg: string;
        };
        JoinLiveParams: {
            token: string;
            liveId: number;
            /** @default  */
            liveKey?: string;
        };
        QuitLiveAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        QuitLiveFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731;
            errormsg: string;
        };
        QuitLiveParams: {
            token: string;
            liveId: number;
        };
        HeartBeatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            liveId: number;
            /** @description Seconds until the next one is due. */
            nextTimeout: number;
        };
        HeartBeatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 725 | 711 | 506;
            errormsg: string;
        };
        HeartBeatParams: {
            token: string;
            liveId: number;
            isCreator: number;
        };
        RoomUser: {
            id: number;
            name: string;
            /** @description By the caller. */
            isFollowed: boolean;
            coverUrl: string;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            /** @description When they joined, in epoch milliseconds; unique in a room: pages of its users go by it. */
            joinTime: number;
        };
        ListLiveUsersAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description How long the answer may be kept, in seconds. */
            expireTime: number;
            /** @description All seats, the host's among them. */
            roomSeatCount: number;
            roomLockedCount: number;
            /** @description Who is in the room, the host among them. */
            totalCount: number;
            /** @description A page of them, the newest first. */
            users: components["schemas"]["RoomUser"][];
            /** @description What the answer reflects at least: a socket that goes on from here (`since`) misses nothing. What the answer shows already may come once more. */
            position: number;
        };
        ListLiveUsersFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710 | 506;
            errormsg: string;
        };
        ListLiveUsersParams: {
            token: string;
            liveId: number;
            /** @default 0 */
            lastJoinTime?: number;
            /** @default 0 */
            direction?: number;
        };
        ListReplayUsersAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            users: components["schemas"]["LivePerson"][];
        };
        ListReplayUsersFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731;
            errormsg: string;
        };
        ListReplayUsersParams: {
            token: string;
            liveId: number;
        };
        LockLiveSeatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        LockLiveSeatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711 | 502;
            errormsg: string;
        };
        LockLiveSeatParams: {
            token: string;
            liveId: number;
            unlock: boolean;
        };
        KnockStatusAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            needKnock: boolean;
            /** @description Seats that are not locked, the host's among them. */
            roomUserCount: number;
            /** @description Who is in the room, the host among them. */
            roomNowUserCount: number;
            /**
             * @description 0 to be started, 1 playing, 2 stopped, 3 banned, 4 deleted.
             * @enum {integer}
             */
            liveStatus: 0 | 1 | 2 | 3 | 4;
        };
        KnockStatusFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731;
            errormsg: string;
        };
        KnockStatusParams: {
            token: string;
            liveId: number;
        };
        KnockLiveRoomAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        KnockLiveRoomFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711 | 504;
            errormsg: string;
        };
        KnockLiveRoomParams: {
            token: string;
            liveId: number;
        };
        InviteCandidate: {
            id: number;
            /** @description The number that users tell each other (黑号); 0 for none. */
            heiNum: number;
            displayName: string;
            description: string;
            level: number;
            experience: number;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            /** @description For people without a picture one of the default pictures, always the same. */
            coverUrl: string;
            /** @constant */
            region: "";
            address: string;
            /** @description Anchor: has been live. */
            user_type: "Anchor" | "Normal";
            /** @constant */
            user_status: "Published";
            /** @description Epoch seconds of the last change of the profile. */
            lastModified: number;
            honours: components["schemas"]["Honour"][];
            /** @description Renames so far. */
            modifyCount: number;
            /** @description Lives so far. */
            roomCount: number;
            isFollowed: boolean;
            /** @description Has asked for a seat. */
            knocked: boolean;
        };
        InviteUsersListAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            users: components["schemas"]["InviteCandidate"][];
        };
        InviteUsersListFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711;
            errormsg: string;
        };
        InviteUsersListParams: {
            token: string;
            liveId: number;
        };
        InviteUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        InviteUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711 | 736;
            errormsg: string;
        };
        InviteUserParams: {
            token: string;
            liveId: number;
            userId: number;
        };
        KickOutUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        KickOutUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711;
            errormsg: string;
        };
        KickOutUserParams: {
            token: string;
            liveId: number;
            userId: number;
        };
        ShutupUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ShutupUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711;
            errormsg: string;
        };
        ShutupUserParams: {
            token: string;
            liveId: number;
            userId: number;
        };
        ShutupOpenAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ShutupOpenFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711;
            errormsg: string;
        };
        ShutupOpenParams: {
            token: string;
            liveId: number;
            userId: number;
        };
        IsshutupAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description 1 yes, 2 no.
             * @enum {integer}
             */
            isshutup: 1 | 2;
        };
        IsshutupFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 506;
            errormsg: string;
        };
        IsshutupParams: {
            token: string;
            liveId: number;
            userId: number;
        };
        ListedLive: {
            /**
             * @description 0 to be started, 1 playing, 2 stopped, 3 banned, 4 deleted.
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3 | 4;
            liveId: number;
            title: string;
            /** @description Where the caller pulls: signed for them, good for some minutes. */
            streamAddr: string;
            /** @description The page that a shared link opens. */
            shareAddr: string;
            /** @description The recording of a live that was stopped; '' before. */
            lookbackAddr: string;
            /** @description The host. */
            userId: number;
            roomId: number;
            /**
             * @description Whether others find it in lists.
             * @enum {integer}
             */
            visible: 0 | 1;
            userName: string;
            creatorName: string;
            coverUrl: string;
            creatorCover: string;
            creatorId: number;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            address: string;
            liveCity: string;
            liveName: string;
            honours: components["schemas"]["Honour"][];
            /** @description The host, by the caller. */
            isFollowed: boolean;
            /** @constant */
            isrecomm: 0;
            slot: string;
            deviceType: null;
            hlsAddr: string;
            /** @description Where what was said and given in a stopped live is read: see replayFeed; '' before. */
            messageAddr: string;
            createTime: string | null;
            startTime: string | null;
            endTime: string | null;
            length: number | null;
            /** @description Points that the live has earned so far, as a string. */
            totalTickets: string;
            livetotalticket: string;
            totalUsers: number;
            viewernum: number;
            onlineUsers: number;
            onlineUser: number;
            /** @description Seats that are not locked, the host's among them. */
            roomUserCount: number;
            /** @description Who is in the room, the host among them. */
            roomNowUserCount: number;
        };
        ListLiveByRecommendAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description How long the answer may be kept, in seconds. */
            expireTime: number;
            lives: components["schemas"]["ListedLive"][];
            liveskback: components["schemas"]["ListedLive"][];
        };
        ListLiveByRecommendFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ListLiveByRecommendParams: {
            token: string;
        };
        ListLiveByFollowAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description How long the answer may be kept, in seconds. */
            expireTime: number;
            lives: components["schemas"]["ListedLive"][];
            lookbacks: components["schemas"]["ListedLive"][];
        };
        ListLiveByFollowFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ListLiveByFollowParams: {
            token: string;
        };
        ListLiveByUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description How long the answer may be kept, in seconds. */
            expireTime: number;
            /** @description On all pages. */
            totalCount: number;
            /** @description The user, by the caller. */
            isFollowed: boolean;
            lives: components["schemas"]["ListedLive"][];
        };
        ListLiveByUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710;
            errormsg: string;
        };
        ListLiveByUserParams: {
            token: string;
            /** @default 0 */
            offset?: number;
            /** @default 10 */
            limit?: number;
            userId?: number;
        };
        ReplayLine: {
            /** @description Since the live began, in milliseconds. */
            offset: number;
            msgType: "text" | "gift" | "barrage";
            roomId: number;
            fromUserId: number;
            fromUserName: string;
            gender: "Male" | "Female" | "Unspecified";
            text?: string;
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay?: string;
            coverUrl?: string;
            amount?: number;
            giftId?: number;
            gift?: {
                id: number;
                name: string;
                type: number;
                desc: string;
            };
            totalTicket?: number;
            gift_uuid?: string;
        };
        ReplayFeedAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            liveId: number;
            startTime: string | null;
            messages: components["schemas"]["ReplayLine"][];
            next: number | null;
        };
        ReplayFeedFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731;
            errormsg: string;
        };
        ReplayFeedParams: {
            liveId: number;
            user: number;
            /** @description Epoch seconds. */
            expires: number;
            sign: string;
            /**
             * @description Where the page begins: `next` of the one before.
             * @default 0
             */
            from?: number;
        };
        LivemgrAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        LivemgrFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711 | 400;
            errormsg: string;
        };
        LivemgrParams: {
            token: string;
            liveId: number;
            userId: number;
            /** @description 1 appoints, 0 dismisses. */
            type: number;
        };
        GetmgruserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            users: components["schemas"]["LivePerson"][];
        };
        GetmgruserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 506;
            errormsg: string;
        };
        GetmgruserParams: {
            token: string;
            liveId: number;
        };
        RoomPerson: {
            id: number;
            /** @description The number that users tell each other (黑号); 0 for none. */
            heiNum: number;
            displayName: string;
            description: string;
            level: number;
            experience: number;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            /** @description For people without a picture one of the default pictures, always the same. */
            coverUrl: string;
            /** @constant */
            region: "";
            address: string;
            /** @description Anchor: has been live. */
            user_type: "Anchor" | "Normal";
            /** @constant */
            user_status: "Published";
            /** @description Epoch seconds of the last change of the profile. */
            lastModified: number;
            honours: components["schemas"]["Honour"][];
            /** @description Renames so far. */
            modifyCount: number;
            /** @description Lives so far. */
            roomCount: number;
            isFollowed: boolean;
            /**
             * @description Whether they were muted: 1 yes, 2 no.
             * @enum {integer}
             */
            isshutup: 1 | 2;
            /**
             * @description Whether they are a manager: 1 yes, 2 no.
             * @enum {integer}
             */
            ismgr: 1 | 2;
            /**
             * @description Whether they are the host: 1 yes, 2 no.
             * @enum {integer}
             */
            isCreator: 1 | 2;
        };
        GetuserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            user: components["schemas"]["RoomPerson"];
        };
        GetuserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 506 | 710 | 736;
            errormsg: string;
        };
        GetuserParams: {
            token: string;
            liveId: number;
            userId: number;
        };
        SystemnotifyAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        SystemnotifyFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 711 | 400;
            errormsg: string;
        };
        SystemnotifyParams: {
            token: string;
            liveId: number;
            text: string;
        };
        SendMsgAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        SendMsgFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 722;
            errormsg: string;
        };
        SendMsgParams: {
            token: string;
            text: string;
            roomId: number;
            liveId: number;
        };
        LiveLikeAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        LiveLikeFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 506;
            errormsg: string;
        };
        LiveLikeParams: {
            token: string;
            type: number;
            liveId: number;
        };
        Gift: {
            id: number;
            name: string;
            /** @description Price of one. */
            gold: number;
            /** @description Experience that one gives to sender and host. */
            exp: number;
            /** @description Background colour: red, green, blue. */
            cl: number[];
            /** @description File name of the animation. */
            image: string;
            /** @description File name of the picture in lists. */
            icon: string;
            /**
             * @description 1 static, 2 moving.
             * @enum {integer}
             */
            type: 1 | 2;
            desc: string;
        };
        GiftInfoAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description How long the answer may be kept, in seconds. */
            expireTime: number;
            gifts: components["schemas"]["Gift"][];
        };
        GiftInfoFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        GiftInfoParams: {
            token: string;
        };
        GiftResource: {
            id: number;
            file_md5: null;
            /** @description Where the animation is. */
            attr_file: string;
        };
        GiftResourcesAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            resources: components["schemas"]["GiftResource"][];
            /** @description Of gifts that are no longer for sale. */
            historyGiftRes: components["schemas"]["GiftResource"][];
        };
        GiftResourcesFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        GiftResourcesParams: {
            token: string;
            giftIds?: string;
        };
        BuyGiftAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description What the caller has left after the purchase. */
            gold: number;
        };
        BuyGiftFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 730 | 731 | 506 | 710 | 721 | 740;
            errormsg: string;
        };
        BuyGiftParams: {
            token: string;
            giftId: number;
            liveId: number;
            /** @default 1 */
            amount?: number;
            /** @default  */
            gift_uuid?: string;
            /** @description The price of one as it was listed. Ours: when it is another by now, nothing is bought (700). Without it the price in force is paid. */
            listedGold?: number;
        };
        BuyBulletAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description What the caller has left after the purchase. */
            gold: number;
        };
        BuyBulletFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 506 | 710 | 722 | 721 | 740;
            errormsg: string;
        };
        BuyBulletParams: {
            token: string;
            liveId: number;
            message: string;
        };
        SendImAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            msgId: number;
            /** @description Epoch seconds. */
            createTime: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        SendImFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 710 | 400 | 102 | 733 | 506;
            errormsg: string;
        };
        SendImParams: {
            token: string;
            toUserId?: number;
            /** @description In place of a person: a group. */
            groupId?: number;
            msgType: "text" | "audio" | "image" | "video";
            /** @description Of a text. */
            text?: string;
            /** @description Of a picture, sound or film: the `sign` of its upload (module message). */
            sign?: string;
            /** @description Of a sound, in seconds. */
            length?: number;
        };
        ImContent: {
            toUserId?: number;
            /** @description In place of `toUserId`: it was written to this group. */
            groupId?: number;
            /** @description 0: the app itself. */
            fromUserId: number;
            /** @description text, audio, image, video, gift, dueChat, sysnotify, systopic, custom, or event (passes by, not kept); from other APIs also file, at, merge, card, location, quote. */
            msgType: string;
            content: {
                [key: string]: unknown;
            };
            jump?: {
                text: string;
                link: string;
            };
            msgId: number;
            /** @description Of the epoch, in seconds. */
            createTime: number;
            /** @description What a client shows that does not know the kind. */
            tips: string;
        };
        Gender: "Male" | "Female" | "Unspecified";
        ImSender: {
            /** @description 0: the app itself. */
            id: number;
            displayName: string;
            heiNum: number;
            coverUrl: string;
            level: number;
            gender: components["schemas"]["Gender"];
            honours: unknown[];
            /** @description The receiver followed the sender when it was sent. */
            isFollowed: boolean;
        };
        ImMessageKept: {
            /** @constant */
            msgType: "IM";
            msg: components["schemas"]["ImContent"];
            /** @description By id: the sender. */
            users: {
                [key: string]: components["schemas"]["ImSender"];
            };
        };
        ImHistoryAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            messages: components["schemas"]["ImMessageKept"][];
        };
        ImHistoryFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 506;
            errormsg: string;
        };
        ImHistoryParams: {
            token: string;
            /** @description 0: the app itself. */
            userId?: number;
            /** @description In place of a person: a group. */
            groupId?: number;
            before?: number;
            /** @default 20 */
            limit?: number;
        };
        RevokeImAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RevokeImFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 400 | 733 | 506;
            errormsg: string;
        };
        RevokeImParams: {
            token: string;
            userId?: number;
            /** @description In place of a person: a group. */
            groupId?: number;
            msgId: number;
        };
        ListedMessage: {
            /** @description 0: the app itself. */
            fromUserId: number;
            fromUserName: string;
            gender: "Male" | "Female" | "Unspecified";
            coverUrl: string;
            data: {
                count: number;
                /** @description They called in vain (calling), the caller of this did (post), they talked, or wrote (im). */
                type: "calling" | "post" | "call" | "im";
                /** @description Nothing of this person is unread. */
                read: boolean;
                text: string;
                unread: number;
            };
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            link: string;
            /** @description Epoch seconds. */
            timeStamp: number;
            /** @constant */
            action: "message";
            /** @constant */
            msgType: "action";
            text: string | null;
        };
        ListedGroup: {
            groupId: number;
            name: string;
            coverUrl: string;
            memberCount: number;
            unread: number;
            /** @description Epoch seconds. */
            timeStamp: number;
            fromUserId: number | null;
            text: string | null;
        };
        MessageListAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            messages: components["schemas"]["ListedMessage"][];
            /** @description The groups of the caller, the last one first. Ours. */
            groups: components["schemas"]["ListedGroup"][];
            /** @description Of all people and groups, those beyond these lists among them. */
            unreadMsgCount: number;
        };
        MessageListFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        MessageListParams: {
            token: string;
        };
        MessageDelAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        MessageDelFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        MessageDelParams: {
            token: string;
            /** @description 0: the app itself. */
            userId: number;
        };
        MessageReadAllAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        MessageReadAllFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        MessageReadAllParams: {
            token: string;
        };
        ReadAllMsgAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ReadAllMsgFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ReadAllMsgParams: {
            token: string;
        };
        ReadImAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ReadImFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 506;
            errormsg: string;
        };
        ReadImParams: {
            token: string;
            /** @description 0: the app itself. */
            userId?: number;
            groupId?: number;
        };
        DueChatNotice: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "due-chat-notify";
            comment: string;
            /** @description How long it rings, in seconds. */
            expireTime: number;
            chatId: number;
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            coverUrl: string;
            birthDay: string;
            /**
             * @description 1: returns a call of the user.
             * @enum {integer}
             */
            type: 0 | 1;
            /** @constant */
            needstore: true;
            /** @constant */
            getuiAction: "duechat";
            msgId: number;
        };
        KeptNotice: {
            msg: components["schemas"]["DueChatNotice"];
            /** @description Epoch seconds. */
            timeStamp: number;
        };
        HistoryMsgAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            unReadCount: number;
            unReadMsg: components["schemas"]["KeptNotice"][];
            readMsg: components["schemas"]["KeptNotice"][];
        };
        HistoryMsgFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        HistoryMsgParams: {
            token: string;
        };
        ReadOneMsgAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ReadOneMsgFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ReadOneMsgParams: {
            token: string;
            msgId: number;
        };
        DeleteMsgAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        DeleteMsgFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        DeleteMsgParams: {
            token: string;
            msgId: number;
        };
        CallRequestAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Seconds that the other side has for an answer; 0 when there is nothing left to wait for. */
            expireTime: number;
        };
        CallRequestFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 722 | 742 | 501;
            errormsg: string;
        };
        CallRequestParams: {
            token: string;
            liveId: number;
            userId?: number;
        };
        AcceptConferenceAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Seconds that the caller has for joining. */
            expireTime: number;
        };
        AcceptConferenceFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 742 | 739 | 409;
            errormsg: string;
        };
        AcceptConferenceParams: {
            token: string;
            liveId: number;
            userId?: number;
        };
        RefuseConferenceAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        RefuseConferenceFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 742;
            errormsg: string;
        };
        RefuseConferenceParams: {
            token: string;
            liveId: number;
            userId: number;
        };
        RtcToken: {
            /** @description The media server's room of this conference. */
            roomName: string;
            /** @description Opens it: an access token as LiveKit takes it. */
            roomToken: string;
            /** @description When the token ends, in epoch seconds. */
            expireTime: number;
        };
        ConfStatus: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "conference-status";
            comment: string;
            liveId: number;
            /**
             * @description 0 waiting, 1 connected.
             * @enum {integer}
             */
            status: 0 | 1;
            /** @description The guest. */
            fromUserId: number;
            fromUserName: string;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            coverUrl: string;
        };
        JoinConferenceAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            token: components["schemas"]["RtcToken"];
            confStatus: components["schemas"]["ConfStatus"];
        };
        JoinConferenceFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 742 | 750;
            errormsg: string;
        };
        JoinConferenceParams: {
            token: string;
            liveId: number;
        };
        ConferenceSuccessAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            confStatus: components["schemas"]["ConfStatus"];
        };
        ConferenceSuccessFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 742;
            errormsg: string;
        };
        ConferenceSuccessParams: {
            token: string;
            liveId: number;
        };
        QuitConferenceAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        QuitConferenceFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 731 | 742;
            errormsg: string;
        };
        QuitConferenceParams: {
            token: string;
            liveId: number;
        };
        PushDeviceInfoAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        PushDeviceInfoFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 400;
            errormsg: string;
        };
        PushDeviceInfoParams: {
            token: string;
            uuid: string;
            /** @description Who carries notifications to the phone. Not in the document: jpush. */
            apnsType: "apns" | "getui" | "gcm" | "jpush";
            apnsToken: string;
            deveiceType: string;
            /** @description Up to 20, with commas between: servers of the app notify phones by them. With `alias` in place of those before. */
            tags?: string;
            /** @description Likewise, one. */
            alias?: string;
        };
        GetConfigAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            configuration: {
                user: components["schemas"]["Attribute"];
                sys: {
                    /** @description How often a client in a live says that it is there, in seconds. */
                    heartBeat: number;
                    /** @description How long a call into a conference waits for an answer, in seconds. */
                    callExpire: number;
                    /** @description How often a client in a talk says that it is there, in seconds. */
                    chatHeartBeat: number;
                    /** @description How long a call to a talk rings, in seconds. */
                    dueChatExpire: number;
                    /** @description Longest text, in code points. */
                    maxTextChars: number;
                    /** @description Largest files that can be uploaded, in bytes. */
                    uploadMaxBytes: {
                        avatar: number;
                        image: number;
                        audio: number;
                        video: number;
                    };
                };
            };
            countings: {
                unreadMsgCount: number;
                followerCount: number;
                followingCount: number;
            };
        };
        GetConfigFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        GetConfigParams: {
            token: string;
        };
        UpdateConfigAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        UpdateConfigFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        UpdateConfigParams: {
            token: string;
            push_enable: "0" | "1";
        };
        /** @description Good for this one upload alone. Clients without a library of the store use `Upload`. */
        UploadCredentials: {
            AccessKeyId: string;
            AccessKeySecret: string;
            SecurityToken: string;
            Expiration: string;
        };
        FileInfo: {
            fileName: string;
            /** @description With real credentials the bucket stands before it. */
            path: string;
            /** @description To be named in whatever the file is for, once it is uploaded. */
            sign: string;
        };
        Upload: {
            /** @constant */
            method: "PUT";
            /** @description Where the bytes go, as the body of one request. */
            url: string;
            /** @description To be sent as they are. */
            headers: {
                [key: string]: string;
            };
            maxBytes: number;
            /** @description Seconds in which the upload must begin. */
            expireTime: number;
        };
        OssTokenAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            Credentials: components["schemas"]["UploadCredentials"];
            FileInfo: components["schemas"]["FileInfo"];
            Upload: components["schemas"]["Upload"];
        };
        OssTokenFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 400;
            errormsg: string;
        };
        OssTokenParams: {
            token: string;
            /** @enum {string} */
            format: "mp3" | "m4a" | "aac" | "png" | "jpg" | "jpeg" | "gif" | "mp4" | "jepg";
            /** @enum {string} */
            module: "record" | "message" | "avatar" | "avator";
        };
        UploadRecordAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        UploadRecordFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 754 | 755 | 756 | 400;
            errormsg: string;
        };
        UploadRecordParams: {
            token: string;
            fileName: string;
            /** @description Of the file's bytes, in hex. */
            fileMd5: string;
            /** @description In seconds. */
            recordLength: number;
            /** Format: binary */
            file: string;
        };
        Record: {
            recordId: number;
            userId: number;
            /** @description The address of the sound. */
            recordPath: string;
            /** @description As the document spells it: the same as `recordLength`. */
            redordLength: number;
            /** @description Length in seconds. */
            recordLength: number;
            /**
             * @description 0 waits for a review, 1 can be heard.
             * @enum {integer}
             */
            status: 0 | 1;
            /** @description `YYYY-MM-DD HH:mm:ss` in China's time (UTC+8). */
            createTime: string;
            /** @description The next page begins behind it. */
            score: number;
            userInfo: {
                id: number;
                /** @description The number that users tell each other (黑号); 0 for none. */
                heiNum: number;
                displayName: string;
                description: string;
                level: number;
                experience: number;
                gender: "Male" | "Female" | "Unspecified";
                /** @description `YYYY-MM-DD`, or '' when none was given. */
                birthDay: string;
                /** @description For people without a picture one of the default pictures, always the same. */
                coverUrl: string;
                /** @constant */
                region: "";
                address: string;
                /** @description Anchor: has been live. */
                user_type: "Anchor" | "Normal";
                /** @constant */
                user_status: "Published";
                /** @description Epoch seconds of the last change of the profile. */
                lastModified: number;
                honours: components["schemas"]["Honour"][];
                /** @description By the caller. */
                isFollow: boolean;
            };
        };
        ListedRecord: {
            recordId: number;
            userId: number;
            /** @description The address of the sound. */
            recordPath: string;
            /** @description As the document spells it: the same as `recordLength`. */
            redordLength: number;
            /** @description Length in seconds. */
            recordLength: number;
            /**
             * @description 0 waits for a review, 1 can be heard.
             * @enum {integer}
             */
            status: 0 | 1;
            /** @description `YYYY-MM-DD HH:mm:ss` in China's time (UTC+8). */
            createTime: string;
            /** @description The next page begins behind it. */
            score: number;
            /** @description How long ago it was made, to be shown. */
            timeTip: string;
            userInfo: {
                id: number;
                /** @description The number that users tell each other (黑号); 0 for none. */
                heiNum: number;
                displayName: string;
                description: string;
                level: number;
                experience: number;
                gender: "Male" | "Female" | "Unspecified";
                /** @description `YYYY-MM-DD`, or '' when none was given. */
                birthDay: string;
                /** @description For people without a picture one of the default pictures, always the same. */
                coverUrl: string;
                /** @constant */
                region: "";
                address: string;
                /** @description Anchor: has been live. */
                user_type: "Anchor" | "Normal";
                /** @constant */
                user_status: "Published";
                /** @description Epoch seconds of the last change of the profile. */
                lastModified: number;
                honours: components["schemas"]["Honour"][];
                /** @description By the caller. */
                isFollow: boolean;
                status?: {
                    /**
                     * @description 1 is live (with `jump`), 2 talks to somebody.
                     * @enum {integer}
                     */
                    type: 1 | 2;
                    /** @description An address that the app opens. */
                    jump?: string;
                };
            };
        };
        RefreshRecordAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            data: {
                mine?: components["schemas"]["Record"];
                records: components["schemas"]["ListedRecord"][];
            };
        };
        RefreshRecordFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        RefreshRecordParams: {
            token: string;
            score: number;
        };
        ReadRecordAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            record: components["schemas"]["Record"];
        };
        ReadRecordFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 757;
            errormsg: string;
        };
        ReadRecordParams: {
            token: string;
            recordId: number;
        };
        DeleteRecordAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        DeleteRecordFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 757;
            errormsg: string;
        };
        DeleteRecordParams: {
            token: string;
            recordId: number;
        };
        ListPackageAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            packages: {
                id: number;
                channel: "alipay" | "wechat" | "iap";
                /** @description What it is called in the App Store. */
                productId: string;
                desc: string;
                gold: number;
                /** @description The price, in cents of a yuan. */
                payMoney: number;
                /** @description The price without a bonus, in cents of a yuan. */
                originMoney: number;
            }[];
        };
        ListPackageFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ListPackageParams: {
            token: string;
            channel: "alipay" | "wechat" | "iap";
        };
        CreateOrderAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            order: string;
            /** @description What the channel's payment SDK takes; empty in the App Store. */
            data: string;
            productId: string;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        CreateOrderFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 726 | 400;
            errormsg: string;
        };
        CreateOrderParams: {
            token: string;
            packageId: number;
            channel: "alipay" | "wechat" | "iap";
        };
        OrderNotifyAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            order: string;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        OrderNotifyFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 727;
            errormsg: string;
        };
        OrderNotifyParams: {
            token: string;
            order: string;
            /** @description 1 it was paid, 2 it failed. */
            status: "1" | "2";
            /** @description What the payment SDK gave; in the App Store the signed transaction, or the receipt. */
            data: string;
        };
        PointPackage: {
            id: number;
            desc: string;
            point: number;
            gold: number;
        };
        ListP2gPackageAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            packages: components["schemas"]["PointPackage"][];
        };
        ListP2gPackageFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ListP2gPackageParams: {
            token: string;
        };
        P2gAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Names the exchange. */
            order: string;
            /** @description What is left. */
            point: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        P2gFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 726 | 721 | 741;
            errormsg: string;
        };
        P2gParams: {
            token: string;
            packageId: number;
        };
        GetAlipayInfoAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            info?: {
                alipaycode: string;
                name: string;
                /** @description The middle is masked; verify-alipay takes it back as it is. */
                idcard: string;
                /** @description As `idcard`. */
                phone: string;
            };
        };
        GetAlipayInfoFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        GetAlipayInfoParams: {
            token: string;
        };
        VerifyAlipayAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            alipayCode: string;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        VerifyAlipayFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 726;
            errormsg: string;
        };
        VerifyAlipayParams: {
            token: string;
            /** @description A phone, an address of mail, or a login name at Alipay. */
            alipaycode: string;
            /** @description The name on the identity card. */
            username: string;
            /** @description The number of the identity card. */
            idcard: string;
            /** @description A mobile phone in China. */
            phone: string;
        };
        CashInfoAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            point: number;
            /** @description What one may ask for, in cents of a yuan. */
            cash: number;
            rule: string;
        };
        CashInfoFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 721;
            errormsg: string;
        };
        CashInfoParams: {
            token: string;
        };
        PayReqAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            reqmsg: string;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        PayReqFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 726 | 721 | 400 | 740;
            errormsg: string;
        };
        PayReqParams: {
            token: string;
            /** @description The account that was verified. */
            alipaycode: string;
            /** @description How much: whole yuan, as `rule` of cash-info says, in cents of a yuan. */
            payamount: number;
        };
        PayRequest: {
            id: string;
            /** @description How much, in cents of a yuan. */
            payamount: number;
            /** @description The points that are held for it, or were. */
            point: number;
            /** @enum {string} */
            status: "requested" | "approved" | "paying" | "paid" | "rejected" | "failed";
            /** @description Why it was rejected, or a word for why it failed; else empty. */
            reason: string;
            /** @description `YYYY-MM-DD HH:mm:ss` in China's time (UTC+8). */
            createTime: string;
        };
        ListPayReqAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            result: components["schemas"]["PayRequest"][];
        };
        ListPayReqFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        ListPayReqParams: {
            token: string;
            /** @default 0 */
            offset?: number;
            /** @default 20 */
            limit?: number;
        };
        DueChatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Seconds that the call rings, or that both have to join once it is accepted. */
            expireTime: number;
            chatId: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        DueChatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 738 | 739 | 400;
            errormsg: string;
        };
        DueChatParams: {
            token: string;
            userId: number;
        };
        CancelDueChatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        CancelDueChatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 732 | 711;
            errormsg: string;
        };
        CancelDueChatParams: {
            token: string;
            chatId: number;
        };
        AcceptChatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Seconds that the call rings, or that both have to join once it is accepted. */
            expireTime: number;
            chatId: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        AcceptChatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 732 | 409 | 738 | 739 | 400;
            errormsg: string;
        };
        AcceptChatParams: {
            token: string;
            chatId: number;
            userId: number;
            type: number;
            msgId?: number;
        };
        MatchChatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Seconds that the wait lasts. */
            expireTime: number;
            /** @description To be shown meanwhile. */
            tips: string[];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        MatchChatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 742 | 738 | 739;
            errormsg: string;
        };
        MatchChatParams: {
            token: string;
        };
        StopMatchChatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        StopMatchChatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        StopMatchChatParams: {
            token: string;
        };
        ChatUser: {
            id: number;
            /** @description The number that users tell each other (黑号); 0 for none. */
            heiNum: number;
            displayName: string;
            description: string;
            level: number;
            experience: number;
            gender: "Male" | "Female" | "Unspecified";
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            /** @description For people without a picture one of the default pictures, always the same. */
            coverUrl: string;
            /** @constant */
            region: "";
            address: string;
            /** @description Anchor: has been live. */
            user_type: "Anchor" | "Normal";
            /** @constant */
            user_status: "Published";
            /** @description Epoch seconds of the last change of the profile. */
            lastModified: number;
            honours: components["schemas"]["Honour"][];
            /**
             * @description 0 entering, 1 there, 2 left, 3 lost, or the talk is over.
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3;
            point: number;
            allEarnPoint: number;
            isFollowed: boolean;
        };
        Chat: {
            chatId: number;
            /** @description The same as `chatId`: what the message `gift` names. */
            roomId: number;
            /** @description Who called, or waited longer; in the spelling of the document. */
            createrId: number;
            /**
             * @description 0 somebody is still to join, 1 connected, 3 over.
             * @enum {integer}
             */
            status: 0 | 1 | 3;
            /** @description The ids of both, with a comma. */
            title: string;
            initTopic: string;
            /** @constant */
            visible: 1;
            /** @constant */
            pushAddr: "";
            /** @constant */
            streamAddr: "";
            archiveFile: null;
            createTime: string;
            startTime: string | null;
            users: components["schemas"]["ChatUser"][];
            /** @description The same as `users`, under the name that older clients read. */
            user: components["schemas"]["ChatUser"][];
        };
        JoinChatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            chat: components["schemas"]["Chat"];
            token: components["schemas"]["RtcToken"];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        JoinChatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 732;
            errormsg: string;
        };
        JoinChatParams: {
            token: string;
            chatId?: number;
            chatid?: number;
        };
        GetChatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            chat: components["schemas"]["Chat"];
        };
        GetChatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 732;
            errormsg: string;
        };
        GetChatParams: {
            token: string;
            chatId: number;
        };
        ChatHeartBeatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description Seconds until the next one. */
            nextTimeout: number;
        };
        ChatHeartBeatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 732;
            errormsg: string;
        };
        ChatHeartBeatParams: {
            token: string;
            chatId: number;
        };
        ChangeTopicAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        ChangeTopicFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 732 | 400;
            errormsg: string;
        };
        ChangeTopicParams: {
            token: string;
            chatId: number;
        };
        PauseChatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        PauseChatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 732;
            errormsg: string;
        };
        PauseChatParams: {
            token: string;
            chatId: number;
        };
        ContinueChatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        ContinueChatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 732;
            errormsg: string;
        };
        ContinueChatParams: {
            token: string;
            chatId: number;
        };
        StopChatAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        StopChatFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 732;
            errormsg: string;
        };
        StopChatParams: {
            token: string;
            chatId: number;
        };
        BuyChatGiftAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description What the caller has left after the purchase. */
            gold: number;
        };
        BuyChatGiftFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 730 | 732 | 710 | 721 | 740;
            errormsg: string;
        };
        BuyChatGiftParams: {
            token: string;
            giftId: number;
            chatId: number;
            userId: number;
            /** @default 1 */
            amount?: number;
            /** @default  */
            gift_uuid?: string;
            /** @description The price of one as it was listed. Ours: when it is another by now, nothing is bought (700). Without it the price in force is paid. */
            listedGold?: number;
        };
        GetUserSigAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            identifier: number;
            /** @description The app's number at Tencent; 0 for another RTC server. */
            sdkAppId: number;
            /** @constant */
            accountType: 0;
            userSig: string;
            /** @description The same as `sdkAppId`, as a text. */
            appid_at_3rd: string;
        };
        GetUserSigFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        GetUserSigParams: {
            token: string;
        };
        Group: {
            groupId: number;
            name: string;
            coverUrl: string;
            introduction: string;
            notice: string;
            ownerId: number;
            memberCount: number;
            /** @description Anybody may join. */
            isOpen: boolean;
            /** @description Every member may invite. */
            membersInvite: boolean;
            /** @description Every member may change how it looks. */
            membersChange: boolean;
            /** @description Epoch seconds. */
            createTime: number;
        };
        InvitedToGroup: {
            userId: number;
            /** @description member: they are one already. refused: they or the caller block the other, or they are banned. */
            result: "added" | "member" | "unknown" | "refused" | "too-many-groups";
        };
        CreateGroupAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            group: components["schemas"]["Group"];
            invited: components["schemas"]["InvitedToGroup"][];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        CreateGroupFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 505 | 710;
            errormsg: string;
        };
        CreateGroupParams: {
            token: string;
            name: string;
            /** @description Ids with commas between, at most 200. */
            userIds?: string;
            /** @description Address of its picture. */
            coverUrl?: string;
            introduction?: string;
            notice?: string;
            /**
             * @description Anybody may join.
             * @default false
             */
            isOpen?: boolean;
        };
        OwnGroup: {
            group: components["schemas"]["Group"];
            role: "owner" | "admin" | "member";
        };
        MyGroupsAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            groups: components["schemas"]["OwnGroup"][];
        };
        MyGroupsFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        MyGroupsParams: {
            token: string;
        };
        GroupInfoAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            group: components["schemas"]["Group"];
            role: "owner" | "admin" | "member";
        };
        GroupInfoFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 506;
            errormsg: string;
        };
        GroupInfoParams: {
            token: string;
            groupId: number;
        };
        ChangeGroupAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ChangeGroupFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 506 | 711;
            errormsg: string;
        };
        ChangeGroupParams: {
            token: string;
            groupId: number;
            name?: string;
            /** @description Address of its picture. */
            coverUrl?: string;
            introduction?: string;
            notice?: string;
        };
        TransferGroupAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        TransferGroupFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 506 | 711;
            errormsg: string;
        };
        TransferGroupParams: {
            token: string;
            groupId: number;
            userId: number;
        };
        SetGroupRoleAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        SetGroupRoleFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 506 | 711 | 505;
            errormsg: string;
        };
        SetGroupRoleParams: {
            token: string;
            groupId: number;
            userId: number;
            role: "admin" | "member";
        };
        DestroyGroupAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        DestroyGroupFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 506 | 711;
            errormsg: string;
        };
        DestroyGroupParams: {
            token: string;
            groupId: number;
        };
        InviteToGroupAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            invited: components["schemas"]["InvitedToGroup"][];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        InviteToGroupFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 506 | 711 | 505;
            errormsg: string;
        };
        InviteToGroupParams: {
            token: string;
            groupId: number;
            /** @description Ids with commas between, at most 200. */
            userIds: string;
        };
        KickedFromGroup: {
            userId: number;
            /** @description stranger: they were no member. kept: the caller may not remove them. */
            result: "removed" | "stranger" | "kept";
        };
        KickFromGroupAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            kicked: components["schemas"]["KickedFromGroup"][];
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        KickFromGroupFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 506 | 711;
            errormsg: string;
        };
        KickFromGroupParams: {
            token: string;
            groupId: number;
            /** @description Ids with commas between, at most 200. */
            userIds: string;
        };
        JoinGroupAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        JoinGroupFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 711 | 505;
            errormsg: string;
        };
        JoinGroupParams: {
            token: string;
            groupId: number;
        };
        LeaveGroupAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        LeaveGroupFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733;
            errormsg: string;
        };
        LeaveGroupParams: {
            token: string;
            groupId: number;
        };
        MemberOfGroup: {
            id: number;
            displayName: string;
            coverUrl: string;
            gender: "Male" | "Female" | "Unspecified";
            role: "owner" | "admin" | "member";
            joinTime: number;
        };
        GroupMembersAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            totalSize: number;
            next: number | null;
            members: components["schemas"]["MemberOfGroup"][];
        };
        GroupMembersFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 733 | 506;
            errormsg: string;
        };
        GroupMembersParams: {
            token: string;
            groupId: number;
            /**
             * @description Of the page before: `next`.
             * @default 0
             */
            after?: number;
            /** @default 20 */
            limit?: number;
        };
        Topic: {
            id: number;
            name: string;
            img: string;
            content: string;
            catName: string;
            /** @enum {integer} */
            isTop: 0 | 1;
            /**
             * @description 0 a topic, 1 the zone for calls.
             * @enum {integer}
             */
            type: 0 | 1;
            countings: {
                viewCount: number;
                replyCount: number;
                likeCount: number;
            };
        };
        LatestPerson: {
            id: number;
            displayName: string;
            heiNum: number;
            coverUrl: string;
            level: number;
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            gender: "Male" | "Female" | "Unspecified";
            honours: components["schemas"]["Honour"][];
            /** @description By the caller. */
            isFollowed: boolean;
            timeTip: string;
        };
        TopicListAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            dueChat?: {
                topic: components["schemas"]["Topic"];
                users: components["schemas"]["LatestPerson"][];
            };
            topics: components["schemas"]["Topic"][];
            /** @description Of the next page. */
            offset: number;
        };
        TopicListFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        TopicListParams: {
            token: string;
            offset: number;
        };
        Author: {
            id: number;
            displayName: string;
            heiNum: number;
            coverUrl: string;
            level: number;
            /** @description `YYYY-MM-DD`, or '' when none was given. */
            birthDay: string;
            gender: "Male" | "Female" | "Unspecified";
            honours: components["schemas"]["Honour"][];
            /** @description By the caller. */
            isFollowed: boolean;
        };
        SubjectReply: {
            id: number;
            topicId: number;
            title: string;
            /** @description The address of the sound. */
            path: string;
            /** @description In seconds. */
            length: number;
            samples: string;
            /** @description 0: none. */
            mainSubjectId: number;
            /** @description 0: none. */
            replySubjectId: number;
            /** @description 0: none. */
            replyUserId: number;
            creatorId: number;
            /** @description `YYYY-MM-DD HH:mm:ss` in China's time (UTC+8). */
            createTime: string;
            timeTip: string;
            /** @description The caller likes it. */
            isLike: boolean;
            countings: {
                viewCount: number;
                replyCount: number;
                likeCount: number;
                giftCount: number;
            };
            repliesTotal: number;
            /** @description Posts have no page of their own. */
            shareInfo: Record<string, never>;
            replyText: string;
            replyPath: string;
            replyLength: number;
            /** @description 0: none. */
            replyId: number;
        };
        Subject: {
            id: number;
            topicId: number;
            title: string;
            /** @description The address of the sound. */
            path: string;
            /** @description In seconds. */
            length: number;
            samples: string;
            /** @description 0: none. */
            mainSubjectId: number;
            /** @description 0: none. */
            replySubjectId: number;
            /** @description 0: none. */
            replyUserId: number;
            creatorId: number;
            /** @description `YYYY-MM-DD HH:mm:ss` in China's time (UTC+8). */
            createTime: string;
            timeTip: string;
            /** @description The caller likes it. */
            isLike: boolean;
            countings: {
                viewCount: number;
                replyCount: number;
                likeCount: number;
                giftCount: number;
            };
            repliesTotal: number;
            /** @description Posts have no page of their own. */
            shareInfo: Record<string, never>;
            replyText: string;
            replyPath: string;
            replyLength: number;
            /** @description 0: none. */
            replyId: number;
            /** @description The first three. */
            replies: components["schemas"]["SubjectReply"][];
        };
        TopicDetailAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            topic: components["schemas"]["Topic"];
            users: {
                [key: string]: components["schemas"]["Author"];
            };
            /** @description Posts of this page. */
            pageSize: number;
            subjects: components["schemas"]["Subject"][];
            /** @description Of the next page. */
            offset: number;
        };
        TopicDetailFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 100;
            errormsg: string;
        };
        TopicDetailParams: {
            token: string;
            topicId: number;
            /** @description 0 the hot ones first, 1 the newest. */
            type: "0" | "1";
            offset: number;
        };
        TopicOfSubject: {
            id: number;
            name: string;
            img: string;
            content: string;
            catName: string;
            /** @enum {integer} */
            isTop: 0 | 1;
            /**
             * @description 0 a topic, 1 the zone for calls.
             * @enum {integer}
             */
            type: 0 | 1;
            countings: {
                viewCount: number;
                replyCount: number;
                likeCount: number;
            };
            /** @description Posts have no page of their own. */
            shareInfo: Record<string, never>;
        };
        SubjectDetailAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            topic: components["schemas"]["TopicOfSubject"];
            subject: components["schemas"]["Subject"];
            /** @description Answers of this page. */
            pageSize: number;
            replys: components["schemas"]["Subject"][];
            users: {
                [key: string]: components["schemas"]["Author"];
            };
        };
        SubjectDetailFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 100;
            errormsg: string;
        };
        SubjectDetailParams: {
            token: string;
            subjectId: number;
            offset: number;
        };
        GetSubjectAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            subject: components["schemas"]["Subject"];
            users: {
                [key: string]: components["schemas"]["Author"];
            };
        };
        GetSubjectFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 100;
            errormsg: string;
        };
        GetSubjectParams: {
            token: string;
            subjectId: number;
        };
        CreateSubjectAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            subject: components["schemas"]["Subject"];
            users: {
                [key: string]: components["schemas"]["Author"];
            };
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        CreateSubjectFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 100 | 102 | 400;
            errormsg: string;
        };
        CreateSubjectParams: {
            token: string;
            topicId: number;
            /** @description Of an upload of module record. */
            sign: string;
            /** @description How loud it is from moment to moment: numbers with commas between. */
            samples: string;
            title: string;
            /** @description In seconds. */
            length: number;
        };
        ReplySubjectAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            subject: components["schemas"]["Subject"];
            users: {
                [key: string]: components["schemas"]["Author"];
            };
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ReplySubjectFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 100 | 102 | 400;
            errormsg: string;
        };
        ReplySubjectParams: {
            token: string;
            subjectId: number;
            /** @description Of an upload of module record. */
            sign: string;
            /** @description How loud it is from moment to moment: numbers with commas between. */
            samples: string;
            title?: string;
            /** @description In seconds. */
            length?: number;
        };
        UpdateSubjectAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            subject: components["schemas"]["Subject"];
            users: {
                [key: string]: components["schemas"]["Author"];
            };
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        UpdateSubjectFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 400;
            errormsg: string;
        };
        UpdateSubjectParams: {
            token: string;
            subjectId: number;
            title: string;
        };
        ListenSubjectAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            subjectCountings: {
                viewCount: number;
                replyCount: number;
                likeCount: number;
                giftCount: number;
                subjectId: number;
            };
            topicCountings: {
                viewCount: number;
                replyCount: number;
                likeCount: number;
                topicId: number;
            };
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ListenSubjectFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 100;
            errormsg: string;
        };
        ListenSubjectParams: {
            token: string;
            subjectId: number;
        };
        LikeSubjectAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            subjectCountings: {
                viewCount: number;
                replyCount: number;
                likeCount: number;
                giftCount: number;
                subjectId: number;
            };
            topicCountings: {
                viewCount: number;
                replyCount: number;
                likeCount: number;
                topicId: number;
            };
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        LikeSubjectFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 400;
            errormsg: string;
        };
        LikeSubjectParams: {
            token: string;
            subjectId: number;
        };
        BuySubjectGiftAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description What the caller has left after the purchase. */
            gold: number;
        };
        BuySubjectGiftFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 730 | 100 | 721 | 740;
            errormsg: string;
        };
        BuySubjectGiftParams: {
            token: string;
            giftId: number;
            subjectId: number;
            /** @default 1 */
            amount?: number;
            /** @default  */
            gift_uuid?: string;
            /** @description The price of one as it was listed. Ours: when it is another by now, nothing is bought (700). Without it the price in force is paid. */
            listedGold?: number;
        };
        UpdateAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            info: {
                /** @description The app does not go on without it. */
                force: boolean;
                url: string;
                title: string;
                text: string;
                fileName: string;
                versionCode: string;
                /** @description The store that it is for; as the client named it, where it is for all. */
                channel: string;
            };
        } | {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        UpdateFailure: {
            /** @enum {integer} */
            errorcode: 700;
            errormsg: string;
        };
        UpdateParams: {
            versionCode: string;
            devicesType: "android" | "ios";
            channel?: string;
        };
        UploadLogAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        UploadLogFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 400;
            errormsg: string;
        };
        UploadLogParams: {
            token: string;
            /** @description At most 60 KB in UTF-8. */
            log: string;
        };
        Banner: {
            desc: string;
            /** @description The picture; what has no scheme is relative to `imgPath` of `init`. */
            cover: string;
            /**
             * @description 1 a user, 2 a live, 3 a page of the web.
             * @enum {integer}
             */
            type: 1 | 2 | 3;
            /** @description What the app opens. */
            link: string;
        };
        GetBannerAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @description How long the answer may be kept, in seconds. */
            expireTime: number;
            banners: components["schemas"]["Banner"][];
        };
        GetBannerFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720;
            errormsg: string;
        };
        GetBannerParams: {
            token: string;
        };
        ReportUserAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @constant */
            reportmsg: "举报成功!";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ReportUserFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 400;
            errormsg: string;
        };
        ReportUserParams: {
            token: string;
            userId: number;
            /** @description 1 gender, 2 fraud, 3 abuse, 4 obscenity. */
            reportType: number;
        };
        ReportUserAsInInitAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
            /** @constant */
            reportmsg: "举报成功!";
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ReportUserAsInInitFailure: {
            /** @enum {integer} */
            errorcode: 700 | 720 | 400;
            errormsg: string;
        };
        ReportUserAsInInitParams: {
            token: string;
            userId: number;
            /** @description 1 gender, 2 fraud, 3 abuse, 4 obscenity. */
            reportType: number;
        };
        SendServerMessageAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        SendServerMessageFailure: {
            /** @enum {integer} */
            errorcode: 700 | 701;
            errormsg: string;
        };
        SendServerMessageParams: {
            signature: string;
            /** @description JSON: timeStamp (epoch ms), type (tosingle, toChat, toLive), targetUserId, chatId or liveId, msg. */
            data: string;
        };
        OpenRoomAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        OpenRoomFailure: {
            /** @enum {integer} */
            errorcode: 700 | 701;
            errormsg: string;
        };
        OpenRoomParams: {
            signature: string;
            roomId: string;
            liveId?: string;
            chatId?: string;
        };
        CloseRoomAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        CloseRoomFailure: {
            /** @enum {integer} */
            errorcode: 700 | 701;
            errormsg: string;
        };
        CloseRoomParams: {
            signature: string;
            roomId: string;
        };
        StartLiveBroadcastAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        StartLiveBroadcastFailure: {
            /** @enum {integer} */
            errorcode: 700 | 701;
            errormsg: string;
        };
        StartLiveBroadcastParams: {
            signature: string;
            liveId: string;
            roomId: string;
        };
        StopLiveBroadcastAnswer: {
            /** @constant */
            errorcode: 0;
            /** @constant */
            errormsg: "success";
        };
        StopLiveBroadcastFailure: {
            /** @enum {integer} */
            errorcode: 700 | 701;
            errormsg: string;
        };
        StopLiveBroadcastParams: {
            signature: string;
            liveId: string;
            roomId: string;
        };
        TextMessage: {
            /** @constant */
            msgType: "text";
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            coverUrl: string;
            text: string;
            roomId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        GiftOfMessage: {
            id: number;
            name: string;
            type: number;
            desc: string;
        };
        GiftMessage: {
            /** @constant */
            msgType: "gift";
            /** @description How many of the gift there are by now in this combo. */
            amount: number;
            giftId: number;
            roomId: number;
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            gift: components["schemas"]["GiftOfMessage"];
            totalTicket: number;
            gift_uuid: string;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        BarrageMessage: {
            /** @constant */
            msgType: "barrage";
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            coverUrl: string;
            birthDay: string;
            text: string;
            roomId: number;
            totalTicket: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        LikeMessage: {
            /** @constant */
            msgType: "like";
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            coverUrl: string;
            birthDay: string;
            text: string;
            roomId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        SystemMessage: {
            /** @constant */
            msgType: "system";
            text: string;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        ImMessage: {
            /** @constant */
            msgType: "IM";
            msg: components["schemas"]["ImContent"];
            /** @description By id: the sender. */
            users: {
                [key: string]: components["schemas"]["ImSender"];
            };
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        ImNoticeContent: {
            /** @description 0: the app itself. */
            toUserId?: number;
            /** @description It was written to this group. */
            groupId?: number;
            /** @description 0: the app itself. */
            fromUserId: number;
            msgType: "revoke" | "read";
            content: {
                msgId?: number;
                /** @description The user has read these groups, on another device, up to their message `seq`. */
                groups?: {
                    groupId: number;
                    seq: number;
                }[];
            };
            /** @description Of the epoch, in seconds. */
            createTime: number;
        };
        ImNotice: {
            /** @constant */
            msgType: "IM";
            msg: components["schemas"]["ImNoticeContent"];
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        ImChangeContent: {
            toUserId?: number;
            groupId?: number;
            /** @description Who did it; 0: the app’s server. */
            fromUserId: number;
            /** @constant */
            msgType: "notice";
            content: {
                /** @description 201 friends, 203 asked to be, 204 a friend changed, 501 transferred, 502 created, 504 joined, 505 left, 506 changed, 509 removed, 510 invited, 511 destroyed, 512 role. */
                contentType: number;
                defaultTips: string;
                /** @description JSON. */
                detail: string;
            };
            /** @description Of the epoch, in seconds. */
            createTime: number;
        };
        ImChange: {
            /** @constant */
            msgType: "IM";
            msg: components["schemas"]["ImChangeContent"];
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        MessageUnreadCountMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "message-unread-count";
            comment: string;
            count: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        StartLiveNotifyMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "start-live-notify";
            comment: string;
            link: string;
            text: string;
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            "text-head": string;
            "text-tail": string;
            /** @constant */
            getuiAction: "live";
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        LiveChangeMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "live-change";
            comment: string;
            liveId: number;
            title: string;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        StoppedLive: {
            liveId: number;
            title: string;
            streamAddr: string;
            pushAddr: string;
            shareAddr: string;
            lookbackAddr: string;
            userId: number;
            roomId: number;
            totalUsers: number;
            totalTickets: number;
            onlineUsers: number;
        };
        StopLiveMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "stop-live";
            comment: string;
            roomId: number;
            live: components["schemas"]["StoppedLive"];
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        QuitLiveMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "quit-live";
            comment: string;
            liveId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        LiveInviteMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "live-invite";
            liveId: number;
            liveKey: string;
            text: string;
            link: string;
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            coverUrl: string;
            birthDay: string;
            honours: string[];
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        ShutupUserMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "shutup-user";
            comment: string;
            userId: number;
            roomId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        ShutupOpenUserMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "shutup-open-user";
            comment: string;
            userId: number;
            roomId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        ConferenceNotifyMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "conference-notify";
            comment: string;
            text: string;
            /** @description How long an answer is waited for, in seconds. */
            expireTime: number;
            liveId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        JoinConferenceMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "join-conference";
            comment: string;
            liveId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        ConferenceStatusMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "conference-status";
            comment: string;
            liveId: number;
            /**
             * @description 0 waiting, 1 connected, 2 over.
             * @enum {integer}
             */
            status: 0 | 1 | 2;
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            coverUrl: string;
            birthDay: string;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        StopConferenceMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "stop-conference";
            comment: string;
            liveId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        DueChatNotifyMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "due-chat-notify";
            comment: string;
            /** @description How long it rings, in seconds. */
            expireTime: number;
            chatId: number;
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            coverUrl: string;
            birthDay: string;
            /**
             * @description 1: returns a call of the user.
             * @enum {integer}
             */
            type: 0 | 1;
            /** @constant */
            needstore: true;
            /** @constant */
            getuiAction: "duechat";
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        CancelDueChatMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "cancel-due-chat";
            comment: string;
            chatId: number;
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            coverUrl: string;
            birthDay: string;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        JoinChatMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "join-chat";
            comment: string;
            chatId: number;
            chatid: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        UserInChat: {
            id: number;
            heiNum: number;
            displayName: string;
            description: string;
            level: number;
            experience: number;
            gender: components["schemas"]["Gender"];
            birthDay: string;
            coverUrl: string;
            region: string;
            address: string;
            user_type: string;
            user_status: string;
            lastModified: number;
            honours: string[];
            /**
             * @description 0 entering, 1 there, 2 left, 3 lost.
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3;
            point: number;
            allEarnPoint: number;
            isFollowed: boolean;
        };
        ChatUserStatusMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "chat-user-status";
            comment: string;
            chatId: number;
            /** @description Both, as far as they are known. */
            users: components["schemas"]["UserInChat"][];
            /** @description The same as `users`. */
            user: components["schemas"]["UserInChat"][];
            /**
             * @description 0 somebody is entering, 1 both are there, 2 somebody left, 3 somebody is lost. After 2 and 3 clients hang up.
             * @enum {integer}
             */
            status: 0 | 1 | 2 | 3;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        ChatTopicMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "chat-topic";
            comment: string;
            text: string;
            chatId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        PauseChatMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "pause-chat";
            comment: string;
            text: string;
            chatId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        GoonChatMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "goon-chat";
            comment: string;
            text: string;
            chatId: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        ListEntryMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "message";
            fromUserId: number;
            fromUserName: string;
            gender: components["schemas"]["Gender"];
            coverUrl: string;
            birthDay: string;
            data: {
                /** @description How often in a row. */
                count: number;
                /** @description They called in vain (calling), the user did (post), or both talked (call). */
                type: "calling" | "post" | "call";
            };
            link: string;
            /** @description Of the epoch, in seconds. */
            timeStamp: number;
            text: null;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        Announcement: {
            /** @description command: for the app alone, shown to nobody. */
            type: "text" | "image" | "command";
            title: string;
            body: string;
            attachmentUrl: string;
            ext: {
                [key: string]: unknown;
            } | null;
        };
        PushMessage: {
            /** @constant */
            msgType: "push";
            push: components["schemas"]["Announcement"];
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        ToastMessage: {
            /** @constant */
            msgType: "toast";
            text: string;
            /** @description How long it stays, in seconds. */
            expireTime: number;
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        Tip: {
            type: "alert" | "toast" | "image";
            title: string;
            desc: string;
            jump: string;
            /** @description How long it stays, in seconds. */
            timeout: number;
            image: string;
            buttons: ({
                title: string;
                action: string;
            } | {
                title: string;
                jump: string;
            })[];
        };
        ShowTipMessage: {
            /** @constant */
            msgType: "action";
            /** @constant */
            action: "show-tip";
            comment: string;
            message: components["schemas"]["Tip"];
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
        UserInRoom: {
            id: number;
            name: string;
            isFollowed: boolean;
            coverUrl: string;
            gender: components["schemas"]["Gender"];
            birthDay: string;
            joinTime: number;
        };
        RoomCountersMessage: {
            roomSeatCount: number;
            totalCount: number;
            roomLockedCount: number;
            /** @description Absent: only the counts have changed. */
            users?: components["schemas"]["UserInRoom"][];
            /** @description Grows with the position; the same whenever the message is sent again. */
            msgId: number;
            /** @description Of the channel: a client that comes back names the last one it saw. */
            position: number;
            /** @description `live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`. */
            channel: string;
        };
    };
    responses: never;
    parameters: {
        /** @description Makes a command repeatable: the same key with the same input gets the first answer, and counts once. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "sys.init": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["InitParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误 */
            200: {
                content: {
                    "application/json": components["schemas"]["InitAnswer"] | components["schemas"]["InitFailure"];
                };
            };
        };
    };
    "user.getSMSVerificationCode": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetSMSVerificationCodeParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 400 短信发送太频繁; 400 手机登录未开通 */
            200: {
                content: {
                    "application/json": components["schemas"]["GetSMSVerificationCodeAnswer"] | components["schemas"]["GetSMSVerificationCodeFailure"];
                };
            };
        };
    };
    "user.registerPhone": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RegisterPhoneParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 400 短信发送太频繁; 400 手机登录未开通 */
            200: {
                content: {
                    "application/json": components["schemas"]["RegisterPhoneAnswer"] | components["schemas"]["RegisterPhoneFailure"];
                };
            };
        };
    };
    "user.signInCLByPhone": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SignInCLByPhoneParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 401 验证码错误; 400 手机登录未开通; 721 用户账户异常; 710 用户不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["SignInCLByPhoneAnswer"] | components["schemas"]["SignInCLByPhoneFailure"];
                };
            };
        };
    };
    "user.verifyPhone": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VerifyPhoneParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 401 验证码错误; 400 手机登录未开通; 721 用户账户异常; 710 用户不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["VerifyPhoneAnswer"] | components["schemas"]["VerifyPhoneFailure"];
                };
            };
        };
    };
    "user.signIn": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SignInParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 701 weibo token无效; 702 openid无效; 400 该登录方式未开通; 400 操作太频繁; 721 用户账户异常; 710 用户不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["SignInAnswer"] | components["schemas"]["SignInFailure"];
                };
            };
        };
    };
    "user.bindPhone": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BindPhoneParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 401 验证码错误; 403 手机号已被其他账户绑定; 400 手机登录未开通; 721 用户账户异常 */
            200: {
                content: {
                    "application/json": components["schemas"]["BindPhoneAnswer"] | components["schemas"]["BindPhoneFailure"];
                };
            };
        };
    };
    "user.signOut": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SignOutParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["SignOutAnswer"] | components["schemas"]["SignOutFailure"];
                };
            };
        };
    };
    "user.updateUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 445 非法的名称; 447 名字太长; 700 内容不合规; 501 未成年人禁止直播！; 721 用户账户异常; 740 余额不足; 102 文件验证失败 */
            200: {
                content: {
                    "application/json": components["schemas"]["UpdateUserAnswer"] | components["schemas"]["UpdateUserFailure"];
                };
            };
        };
    };
    "user.userInfo": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UserInfoParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在; 736 无法查看该用户信息 */
            200: {
                content: {
                    "application/json": components["schemas"]["UserInfoAnswer"] | components["schemas"]["UserInfoFailure"];
                };
            };
        };
    };
    "user.followUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FollowUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在; 736 无法查看该用户信息; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["FollowUserAnswer"] | components["schemas"]["FollowUserFailure"];
                };
            };
        };
    };
    "user.unfollowUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UnfollowUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["UnfollowUserAnswer"] | components["schemas"]["UnfollowUserFailure"];
                };
            };
        };
    };
    "user.blockUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BlockUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["BlockUserAnswer"] | components["schemas"]["BlockUserFailure"];
                };
            };
        };
    };
    "user.unblockUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UnblockUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["UnblockUserAnswer"] | components["schemas"]["UnblockUserFailure"];
                };
            };
        };
    };
    "user.listFollower": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListFollowerParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在; 736 无法查看该用户信息 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListFollowerAnswer"] | components["schemas"]["ListFollowerFailure"];
                };
            };
        };
    };
    "user.listFollowing": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListFollowingParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在; 736 无法查看该用户信息 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListFollowingAnswer"] | components["schemas"]["ListFollowingFailure"];
                };
            };
        };
    };
    "user.listBlockedUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListBlockedUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListBlockedUserAnswer"] | components["schemas"]["ListBlockedUserFailure"];
                };
            };
        };
    };
    "user.userGold": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UserGoldParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["UserGoldAnswer"] | components["schemas"]["UserGoldFailure"];
                };
            };
        };
    };
    "user.search": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SearchParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["SearchAnswer"] | components["schemas"]["SearchFailure"];
                };
            };
        };
    };
    "user.listByType": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListByTypeParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListByTypeAnswer"] | components["schemas"]["ListByTypeFailure"];
                };
            };
        };
    };
    "user.listActiveUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListActiveUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListActiveUserAnswer"] | components["schemas"]["ListActiveUserFailure"];
                };
            };
        };
    };
    "user.usearch": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UsearchParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["UsearchAnswer"] | components["schemas"]["UsearchFailure"];
                };
            };
        };
    };
    "user.isinlive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["IsinliveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在; 736 无法查看该用户信息 */
            200: {
                content: {
                    "application/json": components["schemas"]["IsinliveAnswer"] | components["schemas"]["IsinliveFailure"];
                };
            };
        };
    };
    "payment.statistic": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StatisticParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["StatisticAnswer"] | components["schemas"]["StatisticFailure"];
                };
            };
        };
    };
    "user.export": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ExportParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ExportAnswer"] | components["schemas"]["ExportFailure"];
                };
            };
        };
    };
    "user.erase": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EraseParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 401 验证码错误; 400 手机登录未开通 */
            200: {
                content: {
                    "application/json": components["schemas"]["EraseAnswer"] | components["schemas"]["EraseFailure"];
                };
            };
        };
    };
    "live.createLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 501 未成年人禁止直播！; 700 内容不合规 */
            200: {
                content: {
                    "application/json": components["schemas"]["CreateLiveAnswer"] | components["schemas"]["CreateLiveFailure"];
                };
            };
        };
    };
    "live.startLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StartLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足; 501 未成年人禁止直播！ */
            200: {
                content: {
                    "application/json": components["schemas"]["StartLiveAnswer"] | components["schemas"]["StartLiveFailure"];
                };
            };
        };
    };
    "live.changeLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足; 700 内容不合规 */
            200: {
                content: {
                    "application/json": components["schemas"]["ChangeLiveAnswer"] | components["schemas"]["ChangeLiveFailure"];
                };
            };
        };
    };
    "live.pauseLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PauseLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足; 735 直播已结束 */
            200: {
                content: {
                    "application/json": components["schemas"]["PauseLiveAnswer"] | components["schemas"]["PauseLiveFailure"];
                };
            };
        };
    };
    "live.continueLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ContinueLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足; 735 直播已结束 */
            200: {
                content: {
                    "application/json": components["schemas"]["ContinueLiveAnswer"] | components["schemas"]["ContinueLiveFailure"];
                };
            };
        };
    };
    "live.stopLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StopLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["StopLiveAnswer"] | components["schemas"]["StopLiveFailure"];
                };
            };
        };
    };
    "live.deleteLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeleteLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["DeleteLiveAnswer"] | components["schemas"]["DeleteLiveFailure"];
                };
            };
        };
    };
    "live.setLiveVisible": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetLiveVisibleParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["SetLiveVisibleAnswer"] | components["schemas"]["SetLiveVisibleFailure"];
                };
            };
        };
    };
    "live.getLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 506 您不在该队伍 */
            200: {
                content: {
                    "application/json": components["schemas"]["GetLiveAnswer"] | components["schemas"]["GetLiveFailure"];
                };
            };
        };
    };
    "live.unclosedLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UnclosedLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["UnclosedLiveAnswer"] | components["schemas"]["UnclosedLiveFailure"];
                };
            };
        };
    };
    "live.shareLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShareLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播 */
            200: {
                content: {
                    "application/json": components["schemas"]["ShareLiveAnswer"] | components["schemas"]["ShareLiveFailure"];
                };
            };
        };
    };
    "live.joinLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["JoinLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 725 live is not inactive; 737 无法观看该用户直播; 505 没座位了，敲门试试？; 721 用户账户异常 */
            200: {
                content: {
                    "application/json": components["schemas"]["JoinLiveAnswer"] | components["schemas"]["JoinLiveFailure"];
                };
            };
        };
    };
    "live.quitLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["QuitLiveParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播 */
            200: {
                content: {
                    "application/json": components["schemas"]["QuitLiveAnswer"] | components["schemas"]["QuitLiveFailure"];
                };
            };
        };
    };
    "live.heartBeat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HeartBeatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 725 live is not inactive; 711 用户权限不足; 506 您不在该队伍 */
            200: {
                content: {
                    "application/json": components["schemas"]["HeartBeatAnswer"] | components["schemas"]["HeartBeatFailure"];
                };
            };
        };
    };
    "live.listLiveUsers": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListLiveUsersParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在; 506 您不在该队伍 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListLiveUsersAnswer"] | components["schemas"]["ListLiveUsersFailure"];
                };
            };
        };
    };
    "live.listReplayUsers": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListReplayUsersParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListReplayUsersAnswer"] | components["schemas"]["ListReplayUsersFailure"];
                };
            };
        };
    };
    "live.lockLiveSeat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LockLiveSeatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足; 502 请至少保留2个座位 */
            200: {
                content: {
                    "application/json": components["schemas"]["LockLiveSeatAnswer"] | components["schemas"]["LockLiveSeatFailure"];
                };
            };
        };
    };
    "live.knockStatus": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KnockStatusParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播 */
            200: {
                content: {
                    "application/json": components["schemas"]["KnockStatusAnswer"] | components["schemas"]["KnockStatusFailure"];
                };
            };
        };
    };
    "live.knockLiveRoom": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KnockLiveRoomParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足; 504 刚敲过门啦 歇会~ */
            200: {
                content: {
                    "application/json": components["schemas"]["KnockLiveRoomAnswer"] | components["schemas"]["KnockLiveRoomFailure"];
                };
            };
        };
    };
    "live.inviteUsersList": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["InviteUsersListParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["InviteUsersListAnswer"] | components["schemas"]["InviteUsersListFailure"];
                };
            };
        };
    };
    "live.inviteUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["InviteUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足; 736 无法查看该用户信息 */
            200: {
                content: {
                    "application/json": components["schemas"]["InviteUserAnswer"] | components["schemas"]["InviteUserFailure"];
                };
            };
        };
    };
    "live.kickOutUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KickOutUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["KickOutUserAnswer"] | components["schemas"]["KickOutUserFailure"];
                };
            };
        };
    };
    "live.shutupUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShutupUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["ShutupUserAnswer"] | components["schemas"]["ShutupUserFailure"];
                };
            };
        };
    };
    "live.shutupOpen": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShutupOpenParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["ShutupOpenAnswer"] | components["schemas"]["ShutupOpenFailure"];
                };
            };
        };
    };
    "live.isshutup": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["IsshutupParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 506 您不在该队伍 */
            200: {
                content: {
                    "application/json": components["schemas"]["IsshutupAnswer"] | components["schemas"]["IsshutupFailure"];
                };
            };
        };
    };
    "live.listLiveByRecommend": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListLiveByRecommendParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListLiveByRecommendAnswer"] | components["schemas"]["ListLiveByRecommendFailure"];
                };
            };
        };
    };
    "live.listLiveByFollow": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListLiveByFollowParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListLiveByFollowAnswer"] | components["schemas"]["ListLiveByFollowFailure"];
                };
            };
        };
    };
    "live.listLiveByUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListLiveByUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListLiveByUserAnswer"] | components["schemas"]["ListLiveByUserFailure"];
                };
            };
        };
    };
    "live.replayFeed": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayFeedParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播 */
            200: {
                content: {
                    "application/json": components["schemas"]["ReplayFeedAnswer"] | components["schemas"]["ReplayFeedFailure"];
                };
            };
        };
    };
    "live.livemgr": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LivemgrParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足; 400 场控人数已满 */
            200: {
                content: {
                    "application/json": components["schemas"]["LivemgrAnswer"] | components["schemas"]["LivemgrFailure"];
                };
            };
        };
    };
    "live.getmgruser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetmgruserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 506 您不在该队伍 */
            200: {
                content: {
                    "application/json": components["schemas"]["GetmgruserAnswer"] | components["schemas"]["GetmgruserFailure"];
                };
            };
        };
    };
    "live.getuser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetuserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 506 您不在该队伍; 710 用户不存在; 736 无法查看该用户信息 */
            200: {
                content: {
                    "application/json": components["schemas"]["GetuserAnswer"] | components["schemas"]["GetuserFailure"];
                };
            };
        };
    };
    "live.systemnotify": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SystemnotifyParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 711 用户权限不足; 400 操作太频繁; 700 内容不合规 */
            200: {
                content: {
                    "application/json": components["schemas"]["SystemnotifyAnswer"] | components["schemas"]["SystemnotifyFailure"];
                };
            };
        };
    };
    "message.sendMsg": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SendMsgParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 room无效; 722 您已被禁言; 700 内容不合规 */
            200: {
                content: {
                    "application/json": components["schemas"]["SendMsgAnswer"] | components["schemas"]["SendMsgFailure"];
                };
            };
        };
    };
    "live.liveLike": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LiveLikeParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 506 您不在该队伍 */
            200: {
                content: {
                    "application/json": components["schemas"]["LiveLikeAnswer"] | components["schemas"]["LiveLikeFailure"];
                };
            };
        };
    };
    "live.giftInfo": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GiftInfoParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["GiftInfoAnswer"] | components["schemas"]["GiftInfoFailure"];
                };
            };
        };
    };
    "social.giftResources": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GiftResourcesParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["GiftResourcesAnswer"] | components["schemas"]["GiftResourcesFailure"];
                };
            };
        };
    };
    "live.buyGift": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BuyGiftParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 730 礼物不存在; 731 无效的直播; 506 您不在该队伍; 710 用户不存在; 721 用户账户异常; 740 余额不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["BuyGiftAnswer"] | components["schemas"]["BuyGiftFailure"];
                };
            };
        };
    };
    "live.buyBullet": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BuyBulletParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 506 您不在该队伍; 710 用户不存在; 722 您已被禁言; 721 用户账户异常; 740 余额不足; 700 内容不合规 */
            200: {
                content: {
                    "application/json": components["schemas"]["BuyBulletAnswer"] | components["schemas"]["BuyBulletFailure"];
                };
            };
        };
    };
    "message.sendIm": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SendImParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 710 用户不存在; 400 业务失败; 700 内容不合规; 102 文件验证失败; 733 群组不存在; 506 您不在该群组 */
            200: {
                content: {
                    "application/json": components["schemas"]["SendImAnswer"] | components["schemas"]["SendImFailure"];
                };
            };
        };
    };
    "message.imHistory": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ImHistoryParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 506 您不在该群组 */
            200: {
                content: {
                    "application/json": components["schemas"]["ImHistoryAnswer"] | components["schemas"]["ImHistoryFailure"];
                };
            };
        };
    };
    "message.revokeIm": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RevokeImParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 400 消息已无法撤回; 733 群组不存在; 506 您不在该群组 */
            200: {
                content: {
                    "application/json": components["schemas"]["RevokeImAnswer"] | components["schemas"]["RevokeImFailure"];
                };
            };
        };
    };
    "message.messageList": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MessageListParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["MessageListAnswer"] | components["schemas"]["MessageListFailure"];
                };
            };
        };
    };
    "message.messageDel": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MessageDelParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["MessageDelAnswer"] | components["schemas"]["MessageDelFailure"];
                };
            };
        };
    };
    "message.messageReadAll": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MessageReadAllParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["MessageReadAllAnswer"] | components["schemas"]["MessageReadAllFailure"];
                };
            };
        };
    };
    "message.readAllMsg": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReadAllMsgParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ReadAllMsgAnswer"] | components["schemas"]["ReadAllMsgFailure"];
                };
            };
        };
    };
    "message.readIm": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReadImParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 506 您不在该群组 */
            200: {
                content: {
                    "application/json": components["schemas"]["ReadImAnswer"] | components["schemas"]["ReadImFailure"];
                };
            };
        };
    };
    "message.historyMsg": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HistoryMsgParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["HistoryMsgAnswer"] | components["schemas"]["HistoryMsgFailure"];
                };
            };
        };
    };
    "message.readOneMsg": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReadOneMsgParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ReadOneMsgAnswer"] | components["schemas"]["ReadOneMsgFailure"];
                };
            };
        };
    };
    "message.deleteMsg": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeleteMsgParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["DeleteMsgAnswer"] | components["schemas"]["DeleteMsgFailure"];
                };
            };
        };
    };
    "live.callRequest": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CallRequestParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 722 您已被禁言; 742 用户状态错误; 501 未成年人禁止直播！ */
            200: {
                content: {
                    "application/json": components["schemas"]["CallRequestAnswer"] | components["schemas"]["CallRequestFailure"];
                };
            };
        };
    };
    "live.acceptConference": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AcceptConferenceParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 742 用户状态错误; 739 您正在连麦中; 409 来晚了~ */
            200: {
                content: {
                    "application/json": components["schemas"]["AcceptConferenceAnswer"] | components["schemas"]["AcceptConferenceFailure"];
                };
            };
        };
    };
    "live.refuseConference": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefuseConferenceParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 742 用户状态错误 */
            200: {
                content: {
                    "application/json": components["schemas"]["RefuseConferenceAnswer"] | components["schemas"]["RefuseConferenceFailure"];
                };
            };
        };
    };
    "live.joinConference": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["JoinConferenceParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 742 用户状态错误; 750 哎呀，连线失败了 */
            200: {
                content: {
                    "application/json": components["schemas"]["JoinConferenceAnswer"] | components["schemas"]["JoinConferenceFailure"];
                };
            };
        };
    };
    "live.conferenceSuccess": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ConferenceSuccessParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 742 用户状态错误 */
            200: {
                content: {
                    "application/json": components["schemas"]["ConferenceSuccessAnswer"] | components["schemas"]["ConferenceSuccessFailure"];
                };
            };
        };
    };
    "live.quitConference": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["QuitConferenceParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 731 无效的直播; 742 用户状态错误 */
            200: {
                content: {
                    "application/json": components["schemas"]["QuitConferenceAnswer"] | components["schemas"]["QuitConferenceFailure"];
                };
            };
        };
    };
    "user.pushDeviceInfo": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PushDeviceInfoParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["PushDeviceInfoAnswer"] | components["schemas"]["PushDeviceInfoFailure"];
                };
            };
        };
    };
    "user.getConfig": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetConfigParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["GetConfigAnswer"] | components["schemas"]["GetConfigFailure"];
                };
            };
        };
    };
    "user.updateConfig": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateConfigParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["UpdateConfigAnswer"] | components["schemas"]["UpdateConfigFailure"];
                };
            };
        };
    };
    "sys.ossToken": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OssTokenParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["OssTokenAnswer"] | components["schemas"]["OssTokenFailure"];
                };
            };
        };
    };
    "record.uploadRecord": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UploadRecordParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 754 文件损坏,请重新上传。; 755 录音时间太短; 756 文件太大啦; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["UploadRecordAnswer"] | components["schemas"]["UploadRecordFailure"];
                };
            };
        };
    };
    "record.refreshRecord": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshRecordParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["RefreshRecordAnswer"] | components["schemas"]["RefreshRecordFailure"];
                };
            };
        };
    };
    "record.readRecord": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReadRecordParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 757 录音不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["ReadRecordAnswer"] | components["schemas"]["ReadRecordFailure"];
                };
            };
        };
    };
    "record.deleteRecord": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeleteRecordParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 757 录音不存在; 757 无法删除不属于自己的录音 */
            200: {
                content: {
                    "application/json": components["schemas"]["DeleteRecordAnswer"] | components["schemas"]["DeleteRecordFailure"];
                };
            };
        };
    };
    "payment.listPackage": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListPackageParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListPackageAnswer"] | components["schemas"]["ListPackageFailure"];
                };
            };
        };
    };
    "payment.createOrder": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateOrderParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 726 invalid packageId; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["CreateOrderAnswer"] | components["schemas"]["CreateOrderFailure"];
                };
            };
        };
    };
    "payment.orderNotify": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OrderNotifyParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 727 invalid order */
            200: {
                content: {
                    "application/json": components["schemas"]["OrderNotifyAnswer"] | components["schemas"]["OrderNotifyFailure"];
                };
            };
        };
    };
    "payment.listP2gPackage": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListP2gPackageParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListP2gPackageAnswer"] | components["schemas"]["ListP2gPackageFailure"];
                };
            };
        };
    };
    "payment.p2g": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["P2gParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 726 invalid packageId; 721 用户账户异常; 741 积分不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["P2gAnswer"] | components["schemas"]["P2gFailure"];
                };
            };
        };
    };
    "payment.getAlipayInfo": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetAlipayInfoParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["GetAlipayInfoAnswer"] | components["schemas"]["GetAlipayInfoFailure"];
                };
            };
        };
    };
    "payment.verifyAlipay": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VerifyAlipayParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 726 验证不通过 */
            200: {
                content: {
                    "application/json": components["schemas"]["VerifyAlipayAnswer"] | components["schemas"]["VerifyAlipayFailure"];
                };
            };
        };
    };
    "payment.cash-info": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CashInfoParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 721 用户账户异常 */
            200: {
                content: {
                    "application/json": components["schemas"]["CashInfoAnswer"] | components["schemas"]["CashInfoFailure"];
                };
            };
        };
    };
    "payment.payReq": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PayReqParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 726 invalid alipaycode; 721 用户账户异常; 400 您还有提现在处理中; 400 操作太频繁; 740 余额不足; 400 提现未开通 */
            200: {
                content: {
                    "application/json": components["schemas"]["PayReqAnswer"] | components["schemas"]["PayReqFailure"];
                };
            };
        };
    };
    "payment.listPayReq": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListPayReqParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListPayReqAnswer"] | components["schemas"]["ListPayReqFailure"];
                };
            };
        };
    };
    "chat.dueChat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DueChatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 738 该用户正在直播; 739 对方太火，忙线中~; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["DueChatAnswer"] | components["schemas"]["DueChatFailure"];
                };
            };
        };
    };
    "chat.cancelDueChat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelDueChatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 732 对话无效; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["CancelDueChatAnswer"] | components["schemas"]["CancelDueChatFailure"];
                };
            };
        };
    };
    "chat.acceptChat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AcceptChatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 732 对话无效; 409 来晚了~; 738 该用户正在直播; 739 对方太火，忙线中~; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["AcceptChatAnswer"] | components["schemas"]["AcceptChatFailure"];
                };
            };
        };
    };
    "chat.matchChat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MatchChatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 742 用户状态错误; 738 该用户正在直播; 739 对方太火，忙线中~ */
            200: {
                content: {
                    "application/json": components["schemas"]["MatchChatAnswer"] | components["schemas"]["MatchChatFailure"];
                };
            };
        };
    };
    "chat.stopMatchChat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StopMatchChatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["StopMatchChatAnswer"] | components["schemas"]["StopMatchChatFailure"];
                };
            };
        };
    };
    "chat.joinChat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["JoinChatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 732 对话无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["JoinChatAnswer"] | components["schemas"]["JoinChatFailure"];
                };
            };
        };
    };
    "chat.getChat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetChatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 732 对话无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["GetChatAnswer"] | components["schemas"]["GetChatFailure"];
                };
            };
        };
    };
    "chat.heartBeat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChatHeartBeatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 732 对话无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ChatHeartBeatAnswer"] | components["schemas"]["ChatHeartBeatFailure"];
                };
            };
        };
    };
    "chat.changeTopic": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeTopicParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 732 对话无效; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["ChangeTopicAnswer"] | components["schemas"]["ChangeTopicFailure"];
                };
            };
        };
    };
    "chat.pauseChat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PauseChatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 732 对话无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["PauseChatAnswer"] | components["schemas"]["PauseChatFailure"];
                };
            };
        };
    };
    "chat.continueChat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ContinueChatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 732 对话无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["ContinueChatAnswer"] | components["schemas"]["ContinueChatFailure"];
                };
            };
        };
    };
    "chat.stopChat": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StopChatParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 732 对话无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["StopChatAnswer"] | components["schemas"]["StopChatFailure"];
                };
            };
        };
    };
    "chat.buyGift": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BuyChatGiftParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 730 礼物不存在; 732 对话无效; 710 用户不存在; 721 用户账户异常; 740 余额不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["BuyChatGiftAnswer"] | components["schemas"]["BuyChatGiftFailure"];
                };
            };
        };
    };
    "chat.getUserSig": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetUserSigParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["GetUserSigAnswer"] | components["schemas"]["GetUserSigFailure"];
                };
            };
        };
    };
    "group.createGroup": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateGroupParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 700 内容不合规; 505 群组已满; 505 加入的群组太多; 710 用户不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["CreateGroupAnswer"] | components["schemas"]["CreateGroupFailure"];
                };
            };
        };
    };
    "group.myGroups": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MyGroupsParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["MyGroupsAnswer"] | components["schemas"]["MyGroupsFailure"];
                };
            };
        };
    };
    "group.groupInfo": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GroupInfoParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 506 您不在该群组 */
            200: {
                content: {
                    "application/json": components["schemas"]["GroupInfoAnswer"] | components["schemas"]["GroupInfoFailure"];
                };
            };
        };
    };
    "group.changeGroup": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeGroupParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 506 您不在该群组; 711 用户权限不足; 700 内容不合规 */
            200: {
                content: {
                    "application/json": components["schemas"]["ChangeGroupAnswer"] | components["schemas"]["ChangeGroupFailure"];
                };
            };
        };
    };
    "group.transferGroup": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TransferGroupParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 506 您不在该群组; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["TransferGroupAnswer"] | components["schemas"]["TransferGroupFailure"];
                };
            };
        };
    };
    "group.setGroupRole": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetGroupRoleParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 506 您不在该群组; 711 用户权限不足; 505 群组已满 */
            200: {
                content: {
                    "application/json": components["schemas"]["SetGroupRoleAnswer"] | components["schemas"]["SetGroupRoleFailure"];
                };
            };
        };
    };
    "group.destroyGroup": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DestroyGroupParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 506 您不在该群组; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["DestroyGroupAnswer"] | components["schemas"]["DestroyGroupFailure"];
                };
            };
        };
    };
    "group.inviteToGroup": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["InviteToGroupParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 506 您不在该群组; 711 用户权限不足; 505 群组已满 */
            200: {
                content: {
                    "application/json": components["schemas"]["InviteToGroupAnswer"] | components["schemas"]["InviteToGroupFailure"];
                };
            };
        };
    };
    "group.kickFromGroup": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KickFromGroupParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 506 您不在该群组; 711 用户权限不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["KickFromGroupAnswer"] | components["schemas"]["KickFromGroupFailure"];
                };
            };
        };
    };
    "group.joinGroup": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["JoinGroupParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 711 用户权限不足; 505 群组已满; 505 加入的群组太多 */
            200: {
                content: {
                    "application/json": components["schemas"]["JoinGroupAnswer"] | components["schemas"]["JoinGroupFailure"];
                };
            };
        };
    };
    "group.leaveGroup": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LeaveGroupParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["LeaveGroupAnswer"] | components["schemas"]["LeaveGroupFailure"];
                };
            };
        };
    };
    "group.groupMembers": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GroupMembersParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 733 群组不存在; 506 您不在该群组 */
            200: {
                content: {
                    "application/json": components["schemas"]["GroupMembersAnswer"] | components["schemas"]["GroupMembersFailure"];
                };
            };
        };
    };
    "topic.topicList": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TopicListParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["TopicListAnswer"] | components["schemas"]["TopicListFailure"];
                };
            };
        };
    };
    "topic.topicDetail": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TopicDetailParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 100 话题或帖子不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["TopicDetailAnswer"] | components["schemas"]["TopicDetailFailure"];
                };
            };
        };
    };
    "topic.subjectDetail": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SubjectDetailParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 100 话题或帖子不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["SubjectDetailAnswer"] | components["schemas"]["SubjectDetailFailure"];
                };
            };
        };
    };
    "topic.getSubject": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetSubjectParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 100 话题或帖子不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["GetSubjectAnswer"] | components["schemas"]["GetSubjectFailure"];
                };
            };
        };
    };
    "topic.createSubject": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateSubjectParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 100 话题或帖子不存在; 102 文件验证失败; 700 内容不合规; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["CreateSubjectAnswer"] | components["schemas"]["CreateSubjectFailure"];
                };
            };
        };
    };
    "topic.replySubject": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplySubjectParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 100 话题或帖子不存在; 102 文件验证失败; 700 内容不合规; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["ReplySubjectAnswer"] | components["schemas"]["ReplySubjectFailure"];
                };
            };
        };
    };
    "topic.updateSubject": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateSubjectParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 400 话题或帖子不存在; 700 内容不合规 */
            200: {
                content: {
                    "application/json": components["schemas"]["UpdateSubjectAnswer"] | components["schemas"]["UpdateSubjectFailure"];
                };
            };
        };
    };
    "topic.listenSubject": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListenSubjectParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 100 话题或帖子不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["ListenSubjectAnswer"] | components["schemas"]["ListenSubjectFailure"];
                };
            };
        };
    };
    "topic.likeSubject": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LikeSubjectParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 400 话题或帖子不存在 */
            200: {
                content: {
                    "application/json": components["schemas"]["LikeSubjectAnswer"] | components["schemas"]["LikeSubjectFailure"];
                };
            };
        };
    };
    "topic.buyGift": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BuySubjectGiftParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 730 礼物不存在; 100 话题或帖子不存在; 721 用户账户异常; 740 余额不足 */
            200: {
                content: {
                    "application/json": components["schemas"]["BuySubjectGiftAnswer"] | components["schemas"]["BuySubjectGiftFailure"];
                };
            };
        };
    };
    "sys.update": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误 */
            200: {
                content: {
                    "application/json": components["schemas"]["UpdateAnswer"] | components["schemas"]["UpdateFailure"];
                };
            };
        };
    };
    "sys.uploadLog": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UploadLogParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["UploadLogAnswer"] | components["schemas"]["UploadLogFailure"];
                };
            };
        };
    };
    "social.getBanner": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetBannerParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效 */
            200: {
                content: {
                    "application/json": components["schemas"]["GetBannerAnswer"] | components["schemas"]["GetBannerFailure"];
                };
            };
        };
    };
    "usr.reportUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReportUserParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["ReportUserAnswer"] | components["schemas"]["ReportUserFailure"];
                };
            };
        };
    };
    "user.reportUser": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReportUserAsInInitParams"];
            };
        };
        responses: {
            /** @description 0 success; 700 参数错误; 720 token无效; 400 操作太频繁 */
            200: {
                content: {
                    "application/json": components["schemas"]["ReportUserAsInInitAnswer"] | components["schemas"]["ReportUserAsInInitFailure"];
                };
            };
        };
    };
    "message.text": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.gift": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiftMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.barrage": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["BarrageMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.like": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["LikeMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.system": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SystemMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.IM": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.IM-notice": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImNotice"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.IM-change": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImChange"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.message-unread-count": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageUnreadCountMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.start-live-notify": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartLiveNotifyMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.live-change": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["LiveChangeMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.stop-live": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopLiveMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.quit-live": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuitLiveMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.live-invite": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["LiveInviteMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.shutup-user": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShutupUserMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.shutup-open-user": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShutupOpenUserMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.conference-notify": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConferenceNotifyMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.join-conference": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinConferenceMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.conference-status": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConferenceStatusMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.stop-conference": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopConferenceMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.due-chat-notify": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["DueChatNotifyMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.cancel-due-chat": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelDueChatMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.join-chat": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinChatMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.chat-user-status": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatUserStatusMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.chat-topic": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatTopicMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.pause-chat": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseChatMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.goon-chat": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["GoonChatMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.message": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListEntryMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.push": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.toast": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToastMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.show-tip": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShowTipMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
    "message.room-counters": {
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoomCountersMessage"];
            };
        };
        responses: {
            /** @description Nothing is answered: a client acknowledges by its position when it comes back. */
            200: {
                content?: never;
            };
        };
    };
}
