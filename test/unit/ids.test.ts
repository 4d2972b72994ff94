import { expect } from 'chai';
import { categoryOf, streamName, uuidV5 } from '../../domain/kernel/ids.ts';

/** RFC 9562, appendix A.4. */
const DNS_NAMESPACE = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('ids', () => {
  it('are the UUIDs of version 5 that the standard names', () => {
    expect(uuidV5(DNS_NAMESPACE, 'www.example.com')).to.equal('2ed6657d-e927-568b-95e1-2665a8aea6a2');
    expect(uuidV5(DNS_NAMESPACE, 'python.org')).to.equal('886313e1-3b8a-5372-9b90-0c9aee199e5d');
  });

  it('take names of any characters', () => {
    expect(uuidV5(DNS_NAMESPACE, '白羊')).to.match(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(uuidV5(DNS_NAMESPACE, '白羊')).not.to.equal(uuidV5(DNS_NAMESPACE, '白马'));
  });

  it('make stream names whose category stands before the first dash', () => {
    expect(streamName('identity', 'heihei', 'phone', '+86-138')).to.equal('identity-heihei.phone.+86-138');
    expect(categoryOf('identity-heihei.phone.+86-138')).to.equal('identity');
    expect(() => streamName('a-b', 'heihei', 1)).to.throw(RangeError);
    expect(() => streamName('live', 'hei-hei', 1)).to.throw(RangeError);
    expect(() => streamName('live', 'heihei', 'x'.repeat(300))).to.throw(RangeError);
  });
});
