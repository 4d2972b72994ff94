import type { MakeMeta } from '../../application/commands.ts';
import type { Core } from '../../application/core.ts';
import { createGroup } from '../../application/groups/create-group.ts';
import { inviteToGroup, joinGroup, leaveGroup, removeFromGroup } from '../../application/groups/members.ts';
import { readGroup } from '../../application/messages/groups.ts';
import { sendToGroup } from '../../application/messages/send-to-group.ts';
import { metaOf } from './commands.ts';
import type { Means } from './means.ts';
import type { Promises } from './promises.ts';
import type { Random } from './random.ts';
import { APP } from './surroundings.ts';

/** What people in groups have in common. */
interface Evening {
  groups: Random;
  groupIds: number[];
  promises: Promises;
  host: { userId: number };
  viewers: readonly { userId: number }[];
  serial: number;
}

/** What somebody who is in groups can do. */
type Member = Means<Evening>;

/** Creates a group, writes to one, reads it, comes, goes, or brings or sends others: as the moment has it. */
export async function actInGroup({ evening, userId, newKey, surely, once }: Member): Promise<void> {
  const { groups: random, groupIds, promises, host, viewers } = evening;
  const actor = { appId: APP, userId };
  const key = newKey();
  const run = (what: string, handle: (core: Core, makeMeta: MakeMeta) => Promise<object>, keyed = key) =>
    surely((process) =>
      process.requests.run(`${what} by ${userId} ${keyed}`, (core) =>
        handle(core, (purpose) => metaOf(core, userId, purpose, keyed)),
      ),
    );
  const others = [host, ...viewers].map((person) => person.userId).filter((id) => id !== userId);
  if (others.length === 0) return;
  const chance = random.next();
  if (groupIds.length === 0 || (groupIds.length < MAX_GROUPS && chance < 0.1)) {
    const given = { name: 'a group', rules: { isOpen: true }, userIds: others.filter(() => random.chance(0.7)) };
    const created = await run('create a group', async (core, makeMeta) => {
      const { group } = await createGroup(core, actor, given, makeMeta);
      return { groupId: group.groupId };
    });
    if (created.kind === 'ok') groupIds.push((created.answer as { groupId: number }).groupId);
    return;
  }
  const groupId = random.pick(groupIds);
  const userIds = [random.pick(others)];
  if (chance < 0.65) {
    const text = `group text ${++evening.serial}`;
    const sent = { userId, answers: [] as object[] };
    promises.groupTexts.set(text, sent);
    const send = (said: string) => () =>
      run(`say ${said} in ${groupId}`, async (core, makeMeta) => {
        const content = { kind: 'text', text: said } as const;
        const { messageId, seq } = await sendToGroup(core, actor, { groupId, content }, makeMeta);
        return { messageId, seq };
      });
    await once(sent, send(text), send(`${text}, or not`));
  } else if (chance < 0.75) {
    await run(`read ${groupId}`, (core, makeMeta) => readGroup(core, actor, { groupId }, makeMeta));
  } else if (chance < 0.82) {
    await run(`invite ${userIds} to ${groupId}`, (core, makeMeta) =>
      inviteToGroup(core, actor, { groupId, userIds }, makeMeta),
    );
  } else if (chance < 0.9) {
    await run(`join ${groupId}`, (core, makeMeta) => joinGroup(core, actor, { groupId }, makeMeta));
  } else if (chance < 0.95) {
    await run(`remove ${userIds} from ${groupId}`, (core, makeMeta) =>
      removeFromGroup(core, actor, { groupId, userIds }, makeMeta),
    );
  } else await run(`leave ${groupId}`, (core, makeMeta) => leaveGroup(core, actor, { groupId }, makeMeta));
}

/** Groups of an evening. */
const MAX_GROUPS = 2;
