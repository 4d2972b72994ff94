import { createHmac, randomBytes } from 'node:crypto';
import { DomainError } from '../domain/kernel/errors.ts';
import type { OutsidePerson, Source, ThirdParties, ThirdParty } from './third-party.ts';

/** Third parties that dev mode plays: a token carries who the person is, signed with a key of this start. They have no pictures. */
export interface SimulatedThirdParties {
  parties: ThirdParties;
  /** The access token by which somebody signs in. */
  tokenFor(source: Source, person: OutsidePerson): string;
}

const REFUSALS = { wechat: 'OpenIdInvalid', weibo: 'WeiboTokenInvalid' } as const;

export function simulateThirdParties(key: Buffer = randomBytes(32)): SimulatedThirdParties {
  const signed = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  const party = (source: Source): ThirdParty => ({
    async whoIs({ accountToken, openId }) {
      const [text = '', signature] = accountToken.split('.');
      if (signature !== signed(text)) throw new DomainError(REFUSALS[source]);
      const told = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as OutsidePerson & { source: Source };
      if (told.source !== source || told.openId !== openId) throw new DomainError(REFUSALS[source]);
      const { source: _, ...person } = told;
      return person;
    },
    picture: async () => null,
  });
  return {
    parties: { wechat: party('wechat'), weibo: party('weibo') },
    tokenFor(source, person) {
      const text = Buffer.from(JSON.stringify({ source, ...person })).toString('base64url');
      return `${text}.${signed(text)}`;
    },
  };
}
