// LinkV IM in five minutes: an app's server gets a token for a person, who listens, and sends them a message and an event.
//
//     npm run dev                    in one terminal
//     node examples/linkv-im.mjs     in another
import { createHash, randomBytes } from 'node:crypto';
import { io } from 'socket.io-client';
import { devApp, fresh, SERVER, show } from './dev-apps.mjs';

const { appId, appKey, secret } = await devApp('linkv-im');
const hashed = (algorithm, text) => createHash(algorithm).update(text).digest('hex');

/** One call, as a form; the headers prove that it comes from the app's server. */
async function call(path, params) {
  const nonce = randomBytes(8).toString('hex');
  const timestamp = String(Math.floor(Date.now() / 1000));
  const sign = hashed('sha1', [appId, appKey, timestamp, nonce].join('|')).toUpperCase();
  const cmimToken = hashed('md5', [nonce, timestamp, secret].sort().join(''));
  const headers = { appId, appKey, nonce, timestamp, sign, signature: sign, cmimToken };
  const response = await fetch(SERVER + path, { method: 'POST', headers, body: new URLSearchParams(params) });
  // Failures come with HTTP 200 as well: `code` tells, a text at getToken and a number elsewhere.
  const answer = await response.json();
  show(`POST ${path} ${JSON.stringify(params)}`, answer);
  if (String(answer.code) !== '200') throw new Error(answer.msg);
  return answer;
}

// Whoever is named for the first time comes to be, under that name.
const [ann, bob] = [fresh('ann'), fresh('bob')];
const { token } = await call('/api/rest/getToken', { userId: bob });

const socket = io(SERVER, { auth: { token }, transports: ['websocket'] });
const heard = [];
socket.on('msg', (message) => heard.push(message));
await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));

const between = { fromUserId: ann, toUserId: bob };
await call('/api/rest/message/converse/pushConverseData', { ...between, objectName: 'RC:textMsg', content: 'hello' });
// An event passes by: it is kept in no list, and nothing counts as unread.
await call('/api/rest/sendEventMsg', { ...between, objectName: 'LM:typing', content: '{"typing":true}' });

const wanted = (one) => one.msg?.content?.text === 'hello' || one.msg?.msgType === 'event';
while (heard.filter(wanted).length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
for (const one of heard.filter(wanted)) show(`${bob} hears on ${one.channel}`, one.msg);
socket.close();
console.log('done');
