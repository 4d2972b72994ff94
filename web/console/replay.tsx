import { useEffect, useRef, useState } from 'preact/hooks';
import { type Answer, ask } from './api.ts';
import { grownSoFar, onceGrown } from './feed.ts';
import { Card, ChainLink, Failure, Nothing, PersonLink } from './parts.tsx';
import { clockOf, numberOf, textOf, timeOf, wordsOf } from './words.ts';

type Moment = Answer<'lives/replay'>['moments'][number];

/** Moments that a page keeps: a long evening in a full room. */
const MAX_MOMENTS = 20_000;
/** Lines that are shown up to the chosen moment. */
const SHOWN_LINES = 40;
/** Played so many times as fast, and nothing is waited for longer than this, in ms. */
const SPEED = 10;
const MAX_WAIT_MS = 700;

/** What happened in a room, moment by moment: the slider goes through all that was said and given, who was there, and who spoke with the host. */
export function Replay({ liveId }: { liveId: number }) {
  const { moments, hostId, error, isWhole } = useMoments(liveId);
  const [chosen, setChosen] = useState<number | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const last = moments.length - 1;
  const where = Math.min(chosen ?? last, last);
  const moment = moments[where];
  useEffect(() => {
    if (!isPlaying) return;
    if (where >= last) return setPlaying(false);
    const pause = (moments[where + 1]!.at - moments[where]!.at) / SPEED;
    const timer = setTimeout(() => setChosen(where + 1 === last ? null : where + 1), Math.min(MAX_WAIT_MS, pause));
    return () => clearTimeout(timer);
  }, [isPlaying, where, last]);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => list.current?.scrollTo(0, list.current.scrollHeight), [where, last]);
  if (!moment)
    return (
      <Card title="What happened">
        <Failure text={error} />
      </Card>
    );
  const began = moments.find(({ type }) => type === 'LiveStarted')?.at ?? moments[0]!.at;
  const scene = sceneAt(moments, where);
  const play = () => {
    if (where >= last) setChosen(0);
    setPlaying(!isPlaying);
  };
  return (
    <Card
      title="What happened"
      aside={
        <button type="button" onClick={play}>
          {isPlaying ? 'Pause' : 'Play'}
        </button>
      }
    >
      <Failure text={error} />
      <label class="wide">
        Moment
        <input
          type="range"
          min="0"
          max={last}
          value={where}
          aria-valuetext={`${clockOf(moment.at - began)}, ${wordsOf(moment.type)}`}
          onInput={(event) => {
            const index = Number(event.currentTarget.value);
            setPlaying(false);
            setChosen(index === last ? null : index);
          }}
        />
      </label>
      <div class="ends soft">
        <span>
          <b>{clockOf(moment.at - began)}</b> · {timeOf(moment.at)}
        </span>
        <span>
          moment {where + 1} of {moments.length}
          {!isWhole && ' (of the first)'}
        </span>
      </div>
      <div class="scene">
        <ol class="said" ref={list} aria-label="Said and done">
          {moments.slice(Math.max(0, where + 1 - SHOWN_LINES), where + 1).map((each) => (
            <li key={each.position} class={each.giftName ? 'gift' : each.text === undefined ? 'soft' : undefined}>
              <time>{clockOf(each.at - began)}</time> <Line moment={each} hostId={hostId} />{' '}
              <ChainLink id={each.correlationId} />
            </li>
          ))}
        </ol>
        <div>
          <h3>Then</h3>
          <p>
            {scene.status} · {numberOf(scene.points)} points earned
          </p>
          <p>{scene.conference || 'Nobody speaks with the host.'}</p>
          <h3>In the room: {scene.members.size}</h3>
          {scene.members.size === 0 && <Nothing>Nobody but the host.</Nothing>}
          <ul class="names" aria-label="In the room">
            {[...scene.members].map(([userId, name]) => (
              <li key={userId}>
                <PersonLink id={userId} name={name} />
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Card>
  );
}

/** All moments so far; a room that plays is asked for what came since. */
function useMoments(liveId: number) {
  const [found, setFound] = useState({ moments: [] as Moment[], hostId: 0, error: '', isWhole: true });
  useEffect(() => {
    let isGone = false;
    let stop = () => {};
    let from: string | undefined;
    const moments: Moment[] = [];
    const look = async (): Promise<void> => {
      const seen = grownSoFar();
      try {
        const page = await ask('lives/replay', { liveId, from });
        if (isGone) return;
        from = page.next;
        moments.push(...page.moments);
        const isFull = moments.length >= MAX_MOMENTS;
        if (page.moments.length > 0 && (page.isEnd || isFull))
          setFound({ moments: [...moments], hostId: page.hostId, error: '', isWhole: !isFull });
        if (isFull) return;
        if (!page.isEnd) return look();
      } catch (failure) {
        if (isGone) return;
        setFound((before) => ({ ...before, error: textOf(failure) }));
      }
      stop = onceGrown(seen, look);
    };
    void look();
    return () => {
      isGone = true;
      stop();
    };
  }, [liveId]);
  return found;
}

interface Scene {
  status: string;
  points: number;
  conference: string;
  members: Map<number, string>;
}

/** Who was there at a moment, and what went on. */
function sceneAt(moments: readonly Moment[], where: number): Scene {
  const scene: Scene = { status: 'Created', points: 0, conference: '', members: new Map() };
  for (const { type, userId, name, pointsAfter } of moments.slice(0, where + 1)) {
    scene.points = pointsAfter ?? scene.points;
    scene.status = STATUS[type] ?? scene.status;
    if (type === 'ViewerJoined') scene.members.set(userId, name);
    if (type === 'ViewerLeft') scene.members.delete(userId);
    if (ENDS.includes(type)) scene.members.clear();
    const conference = CONFERENCE[type];
    if (conference !== undefined) scene.conference = conference === '' ? '' : `${name || userId} ${conference}`;
  }
  return scene;
}

const STATUS: Record<string, string> = {
  ...{ LiveStarted: 'Playing', LivePaused: 'Paused', LiveContinued: 'Playing' },
  ...{ LiveStopped: 'Over', LiveBanned: 'Banned', LiveDeleted: 'Deleted' },
};
const ENDS = ['LiveStopped', 'LiveBanned', 'LiveDeleted'];
/** What each event says of the person who speaks, or wants to speak, with the host; empty: nobody does any more. */
const CONFERENCE: Record<string, string> = {
  ...{ CallRequested: 'asks to speak with the host.', CallInvited: 'is invited to speak with the host.' },
  ...{ CallExpired: '', CallRefused: '', CallWithdrawn: '', ConferenceEnded: '' },
  ...{ ConferenceAccepted: 'is about to speak with the host.', ConferenceConnected: 'speaks with the host.' },
};

/** One moment in words. */
function Line({ moment, hostId }: { moment: Moment; hostId: number }) {
  const { type, userId, name, text, giftName, amount, reason } = moment;
  const who = <PersonLink id={userId} name={userId === hostId ? `${name || 'The host'} (host)` : name} />;
  if (giftName)
    return (
      <>
        {who} gives {giftName} × {amount}
      </>
    );
  if (text !== undefined)
    return (
      <>
        {who}
        {type === 'BulletShown' && ' (bullet)'}: {text || '…'}
      </>
    );
  const what = wordsOf(type).toLowerCase();
  return (
    <>
      {userId > 0 ? <>{who}: </> : null}
      {what}
      {reason && ` (${reason.replaceAll('-', ' ')})`}
    </>
  );
}
