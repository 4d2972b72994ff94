import { type Approval, approvalDecider } from '../../domain/approval/decider.ts';
import { PERSONAL } from '../../domain/events.ts';
import { fileDecider } from '../../domain/file/decider.ts';
import type { ProcessClock } from '../../domain/kernel/clock.ts';
import type { CommandMeta, Decider } from '../../domain/kernel/decider.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import { uuidV5 } from '../../domain/kernel/ids.ts';
import { textOf } from '../../domain/kernel/personal.ts';
import { markDecider } from '../../domain/mark/decider.ts';
import { paymentDecider } from '../../domain/payment/decider.ts';
import { type PushToken, pushTokenDecider } from '../../domain/pushtoken/decider.ts';
import { reportDecider } from '../../domain/report/decider.ts';
import { switchboardDecider } from '../../domain/switchboard/decider.ts';
import { type Topup, topupDecider } from '../../domain/topup/decider.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { cardAt } from '../../domain/user/events.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import {
  type EventStore,
  START,
  StoreUnavailableError,
  type SubscribeOptions,
  UnknownOutcomeError,
} from '../../event-store/event-store.ts';
import type { Found, ReadModelStore, ReadModels } from '../../projections/read-models.ts';
import { reactorGroups } from '../../workers/reactors/all.ts';
import type { Plant } from './plant.ts';

/** A port with some of its methods replaced. */
function over<Port extends object>(port: Port, changed: Partial<Port>): Port {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(Reflect.has(changed, name) ? changed : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Commands with other metadata than they came with. */
function withMeta(commands: CommandHandler, change: (meta: CommandMeta) => CommandMeta): CommandHandler {
  return {
    ...commands,
    handle: (decider, stream, command, meta) => commands.handle(decider, stream, command, change(meta)),
  };
}

/** The user's decider without its memory of payments. */
function forgettingPayments<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
): Decider<State, Command, Event> {
  return {
    ...decider,
    decide: (command, state, meta) => decider.decide(command, { ...state, paidRenames: new Set() }, meta),
  };
}

/** The rules of phones without take-overs: the first owner stays. */
function takingOnce<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
): Decider<State, Command, Event> {
  return {
    ...decider,
    decide: (command, state, meta) => ((state as PushToken).userId === 0 ? decider.decide(command, state, meta) : []),
  };
}

/** The rules of files without the purpose that a file was claimed for. */
function forgettingClaims<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
): Decider<State, Command, Event> {
  return { ...decider, decide: (command, state, meta) => decider.decide(command, { ...state, purpose: '' }, meta) };
}

/** The rules of the switchboard without its memory of who is busy. */
function forgettingLines<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
): Decider<State, Command, Event> {
  return {
    ...decider,
    decide: (command, state, meta) => decider.decide(command, { ...state, lines: new Map() }, meta),
  };
}

/** The rules of an aggregate with another state than there is. */
function seeing<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  change: object,
): Decider<State, Command, Event> {
  return { ...decider, decide: (command, state, meta) => decider.decide(command, { ...state, ...change }, meta) };
}

/** The rules of orders without what is said of one before it was paid. */
function deafBeforePayment<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
): Decider<State, Command, Event> {
  return {
    ...decider,
    decide(command, state, meta) {
      const isEarly = (command as { type: string }).type === 'RefundOrder' && (state as Topup).status !== 'paid';
      return isEarly ? [] : decider.decide(command, state, meta);
    },
  };
}

/** The rules of what operators agree upon without who asked for it. */
function askedByNobody<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
): Decider<State, Command, Event> {
  return {
    ...decider,
    decide(command, state, meta) {
      const { asked } = state as Approval;
      return decider.decide(command, { ...state, asked: asked && { ...asked, askedBy: 0 } }, meta);
    },
  };
}

/** Commands by other rules for the aggregates of a category. */
function rulesOf(
  category: string,
  change: <State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
  ) => Decider<State, Command, Event>,
): NonNullable<Plant['commands']> {
  return (commands) => ({
    ...commands,
    handle: (decider, ...command) =>
      commands.handle(decider.category === category ? change(decider) : decider, ...command),
  });
}

/** Appends that failed are dealt with in another way. */
function onFailedAppend(
  log: EventStore,
  recover: (error: Error, ...append: Parameters<EventStore['append']>) => ReturnType<EventStore['append']>,
): EventStore {
  return over(log, {
    append: (...append) => log.append(...append).catch((error: Error) => recover(error, ...append)),
  });
}

function onSubscription(log: EventStore, change: (options: SubscribeOptions) => SubscribeOptions): EventStore {
  return over(log, { subscribe: (options) => log.subscribe(change(options)) });
}

/** Time as a clock shows it whose steps forwards count, however long they are. */
function wallSteps(): () => number {
  let last = Date.now();
  let elapsedMs = 0;
  return () => {
    const now = Date.now();
    elapsedMs += Math.max(0, now - last);
    last = now;
    return elapsedMs;
  };
}

/**
 * Bugs as they are really made, each put in at a port of the unchanged core. A simulation that lets one of them through
 * proves nothing: every one must be found within the seeds of the test.
 */
export const plants: readonly Plant[] = [
  {
    name: 'an append is acknowledged before its sync',
    kind: 'embedded',
    begin(disks) {
      disks.log.acknowledgesEarly = true;
    },
  },
  {
    name: 'what is decided ahead names a cause where something else stands',
    foundBy: 2,
    kind: 'embedded',
    decidesAhead: true,
    begin(disks) {
      disks.log.foretellsWrongly = true;
    },
  },
  {
    name: 'an append to a full disk is taken for done',
    foundBy: 2,
    kind: 'embedded',
    log: (log, part) =>
      part !== 'commands'
        ? log
        : onFailedAppend(log, async (error, _stream, events, { expected }) => {
            if (!(error instanceof StoreUnavailableError)) throw error;
            return { revision: (typeof expected === 'number' ? expected : -1) + events.length, position: START };
          }),
  },
  {
    name: 'the expected revision is not checked',
    foundBy: 2,
    kind: 'shared',
    log: (log, part) =>
      part !== 'commands'
        ? log
        : over(log, { append: (stream, events) => log.append(stream, events, { expected: 'any' }) }),
  },
  {
    name: 'an append of unknown outcome is sent again under new ids',
    foundBy: 2,
    kind: 'shared',
    log: (log, part) =>
      part !== 'commands'
        ? log
        : onFailedAppend(log, async (error, stream, events) => {
            if (!(error instanceof UnknownOutcomeError)) throw error;
            const fresh = events.map((event) => ({ ...event, id: uuidV5(event.id, 'again') }));
            return log.append(stream, fresh, { expected: 'any' });
          }),
  },
  {
    name: 'keys are forgotten',
    foundBy: 2,
    kind: 'embedded',
    commands: (commands, part) =>
      part === 'api' ? withMeta(commands, (meta) => ({ ...meta, keyed: false })) : commands,
  },
  {
    name: 'a repetition is known by its key alone, whatever it asks for',
    foundBy: 2,
    kind: 'embedded',
    commands: (commands, part) =>
      part === 'api' ? withMeta(commands, (meta) => ({ ...meta, input: meta.commandId })) : commands,
  },
  {
    name: 'a payment for a rename is not used up',
    foundBy: 14,
    kind: 'embedded',
    commands: (commands) => ({
      ...commands,
      handle: (decider, ...command) =>
        commands.handle(decider.category === userDecider.category ? forgettingPayments(decider) : decider, ...command),
    }),
  },
  {
    name: 'an upload forgets that it was claimed',
    foundBy: 2,
    kind: 'embedded',
    commands: (commands) => ({
      ...commands,
      handle: (decider, ...command) =>
        commands.handle(decider.category === fileDecider.category ? forgettingClaims(decider) : decider, ...command),
    }),
  },
  {
    name: 'reactors do not know what they have done before',
    foundBy: 2,
    kind: 'embedded',
    commands: (commands, part) =>
      part === 'workers' ? withMeta(commands, (meta) => ({ ...meta, cause: undefined })) : commands,
  },
  {
    name: "a reactor's checkpoint is saved before the effect",
    foundBy: 18,
    kind: 'embedded',
    log: (log, part, disks) =>
      part !== 'reactors'
        ? log
        : onSubscription(log, (options) => ({
            ...options,
            async onBatch(events) {
              const { position } = events[events.length - 1]!;
              for (const { name } of reactorGroups)
                await disks.readModels.make((store) => store.saveCheckpoint(`reactors.${name}`, position));
              await options.onBatch(events);
            },
          })),
  },
  {
    name: 'a batch that failed is skipped',
    foundBy: 5,
    kind: 'shared',
    log: (log, part) =>
      part !== 'reactors'
        ? log
        : onSubscription(log, (options) => ({
            ...options,
            async onBatch(events) {
              await Promise.resolve(options.onBatch(events)).catch(() => {});
            },
          })),
  },
  {
    name: "the read models' checkpoint is written before the documents",
    foundBy: 14,
    kind: 'embedded',
    store: (store) =>
      over<ReadModelStore>(store, {
        async write(changes) {
          await store.write(changes.map((change) => ({ ...change, documents: [] })));
          await store.write(changes);
        },
      }),
  },
  {
    name: 'the read models lose any transaction at a power cut',
    foundBy: 5,
    kind: 'embedded',
    begin(disks) {
      disks.readModels.losesAny = true;
    },
  },
  {
    name: 'a view skips an event of every batch',
    foundBy: 7,
    kind: 'embedded',
    log: (log, part) =>
      part !== 'models'
        ? log
        : onSubscription(log, (options) => ({
            ...options,
            onBatch: (events) => options.onBatch(events.length > 2 ? events.slice(1) : events),
          })),
  },
  {
    name: 'open jobs are not looked for after a restart',
    foundBy: 2,
    kind: 'embedded',
    jobModels: (models) => over<ReadModels>(models, { find: async <D>() => [] as Found<D>[] }),
  },
  {
    name: 'the announcer takes the first event of a batch alone',
    foundBy: 2,
    kind: 'embedded',
    log: (log, part) =>
      part !== 'announcer'
        ? log
        : onSubscription(log, (options) => ({ ...options, onBatch: (events) => options.onBatch(events.slice(0, 1)) })),
  },
  {
    name: 'what was said before a restart is not kept for those who come back',
    foundBy: 2,
    kind: 'embedded',
    log: (log, part, disks) =>
      part !== 'announcer'
        ? log
        : over(
            onSubscription(log, (options) => ({ ...options, after: disks.log.head() })),
            { readAllBackwards: async () => [] },
          ),
  },
  {
    name: 'the announcer does not hear who leaves',
    foundBy: 20,
    kind: 'embedded',
    log: (log, part) =>
      part !== 'announcer'
        ? log
        : onSubscription(log, (options) => ({
            ...options,
            onBatch: (events) => options.onBatch(events.filter(({ type }) => type !== 'ViewerLeft')),
          })),
  },
  {
    name: 'the switchboard forgets who is busy',
    foundBy: 2,
    kind: 'embedded',
    commands: (commands) => ({
      ...commands,
      handle: (decider, ...command) =>
        commands.handle(
          decider.category === switchboardDecider.category ? forgettingLines(decider) : decider,
          ...command,
        ),
    }),
  },
  {
    name: 'a talk that is over does not free its lines',
    foundBy: 2,
    kind: 'embedded',
    commands: (commands) => ({
      ...commands,
      handle(decider, stream, command, meta) {
        const { type } = command as { type: string };
        const nobodys = type === 'FreeLine' ? { ...command, chatId: 0 } : command;
        return commands.handle(decider, stream, nobodys, meta);
      },
    }),
  },
  {
    name: 'the end of a call is not announced',
    foundBy: 2,
    kind: 'embedded',
    log: (log, part) =>
      part !== 'announcer'
        ? log
        : onSubscription(log, (options) => ({
            ...options,
            onBatch: (events) => options.onBatch(events.filter(({ type }) => type !== 'DueExpired')),
          })),
  },
  {
    name: 'messages between people are not announced',
    foundBy: 2,
    kind: 'embedded',
    log: (log, part) =>
      part !== 'announcer'
        ? log
        : onSubscription(log, (options) => ({
            ...options,
            onBatch: (events) => options.onBatch(events.filter(({ type }) => type !== 'MessageSent')),
          })),
  },
  {
    name: 'messages in groups are not announced',
    foundBy: 2,
    kind: 'embedded',
    log: (log, part) =>
      part !== 'announcer'
        ? log
        : onSubscription(log, (options) => ({
            ...options,
            onBatch: (events) => options.onBatch(events.filter(({ type }) => type !== 'GroupMessageSent')),
          })),
  },
  {
    name: 'whoever leaves a group goes on hearing it',
    foundBy: 40,
    kind: 'embedded',
    log: (log, part) =>
      part !== 'announcer'
        ? log
        : onSubscription(log, (options) => ({
            ...options,
            onBatch: (events) => options.onBatch(events.filter(({ type }) => type !== 'GroupMembersRemoved')),
          })),
  },
  {
    name: 'new members read a group from its beginning',
    foundBy: 14,
    kind: 'embedded',
    commands: (commands) => ({
      ...commands,
      handle(decider, stream, command, meta) {
        const fromBeginning = 'fromSeq' in (command as object) ? { ...command, fromSeq: 0 } : command;
        return commands.handle(decider, stream, fromBeginning, meta);
      },
    }),
  },
  {
    name: 'a message to a group is sent anew when its client sends it again',
    foundBy: 2,
    kind: 'embedded',
    commands: (commands) => ({
      ...commands,
      handle(decider, stream, command, meta) {
        const isSaid = (command as { type: string }).type === 'SendToGroup';
        return commands.handle(decider, stream, command, isSaid ? { ...meta, keyed: false } : meta);
      },
    }),
  },
  {
    name: 'whoever signs in on a phone does not take it over',
    foundBy: 20,
    kind: 'embedded',
    commands: (commands, part) =>
      part === 'workers'
        ? commands
        : {
            ...commands,
            handle: (decider, ...command) =>
              commands.handle(
                decider.category === pushTokenDecider.category ? takingOnce(decider) : decider,
                ...command,
              ),
          },
  },
  {
    name: 'a notification is tried twice, each time under an id of its own',
    foundBy: 2,
    kind: 'embedded',
    pushes: (send) => async (target, notification) => {
      await send(target, { ...notification, id: `${notification.id}.again` });
      return send(target, notification);
    },
  },
  {
    name: 'a notification counts as sent when the provider did not answer',
    foundBy: 39,
    kind: 'embedded',
    pushes: (send) => (target, notification) => send(target, notification).catch(() => 'sent' as const),
  },
  {
    name: 'presence is measured by a clock that somebody sets forwards',
    foundBy: 2,
    kind: 'embedded',
    faults: ['clockJump'],
    presenceClock: (clock) => over<ProcessClock>(clock, { elapsed: wallSteps(), interruptedAt: () => -Infinity }),
  },
  {
    name: 'a callback that no provider has signed is believed',
    foundBy: 5,
    kind: 'embedded',
    begin(disks) {
      disks.payments.believesAll = true;
    },
  },
  {
    name: 'a payment pays every order that it is shown for',
    foundBy: 2,
    kind: 'embedded',
    commands: rulesOf(paymentDecider.category, (decider) => seeing(decider, { orderId: '' })),
  },
  {
    name: 'an order forgets that it was paid',
    foundBy: 2,
    kind: 'embedded',
    commands: rulesOf(topupDecider.category, (decider) => seeing(decider, { tradeNo: '' })),
  },
  {
    name: 'money that goes back before its payment is heard of is forgotten',
    foundBy: 28,
    kind: 'embedded',
    commands: rulesOf(topupDecider.category, deafBeforePayment),
  },
  {
    name: 'reports forget who reported lately',
    foundBy: 2,
    kind: 'embedded',
    commands: rulesOf(reportDecider.category, (decider) => seeing(decider, { lately: new Map() })),
  },
  {
    name: 'what a server sends under a key is another message each time',
    foundBy: 6,
    kind: 'embedded',
    commands: (commands) => ({
      ...commands,
      handle(decider, stream, command, meta) {
        const isServers = (command as { type: string }).type === 'SendServerMessage';
        const commandId = isServers ? uuidV5(meta.commandId, String(meta.at)) : meta.commandId;
        return commands.handle(decider, stream, command, { ...meta, commandId });
      },
    }),
  },
  {
    name: 'a key is destroyed before the erasure is in the log',
    foundBy: 2,
    kind: 'embedded',
    commands: (commands, part, disks) => ({
      ...commands,
      async handle(decider, stream, command, meta) {
        const { type } = command as { type: string };
        if (part === 'api' && type === 'ErasePerson') await disks.keys.destroy(meta.appId, meta.actor);
        return commands.handle(decider, stream, command, meta);
      },
    }),
  },
  {
    name: 'the names of erased people are not released',
    foundBy: 2,
    kind: 'embedded',
    commands: (commands) => ({
      ...commands,
      handle(decider, stream, command, meta) {
        const { type } = command as { type: string };
        const nobodys = type === 'ReleaseIdentity' ? { ...command, userId: 0 } : command;
        return commands.handle(decider, stream, nobodys, meta);
      },
    }),
  },
  {
    name: 'a key store that is away is taken for one that has destroyed the key',
    foundBy: 39,
    kind: 'shared',
    begin(disks) {
      disks.keys.hidesFailures = true;
    },
  },
  {
    name: 'a key is not destroyed, though its store says so',
    foundBy: 2,
    kind: 'embedded',
    begin(disks) {
      disks.keys.keepsDestroyed = true;
    },
  },
  {
    name: 'what is said in rooms is not sealed',
    foundBy: 2,
    kind: 'shared',
    personal: { ...PERSONAL, TextSaid: cardAt('from') },
  },
  {
    name: 'a title is sealed under the key of nobody in particular',
    foundBy: 2,
    kind: 'embedded',
    personal: { ...PERSONAL, LiveStarted: { ...PERSONAL.LiveStarted, title: textOf('liveId') } },
  },
  {
    name: 'a payout of unknown outcome is told to the provider again',
    foundBy: 20,
    kind: 'embedded',
    withdraws: true,
    begin({ payouts }) {
      payouts.query = (payout) => payouts.pay({ ...payout, account: '', name: '' });
    },
  },
  {
    name: 'a person likes the same post as often as they ask to',
    kind: 'shared',
    speaks: true,
    commands: rulesOf(markDecider.category, (decider) => seeing(decider, { isMarked: false })),
  },
  {
    name: 'whoever asked for gold may agree to it as well',
    kind: 'embedded',
    isOperated: true,
    commands: rulesOf(approvalDecider.category, askedByNobody),
  },
  {
    name: 'states go on holding what the erased said',
    foundBy: 262,
    kind: 'embedded',
    keepsTexts: true,
  },
];
