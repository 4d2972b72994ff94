// Made by npm run sdk:types.

export interface paths {
    "/operator/v1/session/sign-in": {
        /** Sign in with a password, and with a code where the operator has set one up */
        post: operations["session.signIn"];
    };
    "/operator/v1/session/me": {
        /** Show who one is, and what a page sends with changes */
        post: operations["session.me"];
    };
    "/operator/v1/session/sign-out": {
        /** End the session of the cookie; a bearer token stays until it is revoked */
        post: operations["session.signOut"];
    };
    "/operator/v1/session/change-password": {
        /** Change one’s own password; every session ends */
        post: operations["session.changeOwnPassword"];
    };
    "/operator/v1/session/new-totp": {
        /** Draw a secret for an authenticator app; it counts once a code of it is shown to set-totp */
        post: operations["session.newTotp"];
    };
    "/operator/v1/session/set-totp": {
        /** Sign in with a code from now on, by the secret of new-totp */
        post: operations["session.setTotp"];
    };
    "/operator/v1/session/remove-totp": {
        /** Sign in by password alone again */
        post: operations["session.removeOwnTotp"];
    };
    "/operator/v1/session/first-operator": {
        /** Add the first operator, an admin, by the key that the start printed, and sign them in */
        post: operations["session.firstOperator"];
    };
    "/operator/v1/session/dev-sign-in": {
        /** Sign in as an admin by the key of dev mode; outside dev mode nobody does */
        post: operations["session.devSignIn"];
    };
    "/operator/v1/operators/list": {
        /** List who operates, and did */
        post: operations["operators.listOperators"];
    };
    "/operator/v1/operators/add": {
        /** Add somebody who operates */
        post: operations["operators.addOperator"];
    };
    "/operator/v1/operators/change-role": {
        /** Change what somebody else may do, at once */
        post: operations["operators.changeOperatorRole"];
    };
    "/operator/v1/operators/disable": {
        /** End somebody else’s sessions, and let neither them nor their tokens in */
        post: operations["operators.disableOperator"];
    };
    "/operator/v1/operators/enable": {
        /** Let somebody in again who was disabled */
        post: operations["operators.enableOperator"];
    };
    "/operator/v1/operators/set-password": {
        /** Set somebody’s password; their sessions end */
        post: operations["operators.setOperatorPassword"];
    };
    "/operator/v1/operators/remove-totp": {
        /** Let somebody sign in by password alone again who lost their authenticator app */
        post: operations["operators.removeOperatorTotp"];
    };
    "/operator/v1/tokens/list": {
        /** List the tokens by which scripts act as an operator */
        post: operations["tokens.listTokens"];
    };
    "/operator/v1/tokens/make": {
        /** Make a token by which a script acts as an operator, at most in a role */
        post: operations["tokens.makeToken"];
    };
    "/operator/v1/tokens/revoke": {
        /** End a token */
        post: operations["tokens.revokeToken"];
    };
    "/operator/v1/overview/show": {
        /** Show how the installation is doing, over all tenants, and what this process did in the last hour */
        post: operations["overview.showOverview"];
    };
    "/operator/v1/people/search": {
        /** Find people by id, number, phone, an app’s uid, or the beginning of their name; also the banned */
        post: operations["people.searchPeopleAsOperator"];
    };
    "/operator/v1/people/show": {
        /** Show a person: profile, names, sessions, phones, wallet */
        post: operations["people.showPerson"];
    };
    "/operator/v1/people/end-session": {
        /** End one session of a person */
        post: operations["people.endSessionOfPerson"];
    };
    "/operator/v1/people/ban": {
        /** Ban a person: their sessions end, and their rooms are cleared */
        post: operations["people.banPerson"];
    };
    "/operator/v1/people/unban": {
        /** Let a banned person in again */
        post: operations["people.unbanPerson"];
    };
    "/operator/v1/people/erase": {
        /** Erase a person for good, with all that follows from it */
        post: operations["people.erasePersonAsOperator"];
    };
    "/operator/v1/people/export": {
        /** Show a page of everything that is known of a person */
        post: operations["people.exportPersonAsOperator"];
    };
    "/operator/v1/people/set-honour": {
        /** Distinguish a person, or no longer */
        post: operations["people.setHonour"];
    };
    "/operator/v1/ledger/show": {
        /** Show what all wallets of a tenant add up to, and what the last check of all events found */
        post: operations["ledger.showLedger"];
    };
    "/operator/v1/ledger/verify": {
        /** Begin to add up every wallet again from the events alone; ledger/show says how far it is */
        post: operations["ledger.verifyLedger"];
    };
    "/operator/v1/wallets/grant": {
        /** Give a person gold; above the limit a second operator has to agree */
        post: operations["wallets.grantGold"];
    };
    "/operator/v1/wallets/refund-gift": {
        /** Give the gold of a gift, a line or a rename back, once; the host keeps the points */
        post: operations["wallets.refundGift"];
    };
    "/operator/v1/wallets/freeze": {
        /** Stop a person from spending; gold and points still come in */
        post: operations["wallets.freezeWallet"];
    };
    "/operator/v1/wallets/unfreeze": {
        /** Let a person spend again */
        post: operations["wallets.unfreezeWallet"];
    };
    "/operator/v1/orders/list": {
        /** List orders of gold, newest first: of a person, in a state, or disputed */
        post: operations["orders.listOrders"];
    };
    "/operator/v1/orders/refund": {
        /** Note that an order’s money went back: its gold is taken, or the wallet frozen where it is spent */
        post: operations["orders.refundOrder"];
    };
    "/operator/v1/orders/close-dispute": {
        /** Note that somebody has seen to what was disputed of an order */
        post: operations["orders.closeDispute"];
    };
    "/operator/v1/approvals/list": {
        /** List the gold and money that operators moved with a second one, or want to, newest first */
        post: operations["approvals.listApprovals"];
    };
    "/operator/v1/approvals/give": {
        /** Agree, as a second operator, to what another one asked for; it is then done. By a sign-in alone, not by a token */
        post: operations["approvals.giveApproval"];
    };
    "/operator/v1/approvals/refuse": {
        /** Refuse what another operator asked for, or take back what one asked for */
        post: operations["approvals.refuseApproval"];
    };
    "/operator/v1/withdrawals/list": {
        /** List what people ask to be paid for points, newest first: of a person, or in a state */
        post: operations["withdrawals.listWithdrawals"];
    };
    "/operator/v1/withdrawals/approve": {
        /** Let a withdrawal be paid; above the limit a second operator has to agree */
        post: operations["withdrawals.approveWithdrawal"];
    };
    "/operator/v1/withdrawals/reject": {
        /** Give the points of a withdrawal back instead of paying it; the person is told the reason */
        post: operations["withdrawals.rejectWithdrawal"];
    };
    "/operator/v1/lives/list": {
        /** List lives in a state, newest first; those that are hidden apart */
        post: operations["lives.listLives"];
    };
    "/operator/v1/lives/show": {
        /** Show one live, and who is in its room */
        post: operations["lives.showLiveAsOperator"];
    };
    "/operator/v1/lives/close": {
        /** Stop a live, as its host would */
        post: operations["lives.closeLive"];
    };
    "/operator/v1/lives/ban": {
        /** End a live for good; nobody finds it any more */
        post: operations["lives.banLive"];
    };
    "/operator/v1/lives/kick": {
        /** Put somebody out of a room; they come back by invitation alone */
        post: operations["lives.kickFromLive"];
    };
    "/operator/v1/lives/mute": {
        /** Mute somebody in a live, or let them speak again */
        post: operations["lives.muteInLive"];
    };
    "/operator/v1/lives/replay": {
        /** Show all that happened in a room, page by page: members, what was said and given, its conference */
        post: operations["lives.replayLive"];
    };
    "/operator/v1/reports/list": {
        /** List reports about people, newest first: of a person, or in a state */
        post: operations["reports.listReports"];
    };
    "/operator/v1/reports/settle": {
        /** Note what was made of a report; what is done about the person is another call */
        post: operations["reports.settleReport"];
    };
    "/operator/v1/records/list": {
        /** List recordings, newest first: those that wait for a review or were held back, or those that others hear */
        post: operations["records.listRecords"];
    };
    "/operator/v1/records/review": {
        /** Let others hear a recording, or not (any more) */
        post: operations["records.reviewRecord"];
    };
    "/operator/v1/subjects/remove": {
        /** Take a post or an answer away, and its sound */
        post: operations["subjects.removeSubject"];
    };
    "/operator/v1/topics/list": {
        /** List topics, open and closed ones, newest first */
        post: operations["topics.listTopicsAsOperator"];
    };
    "/operator/v1/topics/open": {
        /** Open a topic that people speak about */
        post: operations["topics.openTopic"];
    };
    "/operator/v1/topics/change": {
        /** Change what is given of a topic */
        post: operations["topics.changeTopic"];
    };
    "/operator/v1/topics/close": {
        /** Take a topic out of the lists; what was posted stays */
        post: operations["topics.closeTopic"];
    };
    "/operator/v1/banners/list": {
        /** Show what the app’s first screen shows */
        post: operations["banners.listBanners"];
    };
    "/operator/v1/banners/set": {
        /** Set what the app’s first screen shows, all of it */
        post: operations["banners.setBanners"];
    };
    "/operator/v1/releases/list": {
        /** List the releases of the app that are offered for a system */
        post: operations["releases.listReleases"];
    };
    "/operator/v1/releases/announce": {
        /** Offer a release of the app to clients that are older */
        post: operations["releases.announceRelease"];
    };
    "/operator/v1/releases/withdraw": {
        /** Offer a release no more */
        post: operations["releases.withdrawRelease"];
    };
    "/operator/v1/house/show": {
        /** Show what holds for a tenant: seats of new rooms, lines that begin conversations */
        post: operations["house.showHouse"];
    };
    "/operator/v1/house/set-seats": {
        /** Set how many seats rooms have whose lives are created from now on */
        post: operations["house.setRoomSeats"];
    };
    "/operator/v1/house/set-hints": {
        /** Set the lines of which one begins each new conversation of two people */
        post: operations["house.setHints"];
    };
    "/operator/v1/events/list": {
        /** Show a page of the log: forwards after a position, to follow it, or backwards from its end */
        post: operations["events.listEvents"];
    };
    "/operator/v1/events/stream": {
        /** Show a page of one stream, from a revision on */
        post: operations["events.showStream"];
    };
    "/operator/v1/apps/list": {
        /** List the apps whose servers may call, the tenants that they act in, and which of their secrets hold; never the secrets */
        post: operations["apps.listApps"];
    };
    "/operator/v1/apps/rotate-secret": {
        /** Give an app’s server a new secret, which is shown this once; the one before holds for a while as well */
        post: operations["apps.rotateSecret"];
    };
    "/operator/v1/apps/end-former-secrets": {
        /** Let an app’s newest secret alone prove its calls from now on, such as when an earlier one has leaked */
        post: operations["apps.endFormerSecrets"];
    };
    "/operator/v1/views/list": {
        /** List the read models: version, how far each has come, which is stopped at which event */
        post: operations["views.listViews"];
    };
    "/operator/v1/views/rebuild": {
        /** Begin to build a read model anew, beside the one that serves */
        post: operations["views.rebuildView"];
    };
    "/operator/v1/views/park-event": {
        /** Let a stopped read model leave out the event at which it stands */
        post: operations["views.parkEvent"];
    };
    "/operator/v1/views/list-parked": {
        /** List the events that read models leave out, and the reactions that could not be carried out */
        post: operations["views.listParkedEvents"];
    };
    "/operator/v1/views/check-document": {
        /** Begin to fold one document anew from the whole log, beside the one that is kept; views/document-check shows both */
        post: operations["views.checkDocument"];
    };
    "/operator/v1/views/document-check": {
        /** Show a document beside its fresh fold: the last comparison that this process was asked for */
        post: operations["views.showDocumentCheck"];
    };
    "/operator/v1/jobs/list": {
        /** List open jobs, the first to fall due first */
        post: operations["jobs.listJobs"];
    };
    "/operator/v1/jobs/list-failed": {
        /** List the jobs that failed for good, until somebody looks at them */
        post: operations["jobs.listFailedJobs"];
    };
    "/operator/v1/jobs/retry": {
        /** Try a job again that failed for good */
        post: operations["jobs.retryJob"];
    };
    "/operator/v1/clock/advance": {
        /** Move the clock of dev mode forward, and with it every deadline */
        post: operations["clock.advanceClock"];
    };
    "/operator/v1/wallets/history": {
        /** Show what a wallet held at a moment, and the events that explain it, newest first */
        post: operations["wallets.walletHistory"];
    };
    "/operator/v1/catalogue/show": {
        /** Show all that a tenant sells or sold, in the order in which it is listed */
        post: operations["catalogue.showCatalogue"];
    };
    "/operator/v1/catalogue/add-gift": {
        /** Put a new gift on sale, behind the others */
        post: operations["catalogue.addGift"];
    };
    "/operator/v1/catalogue/price-gift": {
        /** Change what a gift costs from now on */
        post: operations["catalogue.priceGift"];
    };
    "/operator/v1/catalogue/change-gift": {
        /** Change what is given of how a gift looks */
        post: operations["catalogue.changeGift"];
    };
    "/operator/v1/catalogue/withdraw-gift": {
        /** Take a gift off sale */
        post: operations["catalogue.withdrawGift"];
    };
    "/operator/v1/catalogue/offer-gift": {
        /** Put a gift that was taken off sale on sale again */
        post: operations["catalogue.offerGift"];
    };
    "/operator/v1/catalogue/order-gifts": {
        /** List these gifts first, in this order */
        post: operations["catalogue.orderGifts"];
    };
    "/operator/v1/catalogue/set-gold-package": {
        /** Sell a package of gold, in the place of the one with its id; orders that were made stay as they are */
        post: operations["catalogue.setGoldPackage"];
    };
    "/operator/v1/catalogue/withdraw-gold-package": {
        /** Sell a package of gold no more; orders that were made can still be paid */
        post: operations["catalogue.withdrawGoldPackage"];
    };
    "/operator/v1/catalogue/set-points-package": {
        /** Let points be made into gold by a package, in the place of the one with its id */
        post: operations["catalogue.setPointsPackage"];
    };
    "/operator/v1/catalogue/withdraw-points-package": {
        /** Take a package of points away */
        post: operations["catalogue.withdrawPointsPackage"];
    };
    "/operator/v1/events/chain": {
        /** Show all that followed from one request, event by event */
        post: operations["events.eventChain"];
    };
    "/operator/v1/feed": {
        /** Follow the log while it grows: events as they happen, up to 100 a second, and how many there were of each type */
        post: operations["feed.feed"];
    };
    "/operator/v1/events": {
        /** Show what webhooks would be told after a position, for a back end that would rather ask */
        post: operations["events.pullEvents"];
    };
    "/operator/v1/webhooks/list": {
        /** List the webhooks: how far each has come, which stands still and why, what its receiver refused */
        post: operations["webhooks.listWebhooks"];
    };
    "/operator/v1/webhooks/replay": {
        /** Have a webhook go on: from where it stands, or once more from after a position */
        post: operations["webhooks.replayWebhook"];
    };
    "/operator/v1/settings/list": {
        /** List every setting of this process as it is in effect, and where it comes from; secrets are masked */
        post: operations["settings.listSettings"];
    };
    "/operator/v1/words/list": {
        /** List the words that are masked or held: those of SALON_WORDS, then what operators have listed */
        post: operations["words.listWords"];
    };
    "/operator/v1/words/add": {
        /** Mask or hold words from now on; what was said, and names that people bear, stay */
        post: operations["words.addWords"];
    };
    "/operator/v1/words/remove": {
        /** Let people say words again that operators had listed */
        post: operations["words.removeWords"];
    };
    "/operator/v1/audit/list": {
        /** List what operators did, newest first */
        post: operations["audit.listAudit"];
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        SignInAnswer: {
            operatorId: number;
            name: string;
            /** @enum {string} */
            role: "viewer" | "support" | "finance" | "admin";
            /** @description What a page sends with every call but GET, as X-CSRF-Token. */
            csrfToken: string;
            /** @description Epoch ms. */
            expiresAt: number;
        };
        SignInParams: {
            name: string;
            password: string;
            /**
             * @description Of the authenticator app.
             * @default
             */
            code?: string;
        };
        MeAnswer: {
            operatorId: number;
            name: string;
            /** @enum {string} */
            role: "viewer" | "support" | "finance" | "admin";
            hasTotp: boolean;
            csrfToken: string | null;
            /** @description Gold that one operator gives or takes back alone. */
            operatorLimitGold: number;
            /** @description Cents of a withdrawal that one operator lets be paid alone. */
            operatorLimitCents: number;
        };
        MeParams: Record<string, never>;
        SignOutAnswer: Record<string, never>;
        SignOutParams: {
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        ChangeOwnPasswordAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ChangeOwnPasswordParams: {
            password: string;
            newPassword: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        NewTotpAnswer: {
            secret: string;
            /** @description What the app reads from a QR code. */
            address: string;
        };
        NewTotpParams: Record<string, never>;
        SetTotpAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        SetTotpParams: {
            secret: string;
            code: string;
            password: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        RemoveOwnTotpAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RemoveOwnTotpParams: {
            password: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        FirstOperatorAnswer: {
            operatorId: number;
            name: string;
            /** @enum {string} */
            role: "viewer" | "support" | "finance" | "admin";
            /** @description What a page sends with every call but GET, as X-CSRF-Token. */
            csrfToken: string;
            /** @description Epoch ms. */
            expiresAt: number;
        };
        FirstOperatorParams: {
            key: string;
            name: string;
            password: string;
        };
        DevSignInAnswer: {
            operatorId: number;
            name: string;
            /** @enum {string} */
            role: "viewer" | "support" | "finance" | "admin";
            /** @description What a page sends with every call but GET, as X-CSRF-Token. */
            csrfToken: string;
            /** @description Epoch ms. */
            expiresAt: number;
        };
        DevSignInParams: {
            key: string;
        };
        ListOperatorsAnswer: {
            operators: {
                operatorId: number;
                name: string;
                /** @enum {string} */
                role: "viewer" | "support" | "finance" | "admin";
                isDisabled: boolean;
                hasTotp: boolean;
                /** @description Epoch ms. */
                addedAt: number;
                signedInAt: number | null;
            }[];
        };
        ListOperatorsParams: Record<string, never>;
        AddOperatorAnswer: {
            operatorId: number;
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        AddOperatorParams: {
            name: string;
            password: string;
            /** @enum {string} */
            role: "viewer" | "support" | "finance" | "admin";
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        ChangeOperatorRoleAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ChangeOperatorRoleParams: {
            operatorId: number;
            /** @enum {string} */
            role: "viewer" | "support" | "finance" | "admin";
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        DisableOperatorAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        DisableOperatorParams: {
            operatorId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        EnableOperatorAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        EnableOperatorParams: {
            operatorId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        SetOperatorPasswordAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        SetOperatorPasswordParams: {
            operatorId: number;
            password: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        RemoveOperatorTotpAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RemoveOperatorTotpParams: {
            operatorId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        ListTokensAnswer: {
            tokens: {
                tokenId: number;
                label: string;
                /** @enum {string} */
                role: "viewer" | "support" | "finance" | "admin";
                /** @description Epoch ms. */
                expiresAt: number;
            }[];
        };
        ListTokensParams: {
            operatorId: number;
        };
        MakeTokenAnswer: {
            tokenId: number;
            token: string | null;
            /** @description Epoch ms. */
            expiresAt: number;
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        MakeTokenParams: {
            operatorId: number;
            label: string;
            /** @enum {string} */
            role: "viewer" | "support" | "finance" | "admin";
            /** @description How long it holds. */
            days: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        RevokeTokenAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RevokeTokenParams: {
            operatorId: number;
            tokenId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        /** @description What this process did in the span that ends at `at`. */
        Sample: {
            /** @description Epoch ms. */
            at: number;
            requests: number;
            /** @description Requests that failed by this server’s fault. */
            faults: number;
            p99Ms: number | null;
            connections: number;
            events: number;
            cpuMs: number;
        };
        ShowOverviewAnswer: {
            /** @description Epoch ms. */
            now: number;
            rooms: number;
            people: number;
            goldGiven: number;
            /** @description False: there are more rooms than are counted. */
            isComplete: boolean;
            /** @description Position of the log’s last event. */
            head: number;
            views: {
                name: string;
                position: number;
                /** @enum {string} */
                state: "follows" | "rebuilding" | "stopped" | "not built";
            }[];
            reactorGroups: {
                name: string;
                position: number;
            }[];
            failedJobs: number;
            parkedEvents: number;
            parkedReactions: number;
            ledgers: {
                tenant: string;
                grantedGold: number;
                boughtGold: number;
                spentGold: number;
                heldGold: number;
            }[];
            process: {
                version: string;
                node: string;
                engines: string;
                /** @description Epoch ms. */
                startedAt: number;
                memoryBytes: number;
                disk: {
                    freeBytes: number;
                    totalBytes: number;
                } | null;
                /** @description How long the span of a sample is. */
                sampleMs: number;
                /** @description The last hour, the oldest first. */
                samples: components["schemas"]["Sample"][];
            } | null;
        };
        ShowOverviewParams: Record<string, never>;
        OperatorsPerson: {
            userId: number;
            /** @description 0 for people who came through another API. */
            heiNum: number;
            displayName: string;
            /** @enum {string} */
            gender: "Male" | "Female" | "Unspecified";
            coverUrl: string;
            isBanned: boolean;
            isErased: boolean;
            gold: number;
            points: number;
        };
        SearchPeopleAsOperatorAnswer: {
            people: components["schemas"]["OperatorsPerson"][];
        };
        SearchPeopleAsOperatorParams: {
            text: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ShowPersonAnswer: {
            userId: number;
            /** @description 0 for people who came through another API. */
            heiNum: number;
            displayName: string;
            /** @enum {string} */
            gender: "Male" | "Female" | "Unspecified";
            coverUrl: string;
            isBanned: boolean;
            isErased: boolean;
            gold: number;
            points: number;
            birthDay: string;
            description: string;
            address: string;
            names: {
                /** @description phone, heiNum, uid, username … */
                kind: string;
                value: string;
                /** @description Epoch ms. */
                claimedAt: number;
            }[];
            sessions: {
                sessionRef: string;
                /** @description Epoch ms. */
                expiresAt: number;
            }[];
            devices: {
                uuid: string;
                /** @enum {string} */
                provider: "apns" | "fcm" | "getui" | "jpush";
                /** @enum {string} */
                platform: "ios" | "android";
                sessionRef: string;
            }[];
            wallet: {
                gold: number;
                points: number;
                earnedPoints: number;
                outlayGold: number;
                isFrozen: boolean;
            };
            honours: ("verified" | "expert")[];
            liveCount: number;
            followerCount: number;
            followingCount: number;
        };
        ShowPersonParams: {
            userId: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        EndSessionOfPersonAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        EndSessionOfPersonParams: {
            userId: number;
            sessionRef: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        BanPersonAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        BanPersonParams: {
            userId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        UnbanPersonAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        UnbanPersonParams: {
            userId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ErasePersonAsOperatorAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ErasePersonAsOperatorParams: {
            userId: number;
            /** @enum {string} */
            because: "own-wish" | "request" | "court-order" | "underage" | "abuse";
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ExportPersonAsOperatorAnswer: {
            items: {
                part: string;
                type: string;
                /** @description Epoch ms. */
                at?: number;
                /** @description As `type` says. */
                data: {
                    [key: string]: unknown;
                };
            }[];
            next: string | null;
        };
        ExportPersonAsOperatorParams: {
            userId: number;
            /** @default  */
            cursor?: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        SetHonourAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        SetHonourParams: {
            userId: number;
            /** @enum {string} */
            honour: "verified" | "expert";
            isGranted: boolean;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        /** @description Gold: granted = held + spent + expired + removed; bought and exchanged are parts of granted. Points: credited = held + exchanged + pending + paid. */
        LedgerSums: {
            grantedGold: number;
            boughtGold: number;
            exchangedGold: number;
            spentGold: number;
            expiredGold: number;
            removedGold: number;
            heldGold: number;
            creditedPoints: number;
            exchangedPoints: number;
            pendingPoints: number;
            paidPoints: number;
            heldPoints: number;
        };
        /** @description What adding up every wallet of the tenant from its events came to. */
        LedgerProof: {
            /** @description Every wallet adds up, and every purchase has what follows it. */
            isRight: boolean;
            violationCount: number;
            violations: {
                position: number;
                message: string;
            }[];
            wallets: number;
            grantedGold: number;
            heldGold: number;
            spentGold: number;
            expiredGold: number;
            removedGold: number;
            points: number;
            exchangedPoints: number;
            pendingPoints: number;
            paidPoints: number;
        };
        /** @description Of this process: of all tenants, those that are not asked about count in `isRight` alone. */
        LedgerCheck: {
            /** @enum {string} */
            state: "running" | "done" | "failed";
            /** @description Epoch ms. */
            beganAt: number;
            endedAt: number | null;
            events: number;
            /** @description Where in the log it is. */
            position: number;
            /** @description Where the log ended when it began. */
            head: number;
            proof: components["schemas"]["LedgerProof"] | null;
        };
        ShowLedgerAnswer: {
            sums: components["schemas"]["LedgerSums"];
            check: components["schemas"]["LedgerCheck"] | null;
        };
        ShowLedgerParams: {
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        VerifyLedgerAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        VerifyLedgerParams: {
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        GrantGoldAnswer: {
            approvalId: number | null;
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        GrantGoldParams: {
            userId: number;
            amountGold: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        RefundGiftAnswer: {
            approvalId: number | null;
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RefundGiftParams: {
            userId: number;
            /** @description Of its entry in the wallet. */
            revision: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        FreezeWalletAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        FreezeWalletParams: {
            userId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        UnfreezeWalletAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        UnfreezeWalletParams: {
            userId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ListOrdersAnswer: {
            orders: {
                orderId: string;
                userId: number;
                /** @enum {string} */
                channel: "alipay" | "wechat" | "apple";
                payCents: number;
                amountGold: number;
                /** @enum {string} */
                status: "open" | "failed" | "expired" | "paid" | "refunded";
                isDisputed: boolean;
                /** @description Epoch ms. */
                createdAt: number;
            }[];
        };
        ListOrdersParams: {
            userId?: number;
            /** @enum {string} */
            status?: "open" | "failed" | "expired" | "paid" | "refunded";
            isDisputed?: boolean;
            /** @description Epoch ms. */
            before?: number;
            /** @default 20 */
            limit?: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        RefundOrderAnswer: {
            approvalId: number | null;
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RefundOrderParams: {
            orderId: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        CloseDisputeAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        CloseDisputeParams: {
            orderId: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ListApprovalsAnswer: {
            approvals: {
                approvalId: number;
                /** @enum {string} */
                kind: "grant" | "refund-gift" | "refund-order" | "pay-withdrawal";
                userId: number;
                amountGold: number;
                /** @description Of a withdrawal, which moves no gold; else 0. */
                payCents: number;
                /** @description The order, the event of the purchase, or the withdrawal; empty for a grant. */
                key: string;
                reason: string;
                /** @enum {string} */
                status: "asked" | "given" | "refused" | "failed";
                askedBy: number;
                /** @description Epoch ms. */
                askedAt: number;
                /** @description Epoch ms. */
                expiresAt: number;
                settledBy: number | null;
                settledAt: number | null;
            }[];
        };
        ListApprovalsParams: {
            /** @enum {string} */
            status?: "asked" | "given" | "refused" | "failed";
            /** @default 0 */
            offset?: number;
            /** @default 20 */
            limit?: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        GiveApprovalAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        GiveApprovalParams: {
            approvalId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        RefuseApprovalAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RefuseApprovalParams: {
            approvalId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ListWithdrawalsAnswer: {
            withdrawals: {
                withdrawalId: string;
                userId: number;
                points: number;
                payCents: number;
                /** @description At Alipay; the middle is masked. */
                account: string;
                /** @description Masked but for its first character. */
                name: string;
                /** @enum {string} */
                status: "requested" | "approved" | "paying" | "paid" | "rejected" | "failed";
                /** @description Why it was rejected, or a word for why it failed; else empty. */
                why: string;
                /** @description The payment’s number at Alipay; empty before. */
                tradeNo: string;
                /** @description Epoch ms. */
                createdAt: number;
            }[];
        };
        ListWithdrawalsParams: {
            userId?: number;
            /** @enum {string} */
            status?: "requested" | "approved" | "paying" | "paid" | "rejected" | "failed";
            /** @description Epoch ms. */
            before?: number;
            /** @default 20 */
            limit?: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ApproveWithdrawalAnswer: {
            approvalId: number | null;
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ApproveWithdrawalParams: {
            withdrawalId: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        RejectWithdrawalAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RejectWithdrawalParams: {
            withdrawalId: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        OperatorsLive: {
            liveId: number;
            roomId: number;
            hostId: number;
            hostName: string;
            title: string;
            /** @enum {string} */
            status: "playing" | "created" | "stopped" | "banned" | "deleted";
            isVisible: boolean;
            isPaused: boolean;
            /** @description Epoch ms. */
            createdAt: number;
            /** @description Epoch ms. */
            startedAt: number;
            /** @description Epoch ms. */
            endedAt: number;
            seatCount: number;
            memberCount: number;
            totalUsers: number;
            totalPoints: number;
        };
        ListLivesAnswer: {
            lives: components["schemas"]["OperatorsLive"][];
        };
        ListLivesParams: {
            /**
             * @default playing
             * @enum {string}
             */
            status?: "playing" | "created" | "stopped" | "banned" | "deleted";
            /** @default false */
            isHidden?: boolean;
            /** @default 0 */
            offset?: number;
            /** @default 20 */
            limit?: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ShowLiveAsOperatorAnswer: {
            live: components["schemas"]["OperatorsLive"];
            members: {
                userId: number;
                displayName: string;
                isMuted: boolean;
                isManager: boolean;
            }[];
            /** @description In the room or not. */
            muted: number[];
        };
        ShowLiveAsOperatorParams: {
            liveId: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        CloseLiveAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        CloseLiveParams: {
            liveId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        BanLiveAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        BanLiveParams: {
            liveId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        KickFromLiveAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        KickFromLiveParams: {
            liveId: number;
            userId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        MuteInLiveAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        MuteInLiveParams: {
            liveId: number;
            userId: number;
            /** @default true */
            isMuted?: boolean;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        RoomMoment: {
            position: number;
            /** @description Epoch ms. */
            at: number;
            /** @description The event, such as TextSaid: docs/architecture.md. */
            type: string;
            /** @description Whom it is about: who came, spoke, gave; 0: the room. */
            userId: number;
            /** @description As they were called then; empty where the event does not say. */
            name: string;
            text?: string;
            giftName?: string;
            amount?: number;
            /** @description What the live had earned then. */
            pointsAfter?: number;
            memberCount?: number;
            title?: string;
            reason?: string;
            correlationId?: string;
        };
        ReplayLiveAnswer: {
            hostId: number;
            /** @description In their order; likes are left out. */
            moments: components["schemas"]["RoomMoment"][];
            /** @description Where the next page begins, or what happens from now on. */
            next: string;
            /** @description There is nothing more now. */
            isEnd: boolean;
        };
        ReplayLiveParams: {
            liveId: number;
            /** @description Where the page begins: `next` of the one before. */
            from?: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ListReportsAnswer: {
            reports: {
                reportId: number;
                userId: number;
                reporterId: number;
                /** @enum {string} */
                kind: "wrong-gender" | "fraud" | "abuse" | "obscenity";
                /** @description Epoch ms. */
                at: number;
                /** @enum {string} */
                status: "open" | "dismissed" | "upheld";
            }[];
        };
        ListReportsParams: {
            userId?: number;
            /** @enum {string} */
            status?: "open" | "dismissed" | "upheld";
            /** @default 0 */
            offset?: number;
            /** @default 20 */
            limit?: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        SettleReportAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        SettleReportParams: {
            reportId: number;
            /** @enum {string} */
            outcome: "dismissed" | "upheld";
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ListRecordsAnswer: {
            records: {
                recordId: number;
                userId: number;
                lengthSeconds: number;
                audible: boolean;
                /** @description Epoch ms. */
                createdAt: number;
                /** @description Where its sound is. */
                url: string;
            }[];
        };
        ListRecordsParams: {
            /** @default false */
            isAudible?: boolean;
            /** @default 0 */
            offset?: number;
            /** @default 20 */
            limit?: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ReviewRecordAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ReviewRecordParams: {
            recordId: number;
            isApproved: boolean;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        RemoveSubjectAnswer: {
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RemoveSubjectParams: {
            subjectId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ListTopicsAsOperatorAnswer: {
            topics: {
                topicId: number;
                name: string;
                category: string;
                introduction: string;
                /** @description An https address, or relative to where the app keeps its pictures. */
                pictureUrl: string;
                /** @enum {string} */
                kind: "plain" | "calls";
                isOnTop: boolean;
                rank: number;
                isOpen: boolean;
                /** @description Epoch ms. */
                openedAt: number;
                viewCount: number;
                likeCount: number;
                replyCount: number;
            }[];
        };
        ListTopicsAsOperatorParams: {
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        OpenTopicAnswer: {
            topicId: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        OpenTopicParams: {
            name: string;
            category: string;
            introduction?: string;
            /** @description An https address, or relative to where the app keeps its pictures. */
            pictureUrl?: string;
            /** @enum {string} */
            kind?: "plain" | "calls";
            isOnTop?: boolean;
            rank?: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ChangeTopicAnswer: {
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ChangeTopicParams: {
            topicId: number;
            name?: string;
            category?: string;
            introduction?: string;
            /** @description An https address, or relative to where the app keeps its pictures. */
            pictureUrl?: string;
            /** @enum {string} */
            kind?: "plain" | "calls";
            isOnTop?: boolean;
            rank?: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        CloseTopicAnswer: {
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        CloseTopicParams: {
            topicId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ListBannersAnswer: {
            banners: {
                desc: string;
                /** @description The picture: an address, or relative to where the app keeps its pictures. */
                cover: string;
                /** @enum {string} */
                kind: "user" | "live" | "web";
                /** @description A person or a live; 0 for a page. */
                targetId: number;
                /** @description Of a page; empty for a person or a live. */
                url: string;
            }[];
        };
        ListBannersParams: {
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        SetBannersAnswer: {
            position: number;
        };
        SetBannersParams: {
            banners: {
                desc: string;
                /** @description The picture: an address, or relative to where the app keeps its pictures. */
                cover: string;
                /** @enum {string} */
                kind: "user" | "live" | "web";
                /** @description A person or a live; 0 for a page. */
                targetId: number;
                /** @description Of a page; empty for a person or a live. */
                url: string;
            }[];
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ListReleasesAnswer: {
            releases: {
                /**
                 * @description The store; empty: every store.
                 * @default
                 */
                channel: string;
                versionCode: string;
                /**
                 * @description The app does not go on without it.
                 * @default false
                 */
                force: boolean;
                url: string;
                title: string;
                /** @default  */
                text: string;
                /** @default  */
                fileName: string;
            }[];
        };
        ListReleasesParams: {
            /** @enum {string} */
            system: "android" | "ios";
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        AnnounceReleaseAnswer: {
            position: number;
        };
        AnnounceReleaseParams: {
            /** @enum {string} */
            system: "android" | "ios";
            /**
             * @description The store; empty: every store.
             * @default
             */
            channel?: string;
            versionCode: string;
            /**
             * @description The app does not go on without it.
             * @default false
             */
            force?: boolean;
            url: string;
            title: string;
            /** @default  */
            text?: string;
            /** @default  */
            fileName?: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        WithdrawReleaseAnswer: {
            position: number;
        };
        WithdrawReleaseParams: {
            /** @enum {string} */
            system: "android" | "ios";
            /**
             * @description The store; empty: every store.
             * @default
             */
            channel?: string;
            versionCode: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ShowHouseAnswer: {
            seatCount: number;
            hints: string[];
        };
        ShowHouseParams: {
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        SetRoomSeatsAnswer: {
            position: number;
        };
        SetRoomSeatsParams: {
            seatCount: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        SetHintsAnswer: {
            position: number;
        };
        SetHintsParams: {
            hints: string[];
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        LoggedEvent: {
            position: number;
            stream: string;
            revision: number;
            id: string;
            type: string;
            tenant: string;
            /** @description 0: the system, an operator or an app’s server. */
            actor: number;
            /** @description Epoch ms. */
            at: number;
            commandId: string;
            operator?: number;
            reason?: string;
            correlationId?: string;
            cause?: {
                reactor: string;
                position: number;
            };
            /** @description As `type` says; secrets are hidden. */
            data: {
                [key: string]: unknown;
            };
        };
        ListEventsAnswer: {
            events: components["schemas"]["LoggedEvent"][];
            /** @description The `after` of the next page, or its `before`. */
            next: number;
            /** @description There is nothing more in that direction now. */
            isEnd: boolean;
        };
        ListEventsParams: {
            after?: number;
            before?: number;
            type?: string;
            /** @description A tenant, or salon for the installation’s own. */
            appId?: string;
            actor?: number;
            operator?: number;
            /** @description The name of its stream begins so. */
            stream?: string;
            /** @description They acted, it is in a stream of theirs, or it names them. */
            userId?: number;
            /** @description Epoch ms. */
            since?: number;
            /** @description Epoch ms: before then. */
            until?: number;
            /** @default 50 */
            limit?: number;
        };
        ShowStreamAnswer: {
            events: components["schemas"]["LoggedEvent"][];
        };
        ShowStreamParams: {
            stream: string;
            /** @default 0 */
            from?: number;
            /** @default 50 */
            limit?: number;
        };
        ListAppsAnswer: {
            tenants: string[];
            apps: {
                tenant: string;
                dialect: string;
                appId: string;
                /** @description The settings have an oldSecret for it: docs/operations.md, Apps. */
                hasOldSecret: boolean;
                /** @description The newest first. */
                secrets: {
                    /** @description 0: of the settings. */
                    version: number;
                    until: number | null;
                    lastUsedAt: number | null;
                }[];
            }[];
        };
        ListAppsParams: Record<string, never>;
        RotateSecretAnswer: {
            version: number;
            secret: string | null;
            serverToken: string | null;
            /** @description Epoch ms. */
            formerUntil: number;
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RotateSecretParams: {
            dialect: string;
            appId: string;
            /**
             * @description How long the secret before goes on holding. What it signed for people (Lanying) ends with it.
             * @default 1440
             */
            keepMinutes?: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        EndFormerSecretsAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        EndFormerSecretsParams: {
            dialect: string;
            appId: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        ListViewsAnswer: {
            /** @description Position of the log’s last event. */
            head: number;
            views: {
                name: string;
                version: number;
                /** @enum {string} */
                state: "follows" | "rebuilding" | "stopped" | "not built";
                position: number;
                rebuiltTo: number | null;
                stop: {
                    position: number;
                    stream: string;
                    type: string;
                    reason: string;
                    /** @description Epoch ms. */
                    at: number;
                } | null;
            }[];
            reactorGroups: {
                name: string;
                position: number;
            }[];
        };
        ListViewsParams: Record<string, never>;
        RebuildViewAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RebuildViewParams: {
            view: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        ParkEventAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ParkEventParams: {
            view: string;
            position: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        LeftOutEvent: {
            /** @description The view, or the reactor. */
            by: string;
            position: number;
            stream: string;
            type: string;
            reason: string;
            /** @description Epoch ms. */
            at: number;
        };
        ListParkedEventsAnswer: {
            events: components["schemas"]["LeftOutEvent"][];
            reactions: components["schemas"]["LeftOutEvent"][];
        };
        ListParkedEventsParams: Record<string, never>;
        CheckDocumentAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        CheckDocumentParams: {
            view: string;
            id: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        ComparedDocument: {
            view: string;
            id: string;
            isSame: boolean;
            stored: {
                [key: string]: unknown;
            } | null;
            folded: {
                [key: string]: unknown;
            } | null;
        };
        ShowDocumentCheckAnswer: {
            check: {
                /** @enum {string} */
                state: "running" | "done" | "failed";
                /** @description Epoch ms. */
                beganAt: number;
                endedAt: number | null;
                events: number;
                /** @description Where in the log it is. */
                position: number;
                /** @description Where the log ended when it began. */
                head: number;
                found: components["schemas"]["ComparedDocument"] | null;
            } | null;
        };
        ShowDocumentCheckParams: Record<string, never>;
        ListJobsAnswer: {
            /** @description Epoch ms. */
            now: number;
            /** @description In dev mode alone: clock/advance. */
            canAdvanceClock: boolean;
            jobs: {
                jobId: string;
                tenant: string;
                kind: string;
                /** @description Epoch ms. */
                dueAt: number;
            }[];
        };
        ListJobsParams: {
            /** @default 0 */
            offset?: number;
            /** @default 20 */
            limit?: number;
        };
        ListFailedJobsAnswer: {
            jobs: {
                id: string;
                kind: string;
                /** @description Epoch ms. */
                dueAt: number;
                attempts: number;
                error: string;
            }[];
        };
        ListFailedJobsParams: Record<string, never>;
        RetryJobAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RetryJobParams: {
            jobId: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        AdvanceClockAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        AdvanceClockParams: {
            ms: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        LedgerEntry: {
            eventId: string;
            /** @description Its place in the wallet’s stream. */
            revision: number;
            /** @description Its place in the log. */
            position: number;
            /** @description Epoch ms. */
            at: number;
            /** @description The event, such as GiftBought: docs/architecture.md. */
            type: string;
            /** @description What came in; negative: what went out. */
            changeGold: number;
            /** @description What came in; negative: what went out. */
            changePoints: number;
            goldAfter: number;
            pointsAfter: number;
            /** @description What it was about: whatever of these the event names. */
            about: {
                source?: string;
                orderId?: string;
                packageId?: number;
                giftId?: number;
                giftName?: string;
                /** @description Gifts that were paid for. */
                units?: number;
                /** @description Who gave, or who was given to. */
                otherId?: number;
                liveId?: number;
                chatId?: number;
                subjectId?: number;
                withdrawalId?: number | string;
                purchaseEventId?: string;
                /** @description Epoch ms. */
                expiresAt?: number;
                reason?: string;
            };
            /** @description Who acted; 0: the system. */
            actor: number;
            operator?: number;
            operatorReason?: string;
            commandId: string;
            /** @description What else the request did: /operator/v1/events/chain. */
            correlationId: string;
        };
        WalletHistoryAnswer: {
            /** @description Gold that could be spent at that moment. */
            gold: number;
            points: number;
            entries: components["schemas"]["LedgerEntry"][];
            /** @description Where the next page begins; absent on the last one. */
            older?: number;
        };
        WalletHistoryParams: {
            userId: number;
            /** @description The moment, epoch ms. Default: now. */
            at?: number;
            /** @description In place of `at`: up to this event of the log. */
            position?: number;
            /** @description The next page: `older` of the answer before. */
            before?: number;
            /** @default 50 */
            limit?: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        CatalogueGift: {
            id: number;
            /** @description Gold that one costs. */
            priceGold: number;
            /** @description What one gives to sender and receiver. */
            experience: number;
            name: string;
            description: string;
            /** @enum {string} */
            picture: "static" | "moving";
            /** @description Red, green, blue. */
            background: number[];
            /** @description A file below /static/gift/, or an address of the web. */
            animationFile: string;
            /** @description For lists, likewise. */
            iconFile: string;
            isOnSale: boolean;
        };
        GoldPackage: {
            id: number;
            /** @enum {string} */
            channel: "alipay" | "wechat" | "apple";
            /** @description What it is called in the App Store. */
            productId: string;
            description: string;
            amountGold: number;
            /** @description In cents of a yuan. */
            payCents: number;
            /** @description In cents of a yuan. */
            originalCents: number;
            isOnSale: boolean;
        };
        PointsPackage: {
            id: number;
            points: number;
            amountGold: number;
            isOnSale: boolean;
        };
        ShowCatalogueAnswer: {
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
            gifts: components["schemas"]["CatalogueGift"][];
            goldPackages: components["schemas"]["GoldPackage"][];
            pointsPackages: components["schemas"]["PointsPackage"][];
        };
        ShowCatalogueParams: {
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        AddGiftAnswer: {
            giftId: number;
            /** @description Position in the log. */
            position: number;
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
        };
        AddGiftParams: {
            name: string;
            description?: string;
            /** @enum {string} */
            picture?: "static" | "moving";
            /** @description Red, green, blue. */
            background?: number[];
            /** @description A file below /static/gift/, or an address of the web. */
            animationFile?: string;
            /** @description For lists, likewise. */
            iconFile?: string;
            /** @description Gold that one costs. */
            priceGold: number;
            /**
             * @description What one gives to sender and receiver.
             * @default 0
             */
            experience?: number;
            id?: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        PriceGiftAnswer: {
            /** @description Position in the log. */
            position: number;
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
        };
        PriceGiftParams: {
            giftId: number;
            /** @description Gold that one costs. */
            priceGold: number;
            /** @description What one gives to sender and receiver. */
            experience?: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ChangeGiftAnswer: {
            /** @description Position in the log. */
            position: number;
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
        };
        ChangeGiftParams: {
            giftId: number;
            name?: string;
            description?: string;
            /** @enum {string} */
            picture?: "static" | "moving";
            /** @description Red, green, blue. */
            background?: number[];
            /** @description A file below /static/gift/, or an address of the web. */
            animationFile?: string;
            /** @description For lists, likewise. */
            iconFile?: string;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        WithdrawGiftAnswer: {
            /** @description Position in the log. */
            position: number;
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
        };
        WithdrawGiftParams: {
            giftId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        OfferGiftAnswer: {
            /** @description Position in the log. */
            position: number;
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
        };
        OfferGiftParams: {
            giftId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        OrderGiftsAnswer: {
            /** @description Position in the log. */
            position: number;
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
        };
        OrderGiftsParams: {
            giftIds: number[];
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        SetGoldPackageAnswer: {
            /** @description Position in the log. */
            position: number;
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
        };
        SetGoldPackageParams: {
            id: number;
            /** @enum {string} */
            channel: "alipay" | "wechat" | "apple";
            /** @description What it is called in the App Store. */
            productId: string;
            description: string;
            amountGold: number;
            /** @description In cents of a yuan. */
            payCents: number;
            /** @description In cents of a yuan. */
            originalCents: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        WithdrawGoldPackageAnswer: {
            /** @description Position in the log. */
            position: number;
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
        };
        WithdrawGoldPackageParams: {
            packageId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        SetPointsPackageAnswer: {
            /** @description Position in the log. */
            position: number;
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
        };
        SetPointsPackageParams: {
            id: number;
            points: number;
            amountGold: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        WithdrawPointsPackageAnswer: {
            /** @description Position in the log. */
            position: number;
            /** @description The catalogue’s version, which purchases name; 0: what Salon comes with. */
            version: number;
        };
        WithdrawPointsPackageParams: {
            packageId: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        ChainedMessage: {
            channel: string;
            msgType: string;
            action?: string;
        };
        ChainedEvent: {
            /** @description Its place in the log. */
            position: number;
            stream: string;
            revision: number;
            type: string;
            /** @description Epoch ms. */
            at: number;
            eventId: string;
            /** @description The event that it follows from; null: somebody acted. */
            causationId: string | null;
            commandId: string;
            /** @description 0: the system. */
            actor: number;
            operator?: number;
            /** @description What reacted to the event before. */
            reactor?: string;
            /** @description What the event says, by its type; texts, names and cards of people are withheld. */
            data: {
                [key: string]: unknown;
            };
            /** @description What sockets on a channel were sent for it; what messages say is withheld. */
            messages: components["schemas"]["ChainedMessage"][];
        };
        EventChainAnswer: {
            events: components["schemas"]["ChainedEvent"][];
            /** @description Where one call stopped looking, for what followed much later; null: at the log’s end. */
            next: number | null;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        EventChainParams: {
            /** @description The request’s id: `X-Request-Id` of its answer, `correlationId` of a wallet’s entry. */
            correlationId: string;
            /** @description Looks further: `next` of the answer before. */
            after?: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        FeedParams: {
            /** @description Tells first what came after this position. Default: from now on. */
            after?: number;
            type?: string;
            /** @description A tenant, or salon for the installation’s own. */
            appId?: string;
        };
        WebhookMessage: {
            /** @description The same each time: drop what you have seen. */
            id: string;
            /** @enum {string} */
            type: "gift" | "room-started" | "room-ended" | "joined" | "left" | "message" | "payment" | "payment-refunded" | "report" | "person-registered" | "person-banned" | "person-erased";
            position: number;
            /** @description Epoch ms. */
            at: number;
            /** @description What it is about; messages about the same come in order. */
            subject: string;
            /** @description As docs/webhooks.md says, by `type`. */
            data: {
                [key: string]: unknown;
            };
        };
        PullEventsAnswer: {
            messages: components["schemas"]["WebhookMessage"][];
            /** @description The `after` of the next page: keep it once you have stored these. */
            next: number;
            /** @description There is nothing more now. */
            isEnd: boolean;
        };
        PullEventsParams: {
            /** @default 0 */
            after?: number;
            /** @description Some of gift, room-started, room-ended, joined, left, message, payment, payment-refunded, report, person-registered, person-banned, person-erased, with commas between; `message` needs the role admin. Default: all that the role may see. */
            types?: string;
            /** @default 100 */
            limit?: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        Webhook: {
            name: string;
            tenant: string;
            /** @description Scheme, host and port of its receiver. */
            origin: string;
            events: string[];
            reached: number | null;
            parked: {
                position: number;
                reason: string;
                /** @description Epoch ms. */
                at: number;
            } | null;
            /** @description It was asked to go on, and has not begun to. */
            isReplayAsked: boolean;
            leftOutCount: number;
            /** @description The latest 50. */
            leftOut: {
                id: string;
                type: string;
                position: number;
                status: number;
                /** @description Epoch ms. */
                at: number;
            }[];
        };
        ListWebhooksAnswer: {
            /** @description Position of the log’s last event. */
            head: number;
            webhooks: components["schemas"]["Webhook"][];
        };
        ListWebhooksParams: Record<string, never>;
        ReplayWebhookAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        ReplayWebhookParams: {
            webhook: string;
            /** @description 0: everything again. Default: from where it stands. */
            after?: number;
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
        };
        SettingNow: {
            name: string;
            value: string;
            /** @description environment, command line, dev mode, secrets.json or default */
            origin: string;
        };
        ListSettingsAnswer: {
            settings: components["schemas"]["SettingNow"][];
        };
        ListSettingsParams: Record<string, never>;
        ListedWord: {
            word: string;
            /**
             * @description mask: stars stand in its place; hold: a text with it is refused.
             * @enum {string}
             */
            treatment: "mask" | "hold";
            /**
             * @description What SALON_WORDS has is changed there alone.
             * @enum {string}
             */
            from: "setting" | "operator";
        };
        ListWordsAnswer: {
            total: number;
            words: components["schemas"]["ListedWord"][];
        };
        ListWordsParams: {
            /** @default 0 */
            offset?: number;
            /** @default 20 */
            limit?: number;
            /**
             * @description In the word.
             * @default
             */
            text?: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        AddWordsAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        AddWordsParams: {
            /** @enum {string} */
            treatment: "mask" | "hold";
            words: string[];
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        RemoveWordsAnswer: {
            /** @description Position in the log: /operator/v1/events/list shows it. */
            position: number;
            /**
             * @description The command has succeeded, but lists do not show it yet. Absent: they do.
             * @constant
             */
            upToDate?: false;
        };
        RemoveWordsParams: {
            words: string[];
            /** @description Why, for whoever looks at it later: at most 200 characters. */
            reason: string;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
        Deed: {
            /** @description Its place in the log. */
            position: number;
            /** @description Epoch ms. */
            at: number;
            operator: number;
            /** @description Why, as they said; empty where it was about somebody who was erased. */
            reason: string;
            /** @description The person whom it was about; 0: none. */
            userId: number;
            stream: string;
            /** @description The events that it became. */
            types: string[];
            commandId: string;
            /** @description What followed from it: /operator/v1/events/chain. */
            correlationId: string;
        };
        ListAuditAnswer: {
            deeds: components["schemas"]["Deed"][];
        };
        ListAuditParams: {
            /**
             * @description Default: what was done in the tenant. `installation`: to operators and their tokens.
             * @enum {string}
             */
            of?: "tenant" | "installation";
            operatorId?: number;
            /** @description About this person; not beside `operatorId`. */
            userId?: number;
            /** @description The next page: the last `position` before. */
            before?: number;
            /** @default 50 */
            limit?: number;
            /** @description Default: heihei’s. Others: /operator/v1/apps/list. */
            tenant?: string;
        };
    };
    responses: never;
    parameters: {
        /** @description Makes a command repeatable: the same key with the same input gets the first answer, and counts once. */
        IdempotencyKey: string;
        /** @description Makes a command repeatable: the same key with the same input gets the first answer, and counts once. */
        NeededKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "session.signIn": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SignInParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SignInAnswer"];
                };
            };
        };
    };
    "session.me": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MeParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["MeAnswer"];
                };
            };
        };
    };
    "session.signOut": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SignOutParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SignOutAnswer"];
                };
            };
        };
    };
    "session.changeOwnPassword": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeOwnPasswordParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ChangeOwnPasswordAnswer"];
                };
            };
        };
    };
    "session.newTotp": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewTotpParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["NewTotpAnswer"];
                };
            };
        };
    };
    "session.setTotp": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetTotpParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SetTotpAnswer"];
                };
            };
        };
    };
    "session.removeOwnTotp": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RemoveOwnTotpParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RemoveOwnTotpAnswer"];
                };
            };
        };
    };
    "session.firstOperator": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FirstOperatorParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["FirstOperatorAnswer"];
                };
            };
        };
    };
    "session.devSignIn": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DevSignInParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["DevSignInAnswer"];
                };
            };
        };
    };
    "operators.listOperators": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListOperatorsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListOperatorsAnswer"];
                };
            };
        };
    };
    "operators.addOperator": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AddOperatorParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["AddOperatorAnswer"];
                };
            };
        };
    };
    "operators.changeOperatorRole": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeOperatorRoleParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ChangeOperatorRoleAnswer"];
                };
            };
        };
    };
    "operators.disableOperator": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DisableOperatorParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["DisableOperatorAnswer"];
                };
            };
        };
    };
    "operators.enableOperator": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EnableOperatorParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["EnableOperatorAnswer"];
                };
            };
        };
    };
    "operators.setOperatorPassword": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetOperatorPasswordParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SetOperatorPasswordAnswer"];
                };
            };
        };
    };
    "operators.removeOperatorTotp": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RemoveOperatorTotpParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RemoveOperatorTotpAnswer"];
                };
            };
        };
    };
    "tokens.listTokens": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListTokensParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListTokensAnswer"];
                };
            };
        };
    };
    "tokens.makeToken": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MakeTokenParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["MakeTokenAnswer"];
                };
            };
        };
    };
    "tokens.revokeToken": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RevokeTokenParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RevokeTokenAnswer"];
                };
            };
        };
    };
    "overview.showOverview": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShowOverviewParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ShowOverviewAnswer"];
                };
            };
        };
    };
    "people.searchPeopleAsOperator": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SearchPeopleAsOperatorParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SearchPeopleAsOperatorAnswer"];
                };
            };
        };
    };
    "people.showPerson": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShowPersonParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ShowPersonAnswer"];
                };
            };
        };
    };
    "people.endSessionOfPerson": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EndSessionOfPersonParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["EndSessionOfPersonAnswer"];
                };
            };
        };
    };
    "people.banPerson": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BanPersonParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["BanPersonAnswer"];
                };
            };
        };
    };
    "people.unbanPerson": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UnbanPersonParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["UnbanPersonAnswer"];
                };
            };
        };
    };
    "people.erasePersonAsOperator": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ErasePersonAsOperatorParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ErasePersonAsOperatorAnswer"];
                };
            };
        };
    };
    "people.exportPersonAsOperator": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ExportPersonAsOperatorParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ExportPersonAsOperatorAnswer"];
                };
            };
        };
    };
    "people.setHonour": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetHonourParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SetHonourAnswer"];
                };
            };
        };
    };
    "ledger.showLedger": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShowLedgerParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ShowLedgerAnswer"];
                };
            };
        };
    };
    "ledger.verifyLedger": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VerifyLedgerParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["VerifyLedgerAnswer"];
                };
            };
        };
    };
    "wallets.grantGold": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GrantGoldParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["GrantGoldAnswer"];
                };
            };
        };
    };
    "wallets.refundGift": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefundGiftParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RefundGiftAnswer"];
                };
            };
        };
    };
    "wallets.freezeWallet": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FreezeWalletParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["FreezeWalletAnswer"];
                };
            };
        };
    };
    "wallets.unfreezeWallet": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UnfreezeWalletParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["UnfreezeWalletAnswer"];
                };
            };
        };
    };
    "orders.listOrders": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListOrdersParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListOrdersAnswer"];
                };
            };
        };
    };
    "orders.refundOrder": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefundOrderParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RefundOrderAnswer"];
                };
            };
        };
    };
    "orders.closeDispute": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CloseDisputeParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["CloseDisputeAnswer"];
                };
            };
        };
    };
    "approvals.listApprovals": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListApprovalsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListApprovalsAnswer"];
                };
            };
        };
    };
    "approvals.giveApproval": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GiveApprovalParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["GiveApprovalAnswer"];
                };
            };
        };
    };
    "approvals.refuseApproval": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefuseApprovalParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RefuseApprovalAnswer"];
                };
            };
        };
    };
    "withdrawals.listWithdrawals": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListWithdrawalsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListWithdrawalsAnswer"];
                };
            };
        };
    };
    "withdrawals.approveWithdrawal": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApproveWithdrawalParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ApproveWithdrawalAnswer"];
                };
            };
        };
    };
    "withdrawals.rejectWithdrawal": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RejectWithdrawalParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RejectWithdrawalAnswer"];
                };
            };
        };
    };
    "lives.listLives": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListLivesParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListLivesAnswer"];
                };
            };
        };
    };
    "lives.showLiveAsOperator": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShowLiveAsOperatorParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ShowLiveAsOperatorAnswer"];
                };
            };
        };
    };
    "lives.closeLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CloseLiveParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["CloseLiveAnswer"];
                };
            };
        };
    };
    "lives.banLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BanLiveParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["BanLiveAnswer"];
                };
            };
        };
    };
    "lives.kickFromLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KickFromLiveParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["KickFromLiveAnswer"];
                };
            };
        };
    };
    "lives.muteInLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MuteInLiveParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["MuteInLiveAnswer"];
                };
            };
        };
    };
    "lives.replayLive": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayLiveParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ReplayLiveAnswer"];
                };
            };
        };
    };
    "reports.listReports": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListReportsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListReportsAnswer"];
                };
            };
        };
    };
    "reports.settleReport": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SettleReportParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SettleReportAnswer"];
                };
            };
        };
    };
    "records.listRecords": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListRecordsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListRecordsAnswer"];
                };
            };
        };
    };
    "records.reviewRecord": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReviewRecordParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ReviewRecordAnswer"];
                };
            };
        };
    };
    "subjects.removeSubject": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RemoveSubjectParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RemoveSubjectAnswer"];
                };
            };
        };
    };
    "topics.listTopicsAsOperator": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListTopicsAsOperatorParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListTopicsAsOperatorAnswer"];
                };
            };
        };
    };
    "topics.openTopic": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OpenTopicParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["OpenTopicAnswer"];
                };
            };
        };
    };
    "topics.changeTopic": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeTopicParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ChangeTopicAnswer"];
                };
            };
        };
    };
    "topics.closeTopic": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CloseTopicParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["CloseTopicAnswer"];
                };
            };
        };
    };
    "banners.listBanners": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListBannersParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListBannersAnswer"];
                };
            };
        };
    };
    "banners.setBanners": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetBannersParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SetBannersAnswer"];
                };
            };
        };
    };
    "releases.listReleases": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListReleasesParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListReleasesAnswer"];
                };
            };
        };
    };
    "releases.announceRelease": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AnnounceReleaseParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["AnnounceReleaseAnswer"];
                };
            };
        };
    };
    "releases.withdrawRelease": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WithdrawReleaseParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["WithdrawReleaseAnswer"];
                };
            };
        };
    };
    "house.showHouse": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShowHouseParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ShowHouseAnswer"];
                };
            };
        };
    };
    "house.setRoomSeats": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetRoomSeatsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SetRoomSeatsAnswer"];
                };
            };
        };
    };
    "house.setHints": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetHintsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SetHintsAnswer"];
                };
            };
        };
    };
    "events.listEvents": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListEventsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListEventsAnswer"];
                };
            };
        };
    };
    "events.showStream": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShowStreamParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ShowStreamAnswer"];
                };
            };
        };
    };
    "apps.listApps": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListAppsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListAppsAnswer"];
                };
            };
        };
    };
    "apps.rotateSecret": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateSecretParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RotateSecretAnswer"];
                };
            };
        };
    };
    "apps.endFormerSecrets": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EndFormerSecretsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["EndFormerSecretsAnswer"];
                };
            };
        };
    };
    "views.listViews": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListViewsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListViewsAnswer"];
                };
            };
        };
    };
    "views.rebuildView": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RebuildViewParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RebuildViewAnswer"];
                };
            };
        };
    };
    "views.parkEvent": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ParkEventParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ParkEventAnswer"];
                };
            };
        };
    };
    "views.listParkedEvents": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListParkedEventsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListParkedEventsAnswer"];
                };
            };
        };
    };
    "views.checkDocument": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CheckDocumentParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["CheckDocumentAnswer"];
                };
            };
        };
    };
    "views.showDocumentCheck": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShowDocumentCheckParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ShowDocumentCheckAnswer"];
                };
            };
        };
    };
    "jobs.listJobs": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListJobsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListJobsAnswer"];
                };
            };
        };
    };
    "jobs.listFailedJobs": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListFailedJobsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListFailedJobsAnswer"];
                };
            };
        };
    };
    "jobs.retryJob": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RetryJobParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RetryJobAnswer"];
                };
            };
        };
    };
    "clock.advanceClock": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AdvanceClockParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["AdvanceClockAnswer"];
                };
            };
        };
    };
    "wallets.walletHistory": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WalletHistoryParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["WalletHistoryAnswer"];
                };
            };
        };
    };
    "catalogue.showCatalogue": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShowCatalogueParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ShowCatalogueAnswer"];
                };
            };
        };
    };
    "catalogue.addGift": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AddGiftParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["AddGiftAnswer"];
                };
            };
        };
    };
    "catalogue.priceGift": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PriceGiftParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["PriceGiftAnswer"];
                };
            };
        };
    };
    "catalogue.changeGift": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeGiftParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ChangeGiftAnswer"];
                };
            };
        };
    };
    "catalogue.withdrawGift": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WithdrawGiftParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["WithdrawGiftAnswer"];
                };
            };
        };
    };
    "catalogue.offerGift": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OfferGiftParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["OfferGiftAnswer"];
                };
            };
        };
    };
    "catalogue.orderGifts": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OrderGiftsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["OrderGiftsAnswer"];
                };
            };
        };
    };
    "catalogue.setGoldPackage": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetGoldPackageParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SetGoldPackageAnswer"];
                };
            };
        };
    };
    "catalogue.withdrawGoldPackage": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WithdrawGoldPackageParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["WithdrawGoldPackageAnswer"];
                };
            };
        };
    };
    "catalogue.setPointsPackage": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetPointsPackageParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["SetPointsPackageAnswer"];
                };
            };
        };
    };
    "catalogue.withdrawPointsPackage": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WithdrawPointsPackageParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["WithdrawPointsPackageAnswer"];
                };
            };
        };
    };
    "events.eventChain": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EventChainParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["EventChainAnswer"];
                };
            };
        };
    };
    "feed.feed": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FeedParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    "events.pullEvents": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PullEventsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["PullEventsAnswer"];
                };
            };
        };
    };
    "webhooks.listWebhooks": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListWebhooksParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListWebhooksAnswer"];
                };
            };
        };
    };
    "webhooks.replayWebhook": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayWebhookParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ReplayWebhookAnswer"];
                };
            };
        };
    };
    "settings.listSettings": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListSettingsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListSettingsAnswer"];
                };
            };
        };
    };
    "words.listWords": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListWordsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListWordsAnswer"];
                };
            };
        };
    };
    "words.addWords": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AddWordsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["AddWordsAnswer"];
                };
            };
        };
    };
    "words.removeWords": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RemoveWordsParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["RemoveWordsAnswer"];
                };
            };
        };
    };
    "audit.listAudit": {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListAuditParams"];
            };
        };
        responses: {
            /** @description 200 success */
            200: {
                content: {
                    "application/json": components["schemas"]["ListAuditAnswer"];
                };
            };
        };
    };
}
