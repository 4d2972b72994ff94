import { expect } from 'chai';
import { fileDecider } from '../../../domain/file/decider.ts';
import { FILE_FORMATS, isTaken, MAX_FILE_BYTES, maxBytesOf, TICKET_FORMATS } from '../../../domain/file/formats.ts';
import { pathOf, readPath } from '../../../domain/file/path.ts';
import { given, T0 } from '../../support/given.ts';

const upload = {
  fileId: 'a'.repeat(24),
  userId: 7,
  module: 'avatar',
  format: 'png',
  grantedAt: T0,
  maxBytes: 100,
  expiresAt: T0 + 10,
  dropAt: T0 + 20,
} as const;
const grant = { type: 'GrantUpload', ...upload } as const;
const granted = { type: 'UploadGranted', data: upload } as const;
const claim = { type: 'ClaimFile', userId: 7, purpose: 'avatar', sizeBytes: 50 } as const;
const claimed = {
  type: 'FileClaimed',
  data: { fileId: upload.fileId, userId: 7, purpose: 'avatar', sizeBytes: 50 },
} as const;
const { fileId, userId, module, format, grantedAt } = upload;
const dropped = { type: 'UploadDropped', data: { fileId, userId, module, format, grantedAt } } as const;
const drop = { type: 'DropUpload', isUnused: true } as const;
const late = { at: T0 + 20 };

describe('an upload', () => {
  it('is granted once', () => {
    given(fileDecider).when(grant).thenExactly(granted);
    given(fileDecider, granted).when(grant).thenNothing();
    given(fileDecider)
      .when({ ...grant, format: 'mp4' })
      .thenFails('InvalidInput', 'format');
  });

  it('is claimed once, by its owner, for one purpose, within its size', () => {
    given(fileDecider, granted).when(claim).thenExactly(claimed);
    given(fileDecider, granted, claimed).when(claim).thenNothing();
    given(fileDecider, granted, claimed)
      .when({ ...claim, purpose: 'message 1' })
      .thenFails('FileInvalid');
    given(fileDecider, granted)
      .when({ ...claim, userId: 8 })
      .thenFails('FileInvalid');
    given(fileDecider).when(claim).thenFails('FileInvalid');
    for (const sizeBytes of [0, 101])
      given(fileDecider, granted)
        .when({ ...claim, sizeBytes })
        .thenFails('FileInvalid');
  });

  it('is dropped when it was claimed for a post that never came, never when it is used', () => {
    const forPost = { ...claimed, data: { ...claimed.data, purpose: 'subject' } } as const;
    given(fileDecider, granted, forPost).when(drop, late).thenExactly(dropped);
    given(fileDecider, granted, forPost)
      .when({ ...drop, isUnused: false }, late)
      .thenNothing();
    given(fileDecider, granted, claimed).when(drop, late).thenNothing();
    given(fileDecider, granted, forPost, dropped).when(drop, late).thenNothing();
  });

  it('is dropped in its time, by the system alone, unless it was claimed', () => {
    given(fileDecider, granted).when(drop, late).thenExactly(dropped);
    given(fileDecider, granted)
      .when(drop, { at: T0 + 19 })
      .thenNothing();
    given(fileDecider, granted)
      .when(drop, { ...late, actor: 7 })
      .thenFails('SystemOnly');
    given(fileDecider, granted, claimed).when(drop, late).thenNothing();
    given(fileDecider, granted, dropped).when(drop, late).thenNothing();
    given(fileDecider).when(drop, late).thenNothing();
    given(fileDecider, granted, dropped).when(claim, late).thenFails('FileInvalid');
  });
});

describe('paths of files', () => {
  it('say whose and what it is, by the day in China', () => {
    expect(pathOf(upload)).to.equal(`avatar/20260101/7_${'a'.repeat(24)}.png`);
    expect(pathOf({ ...upload, grantedAt: T0 + 16 * 3600_000 })).to.include('/20260102/');
    expect(readPath(pathOf(upload))).to.deep.equal({ module: 'avatar', userId: 7, format: 'png' });
  });

  it('are nothing else: no climbing, no other format, nothing before or behind', () => {
    const path = pathOf(upload);
    const others = ['', '/', `/${path}`, `${path}/`, `${path}\n`, `../${path}`, path.replace('avatar', 'x')];
    const wrong = [...others, path.replace('png', 'html'), path.replace('png', 'svg'), path.replace('7_', '../7_')];
    for (const text of wrong) expect(readPath(text), text).to.equal(null);
  });
});

describe('formats of files', () => {
  it('are those of their module, none of which a browser runs', () => {
    expect(TICKET_FORMATS).to.have.members(['mp3', 'm4a', 'aac', 'png', 'jpg', 'jpeg', 'gif', 'mp4']);
    expect(FILE_FORMATS).to.have.members([...TICKET_FORMATS, 'txt']);
    const of = (kind: 'record' | 'message' | 'avatar') => FILE_FORMATS.filter((each) => isTaken(kind, each));
    expect(of('record')).to.have.members(['mp3', 'm4a', 'aac']);
    expect(of('avatar')).to.have.members(['png', 'jpg', 'jpeg']);
    expect(of('message')).to.have.members(TICKET_FORMATS);
    for (const each of FILE_FORMATS) expect(maxBytesOf('message', each)).to.be.at.most(MAX_FILE_BYTES);
    expect(maxBytesOf('avatar', 'png')).to.be.lessThan(maxBytesOf('message', 'png'));
  });
});
