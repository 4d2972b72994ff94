import { expect } from 'chai';
import { BrokenInvariantError } from '../../domain/kernel/assert.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { noSeenCommands, rememberCommand } from '../../domain/kernel/seen-commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { setLot } from '../../domain/wallet/lots.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { LogSubscription } from '../../event-store/log-subscription.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { rejection } from '../support/promises.ts';

const WALLET = 'wallet-app.1';
let serial = 0;
const meta = (): CommandMeta => {
  const commandId = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
  return { appId: 'app', actor: 0, at: 1_700_000_000_000, commandId };
};
const grant = (amountGold: number) => ({ type: 'GrantGold', userId: 1, amountGold, source: 'test' }) as const;

describe('invariants', () => {
  it('a wallet that does not add up takes no command, and nothing is written', async () => {
    const log = new MemoryEventStore();
    await createCommandHandler(log).handle(walletDecider, WALLET, grant(5), meta());
    // As a bug would have written it: the balance is not what was granted.
    Object.assign(log.all[0]!.data as object, { goldAfter: 7 });
    const refused = await rejection(createCommandHandler(log).handle(walletDecider, WALLET, grant(1), meta()));
    expect(refused).to.be.instanceOf(BrokenInvariantError);
    expect(refused.message).to.include('all gold that was granted is held, spent, expired or removed');
    expect(log.all).to.have.length(1);
  });

  it('a stream with a gap is not folded, and takes no command', async () => {
    const log = new MemoryEventStore();
    const commands = createCommandHandler(log);
    for (const amountGold of [5, 6, 7]) await commands.handle(walletDecider, WALLET, grant(amountGold), meta());
    const read = log.read.bind(log);
    log.read = async (...asked) => (await read(...asked)).filter(({ revision }) => revision !== 1);
    const fresh = createCommandHandler(log);
    expect(await rejection(fresh.handle(walletDecider, WALLET, grant(1), meta()))).to.be.instanceOf(
      BrokenInvariantError,
    );
    expect(log.all).to.have.length(3);
    log.read = read;
    const { state } = await fresh.handle(walletDecider, WALLET, grant(1), meta());
    expect(state.goldHeld, 'whole again').to.equal(19);
  });

  it('an append that ends where it cannot is not believed: the stream is read again', async () => {
    const log = new MemoryEventStore();
    const commands = createCommandHandler(log);
    const append = log.append.bind(log);
    log.append = async (...asked) => ({ ...(await append(...asked)), revision: -1 });
    const refused = await rejection(commands.handle(walletDecider, WALLET, grant(5), meta()));
    expect(refused).to.be.instanceOf(BrokenInvariantError);
    log.append = append;
    const { state, revision } = await commands.handle(walletDecider, WALLET, grant(1), meta());
    expect({ goldHeld: state.goldHeld, revision }).to.deep.equal({ goldHeld: 6, revision: 1 });
  });

  it('events out of order are not delivered; they are read again', async () => {
    const event = (position: number) => ({ position }) as LoggedEvent;
    const reads = [
      [event(2), event(1)],
      [event(1), event(1)],
      [event(1), event(2)],
    ];
    const delivered: number[] = [];
    const faults: Error[] = [];
    await new Promise<void>((resolve) => {
      const subscription = new LogSubscription(
        { head: () => 2, eventsAfter: () => reads.shift()! },
        {
          after: 0,
          onBatch(events) {
            delivered.push(...events.map(({ position }) => position));
            resolve(subscription.stop());
          },
          onFault: (error) => faults.push(error),
        },
      );
    });
    expect(delivered).to.deep.equal([1, 2]);
    expect(faults.every((fault) => fault instanceof BrokenInvariantError)).to.equal(true);
    expect(faults).to.have.length(2);
  });

  it('nothing is remembered, and no lot holds, what cannot be', () => {
    const command = { fingerprint: 1, at: 1, revision: -1, count: 1, actor: 0 };
    expect(() => rememberCommand(noSeenCommands(), 'x', command)).to.throw(BrokenInvariantError);
    expect(() => rememberCommand(noSeenCommands(), 'x', { ...command, revision: 0, count: 0 })).to.throw(
      BrokenInvariantError,
    );
    for (const gold of [-1, 0.5, Number.NaN]) expect(() => setLot([], 1, gold)).to.throw(BrokenInvariantError);
  });
});
