// A viewer: comes into a room, hears what was said before, gives a gift, loses the line and comes back to what was missed.
//
//     node examples/viewer.mjs [server] [room]
import { signIn, someRoom } from './person.mjs';

const CUCUMBER = 101;

const { client } = await signIn('Viewer');
const room = client.room(await someRoom(client));
room.on('text', ({ fromUserName, text }) => console.log(`${fromUserName}: ${text}`));
room.on('gift', ({ fromUserName, gift }) => console.log(`${fromUserName} gave ${gift.name}`));
client.on('caught up', ({ replayed }) => console.log(`caught up with ${replayed.length} messages`));

await room.join();
await room.say('Hello');

// The same key again is the same gift: it is paid once, however often it is sent.
const first = await room.gift(CUCUMBER, { key: 'my-first-gift' });
const again = await room.gift(CUCUMBER, { key: 'my-first-gift' });
console.log(`${first.gold} gold left, and after sending it again ${again.gold}`);
await room.say('!top');

// A tunnel. Calls go on; what is said meanwhile comes when the line is back.
client.close();
await room.say('Can you hear me?');
await client.connect();

await room.leave();
client.close();
console.log('done');
