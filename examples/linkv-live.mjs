// LinkV live in five minutes: an app's server names a person, gives them gold for an order, takes some, and asks what is left.
//
//     npm run dev                      in one terminal
//     node examples/linkv-live.mjs     in another
import { createHash, randomBytes } from 'node:crypto';
import { devApp, fresh, SERVER, show } from './dev-apps.mjs';

const { appId, secret } = await devApp('linkv-live');
const md5 = (text) => createHash('md5').update(text).digest('hex');
const random = () => randomBytes(4).toString('hex');

/** One call, as a form that is signed with the secret: all values that are not empty, in the order of their names. */
async function call(path, params) {
  const form = { app_id: appId, nonce_str: `${random()}${Math.floor(Date.now() / 1000)}${random()}`, ...params };
  const pairs = Object.entries(form).filter(([, value]) => value !== '');
  const signed = [...pairs.map(([name, value]) => `${name}=${value}`).sort(), `key=${secret}`].join('&');
  const body = new URLSearchParams({ ...form, sign: md5(signed) });
  const response = await fetch(SERVER + path, { method: 'POST', body });
  // Failures come with HTTP 200 as well: `status` tells.
  const answer = await response.json();
  show(`POST ${path} ${JSON.stringify(params)}`, answer);
  if (answer.status !== '200') throw new Error(answer.msg);
  return answer.data;
}

// The first call registers the person; later ones change what differs. `openId` names them in the calls about gold.
const userId = fresh('red');
const person = await call('/open/v0/thGetToken', {
  userId,
  aid: 'phone',
  name: '小红',
  portraitUri: 'https://example.org/red.png',
});
const uid = person.openId;

// An order is paid once, whatever becomes of the answer: the same request_id gets the same answer.
const order = {
  ...{ uid, request_id: fresh('order'), type: '1', value: '100', money: '600', order_id: fresh('o') },
  ...{ expriation: String(Math.floor(Date.now() / 1000) + 30 * 24 * 3600), platform: 'ios', channel: 'test' },
};
await call('/open/finanv0/orderSuccess', order);
await call('/open/finanv0/orderSuccess', order);

// Type 2 takes gold.
await call('/open/finanv0/changeGold', { uid, request_id: fresh('gift'), type: '2', value: '30', reason: 'gift' });
const { tokens } = await call('/open/finanv0/getUserTokens', { uid });
if (tokens !== '70') throw new Error(`70 are left of 100, not ${tokens}`);
console.log('done');
