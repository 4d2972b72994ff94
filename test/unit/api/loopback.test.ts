import { expect } from 'chai';
import type { Request, Response } from 'express';
import { loopbackOnly } from '../../../api/dev/loopback.ts';

/** Null when the request passes, else the reason that it is answered with. */
function reasonFor(remoteAddress: string | undefined, headers: Record<string, string>): string | null {
  let reason: string | null = null;
  const response = {
    status(code: number) {
      expect(code).to.equal(403);
      return { json: (body: { error: string }) => (reason = body.error) };
    },
  };
  let passed = false;
  loopbackOnly({ socket: { remoteAddress }, headers } as unknown as Request, response as unknown as Response, () => {
    passed = true;
  });
  expect(passed).to.equal(reason === null);
  return reason;
}

describe('loopback callers', () => {
  const headers = { host: 'localhost:3000' };

  it("are this machine's addresses, in either family", () => {
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) {
      expect(reasonFor(address, headers), address).to.equal(null);
    }
  });

  it('are nobody else, whatever they say', () => {
    const others = [
      '10.0.0.1',
      '192.168.1.1',
      '::ffff:10.0.0.1',
      'fe80::1',
      '1127.0.0.1',
      '127.0.0.1.1',
      '',
      undefined,
    ];
    for (const address of others) {
      const spoofed = { ...headers, 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' };
      expect(reasonFor(address, spoofed), address).to.equal('dev routes answer loopback connections only');
    }
  });

  it('name this machine as the host, and come from no other page', () => {
    expect(reasonFor('127.0.0.1', {})).to.contain('reached as');
    expect(reasonFor('127.0.0.1', { host: 'evil.example' })).to.contain('reached as');
    expect(reasonFor('127.0.0.1', { ...headers, origin: 'http://localhost:3001' })).to.contain('another origin');
    expect(reasonFor('127.0.0.1', { ...headers, origin: 'http://localhost:3000' })).to.equal(null);
  });
});
