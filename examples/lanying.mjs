// Lanying IM in five minutes: an app's server registers people, makes them friends, and writes to them; one of them listens.
//
//     npm run dev                   in one terminal
//     node examples/lanying.mjs     in another
import { io } from 'socket.io-client';
import { devApp, fresh, SERVER, show } from './dev-apps.mjs';

const { appId, adminToken } = await devApp('lanying');

/** One call. `userId`: as whom the app's server acts; `token`: default the server's own. */
async function call(method, path, { body, userId, token = adminToken } = {}) {
  const response = await fetch(SERVER + path, {
    method,
    headers: {
      'Content-Type': 'application/json',
      app_id: appId,
      ...(token && { 'access-token': token }),
      ...(userId && { user_id: String(userId) }),
    },
    body: body && JSON.stringify(body),
  });
  // Failures come with HTTP 200 as well: `code` tells.
  const answer = await response.json();
  show(`${method} ${path} ${body ? JSON.stringify(body) : ''}`, answer);
  if (answer.code !== 200) throw new Error(answer.message);
  return answer.data;
}

// People sign in with a name and a password. Registering needs no token.
const [ann, bob] = [fresh('ann'), fresh('bob')];
const { user_id: annId } = await call('POST', '/user/register/v2', {
  body: { username: ann, password: 'asd' },
  token: '',
});
const { user_id: bobId } = await call('POST', '/user/register/v2', {
  body: { username: bob, password: 'asd' },
  token: '',
});
const { token } = await call('POST', '/token/user', { body: { name: bob, password: 'asd' }, token: '' });

// Bob's phone listens: any token of a person opens a socket.
const socket = io(SERVER, { auth: { token }, transports: ['websocket'] });
const heard = [];
socket.on('msg', (message) => heard.push(message));
await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));

// With the header user_id, the server acts as a person.
await call('POST', '/user/add_roster', { body: { list: [bobId] }, userId: annId });
await call('GET', '/user/rosters', { userId: annId });
const { group_id: groupId } = await call('POST', '/group/create', {
  body: { name: 'g001', description: 'test-group' },
  userId: annId,
});
await call('POST', '/group/invite', { body: { group_id: groupId, user_list: [bobId] }, userId: annId });
await call('GET', `/group/member_list?group_id=${groupId}&limit=50`, { userId: annId });

// To a person, to a group, and as a notification.
const hello = { content: 'hello', content_type: 0, from_user_id: annId };
await call('POST', '/message/send', { body: { ...hello, targets: [bobId], type: 1 } });
await call('POST', '/message/send', { body: { ...hello, targets: [groupId], type: 2 } });
const message = { type: 'text', title: 'this is push title', body: 'this is push body' };
await call('POST', '/push/notify', { body: { audience: { user_id: [bobId] }, message } });

const wanted = (one) => one.msg?.content?.text === 'hello' || one.msgType === 'push';
while (heard.filter(wanted).length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
for (const one of heard.filter(wanted)) show(`Bob hears on ${one.channel}`, one.push ?? one.msg);
socket.close();

await call('DELETE', `/group/destroy?group_id=${groupId}`, { userId: annId });
console.log('done');
