import { render } from 'preact';
import './main.css';
import { SeatView } from './view.tsx';

function Page() {
  const isSplit = location.pathname === '/demo/split';
  return (
    <>
      <header>
        <h1>The demo room</h1>
        <nav>
          {isSplit ? <a href="/demo">One person</a> : <a href="/demo/split">Two side by side</a>}
          <a href="/demo" target="_blank" rel="noopener opener">
            One more tab
          </a>
        </nav>
      </header>
      <main class={isSplit ? 'split' : ''}>
        <SeatView place="first" />
        {isSplit && <SeatView place="second" />}
      </main>
    </>
  );
}

render(<Page />, document.getElementById('page')!);
