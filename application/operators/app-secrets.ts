import { randomBytes } from 'node:crypto';
import { type CredentialCommand, credentialDecider, type Secret } from '../../domain/credential/decider.ts';
import type { SecretRotated } from '../../domain/credential/events.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { credentialStream } from '../../domain/streams.ts';
import type { App } from '../apps.ts';
import { type MakeMeta, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { credentialIdOf, messageServerOf, secretsOf, settingHashOf } from '../credentials/secrets.ts';
import { type Done, done } from './done.ts';

/** Bytes of a secret: 192 bits, and no more characters than the shortest form takes (OpenIM: 32). */
const SECRET_BYTES = 24;

/** Names an app. */
export interface AppNamed {
  dialect: string;
  appId: string;
}

/** An app, and which of its secrets hold; never the secrets. */
export interface ListedApp extends AppNamed {
  tenant: string;
  /** Whether the settings have an `oldSecret` for it. */
  hasOldSecret: boolean;
  /** The newest first. */
  secrets: Omit<Secret, 'secret'>[];
}

/** All apps whose servers may call, heihei's message server among them. */
export async function appsListed(core: Core): Promise<ListedApp[]> {
  const { settings } = core;
  return Promise.all(
    [messageServerOf(settings), ...settings.apps.all].map(async (app) => {
      const { tenant, dialect, appId, oldSecret } = app;
      const secrets = (await secretsOf(core, app)).map(({ secret: _, ...one }) => one);
      return { tenant, dialect, appId, hasOldSecret: oldSecret !== undefined, secrets };
    }),
  );
}

/** Throws `AppNotFound`. */
function appNamed({ settings }: Core, { dialect, appId }: AppNamed): App {
  const app = [messageServerOf(settings), ...settings.apps.all].find(
    (one) => one.dialect === dialect && one.appId === appId,
  );
  if (!app) throw new DomainError('AppNotFound');
  return app;
}

/**
 * Gives an app's server a new secret. The one before goes on proving its calls for `keepMs`, so that there is no gap. The secret is answered once: the
 * same command again makes no other one, and answers `secret` null. Throws `AppNotFound`, `InvalidInput`, `TokensTooMany` while four earlier ones hold.
 * `makeMeta` must be an operator's, for the tenant `INSTALLATION`.
 */
export async function rotateSecret(
  core: Core,
  { keepMs, ...named }: AppNamed & { keepMs: number },
  makeMeta: MakeMeta,
): Promise<Done & { version: number; secret: string | null; serverToken: string | null; formerUntil: number }> {
  const app = appNamed(core, named);
  const { tenant, dialect, appId } = app;
  const credentialId = credentialIdOf(app);
  const meta = withInput(makeMeta(`/credentials/${credentialId}/rotate`), { keepMs });
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const rotated = { credentialId, tenant, dialect, app: appId, secret, settingHash: settingHashOf(core, app) };
  const command = { type: 'RotateSecret', ...rotated, formerUntil: meta.at + keepMs } as const;
  const { events, position, repeated } = await handled(core, credentialId, command, meta);
  const { version, formerUntil } = (events[0] as SecretRotated).data;
  const serverToken = repeated ? null : ((await core.serverTokenOf?.({ ...app, secret }, meta.at)) ?? null);
  return { version, formerUntil, secret: repeated ? null : secret, serverToken, ...(await done(core, position, [])) };
}

/** From now on an app's newest secret alone proves its calls. Throws `AppNotFound`. */
export async function endFormerSecrets(core: Core, named: AppNamed, makeMeta: MakeMeta): Promise<Done> {
  const credentialId = credentialIdOf(appNamed(core, named));
  const meta = makeMeta(`/credentials/${credentialId}/end-former`);
  const { position } = await handled(core, credentialId, { type: 'EndFormerSecrets' }, meta);
  return done(core, position, []);
}

function handled(core: Core, credentialId: number, command: CredentialCommand, meta: ReturnType<MakeMeta>) {
  return core.commands.handle(credentialDecider, credentialStream(credentialId), command, meta);
}
