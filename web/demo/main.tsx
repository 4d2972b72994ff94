import { render } from 'preact';
import { useState } from 'preact/hooks';
import './main.css';
import { Chain } from './chain.tsx';
import { Chains } from './chains.ts';
import { Guide, OneMoreTab, Progress } from './guide.tsx';
import type { Watching } from './seat.ts';
import { SeatView } from './view.tsx';

function Page() {
  const [, setTick] = useState(0);
  const [watching] = useState<Watching>(() => {
    const changed = () => setTick((tick) => tick + 1);
    const progress = new Progress(changed);
    return { changed, progress, chains: new Chains(changed, () => progress.take('chain')) };
  });
  const { chains, progress } = watching;
  const isSplit = location.pathname === '/demo/split';
  return (
    <>
      <header>
        <a class="home" href="/">
          Salon
        </a>
        <h1>The demo room</h1>
        <nav aria-label="Ways to see it">
          {isSplit ? <a href="/demo">One person</a> : <a href="/demo/split">Two side by side</a>}
          <OneMoreTab text="One more tab" />
        </nav>
      </header>
      <main>
        <Guide taken={progress.taken} isSplit={isSplit} />
        <div class={isSplit ? 'room split' : 'room'}>
          <SeatView place="first" watching={watching} />
          {isSplit && <SeatView place="second" watching={watching} />}
        </div>
        <Chain chain={chains.shown} />
      </main>
    </>
  );
}

render(<Page />, document.getElementById('page')!);
