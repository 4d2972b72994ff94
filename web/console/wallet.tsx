import { useEffect, useState } from 'preact/hooks';
import { Action } from './action.tsx';
import { type Answer, ask } from './api.ts';
import { Drawing } from './drawing.tsx';
import { saveCsv } from './files.ts';
import { Card, ChainLink, Facts, Failure, LIVE, PersonLink, RoomLink, Table, Time, useAnswer } from './parts.tsx';
import { changeOf, numberOf, textOf, timeOf, wordsOf } from './words.ts';

type Entry = Answer<'wallets/history'>['entries'][number];

const PAGE = 100;
/** Entries in a file: what a spreadsheet still shows at once. */
const MAX_CSV = 20_000;
/** What a refund gives back. */
const PURCHASES = ['GiftBought', 'ChatGiftBought', 'SubjectGiftBought', 'BulletBought', 'RenameBought'];

/** What somebody had at each moment: the slider goes through the entries, and each says what it changed, and why. */
export function WalletPage({ userId }: { userId: number }) {
  const { answer, error, again } = useAnswer('wallets/history', { userId, limit: PAGE }, LIVE);
  const person = useAnswer('people/show', { userId }, LIVE);
  const { entries, error: olderError, more } = useEntries(userId, answer);
  const [chosen, setChosen] = useState<number | null>(null);
  const oldestFirst = entries.toReversed();
  // The newest, until somebody chooses: what comes in then leaves the chosen one where it is.
  const found = oldestFirst.findIndex(({ revision }) => revision === chosen);
  const where = found < 0 ? oldestFirst.length - 1 : found;
  const entry = oldestFirst[where];
  const choose = (index: number) => setChosen(index === oldestFirst.length - 1 ? null : oldestFirst[index]!.revision);
  const done = () => {
    again();
    person.again();
  };
  const isFrozen = person.answer?.wallet.isFrozen ?? false;
  return (
    <Card
      title={`Wallet of ${person.answer?.displayName || userId}`}
      aside={
        <div class="row">
          <Action
            label="Give gold"
            path="wallets/grant"
            params={{ userId }}
            fields={[{ name: 'amountGold', label: 'Gold', kind: 'number', min: 1 }]}
            onDone={done}
          />
          {isFrozen ? (
            <Action label="Unfreeze" path="wallets/unfreeze" params={{ userId }} onDone={done} />
          ) : (
            <Action label="Freeze" path="wallets/freeze" params={{ userId }} isHarsh onDone={done} />
          )}
          <button type="button" onClick={() => void saveHistory(userId)}>
            Save as CSV
          </button>
        </div>
      }
    >
      <Failure text={error || olderError} />
      {answer && (
        <div class="moment" aria-live="polite">
          <span class="figure">{numberOf(entry?.goldAfter ?? answer.gold)}</span> gold
          <span class="soft">
            {entry ? ` after ${wordsOf(entry.type).toLowerCase()}, ${timeOf(entry.at)}` : ' and no event yet'}
          </span>
        </div>
      )}
      {oldestFirst.length > 1 && (
        <div class="timeline">
          <Drawing
            label="Gold over time"
            points={oldestFirst.map(({ at, goldAfter }) => ({ x: at, y: goldAfter }))}
            isStepped
            at={where}
            onPoint={choose}
          />
          <label class="wide">
            Moment
            <input
              type="range"
              min="0"
              max={oldestFirst.length - 1}
              value={where}
              aria-valuetext={entry && `${entry.goldAfter} gold, ${timeOf(entry.at)}`}
              onInput={(event) => choose(Number(event.currentTarget.value))}
            />
          </label>
          <div class="ends soft">
            <Time at={oldestFirst[0]!.at} />
            <Time at={oldestFirst[oldestFirst.length - 1]!.at} />
          </div>
        </div>
      )}
      {answer && (
        <Facts
          facts={[
            ['Now', `${numberOf(answer.gold)} gold, ${numberOf(answer.points)} points`],
            ['Person', <PersonLink key="person" id={userId} name={person.answer?.displayName} />],
            ['State', isFrozen ? 'frozen: cannot spend' : 'may spend'],
          ]}
        />
      )}
      <Entries userId={userId} entries={entries} chosen={entry} onDone={done} onChoose={setChosen} />
      {more && (
        <button type="button" onClick={() => void more()}>
          Show older ones
        </button>
      )}
    </Card>
  );
}

/** The newest page as it changes, and the pages behind it that somebody asked for. */
function useEntries(userId: number, newest: Answer<'wallets/history'> | null) {
  const [known, setKnown] = useState<{ entries: Entry[]; older?: number | undefined }>({ entries: [] });
  const [error, setError] = useState('');
  useEffect(() => {
    if (!newest) return;
    setKnown((before) => {
      const from = newest.older ?? 0;
      const rest = before.entries.filter(({ revision }) => revision < from);
      // Where more came in than a page shows, what was loaded behind it does not follow on.
      const isJoined = rest.length > 0 && before.entries[0]!.revision >= from - 1;
      return isJoined ? { entries: [...newest.entries, ...rest], older: before.older } : newest;
    });
  }, [newest]);
  const more = async () => {
    try {
      const page = await ask('wallets/history', { userId, limit: PAGE, before: known.older });
      setKnown(({ entries }) => ({ entries: [...entries, ...page.entries], older: page.older }));
      setError('');
    } catch (failure) {
      setError(textOf(failure));
    }
  };
  return { entries: known.entries, error, more: known.older === undefined ? null : more };
}

function Entries(props: {
  userId: number;
  entries: Entry[];
  chosen: Entry | undefined;
  onDone(): void;
  onChoose(revision: number): void;
}) {
  const { userId, entries, chosen, onDone, onChoose } = props;
  const givenBack = new Set(
    entries.map(({ about }) => about.source?.replace(/^refund-gift:/, '') ?? about.purchaseEventId),
  );
  return (
    <Table
      rows={entries}
      keyOf={({ revision }) => revision}
      isChosen={(entry) => entry === chosen}
      empty="Nothing has come or gone yet."
      columns={[
        {
          head: 'When',
          of: ({ at, revision }) => (
            <button type="button" class="link" title="Show this moment" onClick={() => onChoose(revision)}>
              <Time at={at} />
            </button>
          ),
        },
        { head: 'What', of: ({ type }) => wordsOf(type) },
        { head: 'Why', of: (entry) => <Why entry={entry} /> },
        {
          head: 'Gold',
          isNumber: true,
          of: ({ changeGold }) => <span class={changeGold < 0 ? 'bad' : 'good'}>{changeOf(changeGold)}</span>,
        },
        { head: 'After', isNumber: true, of: ({ goldAfter }) => <b>{numberOf(goldAfter)}</b> },
        { head: 'Points', isNumber: true, of: ({ changePoints }) => changeOf(changePoints) },
        {
          head: 'More',
          of: ({ type, revision, eventId, correlationId, changeGold }) => (
            <span class="row">
              <ChainLink id={correlationId} />
              {PURCHASES.includes(type) && changeGold < 0 && !givenBack.has(eventId) && (
                <Action
                  label="Refund"
                  path="wallets/refund-gift"
                  params={{ userId, revision }}
                  says={`Gives ${numberOf(-changeGold)} gold back; the host keeps the points.`}
                  onDone={onDone}
                />
              )}
              {givenBack.has(eventId) && <span class="tag good">given back</span>}
            </span>
          ),
        },
      ]}
    />
  );
}

/** What an entry was about, and who did it. */
function Why({ entry }: { entry: Entry }) {
  const { about, operator, operatorReason } = entry;
  const { giftName, units, otherId, liveId, chatId, subjectId, source, orderId, reason, expiresAt, withdrawalId } =
    about;
  const isPaid = entry.changeGold < 0;
  return (
    <>
      {giftName && `${giftName}${units && units > 1 ? ` × ${units}` : ''} `}
      {otherId !== undefined && (
        <>
          {isPaid ? 'for ' : 'from '}
          <PersonLink id={otherId} />{' '}
        </>
      )}
      {liveId !== undefined && (
        <>
          in room <RoomLink id={liveId} />{' '}
        </>
      )}
      {chatId !== undefined && `in talk ${chatId} `}
      {subjectId !== undefined && `on post ${subjectId} `}
      {orderId !== undefined && `order ${orderId} `}
      {withdrawalId !== undefined && `withdrawal ${withdrawalId} `}
      {source !== undefined && orderId === undefined && `${sourceOf(source)} `}
      {expiresAt !== undefined && `until ${timeOf(expiresAt)} `}
      {operator !== undefined && <span class="soft">by an operator: {operatorReason || 'no reason is left'}</span>}
      {operator === undefined && reason}
    </>
  );
}

function sourceOf(source: string): string {
  if (source === 'operator') return 'a gift of the house';
  if (source.startsWith('refund-gift:')) return 'given back for a purchase';
  return `from ${source}`;
}

/** All of a wallet's entries, the newest first, as a file. */
async function saveHistory(userId: number): Promise<void> {
  const rows: Entry[] = [];
  for (let before: number | undefined; rows.length < MAX_CSV; ) {
    const page = await ask('wallets/history', { userId, limit: 200, ...(before !== undefined && { before }) });
    rows.push(...page.entries);
    before = page.older;
    if (before === undefined) break;
  }
  const head = [
    'time',
    'event',
    'gold',
    'gold after',
    'points',
    'points after',
    'about',
    'operator',
    'reason',
    'request',
  ];
  const lines = rows.map((entry) => [
    ...[new Date(entry.at).toISOString(), entry.type, entry.changeGold, entry.goldAfter],
    ...[entry.changePoints, entry.pointsAfter, JSON.stringify(entry.about)],
    ...[entry.operator ?? '', entry.operatorReason ?? '', entry.correlationId],
  ]);
  saveCsv(`wallet-${userId}.csv`, [head, ...lines]);
}
