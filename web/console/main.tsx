import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { AccountPage } from './account.tsx';
import { act, ask, chooseTenant, type Me, mayCall, type Path, signedIn } from './api.ts';
import { ApprovalsPage } from './approvals.tsx';
import { CataloguePage } from './catalogue.tsx';
import { ChainPage } from './chain.tsx';
import { EventsPage } from './events.tsx';
import { follow } from './feed.ts';
import { AppsPage, SettingsPage, WebhooksPage } from './installation.tsx';
import { JobsPage } from './jobs.tsx';
import { LedgerPage } from './ledger.tsx';
import { AuditPage, OperatorsPage } from './operators.tsx';
import './main.css';
import { ModerationPage } from './moderation.tsx';
import { OverviewPage } from './overview.tsx';
import { SignedIn, useAnswer } from './parts.tsx';
import { PeoplePage } from './people.tsx';
import { RoomsPage } from './rooms.tsx';
import { SignIn } from './sign-in.tsx';
import { ViewsPage } from './views.tsx';

interface Page {
  name: string;
  /** What it asks for first: whoever may not, does not see it. */
  needs: Path;
  /** `about`: what stands behind its name in the address. */
  Shown(props: { about: string; onChanged(): void }): preact.JSX.Element | null;
  /** It is led to from other pages. */
  isHidden?: true;
}

const PAGES: readonly Page[] = [
  { name: 'Overview', needs: 'overview/show', Shown: OverviewPage },
  { name: 'Ledger', needs: 'wallets/history', Shown: LedgerPage },
  { name: 'People', needs: 'people/show', Shown: PeoplePage },
  { name: 'Rooms', needs: 'lives/list', Shown: RoomsPage },
  { name: 'Approvals', needs: 'approvals/list', Shown: ApprovalsPage },
  { name: 'Moderation', needs: 'reports/list', Shown: ModerationPage },
  { name: 'Catalogue', needs: 'catalogue/show', Shown: CataloguePage },
  { name: 'Events', needs: 'events/list', Shown: EventsPage },
  { name: 'Jobs', needs: 'jobs/list', Shown: JobsPage },
  { name: 'Read models', needs: 'views/list', Shown: ViewsPage },
  { name: 'Apps', needs: 'apps/list', Shown: AppsPage },
  { name: 'Webhooks', needs: 'webhooks/list', Shown: WebhooksPage },
  { name: 'Settings', needs: 'settings/list', Shown: SettingsPage },
  { name: 'Operators', needs: 'operators/list', Shown: OperatorsPage },
  { name: 'Audit', needs: 'audit/list', Shown: AuditPage },
  { name: 'Chain', needs: 'events/chain', Shown: ChainPage, isHidden: true },
  { name: 'Account', needs: 'session/me', Shown: AccountPage, isHidden: true },
];

function Console() {
  const [me, setMe] = useState<Me | null>(null);
  const [isAsked, setAsked] = useState(false);
  const look = async () => {
    try {
      const found = await ask('session/me', {});
      signedIn(found);
      setMe(found);
    } catch {
      setMe(null);
    }
    setAsked(true);
  };
  useEffect(() => void look(), []);
  if (!isAsked) return null;
  if (!me) return <SignIn onIn={look} />;
  return (
    <SignedIn.Provider value={me}>
      <Signed me={me} onChanged={look} onOut={() => setMe(null)} />
    </SignedIn.Provider>
  );
}

function Signed({ me, onChanged, onOut }: { me: Me; onChanged(): void; onOut(): void }) {
  const pages = PAGES.filter(({ needs }) => mayCall(me, needs));
  // `#Rooms/5`: the page, and what it is about.
  const named = () => location.hash.slice(1).split('/').map(unescaped);
  const [[name, about = ''], setNamed] = useState(named);
  useEffect(() => {
    const turn = () => {
      setNamed(named());
      scrollTo(0, 0);
    };
    addEventListener('hashchange', turn);
    return () => removeEventListener('hashchange', turn);
  }, []);
  const [tenant, setTenant] = useState('');
  const page = pages.find((one) => one.name === name) ?? pages[0]!;
  useEffect(() => {
    document.title = `${page.name} · Salon`;
  }, [page]);
  useEffect(() => follow(onChanged), []);
  const signOut = () => act('session/sign-out', { reason: 'signed out' }).finally(onOut);
  return (
    <div class="console">
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        To the page
      </button>
      <header>
        <a class="home" href="#Overview">
          Salon
        </a>
        <nav aria-label="Pages">
          {pages
            .filter(({ isHidden }) => !isHidden)
            .map((one) => (
              <a
                key={one.name}
                href={`#${encodeURIComponent(one.name)}`}
                aria-current={one === page ? 'page' : undefined}
              >
                {one.name}
              </a>
            ))}
        </nav>
        <Tenants
          chosen={tenant}
          onChosen={(name) => {
            chooseTenant(name);
            setTenant(name);
          }}
        />
        <span class="who">
          <a href="#Account">
            {me.name} ({me.role})
          </a>
          <button type="button" class="plain" onClick={signOut}>
            Sign out
          </button>
        </span>
      </header>
      <main id="main" tabIndex={-1}>
        <page.Shown key={`${tenant} ${page.name} ${about}`} about={about} onChanged={onChanged} />
      </main>
    </div>
  );
}

/** Whose people, rooms and money are shown, where there are several. */
function Tenants({ chosen, onChosen }: { chosen: string; onChosen(name: string): void }) {
  const { answer } = useAnswer('apps/list', {});
  const [first, ...others] = answer?.tenants ?? [];
  if (first === undefined || others.length === 0) return null;
  return (
    <label class="tenant">
      Tenant
      <select value={chosen || first} onInput={(event) => onChosen(event.currentTarget.value)}>
        {[first, ...others].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
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

render(<Console />, document.getElementById('page')!);
