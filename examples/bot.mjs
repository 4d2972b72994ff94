// A bot: keeps count of who gave what, and answers whoever says !top, until the room is over.
//
//     node examples/bot.mjs [server] [room]
import { signIn, someRoom } from './person.mjs';

const { client } = await signIn('Bot');
const room = client.room(await someRoom(client));
const { gifts } = await client.live.giftInfo();
const priceOf = new Map(gifts.map(({ id, gold }) => [id, gold]));

/** Gold given, by name. What was given before the bot came is counted as well: it comes first. */
const given = new Map();
room.on('gift', ({ fromUserName, giftId }) => {
  given.set(fromUserName, (given.get(fromUserName) ?? 0) + priceOf.get(giftId));
});
room.on('text', ({ text }) => {
  // What was asked before the bot came, or while its line was cut, is old.
  if (text !== '!top' || client.state !== 'live') return;
  const best = [...given].sort(([, one], [, other]) => other - one)[0];
  void room.say(best ? `${best[0]} gave ${best[1]} gold` : 'Nobody gave anything yet');
});

const over = new Promise((resolve) => room.on('stop-live', resolve));
await room.join();
console.log('the bot is in the room');
await over;
room.close();
client.close();
console.log('done');
