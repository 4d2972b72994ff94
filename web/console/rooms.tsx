import { act, type Me, reaches } from './api.ts';
import { Action, Card, Failure, REFRESH_MS, Table, useAnswer } from './parts.tsx';

interface Live extends Record<string, unknown> {
  liveId: number;
  title: string;
  hostName: string;
  memberCount: number;
}
interface Member {
  userId: number;
  displayName: string;
  isMuted: boolean;
  isManager: boolean;
}

/** The rooms that play; each leads to its own page. */
export function Rooms() {
  const { answer, error } = useAnswer<{ lives: Live[] }>('lives/list', {}, REFRESH_MS);
  return (
    <Card title="Rooms that play">
      <Failure text={error} />
      {answer?.lives.length === 0 && <p class="soft">Nobody plays now.</p>}
      <ul>
        {answer?.lives.map(({ liveId, title, hostName, memberCount }) => (
          <li key={liveId}>
            <a href={`#Rooms/${liveId}`}>{title || liveId}</a> · {hostName} · {memberCount} in it
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** One room: who is in it, and what may be done about them and it. */
export function OneRoom({ me, liveId }: { me: Me; liveId: number }) {
  const { answer, error, again } = useAnswer<{ live: Live; members: Member[] }>('lives/show', { liveId }, REFRESH_MS);
  const action = (label: string, path: string, about: object = {}) =>
    reaches(me.role, 'support') && (
      <Action
        key={label}
        label={label}
        run={({ reason }, key) => act(path, { liveId, ...about, reason }, key)}
        onDone={again}
      />
    );
  return (
    <>
      <Card title={answer?.live.title || String(liveId)}>
        <Failure text={error} />
        {answer && <Table rows={[answer.live]} />}
        {action('Close the live', 'lives/close')}
        {action('Ban the live', 'lives/ban')}
      </Card>
      <Card title="In the room">
        {answer?.members.length === 0 && <p class="soft">Nobody is here now.</p>}
        {answer?.members.map(({ userId, displayName, isMuted, isManager }) => (
          <article key={userId}>
            <p>
              {displayName || userId}{' '}
              <span class="soft">
                {[userId, isManager && 'manager', isMuted && 'muted'].filter(Boolean).join(' · ')}
              </span>
            </p>
            {action(isMuted ? 'Let speak' : 'Mute', 'lives/mute', { userId, isMuted: !isMuted })}
            {action('Kick', 'lives/kick', { userId })}
          </article>
        ))}
      </Card>
    </>
  );
}
