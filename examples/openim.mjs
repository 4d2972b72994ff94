// OpenIM in five minutes: an app's manager registers users, makes them friends, puts them into a group and writes to them; one of them listens.
//
//     npm run dev                  in one terminal
//     node examples/openim.mjs     in another
import { io } from 'socket.io-client';
import { devApp, fresh, SERVER, show } from './dev-apps.mjs';

const { secret, adminUserId } = await devApp('openim');
let operation = 0;

/** One call. The answer is read as text too: `sendTime` has 19 digits, more than a number of JavaScript holds. */
async function call(path, body, token = '') {
  const response = await fetch(SERVER + path, { method: 'POST', headers: { token }, body: JSON.stringify(body) });
  const text = await response.text();
  const answer = JSON.parse(text);
  show(`POST ${path} ${JSON.stringify({ ...body, ...(body.secret && { secret: '…' }) })}`, answer);
  if (answer.errCode !== 0) throw new Error(answer.errMsg);
  return { ...answer, sendTime: /"sendTime":(\d+)/.exec(text)?.[1] };
}

// By the app's secret: users are registered, and the manager, who is there from the start, gets a token.
const [ann, bob] = [fresh('ann'), fresh('bob')];
await call('/auth/user_register', { secret, platform: 1, uid: ann, name: 'Ann', gender: 2 });
const { data: phone } = await call('/auth/user_register', { secret, platform: 2, uid: bob, name: 'Bob' });
const { data: admin } = await call('/auth/user_token', { secret, platform: 8, uid: adminUserId });

// Everything else is called with the manager's token. Each operation has an id: the same body again counts once.
const manage = (path, body) => call(path, { operationID: fresh(`op${++operation}`), ...body }, admin.token);

// Bob's phone listens: any user's token opens a socket.
const socket = io(SERVER, { auth: { token: phone.token }, transports: ['websocket'] });
const heard = [];
socket.on('msg', (message) => heard.push(message));
await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
async function hears(what, isWanted) {
  while (!heard.some((one) => one.msg && isWanted(one.msg))) await new Promise((resolve) => setTimeout(resolve, 20));
  const one = heard.find(({ msg }) => msg && isWanted(msg));
  show(`${what}, on ${one.channel}`, one.msg);
}

await manage('/user/get_user_info', { uidList: [ann, bob] });
await manage('/friend/import_friend', { uid: ann, ownerUid: bob });
await hears('Bob hears that Ann is his friend', ({ content }) => content.contentType === 201);
await manage('/user/update_user_info', { uid: ann, name: 'Anna' });
await hears('Bob hears that his friend has changed', ({ content }) => content.contentType === 204);

const to = (recvID, sessionType) => ({ sendID: ann, recvID, sessionType, contentType: 101 });
const { sendTime } = await manage('/manager/send_msg', { ...to(bob, 1), content: { text: 'nihao' } });
await hears(`Bob hears what was sent at ${sendTime}`, ({ content }) => content.text === 'nihao');

const memberList = [{ uid: ann, setRole: 1 }];
const { data: group } = await manage('/group/create_group', { memberList, groupName: 'group' });
const { groupID } = group;
await manage('/group/invite_user_to_group', { groupID, uidList: [bob], reason: 'reason' });
await manage('/manager/send_msg', { ...to(groupID, 2), content: { text: 'hello, all' } });
await hears('Bob hears what is said in the group', ({ content }) => content.text === 'hello, all');
await manage('/group/kick_group', { groupID, uidListInfo: [{ userId: bob }] });
await hears('Bob hears that he is out of it', ({ content }) => content.contentType === 509);
socket.close();

await manage('/friend/add_blacklist', { uid: ann, ownerUid: bob });
await manage('/manager/delete_user', { deleteUidList: [ann] });
const { uidList } = await manage('/manager/get_all_users_uid', {});
if (uidList.includes(ann) || !uidList.includes(bob)) throw new Error('the list is not as expected');
console.log('done');
