// What the examples of the client share: somebody who is signed in, and has gold to give.
// In an app of yours: npm install @salon/client, and import { createClient } from '@salon/client'.
import { createClient } from '../sdk/dist/index.js';
import { dev, SERVER } from './dev-apps.mjs';

const GOLD = 1_000;

/** Signs in by phone. A phone gets the code by SMS; in dev mode /dev shows it, and gives gold as a payment would. */
export async function signIn(displayName) {
  const client = createClient({ url: SERVER });
  const phoneNo = String(13_000_000_000 + Math.floor(Math.random() * 999_999_999));
  await client.user.getSMSVerificationCode({ phoneNo });
  const { code } = await dev(`/sms/${phoneNo}`);
  const { token, userInfo } = await client.user.signInCLByPhone({ phoneNo, verifyCode: String(code) });
  client.token = token;
  await client.user.updateUser({ displayName, gender: 'Female', birthDay: '1995-03-13' });
  await dev(`/wallets/${userInfo.id}/grant`, { gold: GOLD });
  return { client, userId: userInfo.id };
}

/** The room that the second argument names, else one that plays. */
export async function someRoom(client) {
  const named = Number(process.argv[3] ?? 0);
  if (named > 0) return named;
  const [live] = (await client.live.listLiveByRecommend()).lives;
  if (!live) throw new Error('no room plays: start examples/host.mjs first');
  return live.liveId;
}
