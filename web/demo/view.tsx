import { useEffect, useState } from 'preact/hooks';
import { GiftPicture } from './drawings.tsx';
import { Experiments } from './experiments.ts';
import type { Line } from './lines.ts';
import { Seat, type Watching } from './seat.ts';
import { AirControls, Facts, Seats } from './seats.tsx';
import { Stage } from './stage.tsx';

/** One person in the room, with everything that this one can do. */
export function SeatView({ place, watching }: { place: string; watching: Watching }) {
  const [seat] = useState(() => new Seat(place, watching));
  const [experiments] = useState(() => new Experiments(seat));
  useEffect(() => {
    void seat.open();
    const leave = () => {
      experiments.close();
      seat.leave();
    };
    // A page that the browser kept, and shows again, has left its room.
    const show = ({ persisted }: PageTransitionEvent) => persisted && location.reload();
    addEventListener('pagehide', leave);
    addEventListener('pageshow', show);
    return () => {
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', show);
      experiments.close();
      seat.close();
    };
  }, [seat, experiments]);
  const { shown } = seat;
  const isOpen = shown.phase === 'open';
  return (
    <section class="seat card" aria-label={shown.name || 'Somebody'}>
      <Facts shown={shown} />
      <div class="scene">
        <Stage seat={seat} />
        {isOpen && <Seats seat={seat} />}
        {isOpen && <AirControls seat={seat} />}
        <p class="notice" role="status">
          {shown.notice}
        </p>
        {shown.phase === 'over' && (
          <button type="button" onClick={() => location.reload()}>
            Open a room anew
          </button>
        )}
        {isOpen && <Gifts seat={seat} experiments={experiments} />}
        {isOpen && <Wire seat={seat} experiments={experiments} />}
      </div>
      <div class="talking">
        <Chat lines={shown.lines} />
        {isOpen && <Talk seat={seat} />}
      </div>
    </section>
  );
}

interface Props {
  seat: Seat;
  experiments: Experiments;
}

function Gifts({ seat, experiments }: Props) {
  const { gifts, gold, isHost } = seat.shown;
  if (isHost) return <p class="soft">Gifts come from viewers: each further tab joins as one.</p>;
  return (
    <>
      <div class="gifts">
        {gifts.map((gift) => (
          <button
            type="button"
            key={gift.id}
            data-gift={gift.id}
            disabled={gift.gold > gold}
            onClick={() => experiments.give(gift)}
          >
            <GiftPicture id={gift.id} />
            <span lang="zh">{gift.name}</span>
            <small>{gift.gold.toLocaleString('en')}</small>
          </button>
        ))}
      </div>
      <div class="row">
        <button type="button" disabled={!experiments.canRepeat} onClick={experiments.giveAgain}>
          Send the same gift again
        </button>
        <button type="button" onClick={experiments.buyWithBoth}>
          Buy with two tabs at once
        </button>
        <button type="button" onClick={seat.getGold}>
          Get gold
        </button>
      </div>
    </>
  );
}

function Wire({ seat, experiments }: Props) {
  const isCut = seat.shown.line === 'closed';
  return (
    <div class="row">
      <button type="button" disabled={isCut} onClick={experiments.cut}>
        Cut my line
      </button>
      <button type="button" class={isCut ? 'strong' : ''} disabled={!isCut} onClick={experiments.comeBack}>
        Come back
      </button>
      <button type="button" onClick={experiments.inviteRobots}>
        Let two robots in
      </button>
      <a href={seat.shown.shareAddr} target="_blank" rel="noopener">
        The page that friends are sent
      </a>
    </div>
  );
}

function Chat({ lines }: { lines: Line[] }) {
  return (
    <ol class="chat" aria-label="Chat">
      {lines.length === 0 && <li class="soft">Nothing said yet.</li>}
      {[...lines].reverse().map(({ id, who, text, kind, giftId, isLate }) => (
        <li key={id} class={kind}>
          {giftId !== undefined && <GiftPicture id={giftId} />}
          <span>
            <b>{who}</b> {text} {isLate && <small>replayed</small>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Talk({ seat }: { seat: Seat }) {
  const [text, setText] = useState('');
  const [isBullet, setBullet] = useState(false);
  const send = (event: Event) => {
    event.preventDefault();
    if (!text.trim()) return;
    void (isBullet ? seat.bullet(text) : seat.say(text));
    setText('');
  };
  return (
    <form class="talk" onSubmit={send}>
      <label>
        Say something
        <input
          value={text}
          maxLength={50}
          autocomplete="off"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <button type="submit">Send</button>
      <button type="button" onClick={seat.like}>
        Like
      </button>
      {!seat.shown.isHost && (
        <label class="check">
          <input
            type="checkbox"
            checked={isBullet}
            onChange={({ currentTarget }) => setBullet(currentTarget.checked)}
          />
          as a bullet over the picture
        </label>
      )}
    </form>
  );
}
