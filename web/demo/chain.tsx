import type { Shown } from './seat.ts';

/** What followed from what this person did last, event by event. */
export function Chain({ chain }: Pick<Shown, 'chain'>) {
  if (!chain) return null;
  const { call, links } = chain;
  const typeOf = (causationId: string | null) => links.find(({ eventId }) => eventId === causationId)?.type;
  return (
    <div class="chain">
      <h2>
        What followed from <code>{call}</code>
      </h2>
      {links.length === 0 && <p class="soft">No event: there was nothing new to do.</p>}
      {links.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Stream</th>
              <th scope="col">Cause</th>
            </tr>
          </thead>
          <tbody>
            {links.map(({ eventId, position, type, stream, causationId }) => (
              <tr key={eventId}>
                <td>
                  {type} <small>{position}</small>
                </td>
                <td>{stream}</td>
                <td>{typeOf(causationId) ?? 'the request'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
