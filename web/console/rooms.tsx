import { useState } from 'preact/hooks';
import { Action } from './action.tsx';
import { Card, Facts, Failure, LIVE, Nothing, PersonLink, RoomLink, Table, Time, useAnswer, useMay } from './parts.tsx';
import { Replay } from './replay.tsx';
import { numberOf } from './words.ts';

const STATUSES = ['playing', 'stopped', 'created', 'banned', 'deleted'] as const;

export function RoomsPage({ about }: { about: string }) {
  const liveId = Number(about);
  return Number.isSafeInteger(liveId) && liveId > 0 ? <OneRoom key={about} liveId={liveId} /> : <Rooms />;
}

/** Rooms in a state; each leads to its own page. */
function Rooms() {
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('playing');
  const [isHidden, setHidden] = useState(false);
  const { answer, error } = useAnswer('lives/list', { status, isHidden, limit: 100 }, LIVE);
  return (
    <Card
      title="Rooms"
      aside={
        <div class="row">
          <label>
            State
            <select value={status} onInput={(event) => setStatus(event.currentTarget.value as typeof status)}>
              {STATUSES.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
          <label class="check">
            <input type="checkbox" checked={isHidden} onInput={(event) => setHidden(event.currentTarget.checked)} />
            hidden ones
          </label>
        </div>
      }
    >
      <Failure text={error} />
      {answer && (
        <Table
          rows={answer.lives}
          keyOf={({ liveId }) => liveId}
          empty={status === 'playing' ? 'Nobody plays now.' : 'There is none.'}
          columns={[
            { head: 'Title', of: ({ liveId, title }) => <RoomLink id={liveId} title={title} /> },
            { head: 'Host', of: ({ hostId, hostName }) => <PersonLink id={hostId} name={hostName} /> },
            { head: 'Began', of: ({ startedAt, createdAt }) => <Time at={startedAt || createdAt} /> },
            { head: 'In it', of: ({ memberCount }) => numberOf(memberCount), isNumber: true },
            { head: 'Came', of: ({ totalUsers }) => numberOf(totalUsers), isNumber: true },
            { head: 'Points', of: ({ totalPoints }) => numberOf(totalPoints), isNumber: true },
          ]}
        />
      )}
    </Card>
  );
}

/** One room: who is in it, what may be done about them and it, and all that happened. */
function OneRoom({ liveId }: { liveId: number }) {
  const may = useMay();
  const { answer, error, again } = useAnswer('lives/show', { liveId }, LIVE);
  const live = answer?.live;
  const isOver = live !== undefined && live.status !== 'playing' && live.status !== 'created';
  return (
    <>
      <Card
        title={live?.title || `Room ${liveId}`}
        aside={
          live && (
            <div class="row">
              {!isOver && (
                <Action
                  label="Close the live"
                  path="lives/close"
                  params={{ liveId }}
                  says="Stops it as its host would: it can be looked back at."
                  onDone={again}
                />
              )}
              {live.status !== 'banned' && (
                <Action
                  label="Ban the live"
                  path="lives/ban"
                  params={{ liveId }}
                  says="Ends it for good; nobody finds it any more."
                  isHarsh
                  onDone={again}
                />
              )}
            </div>
          )
        }
      >
        <Failure text={error} />
        {live && (
          <Facts
            facts={[
              ['State', `${live.status}${live.isPaused ? ', paused' : ''}${live.isVisible ? '' : ', hidden'}`],
              ['Host', <PersonLink key="host" id={live.hostId} name={live.hostName} />],
              ['Began', <Time key="began" at={live.startedAt} />],
              ['Ended', <Time key="ended" at={live.endedAt} />],
              ['Seats', `${live.memberCount} of ${live.seatCount} taken`],
              ['Came in all', numberOf(live.totalUsers)],
              ['Points earned', numberOf(live.totalPoints)],
              ['Id', liveId],
            ]}
          />
        )}
      </Card>
      {answer && !isOver && (
        <Card title="In the room">
          {answer.members.length === 0 && <Nothing>Nobody is here now.</Nothing>}
          <div class="people">
            {answer.members.map(({ userId, displayName, isMuted, isManager }) => (
              <article key={userId}>
                <span>
                  <PersonLink id={userId} name={displayName} />
                  {isManager && <span class="tag">manager</span>}
                  {isMuted && <span class="tag bad">muted</span>}
                </span>
                <span class="row">
                  <Action
                    label={isMuted ? 'Let speak' : 'Mute'}
                    path="lives/mute"
                    params={{ liveId, userId, isMuted: !isMuted }}
                    onDone={again}
                  />
                  <Action
                    label="Kick"
                    path="lives/kick"
                    params={{ liveId, userId }}
                    says="They come back by invitation alone."
                    isHarsh
                    onDone={again}
                  />
                </span>
              </article>
            ))}
          </div>
        </Card>
      )}
      {may('lives/replay') && <Replay liveId={liveId} />}
    </>
  );
}
