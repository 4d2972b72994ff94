import { expect } from 'chai';
import { codeOf, failureOf } from '../../../api/heihei/errors.ts';
import { badParameter, RefusedRequest } from '../../../api/http/refusals.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { StoreUnavailableError } from '../../../event-store/event-store.ts';
import { documentedEndpoints, documentOf, UNUSED_CODES } from '../../support/heihei-document.ts';

describe('heihei errors', () => {
  it('cover every code that the document gives an endpoint', () => {
    for (const { path, errors, auth } of documentedEndpoints) {
      const declared = new Set(errors.map((error) => codeOf(path, error).code)).add(700);
      if (auth === 'user') declared.add(720);
      for (const code of UNUSED_CODES[path] ?? []) declared.add(code);
      for (const { code } of documentOf(path).errors) expect([...declared], path).to.include(code);
    }
  });

  it('name the parameter at fault', () => {
    const message = (path: string, error: Error) => failureOf(path, error).body.errormsg;
    expect(message('/api/user/info', badParameter('uid'))).to.equal('参数错误: uid');
    expect(message('/api/user/info', new DomainError('InvalidInput'))).to.equal('参数错误');
    expect(message('/api/user/update', new DomainError('IdempotencyConflict'))).to.equal('参数错误: Idempotency-Key');
    expect(message('/api/live/buy-gift', new DomainError('IdempotencyConflict'))).to.equal('参数错误: gift_uuid');
    // Other codes have the document's text alone.
    expect(message('/api/user/info', new DomainError('UserNotFound', 'x', 'uid'))).to.equal('用户不存在');
  });

  it('are HTTP 200 unless HTTP, the log or a bug is at fault', () => {
    const status = (error: unknown) => failureOf('/api/user/info', error).status;
    expect(status(new DomainError('WalletFrozen'))).to.equal(200);
    expect(status(new RefusedRequest(413, ''))).to.equal(413);
    expect(status(new StoreUnavailableError(''))).to.equal(503);
    expect(status(new TypeError(''))).to.equal(500);
    expect(status(null)).to.equal(500);
  });
});
