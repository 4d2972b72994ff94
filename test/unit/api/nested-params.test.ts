import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import { compileNestedParameters } from '../../../api/http/nested-params.ts';
import { Id, Int64 } from '../../../api/http/params.ts';
import { type Given, REPEATED } from '../../../api/http/received.ts';

const parse = compileNestedParameters(
  Type.Object({
    operationID: Type.String({ minLength: 1 }),
    platform: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
    userIds: Type.Optional(Type.Array(Id, { maxItems: 3 })),
    picture: Type.Optional(
      Type.Object({
        width: Type.Integer(),
        url: Type.String({ maxLength: 5 }),
        isBig: Type.Boolean({ default: false }),
      }),
    ),
    members: Type.Optional(
      Type.Array(
        Type.Object({ uid: Type.String(), role: Type.Optional(Type.Integer()) }, { additionalProperties: false }),
      ),
    ),
    place: Type.Optional(Type.Object({ longitude: Type.Number({ minimum: -180 }), latitude: Type.Number() })),
    sendTime: Type.Optional(Int64),
    content: Type.Optional(Type.Unknown()),
  }),
);

const json = (form: Record<string, Given>) =>
  parse({ form: new Map(Object.entries({ operationID: 'o', ...form })), query: new Map(), isJson: true });
const texts = (form: Record<string, Given>) =>
  parse({ form: new Map(Object.entries({ operationID: 'o', ...form })), query: new Map(), isJson: false });

function refused(form: Record<string, Given>, by = json): string | undefined {
  try {
    by(form);
  } catch (error) {
    return (error as { field?: string }).field;
  }
  return undefined;
}

describe('nested parameters', () => {
  it('are objects and lists with what is declared, and nothing else', () => {
    const members = [{ uid: 'a', role: 1 }, { uid: 'b' }];
    const content = { any: [{ thing: 1.5 }] };
    const picture = { width: 3, url: 'x', hidden: true };
    expect(json({ userIds: [1, 2], members, picture, content, unknown: 1, platform: null })).to.deep.equal({
      operationID: 'o',
      userIds: [1, 2],
      members,
      picture: { width: 3, url: 'x', isBig: false },
      content,
    });
    expect(json({ place: { longitude: -0.5, latitude: 51.477928 } }).place).to.deep.equal({
      longitude: -0.5,
      latitude: 51.477928,
    });
  });

  it('have their declared type in JSON; what comes as text is parsed', () => {
    expect(refused({ platform: '1' })).to.equal('platform');
    expect(texts({ platform: '1', sendTime: '9223372036854775807' })).to.include({
      platform: 1,
      sendTime: 2n ** 63n - 1n,
    });
    expect(refused({ operationID: 1 })).to.equal('operationID');
    const mixed = {
      form: new Map<string, Given>([
        ['operationID', 'o'],
        ['platform', '2'],
      ]),
      isJson: true,
    };
    expect(parse({ ...mixed, query: new Map([['platform', '2']]) }).platform).to.equal(2);
  });

  it('name what is wrong, however deep', () => {
    const wrong: [string, Record<string, Given>][] = [
      ['operationID', { operationID: '' }],
      ['operationID', { operationID: null }],
      ['operationID', { operationID: REPEATED }],
      ['operationID', { operationID: { $ne: null } }],
      ['platform', { platform: 9 }],
      ['platform', { platform: 1.5 }],
      ['platform', { platform: true }],
      ['platform', { platform: 12345678901234567890n }],
      ['userIds', { userIds: { 0: 1, length: 1 } }],
      ['userIds', { userIds: [1, 2, 3, 4] }],
      ['userIds', { userIds: '1' }],
      ['userIds[]', { userIds: [1, { $ne: null }] }],
      ['userIds[]', { userIds: [1, null] }],
      ['userIds[]', { userIds: ['1'] }],
      ['userIds[]', { userIds: [2 ** 53] }],
      ['userIds.1', { userIds: [1, 0] }],
      ['picture', { picture: [] }],
      ['picture', { picture: 'x' }],
      ['picture.width', { picture: { url: 'x' } }],
      ['picture.url', { picture: { width: 1, url: 'xxxxxx' } }],
      [
        'picture.url',
        { picture: Object.create({ width: 1, url: 'x' }, { width: { value: 1, enumerable: true } }) as object },
      ],
      ['members[].uid', { members: [{ uid: ['a'] }] }],
      ['members[].more', { members: [{ uid: 'a', more: 1 }] }],
      ['place.longitude', { place: { longitude: Number.NaN, latitude: 1 } }],
      ['place.longitude', { place: { longitude: -181, latitude: 1 } }],
      ['sendTime', { sendTime: '1' }],
      ['sendTime', { sendTime: 1.5 }],
      ['sendTime', { sendTime: 2n ** 63n }],
    ];
    for (const [field, form] of wrong) expect(refused(form), field).to.equal(field);
  });
});
