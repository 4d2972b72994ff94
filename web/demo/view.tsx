import { useEffect, useState } from 'preact/hooks';
import { Chain } from './chain.tsx';
import { GiftPicture, Heart } from './drawings.tsx';
import { type Line, Seat, type Shown } from './seat.ts';

/** One person in the room, with everything that this one can do. */
export function SeatView({ place }: { place: string }) {
  const [, setTick] = useState(0);
  const [seat] = useState(() => new Seat(place, () => setTick((tick) => tick + 1)));
  useEffect(() => {
    void seat.open();
    return () => seat.close();
  }, [seat]);
  const { shown } = seat;
  const isOpen = shown.phase === 'open';
  return (
    <section class="seat" aria-label={shown.name || 'Somebody'}>
      <Facts shown={shown} />
      <Stage seat={seat} />
      <p class="notice" role="status">
        {shown.notice}
      </p>
      {shown.phase === 'over' && (
        <button type="button" onClick={() => location.reload()}>
          Open a room anew
        </button>
      )}
      {isOpen && <Gifts seat={seat} />}
      {isOpen && <Wire seat={seat} />}
      <Chat lines={shown.lines} />
      {isOpen && <Talk seat={seat} />}
      <Chain chain={shown.chain} />
    </section>
  );
}

function Facts({ shown }: { shown: Shown }) {
  const { name, isHost, heads, likes, gold, points, line } = shown;
  return (
    <dl class="facts">
      <Fact name="You" value={name && `${name}, ${isHost ? 'host' : 'viewer'}`} />
      <Fact name="Line" value={line} />
      <Fact name="In the room" value={heads} />
      <Fact name="Likes" value={likes} />
      {isHost ? <Fact name="Points" value={points} /> : <Fact name="Gold" value={gold} />}
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string | number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-fact={name}>{value}</dd>
    </div>
  );
}

/** Where gifts, bullets and likes fly as they come. */
function Stage({ seat }: { seat: Seat }) {
  const { flying } = seat.shown;
  return (
    <div class="stage" aria-hidden="true">
      {flying.map((line) => (
        <div
          key={line.id}
          class={`fly ${line.kind} lane-${Number(line.id.slice(-3)) % 5}`}
          onAnimationEnd={() => seat.landed(line)}
        >
          {line.kind === 'gift' && <GiftPicture id={line.giftId ?? 0} />}
          {line.kind === 'like' && <Heart />}
          {line.kind === 'bullet' && <span>{line.text}</span>}
        </div>
      ))}
    </div>
  );
}

function Gifts({ seat }: { seat: Seat }) {
  const { gifts, gold, isHost, canRepeat } = seat.shown;
  if (isHost) return <p class="soft">Gifts come from viewers: open one more tab, which joins by itself.</p>;
  return (
    <>
      <div class="gifts">
        {gifts.map((gift) => (
          <button
            type="button"
            key={gift.id}
            data-gift={gift.id}
            disabled={gift.gold > gold}
            onClick={() => seat.give(gift)}
          >
            <GiftPicture id={gift.id} />
            <span lang="zh">{gift.name}</span>
            <small>{gift.gold.toLocaleString('en')}</small>
          </button>
        ))}
      </div>
      <div class="row">
        <button type="button" disabled={!canRepeat} onClick={seat.giveAgain}>
          Send the same gift again
        </button>
        <button type="button" onClick={seat.buyWithBoth}>
          Buy over two lines at once
        </button>
        <button type="button" onClick={seat.like}>
          Like
        </button>
      </div>
    </>
  );
}

function Wire({ seat }: { seat: Seat }) {
  const isCut = seat.shown.line === 'closed';
  return (
    <div class="row">
      <button type="button" disabled={isCut} onClick={() => seat.cut()}>
        Cut my line
      </button>
      <button type="button" disabled={!isCut} onClick={seat.comeBack}>
        Come back
      </button>
      <button type="button" onClick={seat.inviteRobots}>
        Let two robots in
      </button>
    </div>
  );
}

function Chat({ lines }: { lines: Line[] }) {
  return (
    <ol class="chat" aria-label="Chat">
      {[...lines].reverse().map(({ id, who, text, kind, isLate }) => (
        <li key={id} class={kind}>
          <b>{who}</b> {text} {isLate && <small>replayed</small>}
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
