import { type Static, Type } from '@sinclair/typebox';
import { checkLedger, type LedgerNow, ledgerNow } from '../../application/operators/ledger.ts';
import { Nullable, named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, NothingElse, query } from './endpoint.ts';
import { AT_POSITION } from './session.ts';
import { CheckProgress, Count, progressOf, SOME_PROGRESS } from './shapes.ts';

const Amount = Type.Integer();

const Sums = named(
  'LedgerSums',
  Type.Object(
    {
      ...{ grantedGold: Amount, boughtGold: Amount, exchangedGold: Amount, spentGold: Amount, expiredGold: Amount },
      ...{ removedGold: Amount, heldGold: Amount, creditedPoints: Amount, exchangedPoints: Amount },
      ...{ pendingPoints: Amount, paidPoints: Amount, heldPoints: Amount },
    },
    {
      description:
        'Gold: granted = held + spent + expired + removed; bought and exchanged are parts of granted. Points: credited = held + exchanged + pending + paid.',
    },
  ),
);
const NO_SUMS: Static<typeof Sums> = {
  ...{ grantedGold: 0, boughtGold: 0, exchangedGold: 0, spentGold: 0, expiredGold: 0 },
  ...{ removedGold: 0, heldGold: 0, creditedPoints: 0, exchangedPoints: 0 },
  ...{ pendingPoints: 0, paidPoints: 0, heldPoints: 0 },
};

const Proof = Type.Object(
  {
    isRight: Type.Boolean({ description: 'Every wallet adds up, and every purchase has what follows it.' }),
    violationCount: Count,
    violations: Type.Array(Type.Object({ position: Count, message: Type.String() })),
    wallets: Count,
    ...{ grantedGold: Amount, heldGold: Amount, spentGold: Amount, expiredGold: Amount, removedGold: Amount },
    ...{ points: Amount, exchangedPoints: Amount, pendingPoints: Amount, paidPoints: Amount },
  },
  { title: 'LedgerProof', description: 'What adding up every wallet of the tenant from its events came to.' },
);

const Check = Type.Object(
  { ...CheckProgress, proof: Nullable(Proof) },
  {
    title: 'LedgerCheck',
    description: 'Of this process: of all tenants, those that are not asked about count in `isRight` alone.',
  },
);

const NOTHING = {
  ...{ wallets: 0, granted: 0, held: 0, spent: 0, expired: 0, removed: 0 },
  ...{ points: 0, exchangedPoints: 0, pendingPoints: 0, paidPoints: 0 },
};

function shownCheck(check: NonNullable<LedgerNow['check']>, tenant: string): Static<typeof Check> {
  const { result } = check;
  const proof = () => {
    const { apps, violationCount, violations } = result!;
    const { wallets, granted, held, spent, expired, removed, ...rest } = apps[tenant] ?? NOTHING;
    const { points, exchangedPoints, pendingPoints, paidPoints } = rest;
    return {
      ...{ isRight: violationCount === 0, violationCount, violations, wallets },
      ...{ grantedGold: granted, heldGold: held, spentGold: spent, expiredGold: expired, removedGold: removed },
      ...{ points, exchangedPoints, pendingPoints, paidPoints },
    };
  };
  return { ...progressOf(check), proof: result && proof() };
}

const show = query({
  path: 'ledger/show',
  name: 'showLedger',
  role: 'viewer',
  summary: 'Show what all wallets of a tenant add up to, and what the last check of all events found',
  params: {},
  answer: Type.Object({ sums: Sums, check: Nullable(Check) }),
  example: {
    params: {},
    answer: {
      sums: {
        ...NO_SUMS,
        grantedGold: 500,
        boughtGold: 500,
        spentGold: 100,
        heldGold: 400,
        creditedPoints: 100,
        heldPoints: 100,
      },
      check: {
        ...SOME_PROGRESS,
        proof: {
          ...{ isRight: true, violationCount: 0, violations: [], wallets: 2 },
          ...{ grantedGold: 500, heldGold: 400, spentGold: 100, expiredGold: 0, removedGold: 0 },
          ...{ points: 100, exchangedPoints: 0, pendingPoints: 0, paidPoints: 0 },
        },
      },
    },
  },
  async handle({ core, tenant }) {
    const { sums, check } = await ledgerNow(core, tenant);
    const { appId, ...shown } = sums ?? { appId: tenant, ...NO_SUMS };
    return { sums: shown, check: check && shownCheck(check, tenant) };
  },
});

const verify = action({
  path: 'ledger/verify',
  name: 'verifyLedger',
  role: 'finance',
  of: 'installation',
  summary: 'Begin to add up every wallet again from the events alone; ledger/show says how far it is',
  params: {},
  answer: NothingElse,
  example: { params: {}, answer: AT_POSITION },
  handle: ({ core, meta }) => checkLedger(core, meta),
});

export const ledgerEndpoints: readonly Endpoint[] = [show, verify];
