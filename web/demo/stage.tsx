import { useCallback } from 'preact/hooks';
import './stage.css';
import { GiftPicture, Heart } from './drawings.tsx';
import type { Line } from './lines.ts';
import type { Seat } from './seat.ts';

/** Where bullets run, one beneath the other. */
const LANES = 5;

/** The picture of the room: who is on air, and over it gifts, bullets and likes as they come. */
export function Stage({ seat }: { seat: Seat }) {
  const { users, hostId, isHost, userId, flying, phase } = seat.shown;
  const onAir = seat.onAir?.shown;
  const guest = onAir?.guest;
  const host = users.find(({ id }) => id === hostId);
  return (
    <div class="stage">
      <div class="tiles">
        <Tile
          name={host?.name ?? (isHost ? seat.shown.name : '')}
          coverUrl={host?.coverUrl ?? ''}
          role={phase === 'over' ? 'over' : 'host'}
          camera={isHost ? (onAir?.camera ?? null) : null}
        />
        {guest && (
          <Tile
            name={guest.name}
            coverUrl={guest.coverUrl}
            role={guest.isConnected ? 'on air' : 'connecting'}
            camera={guest.userId === userId ? (onAir?.camera ?? null) : null}
          />
        )}
      </div>
      <div class="flight" aria-hidden="true">
        {flying.map((line) => (
          <Flying key={line.id} line={line} onEnd={() => seat.landed(line)} />
        ))}
      </div>
    </div>
  );
}

interface TileProps {
  name: string;
  coverUrl: string;
  role: string;
  camera: MediaStream | null;
}

/** One person on air: their camera where this page has it, else their picture. */
function Tile({ name, coverUrl, role, camera }: TileProps) {
  const show = useCallback(
    (video: HTMLVideoElement | null) => {
      if (video) video.srcObject = camera;
    },
    [camera],
  );
  return (
    <figure class="tile">
      {camera && <video ref={show} autoplay playsInline muted aria-label={`Camera of ${name}`} />}
      {!camera && coverUrl && <img src={coverUrl} alt="" />}
      <figcaption>
        {name} <span class="role">{role}</span>
      </figcaption>
    </figure>
  );
}

function Flying({ line, onEnd }: { line: Line; onEnd: () => void }) {
  const { id, kind, giftId = 0, who, text } = line;
  const lane = Number(id.slice(-3)) % LANES;
  return (
    <div class={`fly ${kind} lane-${lane} gift-${giftId}`} onAnimationEnd={onEnd}>
      {kind === 'gift' && (
        <>
          <GiftPicture id={giftId} />
          <span class="caption">
            {who} {text}
          </span>
        </>
      )}
      {kind === 'like' && <Heart />}
      {kind === 'bullet' && <span>{text}</span>}
    </div>
  );
}
