import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { pino } from 'pino';
import { heiheiEndpoints } from '../../../api/heihei/endpoints.ts';
import { claimFile } from '../../../application/files/claims.ts';
import { fileIdOf } from '../../../application/files/signs.ts';
import { isPosted } from '../../../application/topics/posted.ts';
import { LOG_KEPT_MS, POST_PURPOSE } from '../../../domain/file/limits.ts';
import { pathOf } from '../../../domain/file/path.ts';
import { userStream } from '../../../domain/streams.ts';
import { userDecider } from '../../../domain/user/decider.ts';
import { StoreUnavailableError } from '../../../event-store/event-store.ts';
import { jobs } from '../../../projections/views/jobs.ts';
import { deadlineHandlers } from '../../../workers/deadlines.ts';
import { FILES_GROUP, filesGroup } from '../../../workers/reactors/files.ts';
import { runReactors } from '../../../workers/run-reactors.ts';
import type { Client } from '../../support/client.ts';
import { MemoryReadModelStore } from '../../support/memory-read-models.ts';
import { until } from '../../support/promises.ts';
import { APP, RoomWorld } from '../../support/room-world.ts';
import { mp3, png } from '../../support/sample-files.ts';
import { type Granted, grant, put, sendRecord, uploaded } from '../../support/uploads.ts';

describe('the file store', () => {
  let world: RoomWorld;
  let stop: () => Promise<void>;
  let isAway = false;
  /** Times that the store was asked while it was away. */
  let refused = 0;

  beforeEach(async () => {
    isAway = false;
    refused = 0;
    world = await RoomWorld.start(heiheiEndpoints);
    const { core, clock, log } = world;
    const models = new MemoryReadModelStore();
    const store = {
      async remove(path: string) {
        if (isAway) {
          refused++;
          throw new StoreUnavailableError('away');
        }
        await core.files.store.remove(path);
      },
    };
    const running = await runReactors({
      groups: [filesGroup(store)],
      ...{ log, clock, commands: core.commands, models: core.models, checkpoints: models, notes: models },
      logger: pino({ level: 'silent' }),
    });
    stop = () => running.stop();
  });
  afterEach(async () => {
    await stop();
    await world.close();
  });

  const isThere = async (path: string) => (await world.core.files.store.head(path)) !== null;
  const dropAll = async () => {
    const drop = deadlineHandlers({
      commands: world.core.commands,
      clock: world.clock,
      pairWaiting: async () => {},
      isPosted: (appId, fileId) => isPosted(world.core, appId, fileId),
    })['drop-upload'];
    for (const { type, data } of world.log.all) {
      if (type === 'UploadGranted')
        await drop({ kind: 'drop-upload', fileId: data.fileId }, { id: data.fileId, appId: APP });
    }
  };
  const recordPath = async (who: Client) => {
    const answer = await who.must('/api/record/refresh-record', { score: 0 });
    const { recordPath: url } = (answer.data as { mine: { recordPath: string } }).mine;
    return url.slice(url.indexOf('/files/') + '/files/'.length);
  };

  it('keeps what was claimed, and loses a day later what nobody named', async () => {
    const who = await world.person('上传的');
    const [left, used] = [await grant(who, 'png', 'avatar'), await grant(who, 'png', 'avatar')];
    for (const granted of [left, used]) await put(granted, png());
    const profile = { displayName: '上传的', gender: 'Female', birthDay: '1995-03-13' };
    await who.must('/api/user/update', { ...profile, sign: used.FileInfo.sign });
    await dropAll();
    expect(await isThere(left.FileInfo.path)).to.equal(true);
    world.clock.advance(24 * 3600_000);
    await dropAll();
    await until(async () => !(await isThere(left.FileInfo.path)));
    expect(await isThere(used.FileInfo.path)).to.equal(true);
    const late = await who.call('/api/user/update', { ...profile, sign: left.FileInfo.sign });
    expect(late.errorcode).to.equal(102);
  });

  it('loses a day later what was claimed for a post that never came, and keeps what was posted', async () => {
    const who = await world.person('说话的');
    who.devKey = world.core.settings.devKey;
    const { topicId } = await who.dev('POST', '/dev/topics', { name: '话题', catName: '生活' });
    const [lost, posted] = [await grant(who, 'mp3', 'record'), await grant(who, 'mp3', 'record')];
    for (const granted of [lost, posted]) await put(granted, mp3(5));
    const post = { topicId: Number(topicId), samples: '1,2', title: '你好', length: 5 };
    await who.must('/api/topic/create-subject', { ...post, sign: posted.FileInfo.sign });
    // As a process that ends between the claim and the post leaves it.
    const actor = { appId: APP, userId: who.userId };
    const claim = { sign: lost.FileInfo.sign, module: 'record', purpose: POST_PURPOSE } as const;
    await claimFile(world.core, actor, claim, {
      ...actor,
      actor: who.userId,
      at: world.clock.now(),
      commandId: randomUUID(),
    });
    const head = await world.log.head();
    await world.core.models.caughtUp(head, [jobs], 20_000);
    const open = await world.core.models.find(jobs, { index: 'due', equals: [], limit: 100 });
    const drops = open.flatMap(({ document: { command } }) => (command.kind === 'drop-upload' ? [command.fileId] : []));
    expect(drops).to.deep.equal([fileIdOf(lost.FileInfo.sign)]);
    await dropAll();
    expect(await isThere(lost.FileInfo.path)).to.equal(true);
    world.clock.advance(24 * 3600_000);
    await dropAll();
    await until(async () => !(await isThere(lost.FileInfo.path)));
    expect(await isThere(posted.FileInfo.path)).to.equal(true);
    const late = await who.call('/api/topic/create-subject', { ...post, sign: lost.FileInfo.sign });
    expect(late.errorcode).to.equal(102);
  });

  it('keeps a client’s log for a month, shows it to nobody, and loses it with its person', async () => {
    const [who, other] = (await world.people(2)) as [Client, Client];
    const logOf = async ({ userId }: Client) => {
      const granted = world.log.all.flatMap(({ type, data }) => (type === 'UploadGranted' ? [data] : []));
      return pathOf(granted.find((data) => data.userId === userId)!);
    };
    for (const one of [who, other]) await one.must('/api/sys/upload-log', { log: `12:00 崩溃 ${one.userId}` });
    const [path, others] = [await logOf(who), await logOf(other)];
    expect(path).to.match(/^log\/\d{8}\/\d+_[0-9a-f]{24}\.txt$/);
    const kept = Buffer.from(await world.core.files.store.firstBytes(path)).toString();
    expect(kept).to.equal(`12:00 崩溃 ${who.userId}`);
    const response = await fetch(world.core.files.store.url(path));
    await response.arrayBuffer();
    expect(response.status).to.equal(404);
    expect(JSON.stringify(world.log.all)).to.not.include('崩溃');

    await world.run(userDecider, userStream(APP, who.userId), { type: 'ErasePerson', reason: 'request' });
    await until(async () => !(await isThere(path)));
    world.clock.advance(LOG_KEPT_MS - 60_000);
    await dropAll();
    expect(await isThere(others)).to.equal(true);
    world.clock.advance(60_000);
    await dropAll();
    await until(async () => !(await isThere(others)));
  });

  it('loses a picture that another one replaces, unless its owner took it again before', async () => {
    const who = await world.person('换图的');
    const profile = { displayName: '换图的', gender: 'Female', birthDay: '1995-03-13' };
    const pictures: Granted[] = [];
    for (let n = 0; n < 3; n++) {
      const granted = await grant(who, 'png', 'avatar');
      await put(granted, png(n));
      pictures.push(granted);
    }
    const [first, second, third] = pictures as [Granted, Granted, Granted];
    const show = ({ FileInfo }: Granted) => who.must('/api/user/update', { ...profile, sign: FileInfo.sign });
    await show(first);
    // The store is away until the first one is shown again.
    isAway = true;
    await show(second);
    await until(() => refused > 0);
    await show(first);
    isAway = false;
    await until(async () => !(await isThere(second.FileInfo.path)));
    expect(await isThere(first.FileInfo.path)).to.equal(true);
    await show(third);
    await until(async () => !(await isThere(first.FileInfo.path)));
    expect(await isThere(third.FileInfo.path)).to.equal(true);
    const again = await who.call('/api/user/update', { ...profile, sign: first.FileInfo.sign });
    expect(again.errorcode).to.equal(102);
    // A change of anything else replaces no picture.
    await who.must('/api/user/update', { ...profile, description: '新的' });
    const updates = world.log.all.flatMap((event) => (event.type === 'ProfileUpdated' ? [event.data] : []));
    const replaced = updates.map(({ replacedPicture }) => replacedPicture);
    expect(replaced.slice(-3)).to.deep.equal([second.FileInfo.path, first.FileInfo.path, undefined]);
  });

  it('loses a recording that is replaced or deleted', async () => {
    const who = await world.person('唱歌的');
    await sendRecord(who, { file: mp3(5, 1) });
    const first = await recordPath(who);
    await sendRecord(who, { file: mp3(5, 2) });
    await until(async () => !(await isThere(first)));
    const second = await recordPath(who);
    expect(await isThere(second)).to.equal(true);
    const { mine } = (await who.must('/api/record/refresh-record', { score: 0 })).data as {
      mine: { recordId: number };
    };
    await who.must('/api/record/delete-record', { recordId: mine.recordId });
    await until(async () => !(await isThere(second)));
  });

  it('loses all that an erased person ever uploaded, and others find their recording no more', async () => {
    const [who, other] = (await world.people(2)) as [Client, Client];
    await sendRecord(who, { file: mp3(5, 3) });
    const paths = [await recordPath(who)];
    for (let n = 0; n < 3; n++) {
      const granted = await grant(who, 'png', 'message');
      await put(granted, png(n));
      paths.push(granted.FileInfo.path);
    }
    await uploaded(other, png(), 'png', 'message');
    const stays = world.log.all.length;
    await world.run(userDecider, userStream(APP, who.userId), { type: 'ErasePerson', reason: 'request' });
    for (const path of paths) await until(async () => !(await isThere(path)));
    await until(() => world.log.all.slice(stays).some(({ type }) => type === 'RecordDeleted'));
    await world.settle();
    const { records } = (await other.must('/api/record/refresh-record', { score: 0 })).data as { records: unknown[] };
    expect(records).to.deep.equal([]);
  });

  it('is asked again when it does not answer', async () => {
    const who = await world.person('唱歌的');
    await sendRecord(who, { file: mp3(5, 4) });
    const path = await recordPath(who);
    isAway = true;
    await sendRecord(who, { file: mp3(5, 5) });
    await until(() => refused >= 2);
    isAway = false;
    await until(async () => !(await isThere(path)));
  });

  it('has a group whose name is a persisted format', () => {
    expect(FILES_GROUP).to.equal('files');
  });
});
