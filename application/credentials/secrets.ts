import { randomUUID } from 'node:crypto';
import { credentialDecider, type Secret } from '../../domain/credential/decider.ts';
import { NEVER, USE_NOTED_EVERY_MS } from '../../domain/credential/limits.ts';
import { credentialStream, INSTALLATION } from '../../domain/streams.ts';
import type { App } from '../apps.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';

type SecretsCore = Pick<Core, 'commands' | 'clock' | 'logKey'>;

/** What the settings know of heihei's message server, as an app. */
export function messageServerOf({ heiheiAppId, messageServerSecret }: Core['settings']): App {
  return { tenant: heiheiAppId, dialect: 'heihei', appId: 'messageserver', secret: messageServerSecret };
}

/** The id of an app's credential: one app is one credential, in whichever process it is changed. */
export function credentialIdOf({ dialect, appId }: Pick<App, 'dialect' | 'appId'>): number {
  return idOfCommand(`credential ${dialect} ${appId}`);
}

/** What stands for the secret of the settings in the log. */
export function settingHashOf({ logKey }: Pick<Core, 'logKey'>, { dialect, appId, secret }: App): string {
  return logKey.hashOf(INSTALLATION, 'secret', JSON.stringify([dialect, appId, secret]));
}

/**
 * The secrets that prove that a request is an app's, the newest first: those that operators made, as long as the settings have the secret that they were
 * made beside, else the settings' own. Empty for an app without any.
 */
export async function secretsOf(core: SecretsCore, app: App): Promise<Secret[]> {
  const id = credentialIdOf(app);
  const { credentialId, settingHash, secrets } = (await core.commands.load(credentialDecider, credentialStream(id)))
    .state;
  const given = [app.secret, app.oldSecret].map((secret = '') => ({ version: 0, secret, until: NEVER, lastUsedAt: 0 }));
  const isRotated = credentialId !== 0 && settingHash === settingHashOf(core, app);
  const now = core.clock.now();
  const held = secrets.filter(({ until }) => until > now).reverse();
  const made = held.map((one) => ({ ...one, secret: one.version === 0 ? app.secret : one.secret }));
  return (isRotated ? [...made, given[1]!] : given).filter(({ secret }) => secret !== '');
}

/** The secret that an app's requests and tokens are signed with now; '' for an app without any. */
export async function newestSecretOf(core: SecretsCore, app: App): Promise<string> {
  return (await secretsOf(core, app))[0]?.secret ?? '';
}

/**
 * What `proofBy` finds proven by one of an app's secrets; null for none. All are tried, so that no answer comes sooner for one of them. Which of an app's
 * secrets is in use is noted in the log, once an operator has changed them.
 */
export async function provenBySecretOf<Proof>(
  core: SecretsCore,
  app: App,
  proofBy: (secret: string) => Proof | null | Promise<Proof | null>,
): Promise<Proof | null> {
  const secrets = await secretsOf(core, app);
  const proofs = await Promise.all(secrets.map(({ secret }) => proofBy(secret)));
  const which = proofs.findIndex((proof) => proof !== null);
  if (which === -1) return null;
  noteUse(core, app, secrets[which]!);
  return proofs[which]!;
}

/** Not waited for: a call must not fail because of it, and the next one notes it again. */
function noteUse({ commands, clock }: SecretsCore, app: App, { version, until, lastUsedAt }: Secret): void {
  const at = clock.now();
  // The settings' own have no versions to tell apart.
  const isUnchanged = version === 0 && until === NEVER;
  if (isUnchanged || at - lastUsedAt < USE_NOTED_EVERY_MS) return;
  const stream = credentialStream(credentialIdOf(app));
  const meta = { appId: INSTALLATION, actor: 0, at, commandId: randomUUID() };
  commands.handle(credentialDecider, stream, { type: 'NoteSecretUse', version }, meta).catch(() => undefined);
}
