import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { normalisePhone, proofOf } from '../../../application/accounts/codes.ts';
import { SESSION_TTL_MS, signToken } from '../../../application/accounts/tokens.ts';
import { shown } from '../../../application/commands.ts';
import type { Core } from '../../../application/core.ts';
import { newId } from '../../../application/ids.ts';
import { identityDecider } from '../../../domain/identity/decider.ts';
import type { CommandMeta } from '../../../domain/kernel/decider.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { derivedCommandId, streamName } from '../../../domain/kernel/ids.ts';
import type { Step } from '../../../domain/kernel/purposes.ts';
import { type User, userDecider } from '../../../domain/user/decider.ts';
import { verificationDecider } from '../../../domain/verification/decider.ts';
import { userCards } from '../../../projections/views/user-cards.ts';
import { endpoint } from '../../http/endpoint.ts';
import { callerOfPhone, PhoneNo, requirePhoneSignIn } from './phone-codes.ts';
import { signInLimits } from './sign-in-limits.ts';

/** Draws before giving up on a free number or id: with a million users each draw fails once in ninety times. */
const MAX_DRAWS = 20;
/** Longer than any code, so that a wrong guess of another length is still answered as a wrong code. */
const MAX_GIVEN_CODE_CHARS = 20;

/**
 * heihei, 短信登录. The right code opens a session, and registers the phone when it is new; a wrong, used or burned one is 401.
 * Who is not signed in has no key: an answer that was lost is made up for by another code. What a crash left half done the next
 * sign-in completes.
 */
export const signInByPhone = endpoint({
  path: '/api/user/sign-in-cl-by-phone',
  module: 'user',
  name: 'signInCLByPhone',
  auth: 'none',
  params: Type.Object({
    phoneNo: PhoneNo,
    verifyCode: Type.String({ minLength: 1, maxLength: MAX_GIVEN_CODE_CHARS }),
  }),
  errors: ['CodeWrong', 'PhoneSignInOff', 'UserBanned'],
  async handle({ core, params, remoteAddress, meta }) {
    requirePhoneSignIn(core);
    const phone = normalisePhone(params.phoneNo);
    const { heiheiAppId: appId, codeSecret } = core.settings;
    const command = meta('sign-in');
    const { stream, from, isKnown } = await callerOfPhone(core, phone, remoteAddress);
    // Counted before anything is looked at, so that tries at the same time count as well.
    const wasRight = signInLimits(core).takeTry(remoteAddress, isKnown);
    const proof = proofOf(codeSecret, phone, params.verifyCode);
    const tried = await core.commands.handle(
      verificationDecider,
      stream,
      { type: 'TryCode', phone, proof, from },
      command,
    );
    const accepted = tried.events[0];
    if (accepted?.type !== 'CodeAccepted') throw new DomainError('CodeWrong');
    wasRight();

    const userId = await ownerOf(core, command, phone);
    await registered(core, command, userId, phone);
    // Session and token follow from the accepted code.
    const sessionId = accepted.id;
    const issuedAt = accepted.meta.at;
    const expiresAt = issuedAt + SESSION_TTL_MS;
    const opened = await core.commands.handle(
      userDecider,
      streamName(userDecider.category, appId, userId),
      { type: 'OpenSession', sessionId, expiresAt },
      { ...command, actor: userId, commandId: derivedCommandId(accepted.id, 'open-session') },
    );
    const answer = { needRegist: !opened.state.completed, userInfo: signedInUser(opened.state, issuedAt) };
    const token = await signToken(core, 'heihei', { appId, userId, sessionId }, expiresAt);
    return { token, ...answer, ...(await shown(core, opened.position, [userCards])) };
  },
});

/** The user that a phone belongs to; a phone that nobody has yet is claimed for a new id. */
async function ownerOf({ commands, clock }: Core, meta: CommandMeta, phone: string): Promise<number> {
  const stream = streamName(identityDecider.category, meta.appId, 'phone', phone);
  for (let draw = 1; ; draw++) {
    const { state } = await commands.load(identityDecider, stream);
    if (state.userId !== 0) return state.userId;
    if (draw > MAX_DRAWS) throw new Error('no free user id was found');
    const userId = newId(clock);
    const { revision } = await commands.load(userDecider, streamName(userDecider.category, meta.appId, userId));
    if (revision >= 0) continue;
    const claim = { type: 'ClaimIdentity', kind: 'phone', value: phone, userId } as const;
    // Whoever claimed it at the same moment has it: the next round reads whose it is.
    await commands.handle(identityDecider, stream, claim, derived(meta, `claim-phone:${draw}`));
  }
}

/** Registers the owner of a phone unless that was done before. */
async function registered({ commands }: Core, meta: CommandMeta, userId: number, phone: string): Promise<void> {
  const stream = streamName(userDecider.category, meta.appId, userId);
  const { state } = await commands.load(userDecider, stream);
  if (state.userId !== 0) return;
  const heiNum = await heiNumFor(commands, meta, userId);
  const displayName = `用户${heiNum}`;
  const command = { type: 'RegisterUser', userId, phone, heiNum, displayName, coverUrl: '' } as const;
  const handled = await commands.handle(userDecider, stream, command, derived(meta, 'register:0'));
  // Another process drew the same id for another phone: nobody may come in on somebody else's account.
  if (handled.state.phone !== phone) throw new Error(`user id ${userId} was given out twice`);
}

/** A number that is now this user's. Draws follow from the user id, so that a repetition after a crash claims no second one. */
async function heiNumFor(commands: Core['commands'], meta: CommandMeta, userId: number): Promise<number> {
  for (let draw = 1; draw <= MAX_DRAWS; draw++) {
    const heiNum = heiNumOf(userId, draw);
    const stream = streamName(identityDecider.category, meta.appId, 'heiNum', heiNum);
    const claim = { type: 'ClaimIdentity', kind: 'heiNum', value: String(heiNum), userId } as const;
    const { state } = await commands.handle(identityDecider, stream, claim, derived(meta, `claim-hei-num:${draw}`));
    if (state.userId === userId) return heiNum;
  }
  throw new Error('no free number was found');
}

/** A number that users tell each other (黑号): eight digits, spread evenly. */
export function heiNumOf(userId: number, draw: number): number {
  const hash = createHash('sha256').update(`heiNum|${userId}|${draw}`).digest();
  return 10_000_000 + (hash.readUIntBE(0, 6) % 90_000_000);
}

/** A step of the sign-in. It needs no memory of its own: each step looks at what is there before it acts. */
function derived({ appId, at, commandId }: CommandMeta, step: Step): CommandMeta {
  return { appId, actor: 0, at, commandId: derivedCommandId(commandId, step), correlationId: commandId };
}

function signedInUser(user: Readonly<User>, at: number) {
  return {
    /** Epoch ms here, and here alone. */
    lastModified: at,
    displayName: user.displayName,
    id: user.userId,
    heiNum: user.heiNum,
    coverUrl: user.coverUrl,
    region: 'zh_CN',
    gender: user.gender,
    birthDay: user.birthDay,
    userType: 'Normal',
    address: user.address,
    description: user.description,
  };
}
