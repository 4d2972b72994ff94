import { expect } from 'chai';
import { handleUnless } from '../../../application/commands.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { streamName, uuidV5 } from '../../../domain/kernel/ids.ts';
import { walletDecider } from '../../../domain/wallet/decider.ts';
import { createCommandHandler } from '../../../event-store/command-handler.ts';
import { metaOf } from '../../support/given.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';

describe('a command that something may have to precede', () => {
  const stream = streamName('wallet', 'test', 1);
  const grant = { type: 'GrantGold', userId: 1, amountGold: 5, source: 'test' } as const;
  const freeze = { type: 'FreezeWallet', userId: 1, reason: 'test' } as const;
  const keyed = (n: number) => ({
    ...metaOf({ actor: 0, keyed: true }),
    commandId: uuidV5('00000000-0000-4000-8000-000000000000', String(n)),
  });
  let log: MemoryEventStore;
  let commands: ReturnType<typeof createCommandHandler>;
  beforeEach(() => {
    log = new MemoryEventStore();
    commands = createCommandHandler(log);
  });
  const run = (command: typeof grant | typeof freeze, n: number, obstacle: () => string | null) =>
    handleUnless(commands, walletDecider, stream, command, keyed(n), obstacle);

  it('is handled when nothing does', async () => {
    const { handled, obstacle } = await run(grant, 1, () => null);
    expect([handled?.events.map(({ type }) => type), obstacle]).to.deep.equal([['GoldGranted'], null]);
  });

  it('leaves nothing when something does, and can be sent again under its id', async () => {
    expect(await run(grant, 1, () => 'pay first')).to.deep.equal({ handled: null, obstacle: 'pay first' });
    expect(log.all).to.deep.equal([]);
    expect((await run(grant, 1, () => null)).handled?.state.goldHeld).to.equal(5);
  });

  it('gets its first outcome when it is repeated, whatever stands in the way by now', async () => {
    await run(grant, 1, () => null);
    const { handled } = await run(grant, 1, () => 'pay first');
    expect([handled?.repeated, handled?.events.length, log.all.length]).to.deep.equal([true, 1, 1]);
  });

  it('is noted when it changes nothing, as any other', async () => {
    await run(freeze, 1, () => null);
    await run(freeze, 2, () => null);
    expect(log.all.map(({ type }) => type)).to.deep.equal(['WalletFrozen', 'CommandNoted']);
  });

  it('is refused with what the look at the state throws', async () => {
    const refusal = await run(grant, 1, () => {
      throw new DomainError('WalletFrozen');
    }).catch((error: unknown) => error);
    expect(refusal).to.have.property('code', 'WalletFrozen');
    expect(log.all).to.deep.equal([]);
  });
});
