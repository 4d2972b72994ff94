import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Actor } from '../../application/actor.ts';
import type { Core } from '../../application/core.ts';
import { relate } from '../../application/people/relations.ts';
import { setLiveVisible } from '../../application/rooms/host-commands.ts';
import { joinLive, quitLive } from '../../application/rooms/join-quit.ts';
import { startLive } from '../../application/rooms/start-stop.ts';
import { pathOf } from '../../domain/file/path.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import type { LiveCommand } from '../../domain/live/commands.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { recordingsDecider } from '../../domain/recordings/decider.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { recordingsStream, subjectStream, topicStream } from '../../domain/streams.ts';
import { subjectDecider } from '../../domain/subject/decider.ts';
import { topicDecider } from '../../domain/topic/decider.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import type { Client } from '../support/client.ts';
import { person } from '../support/given.ts';
import { type OtherPerson, TOPIC_ID, WITH_CHAT, WITH_LIVE, WITH_PERSON } from '../support/policy-attempts.ts';
import { GROUP_RELATIONS, sceneGroup, WITH_GROUP } from '../support/policy-groups.ts';
import { LIVE_KINDS, outcomeOf, PolicyWorld, RELATIONS } from '../support/policy-world.ts';
import { APP } from '../support/room-world.ts';
import { ROOT } from '../support/script.ts';

/**
 * What the tables' words stand for. `ok`: it is done, or shown. `-`: it is not in the list that is asked for. Everything else is the
 * code that the attempt is refused with.
 */
const WORDS: Record<string, string> = {
  none: 'LiveNotFound',
  idle: 'LiveNotRunning',
  ended: 'LiveEnded',
  outside: 'NotInLive',
  inside: 'AlreadyInLive',
  noroom: 'RoomInvalid',
  nothost: 'NotHost',
  barred: 'BlockedByHost',
  unblock: 'TargetBlocked',
  hidden: 'ProfileHidden',
  nobody: 'UserNotFound',
  muted: 'Muted',
  self: 'TargetIsSelf',
  state: 'ConferenceStateWrong',
  input: 'InvalidInput',
  busy: 'LineBusy',
  live: 'UserIsLive',
  gone: 'MessageNotRevocable',
  norec: 'RecordNotFound',
  nosub: 'SubjectNotFound',
  gone2: 'SubjectGone',
  poor: 'InsufficientGold',
  nofile: 'FileInvalid',
  nogroup: 'GroupNotFound',
  nomember: 'NotInGroup',
  noadmin: 'NotGroupAdmin',
  noowner: 'NotGroupOwner',
  closed: 'GroupNotOpen',
  unasked: 'FriendNotRequested',
};

/** The columns are those of RELATIONS, for an open live, a hidden one, a draft, and one that was stopped. */
const LIVES = `
                 stranger former  kicked  blocked blocks  muted   member  host    | stranger former kicked blocked invited member  host   | stranger blocked host  | stranger former blocked host
showLive         outside  outside outside outside outside ok      ok      ok      | none     none   none   none    outside ok      ok     | none     none    ok    | ok       ok     none    ok
sharedLive       ok       ok      ok      none    ok      ok      ok      ok      | none     none   none   none    none    ok      ok     | none     none    ok    | ok       ok     none    ok
liveOnAir        ok       ok      ok      -       ok      ok      ok      ok      | -        -      -      -       -       ok      ok     | -        -       -     | -        -      -       -
recommendedLives ok       ok      ok      -       -       ok      ok      ok      | -        -      -      -       -       -       -      | -        -       -     | ok       ok     -       ok
livesOfFollowed  ok       ok      ok      -       -       ok      ok      -       | -        -      -      -       -       -       -      | -        -       -     | ok       ok     -       -
livesOfHost      ok       ok      ok      -       ok      ok      ok      ok      | -        -      -      -       -       -       ok     | -        -       ok    | ok       ok     -       ok
usersInRoom      outside  outside outside outside outside ok      ok      ok      | none     none   none   none    outside ok      ok     | outside  outside outside | outside outside outside outside
managersOf       outside  outside outside outside outside ok      ok      ok      | none     none   none   none    outside ok      ok     | outside  outside outside | outside outside outside outside
personInRoom     outside  outside outside outside outside ok      ok      ok      | none     none   none   none    outside ok      ok     | outside  outside outside | outside outside outside outside
pastUsers        none     none    none    none    none    none    none    none    | none     none   none   none    none    none    none   | none     none    none  | ok       ok     none    ok
replayOf         none     none    none    none    none    none    none    none    | none     none   none   none    none    none    none   | none     none    none  | ok       ok     none    ok
seatsLeft        ok       ok      ok      ok      ok      ok      ok      ok      | none     none   none   none    ok      ok      ok     | ok       ok      ok    | ok       ok     ok      ok
callBetween      ok       ok      ok      ok      ok      ok      ok      ok      | -        -      -      -       ok      ok      ok     | -        -       -     | -        -      -       -
joinLive         ok       ok      barred  barred  ok      ok      ok      ok      | none     none   none   none    ok      ok      ok     | idle     idle    idle  | idle     idle   idle    idle
knock            ok       ok      ok      barred  unblock inside  inside  inside  | none     none   none   none    ok      inside  inside | none     none    none  | none     none   none    none
beatInLive       outside  outside outside outside outside ok      ok      ok      | none     none   none   none    outside ok      ok     | idle     idle    idle  | idle     idle   idle    idle
quitLive         ok       ok      ok      ok      ok      ok      ok      ok      | none     none   none   none    ok      ok      ok     | ok       ok      ok    | ok       ok     ok      ok
sayText          noroom   noroom  noroom  noroom  noroom  muted   ok      ok      | none     none   none   none    noroom  ok      ok     | noroom   noroom  noroom | noroom  noroom noroom  noroom
likeLive         outside  outside outside outside outside ok      ok      ok      | none     none   none   none    outside ok      ok     | none     none    none  | none     none   none    none
buyGift          outside  outside outside outside outside ok      ok      self    | none     none   none   none    outside ok      self   | none     none    none  | none     none   none    none
buyBullet        outside  outside outside outside outside muted   ok      self    | none     none   none   none    outside ok      self   | none     none    none  | none     none   none    none
requestCall      state    state   state   state   state   muted   ok      input   | none     none   none   none    state   ok      input  | none     none    none  | none     none   none    none
acceptCall       state    state   state   state   state   state   state   state   | none     none   none   none    state   state   state  | none     none    none  | none     none   none    none
refuseCall       state    state   state   state   state   state   state   state   | none     none   none   none    state   state   state  | none     none    none  | none     none   none    none
joinConference   state    state   state   state   state   state   state   state   | none     none   none   none    state   state   state  | none     none    none  | none     none   none    none
confirmConference state   state   state   state   state   state   state   state   | none     none   none   none    state   state   state  | none     none    none  | none     none   none    none
quitConference   state    state   state   state   state   state   state   state   | none     none   none   none    state   state   state  | none     none    none  | none     none   none    none
isMuted          outside  outside outside outside outside ok      ok      ok      | none     none   none   none    outside ok      ok     | outside  outside ok    | outside  outside outside ok
muteViewer       nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | none     none    none  | none     none   none    none
unmuteViewer     nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | none     none    none  | none     none   none    none
kickViewer       nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | none     none    none  | none     none   none    none
setManager       nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | none     none    none  | none     none   none    none
giveNotice       nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | none     none    none  | none     none   none    none
inviteCandidates nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | none     none    none  | none     none   none    none
inviteViewer     nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | none     none    none  | none     none   none    none
setSeatLocked    nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | none     none    none  | none     none   none    none
renameLive       nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | nothost  nothost ok    | nothost  nothost nothost ok
pauseLive        nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | nothost  nothost none  | nothost  nothost nothost ended
continueLive     nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | nothost  nothost none  | nothost  nothost nothost ended
setLiveVisible   nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | nothost  nothost ok    | nothost  nothost nothost ok
startLive        nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | nothost  nothost ok    | nothost  nothost nothost ended
stopLive         nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | nothost  nothost ok    | nothost  nothost nothost ok
deleteLive       nothost  nothost nothost nothost nothost nothost nothost ok      | none     none   none   none    nothost nothost ok     | nothost  nothost ok    | nothost  nothost nothost ok
`;

/**
 * Who wants something of another person: of a stranger, of one who blocks them (`blocked`), of one whom they block (`blocks`), of one who
 * was banned, of one who was erased. Invitations and calls are the host's, to somebody who knocked, or who is in the room; who calls is live there. What
 * changes relations comes last.
 */
const PEOPLE = `
                 stranger blocked blocks  banned  erased
viewProfile      ok       hidden  ok      ok      nobody
followersOf      ok       hidden  ok      ok      nobody
followedBy       ok       hidden  ok      ok      nobody
searchPeople     ok       -       ok      -       -
inviteViewer     ok       hidden  unblock nobody  nobody
inviteCandidates ok       -       -       -       -
requestCall      ok       state   state   state   state
dueChat          live     busy    busy    busy    busy
sendMessage      ok       hidden  unblock nobody  nobody
messagesWith     ok       ok      ok      ok      ok
readConversation ok       ok      ok      ok      ok
removeInboxEntry ok       ok      ok      ok      ok
revokeMessage    gone     gone    gone    gone    gone
requestFriend    ok       hidden  unblock nobody  nobody
answerFriend     unasked  unasked unasked unasked nobody
removeFriend     ok       ok      ok      ok      ok
readRecord       ok       norec   norec   norec   norec
latestRecords    ok       -       -       -       -
listTopics       ok       -       -       -       -
showTopic        ok       -       -       -       -
showSubject      ok       nosub   nosub   nosub   nosub
subjectWithReplies ok     nosub   nosub   nosub   nosub
replyToSubject   nofile   nosub   nosub   nosub   nosub
likeSubject      ok       gone2   gone2   gone2   gone2
listenToSubject  ok       nosub   nosub   nosub   nosub
buySubjectGift   poor     nosub   nosub   nosub   nosub
retitleSubject   gone2    gone2   gone2   gone2   gone2
peopleByType     ok       -       -       -       -
activePeople     ok       -       -       -       -
reportUser       ok       ok      ok      ok      nobody
FollowUser       ok       hidden  unblock nobody  nobody
UnfollowUser     ok       ok      ok      ok      ok
BlockUser        ok       ok      ok      ok      nobody
UnblockUser      ok       ok      ok      ok      ok
`;

/** Who does something to a group. What changes a group is tried on a new one each time. */
const GROUPS = `
                 stranger removed  member   admin    owner ended
showGroup        nomember nomember ok       ok       ok    nogroup
membersOfGroup   nomember nomember ok       ok       ok    nogroup
memberIdsOfGroup nomember nomember ok       ok       ok    nogroup
memberOfGroup    nomember nomember ok       ok       ok    nogroup
sendToGroup      nomember nomember ok       ok       ok    nogroup
groupMessagesOf  nomember nomember ok       ok       ok    nogroup
readGroup        nomember nomember ok       ok       ok    nogroup
groupReaders     nomember nomember ok       ok       ok    nogroup
revokeInGroup    nomember nomember gone     ok       ok    nogroup
inviteToGroup    nomember nomember ok       ok       ok    nogroup
joinGroup        closed   closed   ok       ok       ok    nogroup
removeFromGroup  nomember nomember noadmin  ok       ok    nogroup
changeGroup      nomember nomember noadmin  ok       ok    nogroup
setGroupRole     nomember nomember noowner  noowner  ok    nogroup
transferGroup    nomember nomember noowner  noowner  ok    nogroup
leaveGroup       ok       ok       ok       ok       ok    nogroup
destroyGroup     nomember nomember noowner  noowner  ok    nogroup
`;

/** Use cases that concern nobody but the one who acts, or that are parts of the above. */
const ALONE = [
  ...['createLive', 'unclosedLive', 'blockedBy', 'updateProfile', 'bindPhone', 'signOut', 'eraseOwnAccount'],
  ...['exportPage', 'conversationsOf', 'readInbox', 'senderCard', 'callNoticesOf', 'settleCallNotice'],
  ...['matchChat', 'stopMatchChat', 'enterChat', 'userSig'],
  ...[
    'createGroup',
    'groupsOf',
    'roleInGroup',
    'outcomesOfAdding',
    'handleWriting',
    'friendsOf',
    'allFriendsOf',
    'friendRequestsTo',
  ],
  ...['registerDevice', 'setPushEnabled', 'isPushEnabled', 'ownCounters', 'platformSession'],
  ...[
    'grantUpload',
    'takeUpload',
    'takeLog',
    'uploadLog',
    'recordGrant',
    'hostPicture',
    'claimFile',
    'recordClaim',
    'uploadRecord',
    'deleteRecord',
  ],
  ...['exchangePoints'],
  // Where one is paid, and what: test/api/withdrawals.test.ts.
  ...['verifyPayee', 'cashNow', 'requestWithdrawal', 'withdrawalsOf'],
  // An order is its person's alone: test/api/orders.test.ts.
  ...['createOrder', 'notifyOrder'],
  // What one posts oneself, and what others show.
  ...['postSubject', 'postedSubject', 'reachableSubject', 'shownSubjects', 'peopleAround'],
  ...['listedPeople', 'seenHost', 'giveUpOldestSeats', 'conferenceRoom', 'runOnConference', 'rtcAccess'],
];

const recordPath = (userId: number, recordId: number) =>
  pathOf({ module: 'record', userId, fileId: String(recordId).padStart(24, '0'), format: 'mp3', grantedAt: 0 });

/** The rows of a table: the use case, and the outcome expected in each column. */
function rowsOf(table: string): { name: string; line: string; expected: string[] }[] {
  const lines = table.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(1).map((line) => {
    const [name, ...cells] = line.split(/[\s|]+/).filter(Boolean);
    return { name: name!, line, expected: cells.map((cell) => WORDS[cell] ?? cell) };
  });
}

describe('policy: who may reach whom', () => {
  let world: PolicyWorld;
  let cases = 0;
  let held = 0;

  before(async () => {
    world = await PolicyWorld.start();
  });
  after(async () => {
    await world.close();
    console.log(`POLICY cases=${cases} held=${held}`);
  });

  function check(expected: readonly string[], actual: readonly string[]): void {
    cases += expected.length;
    held += expected.filter((outcome, at) => outcome === actual[at]).length;
    expect(actual).to.deep.equal(expected);
  }

  it('the tables are whole: every use case of a person stands in one, or concerns nobody else', () => {
    const inTables = [
      ...Object.keys(WITH_LIVE),
      ...Object.keys(WITH_PERSON).filter((name) => !/^[A-Z].*User$/.test(name)),
    ];
    expect([
      ...new Set([...inTables, ...Object.keys(WITH_CHAT), ...Object.keys(WITH_GROUP), 'relate', ...ALONE]),
    ]).to.have.members(useCases());
    expect(rowsOf(LIVES).map(({ name }) => name)).to.deep.equal(Object.keys(WITH_LIVE));
    expect(rowsOf(PEOPLE).map(({ name }) => name)).to.deep.equal(Object.keys(WITH_PERSON));
    expect(rowsOf(GROUPS).map(({ name }) => name)).to.deep.equal(Object.keys(WITH_GROUP));
  });

  describe('every use case of a live × every relation to it', () => {
    before(async () => {
      for (const kind of LIVE_KINDS) {
        const host = world.actor('host', kind);
        for (const relation of RELATIONS[kind]) {
          const { userId } = world.actor(relation, kind);
          const stream = streamName('relations', APP, userId);
          if (relation === 'host' || relation === 'blocks') continue;
          await world.room.run(relationsDecider, stream, { type: 'FollowUser', targetId: host.userId }, userId);
        }
      }
    });

    for (const { name, expected } of rowsOf(LIVES)) {
      it(name, async () => {
        const actual: string[] = [];
        for (const kind of LIVE_KINDS) {
          const live = await world.live(kind);
          await world.room.settle();
          for (const relation of RELATIONS[kind]) {
            const actor = world.actor(relation, kind);
            const attempt = WITH_LIVE[name]!(world.room.core, actor, live, world.metaOf(actor), world.victim.userId);
            actual.push(await outcomeOf(attempt));
          }
        }
        check(expected, actual);
      });
    }
  });

  describe('every use case of two people × every relation between them', () => {
    let actor: Actor;
    const others: OtherPerson[] = [];

    before(async () => {
      const { room } = world;
      const me = await room.person('找人的');
      actor = { appId: APP, userId: me.userId };
      const make: Record<string, () => Promise<Client>> = {
        stranger: () => room.person('生人甲'),
        blocked: async () => {
          const other = await room.person('拉黑我的');
          await room.relate('BlockUser', other, me);
          return other;
        },
        blocks: async () => {
          const other = await room.person('我拉黑的');
          await room.relate('BlockUser', me, other);
          return other;
        },
        banned: () => world.banned('封禁的'),
        erased: () => world.erased('注销的'),
      };
      const look = { name: '话题', introduction: '', pictureUrl: '', category: '约聊' } as const;
      const open = {
        type: 'OpenTopic',
        topicId: TOPIC_ID,
        look: { ...look, kind: 'calls', isOnTop: false, rank: 0 },
      } as const;
      await room.run(topicDecider, topicStream(APP, TOPIC_ID), open, 0);
      for (const [n, relation] of ['stranger', 'blocked', 'blocks', 'banned', 'erased'].entries()) {
        const other = await make[relation]!();
        const [liveId, inLive] = [9_000 + n, 9_100 + n];
        const viewer = person(other.userId);
        const joining = { type: 'JoinLive', viewer, blockedByHost: false, invitationKey: '' } as const;
        const knocking = { type: 'Knock', viewer, blockedByHost: false } as const;
        for (const [id, coming] of [[liveId, knocking] as const, [inLive, joining] as const]) {
          const run = (command: LiveCommand, by: number) =>
            room.run(liveDecider, streamName('live', APP, id), command, by);
          const host = person(actor.userId);
          await run({ type: 'CreateLive', liveId: id, roomId: id, host, title: '标题', seatCount: 8 }, actor.userId);
          await run({ type: 'StartLive', host }, actor.userId);
          await run(coming, other.userId);
        }
        const recordId = 9_200 + n;
        const { userId } = other;
        const recorded = {
          recordId,
          userId,
          fileId: `${recordId}`,
          path: recordPath(userId, recordId),
          lengthSeconds: 5,
        };
        await room.run(
          recordingsDecider,
          recordingsStream(APP, userId),
          { type: 'UploadRecord', ...recorded, sizeBytes: 1, md5: `${recordId}`, needsReview: false },
          userId,
        );
        const subjectId = 9_300 + n;
        const sound = {
          fileId: `${subjectId}`,
          path: recordPath(userId, subjectId),
          lengthSeconds: 5,
          samples: '1',
          title: '一条',
        };
        const none = { mainSubjectId: 0, replySubjectId: 0, replyUserId: 0 };
        const post = { type: 'PostSubject', subjectId, topicId: TOPIC_ID, userId, ...sound, ...none } as const;
        await room.run(subjectDecider, subjectStream(APP, subjectId), post, userId);
        others.push({ userId, name: other.name, liveId, inLive, recordId, subjectId });
      }
      await room.settle();
    });

    for (const { name, expected } of rowsOf(PEOPLE)) {
      it(name, async () => {
        const actual: string[] = [];
        for (const other of others) {
          const attempt = WITH_PERSON[name]!(world.room.core, actor, other, world.metaOf(actor));
          actual.push(await outcomeOf(attempt));
        }
        check(expected, actual);
      });
    }
  });

  describe('every use case of a group × every relation to it', () => {
    let people: Parameters<typeof sceneGroup>[1];

    before(async () => {
      const names = ['stranger', 'removed', 'member', 'admin', 'owner', 'victim'] as const;
      const made = await world.room.people(names.length);
      const actors = names.map((name, n) => [name, { appId: APP, userId: made[n]!.userId }] as const);
      people = Object.fromEntries(actors) as typeof people;
    });

    for (const { name, expected } of rowsOf(GROUPS)) {
      it(name, async () => {
        const actual: string[] = [];
        for (const relation of GROUP_RELATIONS) {
          const group = await sceneGroup(world, people, relation === 'ended');
          await world.room.settle();
          const actor = group.actors[relation];
          actual.push(await outcomeOf(WITH_GROUP[name]!(world.room.core, actor, group, world.metaOf(actor))));
        }
        check(expected, actual);
      });
    }
  });

  describe('a block or a ban that comes while another stream decides', () => {
    /** The core, where something happens just before this type of command is handled. */
    function racing(type: string, first: () => Promise<unknown>): Core {
      const { core } = world.room;
      const handle: CommandHandler['handle'] = async (decider, stream, command, meta) => {
        if ((command as { type: string }).type === type) await first();
        return core.commands.handle(decider, stream, command, meta);
      };
      return { ...core, commands: { ...core.commands, handle, load: core.commands.load.bind(core.commands) } };
    }

    it('takes back what was let through: a follow, and two joins', async () => {
      const { room } = world;
      const [host, fan, viewer, guest] = (await room.people(4)) as [Client, Client, Client, Client];
      const meOf = ({ userId }: Client): Actor => ({ appId: APP, userId });
      const block = (whom: Client) => () => {
        const stream = streamName('relations', APP, host.userId);
        return room.run(relationsDecider, stream, { type: 'BlockUser', targetId: whom.userId }, host.userId);
      };
      const ban = () =>
        room.run(userDecider, streamName('user', APP, guest.userId), { type: 'BanUser', reason: 'test' });
      const liveId = 9_900;
      const onLive = (command: LiveCommand) => room.run(liveDecider, streamName('live', APP, liveId), command);
      const card = person(host.userId);
      await onLive({ type: 'CreateLive', liveId, roomId: liveId, host: card, title: '标题', seatCount: 8 });
      await onLive({ type: 'StartLive', host: card });

      const follow = { type: 'FollowUser', targetId: host.userId } as const;
      const join = (core: Core, who: Client) =>
        joinLive(core, meOf(who), { liveId, invitationKey: '' }, world.metaOf(meOf(who)));
      const outcomes = [
        await outcomeOf(relate(racing('FollowUser', block(fan)), meOf(fan), follow, world.metaOf(meOf(fan)))),
        await outcomeOf(join(racing('JoinLive', block(viewer)), viewer)),
        await outcomeOf(join(racing('JoinLive', ban), guest)),
      ];
      const { state: relations } = await room.core.commands.load(
        relationsDecider,
        streamName('relations', APP, fan.userId),
      );
      const { state: live } = await room.core.commands.load(liveDecider, streamName('live', APP, liveId));
      check(['ProfileHidden', 'BlockedByHost', 'UserBanned'], outcomes);
      check(['', String(host.userId)], [[...relations.following].join(), [...live.members.keys()].join()]);
    });
  });

  describe('what is told by itself', () => {
    const toldBy = (type: string, liveId: number) =>
      world.room.log.all
        .filter((event) => event.type === type && 'liveId' in event.data && event.data.liveId === liveId)
        .map((event) => messagesOf(event).map(({ body }) => String(body.action ?? body.text)));

    it('a start is told to those who follow the host, unless the live is hidden', async () => {
      const open = await world.live('open');
      const host = world.actor('host', 'draft');
      const { liveId } = await world.live('draft');
      const { core } = world.room;
      await setLiveVisible(core, host, { liveId, visible: false }, world.metaOf(host));
      await startLive(core, host, { liveId }, world.metaOf(host));
      check(
        ['start-live-notify', ''],
        [String(toldBy('LiveStarted', open.liveId)[0]), String(toldBy('LiveStarted', liveId)[0])],
      );
    });

    it('the room reads the names of those who come and go, unless they are muted', async () => {
      const { liveId } = await world.live('open');
      const { core } = world.room;
      for (const relation of ['muted', 'former'] as const) {
        const viewer = world.actor(relation, 'open');
        await quitLive(core, viewer, { liveId }, world.metaOf(viewer));
        await joinLive(core, viewer, { liveId, invitationKey: '' }, world.metaOf(viewer));
      }
      const joins = toldBy('ViewerJoined', liveId).slice(-2);
      check(['', '观众former进入直播间'], joins.map(String));
      check([''], [String(toldBy('ViewerLeft', liveId).at(-1))]);
    });
  });
});

/** The functions of the use cases' folders that a person calls: they take the core and an actor. */
function useCases(): string[] {
  const folder = join(ROOT, 'application');
  const OPERATORS_AND_POLICY = /^(operators|policy)$/;
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !OPERATORS_AND_POLICY.test(entry.name))
    .flatMap((entry) => readdirSync(join(folder, entry.name)).map((file) => join(folder, entry.name, file)));
  const declared =
    /export (?:async )?function (\w+)\(\s*(?:\w+|\{[^}]*\}): \w+,\s*(?:\w+|\{[^}]*\}): (?:Actor|Caller)\b/g;
  return files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(declared)].map(([, name]) => name!));
}
