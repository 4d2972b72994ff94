/** Somebody whom dev mode has signed in. */
export interface DevPerson {
  userId: number;
  token: string;
  name: string;
}

type Answer = Record<string, unknown>;

/** Buys any one gift of the catalogue. */
export const DEV_GOLD = 10_000;
const NO_KEY = 'Dev routes want their key: open the address with ?key=… once that the server printed at its start.';

/** Signs somebody new in, with gold to give, by the `/dev` routes. Rejects with a sentence where this browser does not have their key. */
export async function devPerson(): Promise<DevPerson> {
  const phoneNo = String(13_000_000_000 + Math.floor(Math.random() * 999_999_999));
  await heihei('get-sms-verification-code', { phoneNo });
  const { code } = await dev(`/dev/sms/${phoneNo}`);
  const answer = await heihei('sign-in-cl-by-phone', { phoneNo, verifyCode: String(code) });
  const token = String(answer.token);
  const { id: userId } = answer.userInfo as { id: number };
  const name = `Guest ${phoneNo.slice(-4)}`;
  const profile = { displayName: name, gender: 'Female', birthDay: '1995-03-13' };
  await heihei('update', { token, ...profile });
  await devGold(userId);
  return { userId, token, name };
}

/** Grants `DEV_GOLD` to somebody. Errors: as `devPerson`. */
export async function devGold(userId: number): Promise<void> {
  await dev(`/dev/wallets/${userId}/grant`, { gold: DEV_GOLD });
}

async function heihei(name: string, form: Record<string, string>): Promise<Answer> {
  const response = await fetch(`/api/user/${name}`, { method: 'POST', body: new URLSearchParams(form) });
  const answer = (await response.json()) as Answer;
  if (answer.errorcode !== 0) throw new Error(`${name} answered ${answer.errorcode} ${answer.errormsg}`);
  return answer;
}

async function dev(path: string, body?: object): Promise<Answer> {
  const response = await fetch(path, {
    ...(body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (response.status === 401) throw new Error(NO_KEY);
  if (!response.ok) throw new Error(`${path} answered HTTP ${response.status}`);
  return (await response.json()) as Answer;
}
