import { expect } from 'chai';
import { credentialDecider } from '../../../domain/credential/decider.ts';
import type { CredentialEvent } from '../../../domain/credential/events.ts';
import { MAX_FORMER_SECRET_MS, MAX_FORMER_SECRETS, USE_NOTED_EVERY_MS } from '../../../domain/credential/limits.ts';
import { given as givenTo, T0 } from '../../support/given.ts';

describe('the secrets of an app', () => {
  const given = (...events: CredentialEvent[]) => givenTo(credentialDecider, ...events);
  const HOUR_MS = 3_600_000;
  const facts = { credentialId: 1, tenant: 'heihei', dialect: 'openim', app: 'one', settingHash: 'h' };
  const made = (n: number, more = {}) => ({
    ...{ ...facts, secret: `secret ${n}`, formerUntil: T0 + HOUR_MS },
    ...more,
  });
  const rotate = (n: number, more = {}) => ({ type: 'RotateSecret', ...made(n, more) }) as const;
  const rotated = (n: number, more = {}) =>
    ({ type: 'SecretRotated', data: { ...made(n, more), version: n } }) as const;
  const ended = { type: 'FormerSecretsEnded', data: { credentialId: 1 } } as const;
  const end = { type: 'EndFormerSecrets' } as const;
  const use = (version: number) => ({ type: 'NoteSecretUse', version }) as const;
  const used = (version: number) =>
    ({ type: 'SecretUsed', data: { credentialId: 1, version }, ignorable: true }) as const;

  it('are made by the system alone, each with the next version', () => {
    given().when(rotate(1)).thenExactly(rotated(1));
    given(rotated(1)).when(rotate(2)).thenExactly(rotated(2));
    for (const command of [rotate(1), end, use(1)]) given().when(command, { actor: 5 }).thenFails('SystemOnly');
  });

  it('before the newest one hold for a time that is neither past nor too long', () => {
    for (const formerUntil of [T0 - 1, T0 + MAX_FORMER_SECRET_MS + 1, T0 + 0.5, Number.NaN])
      given().when(rotate(1, { formerUntil })).thenFails('InvalidInput', 'formerUntil');
    given()
      .when(rotate(1, { formerUntil: T0 }))
      .thenExactly(rotated(1, { formerUntil: T0 }));
  });

  it('are not more than some at a time; those that are over do not count', () => {
    const many = Array.from({ length: MAX_FORMER_SECRETS }, (_, n) => rotated(n + 1));
    given(...many)
      .when(rotate(MAX_FORMER_SECRETS + 1))
      .thenFails('TokensTooMany');
    const later = { at: T0 + HOUR_MS };
    const next = { formerUntil: T0 + 2 * HOUR_MS };
    given(...many)
      .when(rotate(MAX_FORMER_SECRETS + 1, next), later)
      .thenExactly(rotated(MAX_FORMER_SECRETS + 1, next));
    given(...many, ended)
      .when(rotate(MAX_FORMER_SECRETS + 1))
      .thenExactly(rotated(MAX_FORMER_SECRETS + 1));
  });

  it('before the newest one end at once where somebody says so', () => {
    given(rotated(1)).when(end).thenExactly(ended);
    given().when(end).thenNothing();
    given(rotated(1), ended).when(end).thenNothing();
    given(rotated(1))
      .when(end, { at: T0 + HOUR_MS })
      .thenNothing();
  });

  it('begin anew beside another secret in the settings, and the versions go on', () => {
    const other = { settingHash: 'another' };
    const story = given(rotated(1), rotated(2), rotated(3, other));
    expect(story.state().secrets.map(({ version, secret }) => [version, secret])).to.deep.equal([
      [0, ''],
      [3, 'secret 3'],
    ]);
  });

  it('are noted as used once in a while, the settings’ own among them', () => {
    const at = (ms: number) => ({ at: T0 + ms });
    for (const version of [0, 1]) {
      given(rotated(1)).when(use(version)).thenExactly(used(version));
      given(rotated(1), used(version))
        .when(use(version), at(USE_NOTED_EVERY_MS - 1))
        .thenNothing();
      given(rotated(1), used(version)).when(use(version), at(USE_NOTED_EVERY_MS)).thenExactly(used(version));
    }
    given(rotated(1)).when(use(7)).thenNothing();
    given().when(use(0)).thenNothing();
  });
});
