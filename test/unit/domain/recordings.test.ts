import { expect } from 'chai';
import { listensDecider } from '../../../domain/listens/decider.ts';
import { isAudible, recordingsDecider } from '../../../domain/recordings/decider.ts';
import { given } from '../../support/given.ts';

const first = {
  recordId: 1,
  userId: 7,
  fileId: 'f1',
  path: 'p1',
  lengthSeconds: 5,
  sizeBytes: 100,
  md5: 'm1',
  needsReview: false,
} as const;
const second = { ...first, recordId: 2, fileId: 'f2', path: 'p2', md5: 'm2' } as const;
const uploaded = { type: 'RecordUploaded', data: first } as const;
const replaced = { type: 'RecordReplaced', data: { recordId: 1, userId: 7, path: 'p1', byRecordId: 2 } } as const;
const deleted = { type: 'RecordDeleted', data: { recordId: 1, userId: 7, path: 'p1' } } as const;
const review = { type: 'ReviewRecord', recordId: 1, approved: true, reason: ' ok ' } as const;
const reviewed = { type: 'RecordReviewed', data: { recordId: 1, userId: 7, approved: true, reason: 'ok' } } as const;

describe("a person's recordings", () => {
  it('are one: the next takes the place of the one before', () => {
    given(recordingsDecider)
      .when({ type: 'UploadRecord', ...first })
      .thenExactly(uploaded);
    given(recordingsDecider, uploaded)
      .when({ type: 'UploadRecord', ...second })
      .thenExactly({ type: 'RecordUploaded', data: second }, replaced);
    given(recordingsDecider, uploaded)
      .when({ type: 'UploadRecord', ...second, md5: first.md5 })
      .thenNothing();
    const { current } = given(recordingsDecider, uploaded, { type: 'RecordUploaded', data: second }, replaced).state();
    expect(current?.recordId).to.equal(2);
  });

  it('are neither too short nor too long', () => {
    for (const [lengthSeconds, code] of [
      [1, 'RecordTooShort'],
      [121, 'FileTooBig'],
    ] as const) {
      given(recordingsDecider)
        .when({ type: 'UploadRecord', ...first, lengthSeconds })
        .thenFails(code);
    }
  });

  it('are deleted by their owner, or by the system', () => {
    const command = { type: 'DeleteRecord', recordId: 1 } as const;
    for (const actor of [7, 0]) given(recordingsDecider, uploaded).when(command, { actor }).thenExactly(deleted);
    given(recordingsDecider, uploaded).when(command, { actor: 8 }).thenFails('RecordNotOwn');
    given(recordingsDecider, uploaded, deleted).when(command, { actor: 7 }).thenFails('RecordNotFound');
    given(recordingsDecider, uploaded)
      .when({ ...command, recordId: 2 }, { actor: 7 })
      .thenFails('RecordNotFound');
  });

  it('are reviewed by operators, who may change their minds', () => {
    given(recordingsDecider, uploaded).when(review).thenExactly(reviewed);
    given(recordingsDecider, uploaded, reviewed).when(review).thenNothing();
    given(recordingsDecider, uploaded).when(review, { actor: 7 }).thenFails('SystemOnly');
    given(recordingsDecider).when(review).thenFails('RecordNotFound');
    const outcomes = [
      [true, null],
      [true, true],
      [true, false],
      [false, null],
      [false, false],
    ] as const;
    const heard = outcomes.map(([needsReview, approved]) => isAudible({ needsReview, approved }));
    expect(heard).to.deep.equal([false, true, false, true, false]);
  });
});

describe('what a person has heard', () => {
  it('is noted each time', () => {
    const heard = { recordId: 1, userId: 8, ownerId: 7 };
    given(listensDecider)
      .when({ type: 'HearRecord', ...heard })
      .thenExactly({ type: 'RecordHeard', data: heard });
  });
});
