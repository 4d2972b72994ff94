import { DEFAULT_GIFTS as gifts } from '../../domain/gift/catalogue.ts';
import { type Call, type Command, JSON_OPTION, UsageError } from './command.ts';
import { DevServer, freePhones, WHICH_SERVER } from './dev-server.ts';
import { GUESTS_PER_ROOM } from './load.ts';
import { type NumberOption, numberForm, numberOption } from './numbers.ts';

const PEOPLE: NumberOption = { name: 'people', fallback: 12, min: 1, max: 200 };
const ROOMS: NumberOption = { name: 'rooms', fallback: 3, min: 0, max: 20 };
/** Gold of each person. */
const GOLD = 10_000;

export const seed: Command = {
  name: 'seed',
  summary: 'fills a running server in dev mode with a small world: people with gold, rooms that run, words and gifts',
  usage: [
    ['seed', '12 people, 3 rooms'],
    ['seed --people 100 --rooms 10', 'more of them'],
  ],
  notes: [WHICH_SERVER],
  options: { people: numberForm('people', PEOPLE), rooms: numberForm('rooms', ROOMS), ...JSON_OPTION },
  maxWords: 0,
  failsWhen: 'no server in dev mode answers, or it refused something',
  runUnread: run,
};

const NAMES = ['倔强的白羊', '小鱼', 'Ann', '阿明', 'Bob', '月亮', '南风', 'Cat', '青青', '木子', 'Dora', '行舟'];
const TITLES = ['来听我唱歌', '深夜电台', '一起聊聊', 'Open mic', '慢慢说'];
const LINES = ['大家好', '好听!', 'Hello from the back row', '再来一首', '晚安'];

async function run(_words: string[], { options, env, output }: Call): Promise<number> {
  const peopleCount = numberOption(options.people, PEOPLE);
  const roomCount = numberOption(options.rooms, ROOMS);
  if (roomCount > peopleCount) throw new UsageError('each room has a host of its own: give at least as many people.');
  const server = DevServer.of(env);
  const firstPhone = freePhones();
  const people = [];
  for (let at = 0; at < peopleCount; at++) {
    const phone = String(firstPhone + at);
    const person = await server.signIn(phone, `${NAMES[at % NAMES.length]}${phone.slice(-3)}`);
    await server.grant(person.userId, GOLD);
    people.push(person);
  }
  const [hosts, guests] = [people.slice(0, roomCount), people.slice(roomCount)];
  const rooms = [];
  for (const [at, host] of hosts.entries()) {
    const title = TITLES[at % TITLES.length]!;
    rooms.push({ liveId: await server.openRoom(host, title), title, host: host.userId });
  }
  for (const [at, guest] of guests.entries()) {
    if (at >= rooms.length * GUESTS_PER_ROOM) break;
    const { liveId, host } = rooms[at % rooms.length]!;
    await server.call('/api/live/join-live', { liveId }, guest.token);
    await server.call('/api/user/follow', { userId: host }, guest.token);
    await server.call('/api/msg/send-msg', { liveId, roomId: liveId, text: LINES[at % LINES.length]! }, guest.token);
    await server.call('/api/live/buy-gift', { liveId, giftId: gifts[at % 3]!.id, amount: 1 }, guest.token);
  }
  for (const { title, liveId } of rooms) output.say(`Room ${liveId}: ${title}`);
  output.say(
    `${people.length} people with ${GOLD} gold, ${rooms.length} rooms. A token to try: ${people.at(-1)!.token}`,
  );
  output.give({ rooms, people });
  return 0;
}
