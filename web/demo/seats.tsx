import type { Seat, Shown } from './seat.ts';

/** More seats than a demo needs are not drawn; the head count tells. */
const MAX_DRAWN = 12;

/** Who sits where. The host calls viewers on air from here, and locks seats that are free. */
export function Seats({ seat }: { seat: Seat }) {
  const { users, hostId, isHost, seats, lockedSeats } = seat.shown;
  const onAir = seat.onAir?.shown;
  const sitting = [...users].sort((one, other) => Number(other.id === hostId) - Number(one.id === hostId));
  const freeSeats = Math.max(0, Math.min(seats, MAX_DRAWN) - sitting.length - lockedSeats);
  return (
    <ul class="seats" aria-label="Seats">
      {sitting.slice(0, MAX_DRAWN).map(({ id, name, coverUrl }) => {
        const isAsking = onAir?.request.startsWith(name) ?? false;
        return (
          <li key={id} class={`${id === hostId ? 'host' : ''} ${isAsking ? 'asking' : ''}`}>
            <img src={coverUrl} alt="" />
            <span>{name}</span>
            {isHost && id !== hostId && onAir?.phase !== 'on' && (
              <button
                type="button"
                aria-label={`Call ${name} on air`}
                onClick={() => seat.act(() => seat.onAir.call(id, name))}
              >
                {isAsking ? 'Accept' : 'Call'}
              </button>
            )}
          </li>
        );
      })}
      {Array.from({ length: freeSeats }, (_, n) => (
        <li key={`free-${n}`} class="free">
          <i aria-hidden="true" />
          <span>free</span>
        </li>
      ))}
      {Array.from({ length: Math.min(lockedSeats, MAX_DRAWN) }, (_, n) => (
        <li key={`locked-${n}`} class="free">
          <i aria-hidden="true">
            <Lock />
          </i>
          <span>locked</span>
        </li>
      ))}
    </ul>
  );
}

/** What this person can do about being on air, and the token that the media server is shown. */
export function AirControls({ seat }: { seat: Seat }) {
  const { isHost, lockedSeats, userId } = seat.shown;
  const { phase, token, camera } = seat.onAir.shown;
  return (
    <>
      <div class="row">
        {phase === 'off' && !isHost && (
          <button type="button" onClick={() => seat.act(() => seat.onAir.ask())}>
            Ask to come on air
          </button>
        )}
        {phase === 'invited' && (
          <>
            <button type="button" class="strong" onClick={() => seat.act(() => seat.onAir.accept())}>
              Accept
            </button>
            <button type="button" onClick={() => seat.act(() => seat.onAir.refuse(userId))}>
              Refuse
            </button>
          </>
        )}
        {(phase === 'asking' || phase === 'on') && (
          <button type="button" onClick={() => seat.act(() => seat.onAir.quit())}>
            {phase === 'on' ? 'Hang up' : 'Take it back'}
          </button>
        )}
        {(isHost || phase === 'on') && (
          <button
            type="button"
            aria-pressed={camera !== null}
            onClick={() => seat.act(() => seat.onAir.switchCamera())}
          >
            {camera ? 'Camera off' : 'Camera on'}
          </button>
        )}
        {isHost && (
          <button type="button" onClick={() => seat.lockSeat(false)}>
            Lock a seat
          </button>
        )}
        {isHost && lockedSeats > 0 && (
          <button type="button" onClick={() => seat.lockSeat(true)}>
            Unlock a seat
          </button>
        )}
      </div>
      {token && <Token token={token} />}
    </>
  );
}

function Token({ token }: { token: NonNullable<Seat['onAir']['shown']['token']> }) {
  return (
    <details class="token">
      <summary>The token for the media server</summary>
      <p class="soft">
        A LiveKit-compatible server lets its bearer into <code>{token.roomName}</code>, as it says:
      </p>
      <pre>{JSON.stringify(token.claims, null, 2)}</pre>
    </details>
  );
}

function Lock() {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true">
      <path d="M14 22v-6a10 10 0 0120 0v6" stroke="currentColor" stroke-width="4" fill="none" />
      <rect x="10" y="22" width="28" height="18" rx="4" fill="currentColor" />
    </svg>
  );
}

/** What the page says of somebody's standing. */
export function Facts({ shown }: { shown: Shown }) {
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
      <dd data-fact={name} data-is={value}>
        {typeof value === 'number' ? value.toLocaleString('en') : value}
      </dd>
    </div>
  );
}
