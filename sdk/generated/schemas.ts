// Made by npm run sdk:types.

/** The shapes of parameters, answers and messages. */
export interface Schemas {
    InitAnswer: {
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
        userId?: number;
    };
    GetSMSVerificationCodeAnswer: {
        /** @description Seconds until the next code can be sent. */
        timeout: number;
    };
    GetSMSVerificationCodeParams: {
        phoneNo: string;
    };
    RegisterPhoneAnswer: {
        /** @description Seconds until the next code can be sent. */
        timeout: number;
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
        /** @description Send it as `token` with every call that wants to know who calls. */
        token: string;
        /** @description The profile was never filled in: show the registration page. */
        needRegist: boolean;
        userInfo: Schemas["SignedInUser"];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    SignInCLByPhoneParams: {
        phoneNo: string;
        verifyCode: string;
    };
    VerifyPhoneAnswer: {
        /** @description Send it as `token` with every call that wants to know who calls. */
        token: string;
        /** @description The profile was never filled in: show the registration page. */
        needRegist: boolean;
        userInfo: Schemas["SignedInUser"];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    VerifyPhoneParams: {
        phoneNo: string;
        verifyCode: string;
    };
    SignInAnswer: {
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
    SignInParams: {
        accountSource: "Weibo" | "Wechat";
        accountToken: string;
        openId: string;
        unionId?: string;
        uuid?: string;
    };
    BindPhoneAnswer: Record<string, never>;
    BindPhoneParams: {
        phone: string;
        verifyCode: string;
    };
    SignOutAnswer: Record<string, never>;
    SignOutParams: Record<string, never>;
    UpdateUserAnswer: {
        userId: number;
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    UpdateUserParams: {
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
        honours: Schemas["Honour"][];
        followerCount: number;
        followingCount: number;
        liveCount: number;
        /** @description Gold that was spent in all. */
        postCount: number;
        point: number;
        goldCount: number;
        allEarnPoint: number;
        attribute: Schemas["Attribute"];
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
        honours: Schemas["Honour"][];
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
        result: Schemas["OwnProfile"];
    } | {
        result: Schemas["OtherProfile"];
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
    UserInfoParams: {
        uid: number;
        cuid?: number;
        liveId?: number;
    };
    FollowUserAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    FollowUserParams: {
        userId: number;
        liveId?: number;
    };
    UnfollowUserAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    UnfollowUserParams: {
        userId: number;
    };
    BlockUserAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    BlockUserParams: {
        userId: number;
    };
    UnblockUserAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    UnblockUserParams: {
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
        honours: Schemas["Honour"][];
        attribute: Record<string, never>;
        isFollowed: boolean;
    };
    ListFollowerAnswer: {
        /** @description Length of the whole list. */
        totalSize: number;
        result: Schemas["ListedUser"][];
    };
    ListFollowerParams: {
        userId: number;
        /** @default 0 */
        offset?: number;
        /** @default 10 */
        limit?: number;
        curUserId?: number;
    };
    ListFollowingAnswer: {
        /** @description Length of the whole list. */
        totalSize: number;
        /** @description As the document spells it; the same as `result`. */
        reslut: Schemas["ListedUser"][];
        result: Schemas["ListedUser"][];
    };
    ListFollowingParams: {
        userId: number;
        /** @default 0 */
        offset?: number;
        /** @default 10 */
        limit?: number;
        curUserId?: number;
    };
    ListBlockedUserAnswer: {
        /** @description Length of the whole list. */
        totalSize: number;
        result: Schemas["ListedUser"][];
    };
    ListBlockedUserParams: {
        /** @default 0 */
        offset?: number;
        /** @default 10 */
        limit?: number;
    };
    UserGoldAnswer: {
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
    UserGoldParams: Record<string, never>;
    SearchAnswer: {
        users: Schemas["ListedUser"][];
    };
    SearchParams: {
        queryParameter: string;
    };
    ListByTypeAnswer: {
        /** @description Length of the list; while it goes on, one more than the page's end. */
        totalSize: number;
        result: Schemas["ListedUser"][];
    };
    ListByTypeParams: {
        type: "Anchor" | "Normal";
        /** @default 0 */
        offset?: number;
        /** @default 10 */
        limit?: number;
    };
    ListActiveUserAnswer: {
        /** @description Length of the list; while it goes on, one more than the page's end. */
        totalSize: number;
        result: Schemas["ListedUser"][];
    };
    ListActiveUserParams: {
        /** @default 0 */
        offset?: number;
        /** @default 10 */
        limit?: number;
    };
    UsearchAnswer: {
        users: Schemas["ListedUser"][];
    };
    UsearchParams: {
        queryParameter: string;
    };
    IsinliveAnswer: {
        /**
         * @description 1 yes, 2 no.
         * @enum {integer}
         */
        isinlive: 1 | 2;
        liveId?: number;
        /** @description An address that the app opens. */
        jump?: string;
    };
    IsinliveParams: {
        userId: number;
    };
    StatisticAnswer: {
        /** @description What can be spent now. */
        gold: number;
        point: number;
        allOutlayGold: number;
        allEarnPoint: number;
        pointWorth: number;
    };
    StatisticParams: Record<string, never>;
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
        items: Schemas["ExportItem"][];
        /** @description Send it as `cursor` for the next page; absent on the last one. */
        next?: string;
    };
    ExportParams: {
        /** @default  */
        cursor?: string;
    };
    EraseAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    EraseParams: {
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
        weibo: Schemas["ShareCard"];
        wechat: Schemas["ShareCard"];
        friend: Schemas["ShareCard"];
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
        live: Schemas["Live"];
        share: Schemas["Share"];
        liveOptions: Schemas["LiveOptions"];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    CreateLiveParams: {
        title: string;
    };
    StartLiveAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    StartLiveParams: {
        liveId: number;
    };
    ChangeLiveAnswer: {
        live: Schemas["Live"];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ChangeLiveParams: {
        liveId: number;
        title: string;
    };
    PauseLiveAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    PauseLiveParams: {
        liveId: number;
    };
    ContinueLiveAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ContinueLiveParams: {
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
        live: Schemas["EndedLive"];
        share: Schemas["Share"];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    StopLiveParams: {
        liveId: number;
    };
    DeleteLiveAnswer: {
        live: Schemas["Live"];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    DeleteLiveParams: {
        liveId: number;
    };
    SetLiveVisibleAnswer: {
        live: Schemas["Live"];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    SetLiveVisibleParams: {
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
        honours: Schemas["Honour"][];
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
        honours: Schemas["Honour"][];
        /** @description Renames so far. */
        modifyCount: number;
        /** @description Lives so far. */
        roomCount: number;
        isFollowed: boolean;
    };
    GetLiveAnswer: {
        live: Schemas["SeenLive"];
        userInfo?: Schemas["LivePerson"];
        /** @description What the answer reflects at least: a socket that goes on from here (`since`) misses nothing. What the answer shows already may come once more. */
        position: number;
    };
    GetLiveParams: {
        liveId: number;
    };
    UnclosedLiveAnswer: {
        live: Schemas["Live"];
        share: Schemas["Share"];
        liveOptions: Schemas["LiveOptions"];
    } | Record<string, never>;
    UnclosedLiveParams: Record<string, never>;
    ShareLiveAnswer: {
        share: Schemas["Share"];
    };
    ShareLiveParams: {
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
        live: Schemas["JoinedLive"];
        share: Schemas["Share"];
        userInfo?: Schemas["LivePerson"];
        /** @description What the answer reflects at least: a socket that goes on from here (`since`) misses nothing. What the answer shows already may come once more. */
        position: number;
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    JoinLiveParams: {
        liveId: number;
        /** @default  */
        liveKey?: string;
    };
    QuitLiveAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    QuitLiveParams: {
        liveId: number;
    };
    HeartBeatAnswer: {
        liveId: number;
        /** @description Seconds until the next one is due. */
        nextTimeout: number;
    };
    HeartBeatParams: {
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
        /** @description How long the answer may be kept, in seconds. */
        expireTime: number;
        /** @description All seats, the host's among them. */
        roomSeatCount: number;
        roomLockedCount: number;
        /** @description Who is in the room, the host among them. */
        totalCount: number;
        /** @description A page of them, the newest first. */
        users: Schemas["RoomUser"][];
        /** @description What the answer reflects at least: a socket that goes on from here (`since`) misses nothing. What the answer shows already may come once more. */
        position: number;
    };
    ListLiveUsersParams: {
        liveId: number;
        /** @default 0 */
        lastJoinTime?: number;
        /** @default 0 */
        direction?: number;
    };
    ListReplayUsersAnswer: {
        users: Schemas["LivePerson"][];
    };
    ListReplayUsersParams: {
        liveId: number;
    };
    LockLiveSeatAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    LockLiveSeatParams: {
        liveId: number;
        unlock: boolean;
    };
    KnockStatusAnswer: {
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
    KnockStatusParams: {
        liveId: number;
    };
    KnockLiveRoomAnswer: Record<string, never>;
    KnockLiveRoomParams: {
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
        honours: Schemas["Honour"][];
        /** @description Renames so far. */
        modifyCount: number;
        /** @description Lives so far. */
        roomCount: number;
        isFollowed: boolean;
        /** @description Has asked for a seat. */
        knocked: boolean;
    };
    InviteUsersListAnswer: {
        users: Schemas["InviteCandidate"][];
    };
    InviteUsersListParams: {
        liveId: number;
    };
    InviteUserAnswer: Record<string, never>;
    InviteUserParams: {
        liveId: number;
        userId: number;
    };
    KickOutUserAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    KickOutUserParams: {
        liveId: number;
        userId: number;
    };
    ShutupUserAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ShutupUserParams: {
        liveId: number;
        userId: number;
    };
    ShutupOpenAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ShutupOpenParams: {
        liveId: number;
        userId: number;
    };
    IsshutupAnswer: {
        /**
         * @description 1 yes, 2 no.
         * @enum {integer}
         */
        isshutup: 1 | 2;
    };
    IsshutupParams: {
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
        honours: Schemas["Honour"][];
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
        /** @description How long the answer may be kept, in seconds. */
        expireTime: number;
        lives: Schemas["ListedLive"][];
        liveskback: Schemas["ListedLive"][];
    };
    ListLiveByRecommendParams: Record<string, never>;
    ListLiveByFollowAnswer: {
        /** @description How long the answer may be kept, in seconds. */
        expireTime: number;
        lives: Schemas["ListedLive"][];
        lookbacks: Schemas["ListedLive"][];
    };
    ListLiveByFollowParams: Record<string, never>;
    ListLiveByUserAnswer: {
        /** @description How long the answer may be kept, in seconds. */
        expireTime: number;
        /** @description On all pages. */
        totalCount: number;
        /** @description The user, by the caller. */
        isFollowed: boolean;
        lives: Schemas["ListedLive"][];
    };
    ListLiveByUserParams: {
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
        liveId: number;
        startTime: string | null;
        messages: Schemas["ReplayLine"][];
        next: number | null;
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
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    LivemgrParams: {
        liveId: number;
        userId: number;
        /** @description 1 appoints, 0 dismisses. */
        type: number;
    };
    GetmgruserAnswer: {
        users: Schemas["LivePerson"][];
    };
    GetmgruserParams: {
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
        honours: Schemas["Honour"][];
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
        user: Schemas["RoomPerson"];
    };
    GetuserParams: {
        liveId: number;
        userId: number;
    };
    SystemnotifyAnswer: Record<string, never>;
    SystemnotifyParams: {
        liveId: number;
        text: string;
    };
    SendMsgAnswer: Record<string, never>;
    SendMsgParams: {
        text: string;
        roomId: number;
        liveId: number;
    };
    LiveLikeAnswer: Record<string, never>;
    LiveLikeParams: {
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
        /** @description How long the answer may be kept, in seconds. */
        expireTime: number;
        gifts: Schemas["Gift"][];
    };
    GiftInfoParams: Record<string, never>;
    GiftResource: {
        id: number;
        file_md5: null;
        /** @description Where the animation is. */
        attr_file: string;
    };
    GiftResourcesAnswer: {
        resources: Schemas["GiftResource"][];
        /** @description Of gifts that are no longer for sale. */
        historyGiftRes: Schemas["GiftResource"][];
    };
    GiftResourcesParams: {
        giftIds?: string;
    };
    BuyGiftAnswer: {
        /** @description What the caller has left after the purchase. */
        gold: number;
    };
    BuyGiftParams: {
        liveId: number;
        giftId: number;
        /** @default 1 */
        amount?: number;
        /** @default  */
        gift_uuid?: string;
        /** @description The price of one as it was listed. Ours: when it is another by now, nothing is bought (700). Without it the price in force is paid. */
        listedGold?: number;
    };
    BuyBulletAnswer: {
        /** @description What the caller has left after the purchase. */
        gold: number;
    };
    BuyBulletParams: {
        liveId: number;
        message: string;
    };
    SendImAnswer: {
        msgId: number;
        /** @description Epoch seconds. */
        createTime: number;
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    SendImParams: {
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
        gender: Schemas["Gender"];
        honours: unknown[];
        /** @description The receiver followed the sender when it was sent. */
        isFollowed: boolean;
    };
    ImMessageKept: {
        /** @constant */
        msgType: "IM";
        msg: Schemas["ImContent"];
        /** @description By id: the sender. */
        users: {
            [key: string]: Schemas["ImSender"];
        };
    };
    ImHistoryAnswer: {
        messages: Schemas["ImMessageKept"][];
    };
    ImHistoryParams: {
        /** @description 0: the app itself. */
        userId?: number;
        /** @description In place of a person: a group. */
        groupId?: number;
        before?: number;
        /** @default 20 */
        limit?: number;
    };
    RevokeImAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    RevokeImParams: {
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
        messages: Schemas["ListedMessage"][];
        /** @description The groups of the caller, the last one first. Ours. */
        groups: Schemas["ListedGroup"][];
        /** @description Of all people and groups, those beyond these lists among them. */
        unreadMsgCount: number;
    };
    MessageListParams: Record<string, never>;
    MessageDelAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    MessageDelParams: {
        /** @description 0: the app itself. */
        userId: number;
    };
    MessageReadAllAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    MessageReadAllParams: Record<string, never>;
    ReadAllMsgAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ReadAllMsgParams: Record<string, never>;
    ReadImAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ReadImParams: {
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
        gender: Schemas["Gender"];
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
        msg: Schemas["DueChatNotice"];
        /** @description Epoch seconds. */
        timeStamp: number;
    };
    HistoryMsgAnswer: {
        unReadCount: number;
        unReadMsg: Schemas["KeptNotice"][];
        readMsg: Schemas["KeptNotice"][];
    };
    HistoryMsgParams: Record<string, never>;
    ReadOneMsgAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ReadOneMsgParams: {
        msgId: number;
    };
    DeleteMsgAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    DeleteMsgParams: {
        msgId: number;
    };
    CallRequestAnswer: {
        /** @description Seconds that the other side has for an answer; 0 when there is nothing left to wait for. */
        expireTime: number;
    };
    CallRequestParams: {
        liveId: number;
        userId?: number;
    };
    AcceptConferenceAnswer: {
        /** @description Seconds that the caller has for joining. */
        expireTime: number;
    };
    AcceptConferenceParams: {
        liveId: number;
        userId?: number;
    };
    RefuseConferenceAnswer: Record<string, never>;
    RefuseConferenceParams: {
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
        token: Schemas["RtcToken"];
        confStatus: Schemas["ConfStatus"];
    };
    JoinConferenceParams: {
        liveId: number;
    };
    ConferenceSuccessAnswer: {
        confStatus: Schemas["ConfStatus"];
    };
    ConferenceSuccessParams: {
        liveId: number;
    };
    QuitConferenceAnswer: Record<string, never>;
    QuitConferenceParams: {
        liveId: number;
    };
    PushDeviceInfoAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    PushDeviceInfoParams: {
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
        configuration: {
            user: Schemas["Attribute"];
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
    GetConfigParams: Record<string, never>;
    UpdateConfigAnswer: Record<string, never>;
    UpdateConfigParams: {
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
        Credentials: Schemas["UploadCredentials"];
        FileInfo: Schemas["FileInfo"];
        Upload: Schemas["Upload"];
    };
    OssTokenParams: {
        /** @enum {string} */
        format: "mp3" | "m4a" | "aac" | "png" | "jpg" | "jpeg" | "gif" | "mp4" | "jepg";
        /** @enum {string} */
        module: "record" | "message" | "avatar" | "avator";
    };
    UploadRecordAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    UploadRecordParams: {
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
            honours: Schemas["Honour"][];
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
            honours: Schemas["Honour"][];
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
        data: {
            mine?: Schemas["Record"];
            records: Schemas["ListedRecord"][];
        };
    };
    RefreshRecordParams: {
        score: number;
    };
    ReadRecordAnswer: {
        record: Schemas["Record"];
    };
    ReadRecordParams: {
        recordId: number;
    };
    DeleteRecordAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    DeleteRecordParams: {
        recordId: number;
    };
    ListPackageAnswer: {
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
    ListPackageParams: {
        channel: "alipay" | "wechat" | "iap";
    };
    CreateOrderAnswer: {
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
    CreateOrderParams: {
        packageId: number;
        channel: "alipay" | "wechat" | "iap";
    };
    OrderNotifyAnswer: {
        order: string;
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    OrderNotifyParams: {
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
        packages: Schemas["PointPackage"][];
    };
    ListP2gPackageParams: Record<string, never>;
    P2gAnswer: {
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
    P2gParams: {
        packageId: number;
    };
    GetAlipayInfoAnswer: {
        info?: {
            alipaycode: string;
            name: string;
            /** @description The middle is masked; verify-alipay takes it back as it is. */
            idcard: string;
            /** @description As `idcard`. */
            phone: string;
        };
    };
    GetAlipayInfoParams: Record<string, never>;
    VerifyAlipayAnswer: {
        alipayCode: string;
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    VerifyAlipayParams: {
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
        point: number;
        /** @description What one may ask for, in cents of a yuan. */
        cash: number;
        rule: string;
    };
    CashInfoParams: Record<string, never>;
    PayReqAnswer: {
        reqmsg: string;
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    PayReqParams: {
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
        result: Schemas["PayRequest"][];
    };
    ListPayReqParams: {
        /** @default 0 */
        offset?: number;
        /** @default 20 */
        limit?: number;
    };
    DueChatAnswer: {
        /** @description Seconds that the call rings, or that both have to join once it is accepted. */
        expireTime: number;
        chatId: number;
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    DueChatParams: {
        userId: number;
    };
    CancelDueChatAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    CancelDueChatParams: {
        chatId: number;
    };
    AcceptChatAnswer: {
        /** @description Seconds that the call rings, or that both have to join once it is accepted. */
        expireTime: number;
        chatId: number;
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    AcceptChatParams: {
        chatId: number;
        userId: number;
        type: number;
        msgId?: number;
    };
    MatchChatAnswer: {
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
    MatchChatParams: Record<string, never>;
    StopMatchChatAnswer: Record<string, never>;
    StopMatchChatParams: Record<string, never>;
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
        honours: Schemas["Honour"][];
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
        users: Schemas["ChatUser"][];
        /** @description The same as `users`, under the name that older clients read. */
        user: Schemas["ChatUser"][];
    };
    JoinChatAnswer: {
        chat: Schemas["Chat"];
        token: Schemas["RtcToken"];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    JoinChatParams: {
        chatId?: number;
        chatid?: number;
    };
    GetChatAnswer: {
        chat: Schemas["Chat"];
    };
    GetChatParams: {
        chatId: number;
    };
    ChatHeartBeatAnswer: {
        /** @description Seconds until the next one. */
        nextTimeout: number;
    };
    ChatHeartBeatParams: {
        chatId: number;
    };
    ChangeTopicAnswer: Record<string, never>;
    ChangeTopicParams: {
        chatId: number;
    };
    PauseChatAnswer: Record<string, never>;
    PauseChatParams: {
        chatId: number;
    };
    ContinueChatAnswer: Record<string, never>;
    ContinueChatParams: {
        chatId: number;
    };
    StopChatAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    StopChatParams: {
        chatId: number;
    };
    BuyChatGiftAnswer: {
        /** @description What the caller has left after the purchase. */
        gold: number;
    };
    BuyChatGiftParams: {
        chatId: number;
        userId: number;
        giftId: number;
        /** @default 1 */
        amount?: number;
        /** @default  */
        gift_uuid?: string;
        /** @description The price of one as it was listed. Ours: when it is another by now, nothing is bought (700). Without it the price in force is paid. */
        listedGold?: number;
    };
    GetUserSigAnswer: {
        identifier: number;
        /** @description The app's number at Tencent; 0 for another RTC server. */
        sdkAppId: number;
        /** @constant */
        accountType: 0;
        userSig: string;
        /** @description The same as `sdkAppId`, as a text. */
        appid_at_3rd: string;
    };
    GetUserSigParams: Record<string, never>;
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
        group: Schemas["Group"];
        invited: Schemas["InvitedToGroup"][];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    CreateGroupParams: {
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
        group: Schemas["Group"];
        role: "owner" | "admin" | "member";
    };
    MyGroupsAnswer: {
        groups: Schemas["OwnGroup"][];
    };
    MyGroupsParams: Record<string, never>;
    GroupInfoAnswer: {
        group: Schemas["Group"];
        role: "owner" | "admin" | "member";
    };
    GroupInfoParams: {
        groupId: number;
    };
    ChangeGroupAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ChangeGroupParams: {
        groupId: number;
        name?: string;
        /** @description Address of its picture. */
        coverUrl?: string;
        introduction?: string;
        notice?: string;
    };
    TransferGroupAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    TransferGroupParams: {
        groupId: number;
        userId: number;
    };
    SetGroupRoleAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    SetGroupRoleParams: {
        groupId: number;
        userId: number;
        role: "admin" | "member";
    };
    DestroyGroupAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    DestroyGroupParams: {
        groupId: number;
    };
    InviteToGroupAnswer: {
        invited: Schemas["InvitedToGroup"][];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    InviteToGroupParams: {
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
        kicked: Schemas["KickedFromGroup"][];
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    KickFromGroupParams: {
        groupId: number;
        /** @description Ids with commas between, at most 200. */
        userIds: string;
    };
    JoinGroupAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    JoinGroupParams: {
        groupId: number;
    };
    LeaveGroupAnswer: {
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    LeaveGroupParams: {
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
        totalSize: number;
        next: number | null;
        members: Schemas["MemberOfGroup"][];
    };
    GroupMembersParams: {
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
        honours: Schemas["Honour"][];
        /** @description By the caller. */
        isFollowed: boolean;
        timeTip: string;
    };
    TopicListAnswer: {
        dueChat?: {
            topic: Schemas["Topic"];
            users: Schemas["LatestPerson"][];
        };
        topics: Schemas["Topic"][];
        /** @description Of the next page. */
        offset: number;
    };
    TopicListParams: {
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
        honours: Schemas["Honour"][];
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
        replies: Schemas["SubjectReply"][];
    };
    TopicDetailAnswer: {
        topic: Schemas["Topic"];
        users: {
            [key: string]: Schemas["Author"];
        };
        /** @description Posts of this page. */
        pageSize: number;
        subjects: Schemas["Subject"][];
        /** @description Of the next page. */
        offset: number;
    };
    TopicDetailParams: {
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
        topic: Schemas["TopicOfSubject"];
        subject: Schemas["Subject"];
        /** @description Answers of this page. */
        pageSize: number;
        replys: Schemas["Subject"][];
        users: {
            [key: string]: Schemas["Author"];
        };
    };
    SubjectDetailParams: {
        subjectId: number;
        offset: number;
    };
    GetSubjectAnswer: {
        subject: Schemas["Subject"];
        users: {
            [key: string]: Schemas["Author"];
        };
    };
    GetSubjectParams: {
        subjectId: number;
    };
    CreateSubjectAnswer: {
        subject: Schemas["Subject"];
        users: {
            [key: string]: Schemas["Author"];
        };
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    CreateSubjectParams: {
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
        subject: Schemas["Subject"];
        users: {
            [key: string]: Schemas["Author"];
        };
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ReplySubjectParams: {
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
        subject: Schemas["Subject"];
        users: {
            [key: string]: Schemas["Author"];
        };
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    UpdateSubjectParams: {
        subjectId: number;
        title: string;
    };
    ListenSubjectAnswer: {
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
    ListenSubjectParams: {
        subjectId: number;
    };
    LikeSubjectAnswer: {
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
    LikeSubjectParams: {
        subjectId: number;
    };
    BuySubjectGiftAnswer: {
        /** @description What the caller has left after the purchase. */
        gold: number;
    };
    BuySubjectGiftParams: {
        subjectId: number;
        giftId: number;
        /** @default 1 */
        amount?: number;
        /** @default  */
        gift_uuid?: string;
        /** @description The price of one as it was listed. Ours: when it is another by now, nothing is bought (700). Without it the price in force is paid. */
        listedGold?: number;
    };
    UpdateAnswer: {
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
    } | Record<string, never>;
    UpdateParams: {
        versionCode: string;
        devicesType: "android" | "ios";
        channel?: string;
    };
    UploadLogAnswer: Record<string, never>;
    UploadLogParams: {
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
        /** @description How long the answer may be kept, in seconds. */
        expireTime: number;
        banners: Schemas["Banner"][];
    };
    GetBannerParams: Record<string, never>;
    ReportUserAnswer: {
        /** @constant */
        reportmsg: "举报成功!";
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ReportUserParams: {
        userId: number;
        /** @description 1 gender, 2 fraud, 3 abuse, 4 obscenity. */
        reportType: number;
    };
    ReportUserAsInInitAnswer: {
        /** @constant */
        reportmsg: "举报成功!";
        /**
         * @description The command has succeeded, but lists do not show it yet. Absent: they do.
         * @constant
         */
        upToDate?: false;
    };
    ReportUserAsInInitParams: {
        userId: number;
        /** @description 1 gender, 2 fraud, 3 abuse, 4 obscenity. */
        reportType: number;
    };
    TextMessage: {
        /** @constant */
        msgType: "text";
        fromUserId: number;
        fromUserName: string;
        gender: Schemas["Gender"];
        coverUrl: string;
        text: string;
        roomId: number;
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
        gender: Schemas["Gender"];
        gift: Schemas["GiftOfMessage"];
        totalTicket: number;
        gift_uuid: string;
    };
    BarrageMessage: {
        /** @constant */
        msgType: "barrage";
        fromUserId: number;
        fromUserName: string;
        gender: Schemas["Gender"];
        coverUrl: string;
        birthDay: string;
        text: string;
        roomId: number;
        totalTicket: number;
    };
    LikeMessage: {
        /** @constant */
        msgType: "like";
        fromUserId: number;
        fromUserName: string;
        gender: Schemas["Gender"];
        coverUrl: string;
        birthDay: string;
        text: string;
        roomId: number;
    };
    SystemMessage: {
        /** @constant */
        msgType: "system";
        text: string;
    };
    ImMessage: {
        /** @constant */
        msgType: "IM";
        msg: Schemas["ImContent"];
        /** @description By id: the sender. */
        users: {
            [key: string]: Schemas["ImSender"];
        };
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
        msg: Schemas["ImNoticeContent"];
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
        msg: Schemas["ImChangeContent"];
    };
    MessageUnreadCountMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "message-unread-count";
        comment: string;
        count: number;
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
        gender: Schemas["Gender"];
        "text-head": string;
        "text-tail": string;
        /** @constant */
        getuiAction: "live";
    };
    LiveChangeMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "live-change";
        comment: string;
        liveId: number;
        title: string;
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
        live: Schemas["StoppedLive"];
    };
    QuitLiveMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "quit-live";
        comment: string;
        liveId: number;
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
        gender: Schemas["Gender"];
        coverUrl: string;
        birthDay: string;
        honours: string[];
    };
    ShutupUserMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "shutup-user";
        comment: string;
        userId: number;
        roomId: number;
    };
    ShutupOpenUserMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "shutup-open-user";
        comment: string;
        userId: number;
        roomId: number;
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
    };
    JoinConferenceMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "join-conference";
        comment: string;
        liveId: number;
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
        gender: Schemas["Gender"];
        coverUrl: string;
        birthDay: string;
    };
    StopConferenceMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "stop-conference";
        comment: string;
        liveId: number;
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
        gender: Schemas["Gender"];
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
        gender: Schemas["Gender"];
        coverUrl: string;
        birthDay: string;
    };
    JoinChatMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "join-chat";
        comment: string;
        chatId: number;
        chatid: number;
    };
    UserInChat: {
        id: number;
        heiNum: number;
        displayName: string;
        description: string;
        level: number;
        experience: number;
        gender: Schemas["Gender"];
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
        users: Schemas["UserInChat"][];
        /** @description The same as `users`. */
        user: Schemas["UserInChat"][];
        /**
         * @description 0 somebody is entering, 1 both are there, 2 somebody left, 3 somebody is lost. After 2 and 3 clients hang up.
         * @enum {integer}
         */
        status: 0 | 1 | 2 | 3;
    };
    ChatTopicMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "chat-topic";
        comment: string;
        text: string;
        chatId: number;
    };
    PauseChatMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "pause-chat";
        comment: string;
        text: string;
        chatId: number;
    };
    GoonChatMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "goon-chat";
        comment: string;
        text: string;
        chatId: number;
    };
    ListEntryMessage: {
        /** @constant */
        msgType: "action";
        /** @constant */
        action: "message";
        fromUserId: number;
        fromUserName: string;
        gender: Schemas["Gender"];
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
        push: Schemas["Announcement"];
    };
    ToastMessage: {
        /** @constant */
        msgType: "toast";
        text: string;
        /** @description How long it stays, in seconds. */
        expireTime: number;
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
        message: Schemas["Tip"];
    };
    UserInRoom: {
        id: number;
        name: string;
        isFollowed: boolean;
        coverUrl: string;
        gender: Schemas["Gender"];
        birthDay: string;
        joinTime: number;
    };
    RoomCountersMessage: {
        roomSeatCount: number;
        totalCount: number;
        roomLockedCount: number;
        /** @description Absent: only the counts have changed. */
        users?: Schemas["UserInRoom"][];
    };
}
