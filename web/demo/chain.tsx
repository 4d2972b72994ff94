import { depthOf, type Link, type ShownChain } from './chains.ts';

/** Deeper than any chain of the demo; styles know so many. */
const MAX_DEPTH = 4;

/** What followed from what somebody did last, event by event: each beneath its cause. */
export function Chain({ chain }: { chain: ShownChain | null }) {
  return (
    <section class="chain card" aria-label="The event chain">
      <h2>{chain ? 'What followed' : 'The event chain'}</h2>
      {!chain && <p class="soft">Do something above: the events behind it appear here, each with its cause.</p>}
      {chain && (
        <p class="soft">
          {chain.who} called <code>{chain.call}</code>. {sumOf(chain.links)}
        </p>
      )}
      {chain && chain.links.length > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Event</th>
                <th scope="col">Because of</th>
                <th scope="col">In the stream</th>
                <th scope="col">Sockets got</th>
              </tr>
            </thead>
            <tbody>
              {chain.links.map((link) => (
                <tr key={link.eventId}>
                  <th scope="row" class={`depth-${Math.min(depthOf(link, chain.links), MAX_DEPTH)}`}>
                    {link.type} <small>{link.position}</small>
                  </th>
                  <td>{causeOf(link, chain.links)}</td>
                  <td class="stream">{link.stream}</td>
                  <td>{link.messages.map(messageName).join(', ') || '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function sumOf(links: readonly Link[]): string {
  if (links.length === 0) return 'No event: there was nothing new to do.';
  return links.length === 1 ? 'One event:' : `${links.length} events, the first of which decided:`;
}

function causeOf({ causationId, reactor }: Link, links: readonly Link[]): string {
  const type = links.find(({ eventId }) => eventId === causationId)?.type;
  if (!type) return 'the request';
  return reactor ? `${type} (${reactor})` : type;
}

function messageName({ channel, body: { msgType = 'room-counters', action } }: Link['messages'][number]): string {
  return `${action ?? msgType} on ${channel.split(':')[0]}`;
}
