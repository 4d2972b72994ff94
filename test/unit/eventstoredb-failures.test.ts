import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { expect } from 'chai';
import { wasNeverSent } from '../../event-store/eventstoredb/failures.ts';

/** The error with which a call to a port where nobody listens ends; `then` happens right after the call. */
function failedCall(then: (client: Client) => void): Promise<ServiceError> {
  const client = new Client('127.0.0.1:1', credentials.createInsecure());
  const raw = (bytes: Buffer) => bytes;
  return new Promise((resolve) => {
    client.makeUnaryRequest('/none/Call', raw, raw, Buffer.alloc(0), (error) => {
      client.close();
      resolve(error!);
    });
    then(client);
  });
}

describe('failures of EventStoreDB: whether a call was never sent', () => {
  it('is sure when there was no connection', async () => {
    expect(wasNeverSent(await failedCall(() => {}))).to.equal(true);
  });

  it('is sure when the connection was closed before the call went out', async () => {
    expect(wasNeverSent(await failedCall((client) => client.close()))).to.equal(true);
  });

  it('is not sure when a connection broke', () => {
    expect(wasNeverSent({ code: 14, message: '14 UNAVAILABLE: Connection dropped' })).to.equal(false);
  });
});
