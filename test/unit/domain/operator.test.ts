import { expect } from 'chai';
import { totpCode } from '../../../application/operators/totp.ts';
import { approvalDecider } from '../../../domain/approval/decider.ts';
import type { ApprovalEvent, MoneyAction } from '../../../domain/approval/events.ts';
import { APPROVAL_HOLDS_MS } from '../../../domain/approval/limits.ts';
import { MAX_AMOUNT } from '../../../domain/kernel/limits.ts';
import { operatorDecider } from '../../../domain/operator/decider.ts';
import type { OperatorEvent } from '../../../domain/operator/events.ts';
import { MAX_OPERATOR_SESSIONS, MAX_OPERATOR_TOKENS } from '../../../domain/operator/limits.ts';
import { lesserRole, OPERATOR_ROLES, reaches } from '../../../domain/operator/roles.ts';
import { given as givenTo } from '../../support/given.ts';

const operatorId = 7;
const added: OperatorEvent = {
  type: 'OperatorAdded',
  data: { operatorId, name: 'lin.mei', passwordHash: 'h', role: 'support' },
};
const totpSet: OperatorEvent = { type: 'OperatorTotpSet', data: { operatorId, secret: 's', step: 10 } };
const disabled: OperatorEvent = { type: 'OperatorDisabled', data: { operatorId } };

describe('an operator', () => {
  const given = (...events: OperatorEvent[]) => givenTo(operatorDecider, ...events);
  const open = (totpStep?: number) =>
    ({
      type: 'OpenOperatorSession',
      operatorId,
      sessionHash: 'x',
      expiresAt: 100,
      ...(totpStep !== undefined && { totpStep }),
    }) as const;

  it('is added once under a name, by the system alone', () => {
    const add = { type: 'AddOperator', operatorId, name: 'lin.mei', passwordHash: 'h', role: 'support' } as const;
    given().when(add).thenExactly(added);
    given(added).when(add).thenFails('OperatorTaken');
    given().when(add, { actor: 5 }).thenFails('SystemOnly');
    given()
      .when({ ...add, name: 'Lin Mei' })
      .thenFails('InvalidInput');
    given().when({ type: 'DisableOperator', operatorId }).thenFails('OperatorNotFound');
  });

  it('signs in unless disabled, and with each code once, in their order', () => {
    given(added)
      .when(open())
      .thenExactly({ type: 'OperatorSessionOpened', data: { operatorId, sessionHash: 'x', expiresAt: 100 } });
    given(added, disabled).when(open()).thenFails('PasswordWrong');
    given(added, totpSet).when(open()).thenFails('PasswordWrong');
    given(added, totpSet).when(open(10)).thenFails('PasswordWrong');
    given(added, totpSet)
      .when(open(11))
      .thenExactly({
        type: 'OperatorSessionOpened',
        data: { operatorId, sessionHash: 'x', expiresAt: 100, totpStep: 11 },
      });
  });

  it('keeps so many sessions, and none once disabled or under another password', () => {
    const opened = (n: number): OperatorEvent => {
      return { type: 'OperatorSessionOpened', data: { operatorId, sessionHash: `${n}`, expiresAt: 100 } };
    };
    const many = Array.from({ length: MAX_OPERATOR_SESSIONS + 1 }, (_, n) => opened(n));
    const fold = (events: OperatorEvent[]) =>
      events.reduce(
        (state, event) => operatorDecider.evolve(state, event, { at: 1, actor: 0 }),
        operatorDecider.initialState(),
      );
    expect([...fold([added, ...many]).sessions.keys()]).to.deep.equal(many.slice(1).map((_, n) => `${n + 1}`));
    expect(fold([added, ...many, disabled]).sessions.size).to.equal(0);
    const changed: OperatorEvent = { type: 'OperatorPasswordChanged', data: { operatorId, passwordHash: 'i' } };
    expect(fold([added, ...many, changed]).sessions.size).to.equal(0);
  });

  it('has so many tokens that hold', () => {
    const make = {
      type: 'MakeOperatorToken',
      operatorId,
      tokenId: 99,
      tokenHash: 'h',
      label: 'x',
      role: 'viewer',
      expiresAt: 50,
    } as const;
    const { type: _, ...data } = make;
    const tokens = Array.from({ length: MAX_OPERATOR_TOKENS }, (_, n): OperatorEvent => {
      return { type: 'OperatorTokenMade', data: { ...data, tokenId: n + 1 } };
    });
    given(added, ...tokens)
      .when(make, { at: 10 })
      .thenFails('TokensTooMany');
    given(added, ...tokens)
      .when(make, { at: 60 })
      .thenExactly({ type: 'OperatorTokenMade', data });
  });

  it('may do what those below may', () => {
    const table = OPERATOR_ROLES.map((role) => OPERATOR_ROLES.map((least) => Number(reaches(role, least))).join(''));
    expect(table).to.deep.equal(['1000', '1100', '1110', '1111']);
    expect(lesserRole('admin', 'support')).to.equal('support');
    expect(lesserRole('viewer', 'support')).to.equal('viewer');
  });
});

describe('codes of authenticator apps', () => {
  it('are those of RFC 6238, appendix B', () => {
    // Its key, "12345678901234567890", in base32; the last six digits of its eight.
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ] as const) {
      expect(totpCode(secret, Math.floor(seconds / 30)), String(seconds)).to.equal(code);
    }
  });
});

describe('gold and money that operators move', () => {
  const given = (...events: ApprovalEvent[]) => givenTo(approvalDecider, ...events);
  const action: MoneyAction = { kind: 'grant', userId: 5, amountGold: 100, key: '', reason: '奖励' };
  const ask = (limit: number) => ({ type: 'AskApproval', approvalId: 1, action, limit }) as const;
  const asked = {
    type: 'ApprovalAsked',
    data: { approvalId: 1, ...action, askedBy: 7, expiresAt: 10 + APPROVAL_HOLDS_MS },
  } as const;
  const givenBy = (operator: number) =>
    ({ type: 'ApprovalGiven', data: { approvalId: 1, ...action, askedBy: 7, givenBy: operator } }) as const;
  const by = (operator: number, at = 10) => ({ operator, at });

  it('up to the limit needs nobody else, above it a second one, who is another person', () => {
    given().when(ask(100), by(7)).thenExactly(asked, givenBy(7));
    given().when(ask(99), by(7)).thenExactly(asked);
    given(asked).when({ type: 'GiveApproval' }, by(8)).thenExactly(givenBy(8));
    given(asked).when({ type: 'GiveApproval' }, by(7)).thenFails('OwnApproval');
    given(asked).when({ type: 'GiveApproval' }, { at: 10 }).thenFails('SystemOnly');
    given().when({ type: 'GiveApproval' }, by(8)).thenFails('ApprovalNotFound');
  });

  it('is money, in cents, for a withdrawal alone, and within bounds', () => {
    const payCents = 150_000;
    const pay: MoneyAction = { ...action, kind: 'pay-withdrawal', amountGold: 0, payCents, key: '77' };
    const askFor = (limit: number, given: MoneyAction = pay) =>
      ({ type: 'AskApproval', approvalId: 1, action: given, limit }) as const;
    const data = { approvalId: 1, ...pay, askedBy: 7 };
    const asking = { type: 'ApprovalAsked', data: { ...data, expiresAt: 10 + APPROVAL_HOLDS_MS } } as const;
    given()
      .when(askFor(payCents - 1), by(7))
      .thenExactly(asking);
    given()
      .when(askFor(payCents), by(7))
      .thenExactly(asking, { type: 'ApprovalGiven', data: { ...data, givenBy: 7 } });
    for (const wrong of [0, -1, 1.5, MAX_AMOUNT + 1, Number.NaN])
      given()
        .when(askFor(100, { ...pay, payCents: wrong }), by(7))
        .thenFails('AmountOutOfRange');
    given()
      .when(askFor(100, { ...action, amountGold: 0, payCents }), by(7))
      .thenFails('AmountOutOfRange');
    given()
      .when(ask(100), { ...by(7), actor: 5 })
      .thenFails('SystemOnly');
    given().when(ask(100)).thenFails('SystemOnly');
  });

  it('is settled once, and lapses', () => {
    for (const type of ['GiveApproval', 'RefuseApproval'] as const) {
      given(asked, givenBy(8)).when({ type, reason: '' }, by(9)).thenFails('ApprovalSettled');
      given(asked).when({ type, reason: '' }, by(8, asked.data.expiresAt)).thenFails('ApprovalSettled');
    }
    given(asked, givenBy(8)).when(ask(0), by(7)).thenFails('AlreadyDone');
    given(asked).when(ask(0), by(7)).thenFails('AlreadyDone');
    const refused = {
      type: 'ApprovalRefused',
      data: { approvalId: 1, userId: 5, refusedBy: 8, reason: '不对' },
    } as const;
    given(asked).when({ type: 'RefuseApproval', reason: '不对' }, by(8)).thenExactly(refused);
    given(asked, refused).when(ask(0), by(7)).thenExactly(asked);
  });

  it('notes once that it could not be carried out', () => {
    const failed = { type: 'ApprovalFailed', data: { approvalId: 1, userId: 5, error: 'AmountOutOfRange' } } as const;
    const fail = { type: 'FailApproval', error: 'AmountOutOfRange' } as const;
    given(asked, givenBy(8)).when(fail).thenExactly(failed);
    given(asked, givenBy(8), failed).when(fail).thenNothing();
  });
});
