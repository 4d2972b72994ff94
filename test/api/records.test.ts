import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { timeTip } from '../../api/heihei/records/schemas.ts';
import { RECORDS_PER_PAGE } from '../../application/records/records.ts';
import type { Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { RoomWorld } from '../support/room-world.ts';
import { aac, m4a, md5, mp3, png } from '../support/sample-files.ts';
import { sendRecord } from '../support/uploads.ts';

interface Shown {
  recordId: number;
  userId: number;
  recordPath: string;
  recordLength: number;
  status: number;
  score: number;
  timeTip: string;
  userInfo: { isFollow: boolean; status?: { type: number; jump: string } };
}

describe('recordings', () => {
  let world: RoomWorld;
  let singer: Client;
  let listener: Client;
  let seed = 0;
  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints);
    singer = await world.person('唱歌的');
    listener = await world.person('听歌的');
  });
  after(() => world.close());

  const code = async (answer: Promise<{ errorcode: number }>) => (await answer).errorcode;
  const sing = async (who: Client, seconds = 5) => {
    const file = mp3(seconds, ++seed);
    const answer = await sendRecord(who, { file, fields: { recordLength: String(seconds) } });
    expect(answer, JSON.stringify(answer)).to.include({ errorcode: 0 });
    return file;
  };
  const refresh = async (who: Client, score = 0) => {
    const answer = await who.must('/api/record/refresh-record', { score });
    return answer.data as { mine?: Shown; records: Shown[] };
  };

  it('is uploaded as a form, is found by others, and is heard as it was sent', async () => {
    const file = await sing(singer);
    const answer = await listener.must('/api/record/refresh-record', { score: 0 });
    const { records } = answer.data as { records: Shown[] };
    const found = records.find(({ userId }) => userId === singer.userId)!;
    expect(found).to.include({ recordLength: 5, status: 1, timeTip: '刚刚' });
    const heard = await listener.must('/api/record/read-record', { recordId: found.recordId });
    expectDocumentedShape('/api/record/read-record', heard);
    const sound = await fetch((heard.record as Shown).recordPath);
    expect(sound.headers.get('content-type')).to.equal('audio/mpeg');
    expect(md5(Buffer.from(await sound.arrayBuffer()))).to.equal(md5(file));
    const { mine } = await refresh(singer);
    expect(mine!.recordId).to.equal(found.recordId);
    expect(world.log.all.filter(({ type }) => type === 'RecordHeard').map(({ data }) => data)).to.deep.equal([
      { recordId: found.recordId, userId: listener.userId, ownerId: singer.userId },
    ]);
  });

  it('replaces the one before; the same bytes again are no second one', async () => {
    const who = await world.person('换歌的');
    await sing(who);
    const first = (await refresh(who)).mine!;
    const file = await sing(who);
    const second = (await refresh(who)).mine!;
    expect(second.recordId).to.be.greaterThan(first.recordId);
    expect((await sendRecord(who, { file })).errorcode).to.equal(0);
    expect((await refresh(who)).mine!.recordId).to.equal(second.recordId);
    expect(await code(listener.call('/api/record/read-record', { recordId: first.recordId }))).to.equal(757);
  });

  it('is taken in any order of fields, as mp3, m4a or aac, whatever it is called', async () => {
    const who = await world.person('什么都行');
    for (const file of [mp3(5, 150), m4a(5), aac(5)]) {
      const answer = await sendRecord(who, { file, fileFirst: true, fields: { fileName: '../../歌.exe' } });
      expect(answer.errorcode).to.equal(0);
      const { mine } = await refresh(who);
      expect(mine!.recordPath).to.match(/\/files\/record\/\d{8}\/\d+_[0-9a-f]{24}\.(mp3|m4a|aac)$/);
      expect((await fetch(mine!.recordPath)).status).to.equal(200);
    }
  });

  it('is 754 for another md5, for no sound, for nothing; 755 and 756 by its length', async () => {
    const who = await world.person('传不上的');
    const long = (seconds: number) => ({ file: mp3(seconds, 3), fields: { recordLength: String(seconds) } });
    expect(await code(sendRecord(who, { file: mp3(5), fields: { fileMd5: 'f'.repeat(32) } }))).to.equal(754);
    expect(await code(sendRecord(who, { file: png(100) }))).to.equal(754);
    expect(await code(sendRecord(who, { file: Buffer.from('<html><script>alert(1)</script>') }))).to.equal(754);
    expect(await code(sendRecord(who, { file: new Uint8Array() }))).to.equal(754);
    expect(await code(sendRecord(who, long(1)))).to.equal(755);
    expect(await code(sendRecord(who, long(121)))).to.equal(756);
    // What the client says counts only as far as the sound bears it out.
    expect(await code(sendRecord(who, { file: mp3(300, 3), fields: { recordLength: '10' } }))).to.equal(756);
    expect((await refresh(who)).mine).to.equal(undefined);
  });

  it('is 756 beyond 10 MiB, and leaves nothing', async () => {
    const who = await world.person('太大的');
    const file = Buffer.alloc(10 * 1024 * 1024 + 1, 1);
    for (const fileFirst of [false, true]) expect(await code(sendRecord(who, { file, fileFirst }))).to.equal(756);
    expect(world.log.all.some(({ type, meta }) => type === 'UploadGranted' && meta.actor === who.userId)).to.equal(
      false,
    );
  });

  it('asks for its fields, and for a token: also without a file, by form and JSON', async () => {
    const file = mp3(5, 9);
    for (const name of ['fileName', 'fileMd5', 'recordLength']) {
      const answer = await sendRecord(singer, { file, fields: { [name]: null } });
      expect([answer.errorcode, answer.errormsg]).to.deep.equal([700, `参数错误: ${name}`]);
    }
    const without = await sendRecord(singer, {});
    expect([without.errorcode, without.errormsg]).to.deep.equal([700, '参数错误: file']);
    for (const fileFirst of [false, true]) {
      expect(await code(sendRecord(singer, { file, fileFirst, fields: { token: 'x' } }))).to.equal(720);
      expect(await code(sendRecord(singer, { file, fileFirst, fields: { token: null } }))).to.equal(700);
    }
    expect(
      await code(
        singer.call('/api/record/upload-record', { file: 'x', fileName: 'x', fileMd5: md5(file), recordLength: 5 }),
      ),
    ).to.equal(700);
  });

  it('counts once under an Idempotency-Key, and another file under it is refused', async () => {
    const who = await world.person('重发的');
    const file = mp3(6, 31);
    const send = (bytes: Buffer) =>
      sendRecord(who, { file: bytes, fields: { recordLength: '6' }, headers: { 'Idempotency-Key': 'k' } });
    expect(await code(send(file))).to.equal(0);
    expect(await code(send(file))).to.equal(0);
    expect(await code(send(mp3(6, 32)))).to.equal(700);
    expect(
      world.log.all.filter(({ type, meta }) => type === 'RecordUploaded' && meta.actor === who.userId),
    ).to.have.length(1);
  });

  it('is deleted by its owner alone, and is then gone for everybody', async () => {
    const who = await world.person('删歌的');
    await sing(who);
    const { recordId } = (await refresh(who)).mine!;
    const other = await listener.call('/api/record/delete-record', { recordId });
    expect([other.errorcode, other.errormsg]).to.deep.equal([757, '无法删除不属于自己的录音']);
    expect(await code(who.call('/api/record/delete-record', { recordId }))).to.equal(0);
    const gone = await who.call('/api/record/delete-record', { recordId });
    expect([gone.errorcode, gone.errormsg]).to.deep.equal([757, '录音不存在']);
    expect(await code(listener.call('/api/record/read-record', { recordId }))).to.equal(757);
    expect((await refresh(who)).mine).to.equal(undefined);
  });

  it('of the blocked and of those who block is neither listed nor heard', async () => {
    const [shy, hidden] = [await world.person('拉黑人的'), await world.person('被拉黑的')];
    for (const who of [shy, hidden]) await sing(who);
    const idOf = async (who: Client) => (await refresh(who)).mine!.recordId;
    await world.relate('BlockUser', shy, listener);
    await world.relate('BlockUser', listener, hidden);
    const listed = (await refresh(listener)).records.map(({ userId }) => userId);
    expect(listed).to.not.include(shy.userId).and.not.include(hidden.userId);
    for (const who of [shy, hidden]) {
      expect(await code(listener.call('/api/record/read-record', { recordId: await idOf(who) }))).to.equal(757);
    }
  });

  it('says whether its owner is followed, and is live', async () => {
    await listener.must('/api/user/follow', { userId: singer.userId });
    const liveId = await world.room(singer);
    await world.settle();
    const { userInfo } = (await refresh(listener)).records.find(({ userId }) => userId === singer.userId)!;
    expect(userInfo.isFollow).to.equal(true);
    expect(userInfo.status).to.deep.equal({ type: 1, jump: `wmlives_heihei://live?id=${liveId}` });
  });

  it('comes in pages by score, each recording on one page', async () => {
    const singers: number[] = [];
    for (let n = 0; n < RECORDS_PER_PAGE + 3; n++) {
      const who = await world.person(`歌手${n}`);
      await sing(who, 3);
      singers.push(who.userId);
    }
    const first = (await refresh(listener)).records;
    expect(first).to.have.length(RECORDS_PER_PAGE);
    const second = (await refresh(listener, first.at(-1)!.score)).records;
    const scores = [...first, ...second].map(({ score }) => score);
    expect(scores).to.deep.equal([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).to.equal(scores.length);
    expect([...first, ...second].map(({ userId }) => userId)).to.include.members(singers);
  }).timeout(60_000);
});

describe('recordings that an operator looks at first', () => {
  it('are heard by their owner with status 0, and by others once they passed', async () => {
    const world = await RoomWorld.start(heiheiEndpoints);
    try {
      world.core.settings.reviewsRecords = true;
      const [singer, listener] = (await world.people(2)) as [Client, Client];
      await sendRecord(singer, { file: mp3(5) });
      const refresh = async (who: Client) =>
        (await who.must('/api/record/refresh-record', { score: 0 })).data as { mine?: Shown; records: Shown[] };
      const { recordId, status } = (await refresh(singer)).mine!;
      expect(status).to.equal(0);
      expect((await refresh(listener)).records).to.deep.equal([]);
      expect((await listener.call('/api/record/read-record', { recordId })).errorcode).to.equal(757);
      const own = await singer.must('/api/record/read-record', { recordId });
      expect((own.record as Shown).status).to.equal(0);
      singer.devKey = world.core.settings.devKey;
      await singer.dev('POST', `/dev/records/${recordId}/review`, { approve: true });
      expect((await refresh(listener)).records.map((record) => record.recordId)).to.deep.equal([recordId]);
      await singer.dev('POST', `/dev/records/${recordId}/review`, { approve: false });
      expect((await refresh(listener)).records).to.deep.equal([]);
    } finally {
      await world.close();
    }
  });
});

describe('how long ago a recording was made', () => {
  it('is told in words', () => {
    const MINUTE = 60_000;
    const told = [
      0,
      MINUTE - 1,
      MINUTE,
      59 * MINUTE,
      60 * MINUTE,
      23.9 * 60 * MINUTE,
      24 * 60 * MINUTE,
      9 * 24 * 60 * MINUTE,
    ];
    expect(told.map(timeTip)).to.deep.equal([
      '刚刚',
      '刚刚',
      '1分钟前',
      '59分钟前',
      '1小时前',
      '23小时前',
      '1天前',
      '9天前',
    ]);
  });
});
