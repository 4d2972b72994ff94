import type { Payee, PayeeCommand } from '../../../domain/payee/decider.ts';
import { payeeDecider } from '../../../domain/payee/decider.ts';
import type { PayeeEvent } from '../../../domain/payee/events.ts';
import { checkCharacter, MIN_PAYEE_YEARS } from '../../../domain/payee/identity-card.ts';
import { withdrawalDecider } from '../../../domain/withdrawal/decider.ts';
import type { WithdrawalEvent } from '../../../domain/withdrawal/events.ts';
import { PAYOUT_ASK_AFTER_MS, PAYOUT_ASK_EVERY_MS, PAYOUT_LOST_AFTER_MS } from '../../../domain/withdrawal/limits.ts';
import { given as givenTo, T0 } from '../../support/given.ts';

describe('a withdrawal', () => {
  const given = (...events: WithdrawalEvent[]) => givenTo(withdrawalDecider, ...events);
  const [withdrawalId, userId, points, payCents] = ['77', 5, 200, 1_000] as const;
  const request = { withdrawalId, userId, points, payCents, account: 'wuyongwen', name: '张三' };
  const requested = { type: 'WithdrawalRequested', data: request } as const;
  const approved = { type: 'WithdrawalApproved', data: { withdrawalId, userId } } as const;
  const rejectedBy = (by: 'operator' | 'erasure') =>
    ({ type: 'WithdrawalRejected', data: { withdrawalId, userId, points, by, reason: '资料不符' } }) as const;
  const started = { type: 'PayoutStarted', data: { withdrawalId, userId, payCents } } as const;
  const paid = { type: 'WithdrawalPaid', data: { withdrawalId, userId, points, payCents, tradeNo: 'T1' } } as const;
  const failed = (reason: 'refused' | 'lost' | 'erased', detail = '') =>
    ({ type: 'PayoutFailed', data: { withdrawalId, userId, points, reason, detail } }) as const;
  const asked = (outcome: 'pending' | 'not-there' | 'unknown', nextAt: number) =>
    ({ type: 'PayoutAsked', data: { withdrawalId, userId, outcome, nextAt } }) as const;

  const ask = { type: 'RequestWithdrawal', ...request } as const;
  const approve = { type: 'ApproveWithdrawal' } as const;
  const reject = (by: 'operator' | 'erasure') => ({ type: 'RejectWithdrawal', by, reason: ' 资料不符 ' }) as const;
  const start = { type: 'StartPayout' } as const;
  const complete = { type: 'CompletePayout', tradeNo: 'T1' } as const;
  const refuse = { type: 'RefusePayout', detail: 'PAYEE_NOT_EXIST' } as const;
  const note = (outcome: 'pending' | 'not-there' | 'unknown') => ({ type: 'NotePayout', outcome }) as const;
  const paying = () => given(requested, approved, started);

  it('is asked for once, by the system', () => {
    given().when(ask).thenExactly(requested);
    given(requested).when(ask).thenNothing();
    given().when(ask, { actor: userId }).thenFails('SystemOnly');
    for (const command of [approve, reject('operator'), start, note('unknown'), complete, refuse])
      given().when(command).thenFails('WithdrawalNotFound');
  });

  it('is approved once, and not after it was rejected', () => {
    given(requested).when(approve).thenExactly(approved);
    for (const after of [[approved], [approved, started], [approved, started, paid]])
      given(requested, ...after)
        .when(approve)
        .thenNothing();
    given(requested, rejectedBy('operator')).when(approve).thenFails('WithdrawalStateWrong');
  });

  it('is rejected until the provider is told to pay, not later', () => {
    given(requested).when(reject('operator')).thenExactly(rejectedBy('operator'));
    given(requested, approved).when(reject('operator')).thenExactly(rejectedBy('operator'));
    given(requested, rejectedBy('operator')).when(reject('erasure')).thenNothing();
    for (const after of [[started], [started, paid], [started, failed('lost')]]) {
      const late = given(requested, approved, ...after);
      late.when(reject('operator')).thenFails('WithdrawalStateWrong');
      late.when(reject('erasure')).thenNothing();
    }
  });

  it('is told to the provider once, when it was approved, and to nobody for a person who was erased', () => {
    given(requested).when(start).thenNothing();
    given(requested, approved).when(start).thenExactly(started);
    paying().when(start).thenNothing();
    given(requested, rejectedBy('operator')).when(start).thenNothing();
    const erased = { ...requested, data: { ...request, account: '', name: '' } } as const;
    given(erased, approved).when(start).thenExactly(failed('erased'));
  });

  it('is paid, or refused, once, and only after the provider was told', () => {
    paying().when(complete).thenExactly(paid);
    paying().when(refuse).thenExactly(failed('refused', 'PAYEE_NOT_EXIST'));
    for (const before of [[requested], [requested, approved], [requested, approved, started, paid]])
      for (const command of [complete, refuse, note('unknown')])
        given(...before)
          .when(command)
          .thenNothing();
    given(requested, approved, started, failed('refused')).when(complete).thenNothing();
  });

  it('is asked about ever more rarely, for as long as its fate is unknown', () => {
    const at = (ms: number) => ({ at: T0 + ms });
    const [first, second, third, fourth] = PAYOUT_ASK_AFTER_MS;
    paying()
      .when(note('unknown'))
      .thenExactly(asked('unknown', T0 + first));
    paying()
      .when(note('pending'), at(first))
      .thenExactly(asked('pending', T0 + second));
    paying()
      .when(note('unknown'), at(second))
      .thenExactly(asked('unknown', T0 + third));
    paying()
      .when(note('unknown'), at(third))
      .thenExactly(asked('unknown', T0 + fourth));
    const late = 100 * PAYOUT_ASK_EVERY_MS;
    for (const outcome of ['unknown', 'pending'] as const)
      paying()
        .when(note(outcome), at(late))
        .thenExactly(asked(outcome, T0 + late + PAYOUT_ASK_EVERY_MS));
  });

  it('is given up when the provider has not heard of it an hour after it was told, not before', () => {
    const at = (ms: number) => ({ at: T0 + ms });
    paying()
      .when(note('not-there'), at(PAYOUT_LOST_AFTER_MS - 1))
      .thenExactly(asked('not-there', T0 + PAYOUT_LOST_AFTER_MS));
    paying().when(note('not-there'), at(PAYOUT_LOST_AFTER_MS)).thenExactly(failed('lost'));
  });
});

describe('a payee', () => {
  const given = (...events: PayeeEvent[]) => givenTo<Payee, PayeeCommand, PayeeEvent>(payeeDecider, ...events);
  const card = (born: string) => {
    const head = `110101${born}001`;
    return head + checkCharacter(head);
  };
  const facts = { account: 'wuyongwen', name: '张三', idCard: card('19900307'), phone: '13533221223' };
  const show = (more: Partial<typeof facts> = {}) => ({ type: 'VerifyPayee', userId: 5, ...facts, ...more }) as const;
  const verified = (more: Partial<typeof facts> = {}) =>
    ({ type: 'PayeeVerified', data: { userId: 5, ...facts, ...more } }) as const;
  const own = { actor: 5 };

  it('is who showed an adult’s papers, by themselves; the last ones count', () => {
    given().when(show(), own).thenExactly(verified());
    given(verified()).when(show(), own).thenNothing();
    given(verified())
      .when(show({ account: 'a@b.cn' }), own)
      .thenExactly(verified({ account: 'a@b.cn' }));
    given(verified(), verified({ account: 'a@b.cn' }))
      .when(show(), own)
      .thenExactly(verified());
    for (const actor of [0, 6]) given().when(show(), { actor }).thenFails('NotOwner');
  });

  it('is nobody with papers that cannot be an adult’s', () => {
    const born = (yearsAgo: number, day: string) => `${new Date(T0).getUTCFullYear() - yearsAgo}${day}`;
    given()
      .when(show({ idCard: card(born(MIN_PAYEE_YEARS, '0101')) }), own)
      .thenExactly(verified({ idCard: card(born(MIN_PAYEE_YEARS, '0101')) }));
    for (const wrong of [
      { idCard: card(born(MIN_PAYEE_YEARS, '0102')) },
      { idCard: card('19900231') },
      { idCard: card('18990101') },
      { idCard: `${facts.idCard.slice(0, 17)}${facts.idCard.at(-1) === '1' ? '2' : '1'}` },
      { idCard: '' },
      { name: '张' },
      { name: 'Zhang San' },
      { phone: '23533221223' },
      { account: '支付宝' },
      { account: 'x' },
    ])
      given().when(show(wrong), own).thenFails('PayeeInvalid');
  });
});
