// heihei in five minutes: two people sign in by phone; one goes live, the other comes in, says something, and is heard.
//
//     npm run dev                  in one terminal
//     node examples/heihei.mjs     in another
import { io } from 'socket.io-client';
import { dev, SERVER, show } from './dev-apps.mjs';

/** One call, as a form. */
async function call(path, params) {
  const response = await fetch(SERVER + path, { method: 'POST', body: new URLSearchParams(params) });
  // Broken rules come with HTTP 200 as well: `errorcode` tells, 0 for success.
  const answer = await response.json();
  const { token: _, ...shown } = params;
  show(`POST ${path} ${JSON.stringify(shown)}`, answer);
  if (answer.errorcode !== 0) throw new Error(answer.errormsg);
  return answer;
}

/** Signs in by phone. A phone gets the code by SMS; in dev mode /dev shows it. */
async function signIn(phoneNo, displayName) {
  await call('/api/user/get-sms-verification-code', { phoneNo });
  const { code } = await dev(`/sms/${phoneNo}`);
  const { token } = await call('/api/user/sign-in-cl-by-phone', { phoneNo, verifyCode: code });
  await call('/api/user/update', { token, displayName, gender: 'Female', birthDay: '1995-03-13' });
  return token;
}

const phone = () => `13${String(Date.now() % 1e9).padStart(9, '0')}`;
const host = await signIn(phone(), '主播');
const viewer = await signIn(phone(), '小红');

// The host's phone listens, then goes live.
const socket = io(SERVER, { auth: { token: host }, transports: ['websocket'] });
const heard = [];
socket.on('msg', (message) => heard.push(message));
await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
const { live } = await call('/api/live/create-live', { token: host, title: '来听我直播' });
const { liveId } = live;
await call('/api/live/start-live', { token: host, liveId });

// The viewer finds it, comes in, and says something.
await call('/api/live/list-live-by-recommend', { token: viewer });
await call('/api/live/join-live', { token: viewer, liveId });
await call('/api/msg/send-msg', { token: viewer, liveId, roomId: liveId, text: '大家好' });

const wanted = (one) => one.msgType === 'text';
while (!heard.some(wanted)) await new Promise((resolve) => setTimeout(resolve, 20));
show('The host hears', heard.find(wanted));
socket.close();
await call('/api/live/stop-live', { token: host, liveId });
console.log('done');
