import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { levelOf } from '../../domain/user/level.ts';
import { allowedNameOrNull } from '../../domain/user/profile.ts';
import type { GivenToken, OutsidePerson, Source } from '../../third-parties/third-party.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { hostPicture } from '../files/host-picture.ts';
import { cardsOf } from '../people/cards.ts';
import { openSignedIn, registerOnce, type SignedIn } from './hei-people.ts';
import {
  claim,
  type Identity,
  identityOf,
  isErased,
  ownerOf,
  ownerOrNewId,
  ownerOrOwn,
  release,
  stepOf,
} from './identities.ts';
import { takeNewAccount } from './new-account-limit.ts';
import type { Audience } from './tokens.ts';

/** What somebody brings who signs in by WeChat or Weibo. */
export interface ThirdPartyCaller extends GivenToken {
  source: Source;
  remoteAddress: string;
  audience: Audience;
}

/**
 * Signs in whoever the third party says that the token is of: opens a session, and registers them when they are new, with the nickname,
 * gender and picture that the third party tells (the picture as a file of this server's). A person is found by the union id first, then by the open id; then both are theirs. Several who sign
 * in at once are one person, because the first claim wins. What a crash left half done, the next sign-in completes.
 *
 * Throws `ThirdPartyOff` where this one is not asked; `OpenIdInvalid`, `WeiboTokenInvalid` and `ProviderAway` as `ThirdParty` does; `TooOften` past the limit of
 * new accounts; `UserBanned`; `UserNotFound` for a person who is erased while they sign in.
 */
export async function signInByThirdParty(
  core: Core,
  { source, accountToken, openId, remoteAddress, audience }: ThirdPartyCaller,
  makeMeta: MakeMeta,
): Promise<SignedIn & { level: number }> {
  const party = core.thirdParties[source];
  if (!party) throw new DomainError('ThirdPartyOff');
  const person = await party.whoIs({ accountToken, openId });
  const command = makeMeta('sign-in');
  const { appId } = command;
  const identities = identitiesOf(core, appId, source, person);
  const [first] = identities;
  const owner = await ownerAmong(core, appId, identities);
  if (owner === 0) await takeNewAccount(core, remoteAddress);
  const claimant = owner === 0 ? await ownerOrNewId(core, command, first, 'claim') : owner;
  const userId = await claimed(core, command, identities, claimant);
  const outsideId = `${first.kind}:${first.value}`;
  const picture = async () => {
    const bytes = await party.picture(person);
    return bytes ? hostPicture(core, { appId, userId }, bytes, command) : '';
  };
  const known = { outsideId, gender: person.gender, picture, ...nameOf(core, appId, person.nickname) };
  await registerOnce(core, command, userId, known, (user) => user.outsideId === outsideId);
  const session = { userId, sessionId: command.commandId, issuedAt: command.at, audience };
  const signedIn = await openSignedIn(core, command, session);
  const card = (await cardsOf(core, appId, [userId])).get(userId);
  return { ...signedIn, level: levelOf(card?.experience ?? 0) };
}

/** The names by which the third party knows the person, the one that counts first. */
function identitiesOf(
  core: Core,
  appId: string,
  source: Source,
  { openId, unionId }: OutsidePerson,
): [Identity, ...Identity[]] {
  const own = identityOf(core, appId, source, openId);
  return unionId === undefined ? [own] : [identityOf(core, appId, `${source}union`, unionId), own];
}

/**
 * Claims the names for somebody, and answers whose they are. What somebody else has stays theirs; if the claimant is new and one name is another
 * person's, they signed in by it alone at the same moment: both are that person.
 */
async function claimed(
  core: Core,
  command: CommandMeta,
  identities: readonly [Identity, ...Identity[]],
  claimant: number,
): Promise<number> {
  const [first] = identities;
  for (const identity of identities) {
    const owner = await ownerOrOwn(core, command, identity, claimant);
    if (owner === claimant) continue;
    const { revision } = await core.commands.load(userDecider, userStream(command.appId, claimant));
    if (revision >= 0) continue;
    await release(core, command, first, claimant);
    return claim(core, stepOf(command, `move-name of ${first.stream}`), first, owner);
  }
  return claimant;
}

/** The first owner of these names who was not erased; 0 when there is none. */
async function ownerAmong(core: Core, appId: string, identities: readonly Identity[]): Promise<number> {
  for (const identity of identities) {
    const owner = await ownerOf(core, identity);
    if (owner !== 0 && !(await isErased(core, appId, owner))) return owner;
  }
  return 0;
}

/** Their nickname as a display name, where it may be one; else they get a name of their number. */
function nameOf(core: Core, appId: string, nickname: string): { displayName?: string } {
  const displayName = allowedNameOrNull(nickname);
  return displayName !== null && core.settings.words.isAllowedName(appId, displayName) ? { displayName } : {};
}
