import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { act, ask, type Me, type Role, reaches, signedIn } from './api.ts';
import { ChainPage } from './chain.tsx';
import './main.css';
import { APPROVALS, Decisions, type Waiting, WITHDRAWALS } from './decisions.tsx';
import { Card, Failure, REFRESH_MS, Table, useAnswer } from './parts.tsx';
import { Find } from './people.tsx';
import { OneRoom, Rooms } from './rooms.tsx';
import { SignIn } from './sign-in.tsx';

interface Page {
  name: string;
  /** The least role that sees it. */
  role: Role;
  /** Lists that it shows: title, and path of the API. */
  lists?: readonly (readonly [string, string])[];
  finds?: 'wallet' | 'person';
  /** What waits for a decision. */
  waiting?: readonly Waiting[];
}

const PAGES: readonly Page[] = [
  {
    name: 'Overview',
    role: 'viewer',
    lists: [
      ['Rooms that play', 'lives/list'],
      ['Read models', 'views/list'],
      ['Jobs that failed', 'jobs/list-failed'],
    ],
  },
  { name: 'Ledger', role: 'support', finds: 'wallet' },
  { name: 'People', role: 'support', finds: 'person' },
  { name: 'Rooms', role: 'viewer' },
  { name: 'Events', role: 'admin', lists: [['The newest events of the log', 'events/list']] },
  { name: 'Moderation', role: 'support', lists: [['Reports', 'reports/list']] },
  { name: 'Approvals', role: 'support', waiting: [APPROVALS, WITHDRAWALS] },
  {
    name: 'Jobs',
    role: 'viewer',
    lists: [
      ['Open', 'jobs/list'],
      ['Failed', 'jobs/list-failed'],
    ],
  },
  { name: 'Read models', role: 'viewer', lists: [['Views', 'views/list']] },
  { name: 'Catalogue', role: 'viewer', lists: [['Gifts and packages', 'catalogue/show']] },
  { name: 'Apps', role: 'viewer', lists: [['Apps', 'apps/list']] },
  { name: 'Audit', role: 'admin', lists: [['What operators did', 'audit/list']] },
];

function Console() {
  const [me, setMe] = useState<Me | null>(null);
  const [isAsked, setAsked] = useState(false);
  const look = async () => {
    try {
      const found = await ask<Me>('session/me');
      signedIn(found);
      setMe(found);
    } catch {
      setMe(null);
    }
    setAsked(true);
  };
  useEffect(() => void look(), []);
  if (!isAsked) return null;
  return me ? <Signed me={me} onOut={() => setMe(null)} /> : <SignIn onIn={look} />;
}

function Signed({ me, onOut }: { me: Me; onOut(): void }) {
  const pages = PAGES.filter(({ role }) => reaches(me.role, role));
  // `#Rooms/5`: the page, and what it is about.
  const named = () => location.hash.slice(1).split('/').map(unescaped);
  const [[name, about = ''], setName] = useState(named);
  useEffect(() => {
    const turn = () => setName(named());
    addEventListener('hashchange', turn);
    return () => removeEventListener('hashchange', turn);
  }, []);
  const page = pages.find((one) => one.name === name) ?? pages[0]!;
  const isChain = name === 'Chain' && about !== '' && reaches(me.role, 'support');
  const signOut = () => act('session/sign-out', { reason: 'signed out' }).finally(onOut);
  return (
    <>
      <header>
        <h1>Salon</h1>
        <nav aria-label="Pages">
          {pages.map((one) => (
            <a
              key={one.name}
              href={`#${encodeURIComponent(one.name)}`}
              aria-current={one === page && !isChain ? 'page' : undefined}
            >
              {one.name}
            </a>
          ))}
        </nav>
        <span class="soft">
          {me.name} ({me.role})
        </span>
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      </header>
      <main>
        {isChain ? (
          <ChainPage key={about} id={about} />
        ) : (
          <Shown key={`${page.name} ${about}`} page={page} about={about} me={me} />
        )}
      </main>
    </>
  );
}

/** What is written by somebody's hand may be no proper address. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function Shown({ page, about, me }: { page: Page; about: string; me: Me }) {
  const liveId = Number(about);
  const isOneRoom = Number.isSafeInteger(liveId) && liveId > 0;
  return (
    <>
      {page.name === 'Rooms' && (isOneRoom ? <OneRoom me={me} liveId={liveId} /> : <Rooms />)}
      {page.finds && <Find me={me} shows={page.finds} />}
      {page.waiting?.map((of) => (
        <Decisions key={of.path} me={me} of={of} />
      ))}
      {page.lists?.map(([title, path]) => (
        <List key={path} title={title} path={path} />
      ))}
    </>
  );
}

/** Every list of an answer, asked again while it is open. */
function List({ title, path }: { title: string; path: string }) {
  const { answer, error } = useAnswer<Record<string, unknown>>(path, {}, REFRESH_MS);
  const lists = Object.entries(answer ?? {}).filter((entry): entry is [string, Record<string, unknown>[]] =>
    isListOfObjects(entry[1]),
  );
  return (
    <Card title={title}>
      <Failure text={error} />
      {lists.map(([name, rows]) => (
        <div key={name}>
          {lists.length > 1 && <h2>{name}</h2>}
          <Table rows={rows} />
        </div>
      ))}
    </Card>
  );
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null);
}

render(<Console />, document.getElementById('page')!);
