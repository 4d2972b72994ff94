import { useState } from 'preact/hooks';
import { act, type Me, reaches } from './api.ts';
import { Action, Card, ChainLink, Failure, REFRESH_MS, Table, timeOf, useAnswer } from './parts.tsx';

interface Person {
  userId: number;
  displayName: string;
  isBanned: boolean;
  gold: number;
}
interface Entry {
  revision: number;
  position: number;
  at: number;
  type: string;
  changeGold: number;
  goldAfter: number;
  about?: object;
  operatorReason?: string;
  correlationId: string;
}
interface History {
  gold: number;
  points: number;
  entries: Entry[];
}

/** Finds a person, and shows the wallet or the person. */
export function Find({ me, shows }: { me: Me; shows: 'wallet' | 'person' }) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [chosen, setChosen] = useState<Person | null>(null);
  return (
    <>
      <Card title="Find somebody">
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(text);
            setChosen(null);
          }}
        >
          <label>
            Id, number, phone, an app’s uid, or the beginning of a name
            <input required maxLength={100} value={text} onInput={(e) => setText(e.currentTarget.value)} />
          </label>
          <button type="submit">Find</button>
        </form>
        {asked !== '' && <Found text={asked} onChosen={setChosen} />}
      </Card>
      {chosen && shows === 'wallet' && <Wallet key={chosen.userId} me={me} person={chosen} />}
      {chosen && shows === 'person' && <OnePerson key={chosen.userId} me={me} person={chosen} />}
    </>
  );
}

function Found({ text, onChosen }: { text: string; onChosen(person: Person): void }) {
  const { answer, error } = useAnswer<{ people: Person[] }>('people/search', { text });
  return (
    <>
      <Failure text={error} />
      {answer?.people.length === 0 && <p class="soft">Nobody is called that.</p>}
      <div class="row">
        {answer?.people.map((person) => (
          <button type="button" key={person.userId} onClick={() => onChosen(person)}>
            {person.displayName || person.userId} · {person.gold} gold{person.isBanned ? ' · banned' : ''}
          </button>
        ))}
      </div>
    </>
  );
}

/** What somebody had at each moment: the slider goes through the entries, and each says what it changed. */
function Wallet({ me, person: { userId, displayName } }: { me: Me; person: Person }) {
  const { answer, error, again } = useAnswer<History>('wallets/history', { userId, limit: 100 }, REFRESH_MS);
  // The newest, until somebody chooses: what comes in then leaves the chosen one where it is.
  const [revision, setRevision] = useState<number | null>(null);
  const entries = answer?.entries.toReversed() ?? [];
  const found = entries.findIndex((entry) => entry.revision === revision);
  const where = found < 0 ? entries.length - 1 : found;
  const chosen = entries[where];
  const most = Math.max(1, ...entries.map(({ goldAfter }) => goldAfter));
  const xOf = (n: number) => (entries.length < 2 ? 0 : (100 * n) / (entries.length - 1));
  return (
    <Card title={`Wallet of ${displayName || userId}`}>
      <Failure text={error} />
      {answer && (
        <p>
          <span class="figure">{chosen?.goldAfter ?? answer.gold}</span> gold {chosen && `after ${timeOf(chosen.at)}`}
          <br />
          <span class="soft">
            Now: {answer.gold} gold, {answer.points} points
          </span>
        </p>
      )}
      {entries.length > 1 && (
        <>
          <svg class="history" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label="Gold over time">
            <polyline
              points={entries.map(({ goldAfter }, n) => `${xOf(n)},${98 - (96 * goldAfter) / most}`).join(' ')}
            />
            <line x1={xOf(where)} x2={xOf(where)} y1="0" y2="100" />
          </svg>
          <label>
            Moment
            <input
              type="range"
              min="0"
              max={entries.length - 1}
              value={where}
              onInput={(e) => {
                const moment = Number(e.currentTarget.value);
                setRevision(moment === entries.length - 1 ? null : entries[moment]!.revision);
              }}
            />
          </label>
        </>
      )}
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>When</th>
              <th>What</th>
              <th>Gold</th>
              <th>After</th>
              <th>Why</th>
              <th>Follows from</th>
            </tr>
          </thead>
          <tbody>
            {answer?.entries.map((entry) => (
              <tr key={entry.revision} aria-selected={entry === chosen}>
                <td>{timeOf(entry.at)}</td>
                <td>{entry.type}</td>
                <td class={entry.changeGold < 0 ? 'bad' : 'good'}>{entry.changeGold}</td>
                <td>{entry.goldAfter}</td>
                <td>
                  {[entry.operatorReason, entry.about && JSON.stringify(entry.about)].filter(Boolean).join(' · ')}
                </td>
                <td>
                  <ChainLink id={entry.correlationId} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {reaches(me.role, 'finance') && (
        <Action
          label="Give gold"
          amount="Gold"
          run={({ reason, amount }, key) => act('wallets/grant', { userId, amountGold: amount, reason }, key)}
          onDone={again}
        />
      )}
      {reaches(me.role, 'support') && (
        <Action
          label="Freeze"
          run={({ reason }, key) => act('wallets/freeze', { userId, reason }, key)}
          onDone={again}
        />
      )}
      {reaches(me.role, 'finance') && (
        <Action
          label="Unfreeze"
          run={({ reason }, key) => act('wallets/unfreeze', { userId, reason }, key)}
          onDone={again}
        />
      )}
    </Card>
  );
}

function OnePerson({ me, person: { userId, displayName } }: { me: Me; person: Person }) {
  const { answer, error, again } = useAnswer<Record<string, unknown>>('people/show', { userId });
  return (
    <Card title={displayName || String(userId)}>
      <Failure text={error} />
      {answer && <Table rows={Object.entries(answer).map(([field, value]) => ({ field, value }))} />}
      {reaches(me.role, 'support') && (
        <>
          <Action label="Ban" run={({ reason }, key) => act('people/ban', { userId, reason }, key)} onDone={again} />
          <Action
            label="Unban"
            run={({ reason }, key) => act('people/unban', { userId, reason }, key)}
            onDone={again}
          />
        </>
      )}
    </Card>
  );
}
