// A host: opens a room, greets whoever comes, and thanks for gifts, until Ctrl-C.
//
//     npm run dev                          in one terminal
//     node examples/host.mjs               in another
//     node examples/bot.mjs                in a third, and viewer.mjs in a fourth
import { signIn } from './person.mjs';

const { client, userId } = await signIn('Host');
const { live } = await client.live.createLive({ title: 'Come in' });
const room = client.room(live.liveId);

// Who is in the room comes with its counters, soon after they change: who has left again by then is not greeted.
const greeted = new Set([userId]);
room.on('room-counters', ({ users = [] }) => {
  for (const { id, name } of users) {
    if (greeted.has(id)) continue;
    greeted.add(id);
    void room.say(`Welcome, ${name}`);
  }
});
room.on('gift', ({ fromUserName, gift }) => void room.say(`Thank you for the ${gift.name}, ${fromUserName}`));
room.on('text', ({ fromUserName, text }) => console.log(`${fromUserName}: ${text}`));

await room.start();
console.log(`room ${live.liveId} is open`);

async function end() {
  await client.live.stopLive({ liveId: live.liveId });
  room.close();
  client.close();
  console.log('done');
}
process.once('SIGINT', end).once('SIGTERM', end);
