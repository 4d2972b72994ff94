import type { Endpoint } from '../../http/endpoint.ts';
import { createLive, unclosedLive } from './create-live.ts';
import { getLive, shareLive } from './get-live.ts';
import { changeLive, continueLive, deleteLive, pauseLive, setLiveVisible } from './host-commands.ts';
import { inviteUser, inviteUserList } from './invitations.ts';
import { heartBeat, joinLive, quitLive } from './join-quit.ts';
import { listLiveUsers, listReplayUsers } from './list-live-users.ts';
import { listLiveByFollow, listLiveByRecommend, listLiveByUser } from './lists.ts';
import { getMgrUser, getUser, liveMgr, systemNotify } from './managers.ts';
import { isShutup, kickOutUser, shutupOpen, shutupUser } from './moderation.ts';
import { replayFeed } from './replay-feed.ts';
import { knockLiveRoom, knockStatus, lockLiveSeat } from './seats.ts';
import { startLive, stopLive } from './start-stop.ts';

/** heihei, 直播. */
export const liveEndpoints: readonly Endpoint[] = [
  createLive,
  startLive,
  changeLive,
  pauseLive,
  continueLive,
  stopLive,
  deleteLive,
  setLiveVisible,
  getLive,
  unclosedLive,
  shareLive,
  joinLive,
  quitLive,
  heartBeat,
  listLiveUsers,
  listReplayUsers,
  lockLiveSeat,
  knockStatus,
  knockLiveRoom,
  inviteUserList,
  inviteUser,
  kickOutUser,
  shutupUser,
  shutupOpen,
  isShutup,
  listLiveByRecommend,
  listLiveByFollow,
  listLiveByUser,
  replayFeed,
  liveMgr,
  getMgrUser,
  getUser,
  systemNotify,
];
