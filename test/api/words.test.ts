import { expect } from 'chai';
import { signInNamed } from '../../application/accounts/sign-in-named.ts';
import { Words } from '../../application/texts/words.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { Client } from '../support/client.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

const LISTS = { mask: ['badword', '坏话'], hold: ['casino', '赌博'] };
const PERSON = { gender: 'Male', birthDay: '1990-01-01' };

describe('what people may be called and say', () => {
  let api: TestApi;
  let host: Client;
  let viewer: Client;
  let liveId: number;
  before(async () => {
    api = await startTestApi({ settings: { words: new Words({ [APP]: LISTS }) } });
    host = await api.user('主播');
    viewer = await api.user('观众');
    const { live } = await host.must('/api/live/create-live', { title: '这是坏话' });
    liveId = (live as { liveId: number }).liveId;
    await host.must('/api/live/start-live', { liveId });
    await viewer.must('/api/live/join-live', { liveId });
  });
  after(() => api.close());

  const written = () => api.log.all.length;
  /** The data of the newest event of a type. */
  const newest = (type: string) =>
    api.log.all.filter((event) => event.type === type).at(-1)?.data as Record<string, unknown> | undefined;
  const outcome = async (who: Client, path: string, params: Record<string, string | number>, headers = {}) => {
    const { errorcode, errormsg } = await who.call(path, params, headers);
    return [errorcode, errormsg];
  };

  it('445 for a name that looks like the staff’s, or holds a listed word', async () => {
    const before = written();
    for (const displayName of ['官方', '\u0430dmin', 'ADMlN', 'hei\u200bhei', 'a d m i n', 'Casino', '说坏话的']) {
      const [code] = await outcome(viewer, '/api/user/update', { ...PERSON, displayName });
      expect(code, displayName).to.equal(445);
    }
    expect(written()).to.equal(before);
    await viewer.must('/api/user/update', { ...PERSON, displayName: 'Lisa Long' });
  });

  it('a name that somebody bears is theirs, whatever the lists say since', async () => {
    const bearer = await api.user('老名字');
    api.core.settings.words = new Words({ [APP]: { ...LISTS, reserved: ['老名字'] } });
    await bearer.must('/api/user/update', { ...PERSON, displayName: '老名字', description: '你好' });
    expect(await outcome(viewer, '/api/user/update', { ...PERSON, displayName: '老名字' })).to.deep.equal([
      445,
      '非法的名称',
    ]);
    api.core.settings.words = new Words({ [APP]: LISTS });
  });

  it('masked words are stars in titles, lines, descriptions', async () => {
    expect(newest('LiveCreated')?.title).to.equal('这是**');
    await host.must('/api/live/change-live', { liveId, title: 'BADWORD 2' });
    expect(newest('LiveTitleChanged')?.title).to.equal('******* 2');
    await viewer.must('/api/msg/send-msg', { liveId, roomId: liveId, text: 'ｂａｄ\u200bword!' });
    expect(newest('TextSaid')?.text).to.match(/^\*+!$/);
    await viewer.must('/api/user/update', {
      ...PERSON,
      displayName: 'Lisa Long',
      description: '一\n坏话',
      address: 'badword',
    });
    expect(newest('ProfileUpdated')).to.include({ description: '一\n**', address: '*******' });
  });

  it('700 for a text with a held word, naming the parameter, and nothing is written or paid', async () => {
    const before = written();
    const refused: [Client, string, Record<string, string | number>, string][] = [
      [viewer, '/api/msg/send-msg', { liveId, roomId: liveId, text: '来赌博' }, 'text'],
      [viewer, '/api/live/buy-bullet', { liveId, message: 'CASINO' }, 'message'],
      [host, '/api/live/create-live', { title: 'casino' }, 'title'],
      [host, '/api/live/change-live', { liveId, title: '赌\u200b博' }, 'title'],
      [viewer, '/api/user/update', { ...PERSON, displayName: '甲乙', description: 'casino' }, 'description'],
    ];
    for (const [who, path, params, field] of refused) {
      expect(await outcome(who, path, params), path).to.deep.equal([700, `内容不合规: ${field}`]);
    }
    expect(written()).to.equal(before);
  });

  it('a repetition gets its first answer, whatever the lists say since', async () => {
    const key = { 'Idempotency-Key': 'said-before-the-list' };
    const say = () => outcome(viewer, '/api/msg/send-msg', { liveId, roomId: liveId, text: '以前可以' }, key);
    const retitle = () => outcome(host, '/api/live/change-live', { liveId, title: '以前可以' }, key);
    const first = [await say(), await retitle()];
    const before = written();
    for (const list of [{ hold: ['以前'] }, { mask: ['以前'] }]) {
      api.core.settings.words = new Words({ [APP]: list });
      expect([await say(), await retitle()]).to.deep.equal(first);
    }
    api.core.settings.words = new Words({ [APP]: LISTS });
    expect(first.map(([code]) => code)).to.deep.equal([0, 0]);
    expect(written()).to.equal(before);
  });

  it('a name that an app answers for may be the staff’s; listed words in it are stars', async () => {
    const meta = () => ({ appId: APP, actor: 0, at: api.clock.now(), commandId: 'app-names-somebody' });
    const facts = { displayName: '官方casino 客服', coverUrl: 'https://example.org/1.png' };
    const named = { uid: 'staff-1', facts, audience: 'linkv-live', input: facts } as const;
    const { userId } = await signInNamed(api.core, named, meta);
    const { state } = await api.core.commands.load(userDecider, streamName('user', APP, userId));
    expect(state.displayName).to.equal('官方****** 客服');
  });
});
