import { expect } from 'chai';
import { newRequestId } from '../../../api/http/request-id.ts';
import type { LoggedEvent } from '../../../event-store/event-store.ts';
import { AFTER_ID_MS, BEFORE_ID_MS, type ChainDocument, chains, placesOf } from '../../../projections/views/chains.ts';

const T = 1_795_799_538_000;
const timed = `${T.toString(16).padStart(12, '0')}0123456789ab`;

describe('view chains', () => {
  const rule = chains.on.LiveStarted!;
  const idsOf = (meta: object) =>
    rule.ids({ meta: { appId: 'app', actor: 1, at: T, commandId: 'c', ...meta } } as never);

  it('names the second of a request whose id tells the time, and any other request by itself', () => {
    expect(idsOf({ correlationId: timed })).to.deep.equal([`app.at.${T / 1_000}`]);
    expect(idsOf({ correlationId: 'mine' })).to.deep.equal(['app.of.mine']);
    expect(idsOf({}), 'a deadline').to.deep.equal(['app.of.c']);
    expect(idsOf({ correlationId: timed, cause: { reactor: 'r', position: 1 } })).to.deep.equal([]);
  });

  it('names a request by itself whose id tells another time than its event', () => {
    for (const at of [T - BEFORE_ID_MS - 1, T + AFTER_ID_MS + 1])
      expect(idsOf({ correlationId: timed, at })).to.deep.equal([`app.of.${timed}`]);
  });

  it('can be asked for every place at which a request may be named', () => {
    expect(placesOf('app', 'mine')).to.deep.equal(['app.of.mine']);
    const places = placesOf('app', timed);
    for (const at of [T - BEFORE_ID_MS, T, T + AFTER_ID_MS])
      expect(places).to.include.members([...idsOf({ correlationId: timed, at })]);
    expect(places).to.have.length(33);
  });

  it('keeps the first event of each, and nothing of what it says', () => {
    const at = (stream: string, revision: number) =>
      ({ stream, revision, data: { text: '秘密' } }) as never as LoggedEvent;
    const first = rule.evolve(null, at('live-app.1', 3) as never, 'app.at.1', at('live-app.1', 3) as never);
    expect(first).to.deep.equal({ stream: 'live-app.1', revision: 3 } satisfies ChainDocument);
    expect(rule.evolve(first, at('live-app.2', 0) as never, 'app.at.1', at('live-app.2', 0) as never)).to.equal(first);
  });

  it('takes the ids that servers make for ids that tell the time', () => {
    const id = newRequestId();
    expect(id).to.match(/^[0-9a-f]{24}$/);
    expect(placesOf('app', id)).to.have.length.greaterThan(1);
  });
});
