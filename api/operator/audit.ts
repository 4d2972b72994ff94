import { Type } from '@sinclair/typebox';
import { auditOf } from '../../application/operators/audit.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { INSTALLATION } from '../../domain/streams.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { query } from './endpoint.ts';
import { Id, oneOf, Time } from './shapes.ts';

const Deed = Type.Object(
  {
    position: Type.Integer({ description: 'Its place in the log.' }),
    at: Time,
    operator: Id,
    reason: Type.String({ description: 'Why, as they said; empty where it was about somebody who was erased.' }),
    userId: Type.Integer({ minimum: 0, description: 'The person whom it was about; 0: none.' }),
    stream: Type.String(),
    types: Type.Array(Type.String(), { description: 'The events that it became.' }),
    commandId: Type.String(),
    correlationId: Type.String({ description: 'What followed from it: /operator/v1/events/chain.' }),
  },
  { title: 'Deed' },
);

const list = query({
  path: 'audit/list',
  name: 'listAudit',
  role: 'admin',
  summary: 'List what operators did, newest first',
  params: {
    of: Type.Optional(
      Type.Unsafe<'tenant' | 'installation'>({
        ...oneOf(['tenant', 'installation'] as const),
        description: 'Default: what was done in the tenant. `installation`: to operators and their tokens.',
      }),
    ),
    operatorId: Type.Optional(Id),
    userId: Type.Optional(Type.Integer({ ...Id, description: 'About this person; not beside `operatorId`.' })),
    before: Type.Optional(Type.Integer({ minimum: 0, description: 'The next page: the last `position` before.' })),
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
  },
  answer: Type.Object({ deeds: Type.Array(Deed) }),
  example: {
    params: { limit: 1 },
    answer: {
      deeds: [
        {
          position: 4021,
          at: 1_795_799_538_710,
          operator: 246210298540001,
          reason: '见工单 #1042',
          userId: 246210298542265,
          stream: 'wallet-heihei.246210298542265',
          types: ['WalletFrozen'],
          commandId: 'f4d00a8c-a739-523d-bc63-fa026f6df259',
          correlationId: '019ab5f0d1a4b64c557a79c0',
        },
      ],
    },
  },
  async handle({ core, tenant, params: { of, ...wanted } }) {
    if (wanted.operatorId !== undefined && wanted.userId !== undefined)
      throw new DomainError('InvalidInput', 'either an operator or a person', 'userId');
    const deeds = await auditOf(core, of === 'installation' ? INSTALLATION : tenant, wanted);
    return { deeds: deeds.map(({ appId: _, ...deed }) => deed) };
  },
});

export const auditEndpoints: readonly Endpoint[] = [list];
