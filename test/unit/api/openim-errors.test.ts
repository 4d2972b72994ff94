import { expect } from 'chai';
import { RefusedRequest, TooManyRequests } from '../../../api/http/refusals.ts';
import { openimEndpoints } from '../../../api/openim/endpoints.ts';
import { failureOf, REFUSALS, refusalOf } from '../../../api/openim/errors.ts';
import { StoreUnavailableError, UnknownOutcomeError } from '../../../event-store/event-store.ts';

const PATH = '/manager/send_msg';

describe('failures of OpenIM', () => {
  it('are 500 in the envelope when it may succeed later, and say when to come back', () => {
    for (const error of [new StoreUnavailableError('x'), new UnknownOutcomeError('x')])
      expect(failureOf(PATH, error, 'id')).to.deep.include({
        ...{ status: 500, code: 500, body: { errCode: 500, errMsg: 'try again' } },
        headers: { 'Retry-After': '1' },
      });
  });

  it('tell nothing of a fault of the server', () => {
    const { status, body, unexpected } = failureOf(PATH, new Error('the secret is x'), 'id');
    expect({ status, body, unexpected }).to.deep.equal({
      ...{ status: 500, body: { errCode: 500, errMsg: 'system error' } },
      unexpected: true,
    });
  });

  it('keep HTTP’s status of what HTTP refuses', () => {
    expect(failureOf(PATH, new TooManyRequests(1_000), 'id')).to.include({ status: 429, code: 500, unexpected: false });
    expect(failureOf(PATH, new RefusedRequest(413, 'body too large'), 'id')).to.include({ status: 413, code: 400 });
  });

  it('are errors for each rule that an endpoint names, and never 0', () => {
    const refusals = openimEndpoints.flatMap(({ path, errors }) => errors.map((code) => refusalOf(path, code)));
    for (const { status, code, text } of [...refusals, ...Object.values(REFUSALS)]) {
      expect([200, 400, 500]).to.include(status);
      expect(code).to.be.greaterThan(0);
      expect(text).not.to.equal('');
    }
  });
});
