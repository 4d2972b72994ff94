import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { ServiceAccount } from '../../../workers/push/providers/fcm.ts';
import { FakePhones, startFake } from './http-fake.ts';

const PROJECT = 'salon-project';
const EMAIL = 'salon@salon-project.iam.gserviceaccount.com';
const TYPE = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';

/** Google's token server and FCM's HTTP v1, in one. */
export async function startFcm() {
  const phones = new FakePhones();
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const error = (status: number, word: string, details: object[] = []) => ({
    status,
    body: { error: { code: status, message: 'no', status: word, details } },
  });
  const fake = await startFake(async ({ path, headers, body }) => {
    if (path === '/token') {
      const { assertion, grant_type: kind } = Object.fromEntries(new URLSearchParams(body));
      const audience = `${fake.url}/token`;
      const valid = await jwtVerify(assertion ?? '', publicKey, {
        issuer: EMAIL,
        audience,
        algorithms: ['RS256'],
      }).catch(() => null);
      if (kind !== 'urn:ietf:params:oauth:grant-type:jwt-bearer' || !valid)
        return { status: 400, body: { error: 'invalid_grant' } };
      return {
        status: 200,
        body: { access_token: `access-${++phones.grants}`, expires_in: 3599, token_type: 'Bearer' },
      };
    }
    if (path !== `/v1/projects/${PROJECT}/messages:send`) return error(404, 'NOT_FOUND');
    if (phones.isNext('busy')) return error(503, 'UNAVAILABLE', [{ '@type': TYPE, errorCode: 'UNAVAILABLE' }]);
    if (headers.authorization !== `Bearer access-${phones.grants}` || phones.isNext('expired')) {
      return error(401, 'UNAUTHENTICATED');
    }
    const { message } = JSON.parse(body);
    const isText = (value: unknown) => typeof value === 'string';
    if (!Object.values(message.data).every(isText) || !/^\d+s$/.test(message.android.ttl)) {
      const violation = { field: 'message.data', description: 'Invalid value' };
      return error(400, 'INVALID_ARGUMENT', [{ fieldViolations: [violation] }]);
    }
    if (phones.dead.has(message.token)) return error(404, 'NOT_FOUND', [{ '@type': TYPE, errorCode: 'UNREGISTERED' }]);
    phones.show(message.token, message.android.notification.tag, message.data);
    if (phones.isNext('lost')) return null;
    return { status: 200, body: { name: `projects/${PROJECT}/messages/1` } };
  });
  const serviceAccount: ServiceAccount = {
    project_id: PROJECT,
    client_email: EMAIL,
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    token_uri: `${fake.url}/token`,
  };
  return { phones, serviceAccount, ...fake };
}
