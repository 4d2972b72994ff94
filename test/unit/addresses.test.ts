import { expect } from 'chai';
import { connectionsWithin } from '../../api/http/tcp-connections.ts';
import { networkOf } from '../../application/networks.ts';
import { addressOfPeer, openFilesLimit } from '../../server/addresses.ts';
import { isLoopbackOrigin } from '../../server/settings/addresses.ts';

describe('addresses', () => {
  it('IPv4 counts as itself in either notation', () => {
    expect(networkOf('203.0.113.7')).to.equal('203.0.113.7');
    expect(networkOf('::ffff:203.0.113.7')).to.equal('203.0.113.7');
    expect(networkOf('::FFFF:203.0.113.7')).to.equal('203.0.113.7');
  });

  it('IPv6 counts by its first 64 bits, however it is written', () => {
    const group = networkOf('2001:db8:1:2:3:4:5:6');
    for (const same of ['2001:db8:1:2::', '2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::9', '2001:db8:1:2::9%eth0']) {
      expect(networkOf(same), same).to.equal(group);
    }
    for (const other of ['2001:db8:1:3::', '2001:db8:1::2', '::1', 'fe80::1']) {
      expect(networkOf(other), other).not.to.equal(group);
    }
    expect(networkOf('::1')).to.equal(networkOf('0:0:0:0:0:0:0:1'));
  });

  it('pages of this machine are known by their origin', () => {
    for (const own of ['http://localhost:5173', 'http://127.0.0.1', 'https://[::1]:8443']) {
      expect(isLoopbackOrigin(own), own).to.equal(true);
    }
    for (const other of [
      'https://evil.example',
      'http://localhost.evil.example',
      'http://1.2.3.4',
      'null',
      '',
      'file://',
    ]) {
      expect(isLoopbackOrigin(other), other).to.equal(false);
    }
  });

  it('what is no address is a group of its own', () => {
    expect(networkOf('')).to.equal('');
    expect(networkOf('unknown')).to.equal('unknown');
  });

  it('a trusted proxy is not counted as an address, everybody else is', () => {
    const groupOf = addressOfPeer(['10.0.0.0/8']);
    expect(groupOf('10.1.2.3')).to.equal(null);
    expect(groupOf('::ffff:10.1.2.3')).to.equal(null);
    expect(groupOf('203.0.113.7')).to.equal('203.0.113.7');
    expect(groupOf('')).to.equal('');
    expect(addressOfPeer([])('127.0.0.1')).to.equal('127.0.0.1');
  });

  it('connections leave descriptors for files, and fit within what the process may open', () => {
    expect(openFilesLimit()).to.be.greaterThan(0);
    expect(connectionsWithin(1_048_576)).to.equal(20_000);
    expect(connectionsWithin(10_000)).to.be.within(5_000, 9_999);
    expect(connectionsWithin(256)).to.be.within(100, 255);
  });
});
