import { expect } from 'chai';
import type { Actor } from '../../application/actor.ts';
import { acceptChat, cancelDue, dueChat } from '../../application/chats/calls.ts';
import { joinChat, stopChat } from '../../application/chats/talk.ts';
import type { Core } from '../../application/core.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { relationsStream, userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { type ScenedChat, WITH_CHAT } from '../support/policy-attempts.ts';
import { outcomeOf, PolicyWorld } from '../support/policy-world.ts';
import { APP } from '../support/room-world.ts';

/** The states of a call between two people, in the order in which they come; `refused` and `over` are ends. */
const STATES = ['rings', 'refused', 'accepted', 'joined', 'over'] as const;
type State = (typeof STATES)[number];

const WORDS: Record<string, string> = { none: 'ChatNotFound', own: 'NotOwner', late: 'ChatTooLate' };

/** What somebody else, the caller and the callee get, one after the other, in a call of each state. Somebody else learns nothing of a talk. */
const TABLE = `
             else caller callee | else caller callee | else caller callee | else caller callee | else caller callee
             rings              | refused            | accepted           | joined             | over
acceptChat   none none   ok     | none none   late   | none none   ok     | none none   ok     | none none   late
cancelDue    own  ok     none   | none none   none   | none none   none   | none none   none   | none none   none
joinChat     none none   none   | none none   none   | none ok     ok     | none ok     ok     | none none   none
showChat     none none   none   | none none   none   | none ok     ok     | none ok     ok     | none ok     ok
beatInChat   none none   none   | none none   none   | none ok     ok     | none ok     ok     | none none   none
changeChat   none none   none   | none none   none   | none ok     ok     | none ok     ok     | none none   none
buyChatGift  none none   none   | none none   none   | none none   none   | none ok     ok     | none none   none
stopChat     none none   none   | none none   none   | none ok     ok     | none ok     ok     | none ok     ok
`;

describe('policy: calls and talks', () => {
  let world: PolicyWorld;
  let other: Actor;

  before(async () => {
    world = await PolicyWorld.start();
    other = { appId: APP, userId: (await world.room.person('第三者', 100)).userId };
  });
  after(() => world.close());

  async function scene(state: State): Promise<ScenedChat & { caller: Actor; callee: Actor }> {
    const { core } = world.room;
    const [caller, callee] = (await Promise.all([world.room.person('打的', 100), world.room.person('接的', 100)])).map(
      ({ userId }): Actor => ({ appId: APP, userId }),
    ) as [Actor, Actor];
    const meta = (actor: Actor) => world.metaOf(actor);
    const { chatId } = await dueChat(core, caller, { userId: callee.userId }, meta(caller));
    const at = STATES.indexOf(state);
    if (state === 'refused') await cancelDue(core, callee, { chatId }, meta(callee));
    if (at >= STATES.indexOf('accepted')) {
      await acceptChat(core, callee, { chatId, callerId: caller.userId, callsBack: false }, meta(callee));
    }
    if (at >= STATES.indexOf('joined')) {
      for (const one of [caller, callee]) await joinChat(core, one, { chatId }, meta(one));
    }
    if (state === 'over') await stopChat(core, caller, { chatId }, meta(caller));
    return { chatId, caller, callee, callerId: caller.userId, calleeId: callee.userId };
  }

  const rows = TABLE.split('\n')
    .slice(3)
    .filter((line) => line !== '')
    .map((line) => line.split(/[\s|]+/));

  it('has a row for every use case', () => {
    expect(rows.map(([name]) => name)).to.deep.equal(Object.keys(WITH_CHAT));
  });

  for (const [name, ...cells] of rows) {
    it(name!, async () => {
      const actual: string[] = [];
      for (const state of STATES) {
        const { caller, callee, ...chat } = await scene(state);
        for (const actor of [other, caller, callee]) {
          actual.push(await outcomeOf(WITH_CHAT[name!]!(world.room.core, actor, chat, world.metaOf(actor))));
        }
      }
      expect(actual).to.deep.equal(cells.map((cell) => WORDS[cell] ?? cell));
    });
  }

  it('takes a call back that a block or a ban overtook', async () => {
    const { room } = world;
    /** The core, where something happens just before a call is made. */
    const racing = (first: () => Promise<unknown>): Core => {
      const handle: CommandHandler['handle'] = async (decider, stream, command, meta) => {
        if ((command as { type: string }).type === 'DueChat') await first();
        return room.core.commands.handle(decider, stream, command, meta);
      };
      const { commands } = room.core;
      return { ...room.core, commands: { ...commands, handle, load: commands.load.bind(commands) } };
    };
    const call = async (overtaking: (callerId: number, calleeId: number) => Promise<unknown>) => {
      const [caller, callee] = await Promise.all([room.person('打的'), room.person('接的')]);
      const actor = { appId: APP, userId: caller.userId };
      const core = racing(() => overtaking(caller.userId, callee.userId));
      return outcomeOf(dueChat(core, actor, { userId: callee.userId }, world.metaOf(actor)));
    };
    const block = (targetId: number, userId: number) =>
      room.run(relationsDecider, relationsStream(APP, userId), { type: 'BlockUser', targetId }, userId);
    const ban = (_: number, userId: number) =>
      room.run(userDecider, userStream(APP, userId), { type: 'BanUser', reason: 'test' });
    expect([await call(block), await call(ban)]).to.deep.equal(['LineBusy', 'LineBusy']);
    const lastCalls = room.log.all.filter(({ type }) => type === 'DueDropped').slice(-2);
    expect(lastCalls.map(({ data }) => 'reason' in data && data.reason)).to.deep.equal(['blocked', 'banned']);
  });
});
