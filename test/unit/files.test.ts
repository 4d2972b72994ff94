import { Readable } from 'node:stream';
import { expect } from 'chai';
import { adtsSeconds } from '../../files/inspect/adts.ts';
import { inspectingMedia } from '../../files/inspect/media.ts';
import { readRange } from '../../files/local/ranges.ts';
import { Slots } from '../../files/upload-slots.ts';
import { aac, m4a, mp3, png } from '../support/sample-files.ts';

describe('what files say of themselves', () => {
  const media = inspectingMedia();
  const sound = (bytes: Buffer) => Readable.from([bytes], { objectMode: false });

  it('is told by their first bytes, whatever they are called', async () => {
    const samples = {
      mp3: mp3(2),
      m4a: m4a(2),
      aac: aac(2),
      png: png(),
      html: Buffer.from('<html><body>hello'),
      none: Buffer.alloc(0),
    };
    for (const [name, bytes] of Object.entries(samples)) {
      for (const format of ['mp3', 'm4a', 'aac', 'png', 'jpg', 'gif'] as const) {
        expect(await media.isOf(bytes.subarray(0, 4_100), format), `${name} as ${format}`).to.equal(name === format);
      }
    }
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    for (const format of ['png', 'jpg', 'gif'] as const) expect(await media.isOf(svg, format)).to.equal(false);
  });

  it('is how long they sound', async () => {
    for (const [format, make] of [
      ['mp3', mp3],
      ['m4a', m4a],
      ['aac', aac],
    ] as const) {
      const bytes = make(12);
      expect(await media.seconds(sound(bytes), format, bytes.length), format).to.be.closeTo(12, 0.5);
    }
  });

  it('is nothing for what is damaged: each ends, none throws', async () => {
    const junk = Buffer.alloc(100_000, 0xff);
    for (const format of ['mp3', 'm4a', 'aac'] as const) {
      for (const bytes of [Buffer.alloc(0), Buffer.alloc(3), junk]) {
        expect(await media.seconds(sound(bytes), format, bytes.length), format).to.equal(null);
      }
    }
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from(mp3(1).subarray(0, 50));
        throw new Error('the disk is gone');
      })(),
    );
    expect(await media.seconds(broken, 'mp3', 10_000)).to.equal(null);
  });

  it('is counted frame by frame for AAC, wherever its chunks end', async () => {
    const bytes = aac(3);
    for (const size of [1, 6, 7, 8, 63, 64, 65, 10_000]) {
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(await adtsSeconds(Readable.from(chunks)), `chunks of ${size}`).to.be.closeTo(3, 0.05);
    }
    expect(await adtsSeconds(Readable.from([Buffer.from('no frame at all')]))).to.equal(null);
  });
});

describe('ranges of a file', () => {
  it('are read as browsers send them', () => {
    const read = (header: string | undefined) => readRange(header, 100);
    expect(read('bytes=0-9')).to.deep.equal({ start: 0, end: 9 });
    expect(read('bytes=90-')).to.deep.equal({ start: 90, end: 99 });
    expect(read('bytes=-5')).to.deep.equal({ start: 95, end: 99 });
    expect(read('bytes=-500')).to.deep.equal({ start: 0, end: 99 });
    expect(read('bytes=50-5000')).to.deep.equal({ start: 50, end: 99 });
    for (const header of ['bytes=100-', 'bytes=200-300', 'bytes=-0'])
      expect(read(header), header).to.equal('unsatisfiable');
    const ignored = [
      undefined,
      '',
      'bytes=',
      'bytes=-',
      'bytes=9-0',
      'bytes=0-1,3-4',
      'lines=0-1',
      'bytes=a-b',
      'bytes=1e1-',
    ];
    for (const header of ignored) expect(read(header), header).to.equal('none');
    expect(readRange('bytes=0-', 0)).to.equal('unsatisfiable');
  });
});

describe('slots for uploads', () => {
  it('are limited by whose they are and in all, and come back once', () => {
    const slots = new Slots({ all: 3, each: 2 });
    const first = slots.take('a')!;
    expect(slots.take('a')).to.be.a('function');
    expect(slots.take('a')).to.equal(null);
    expect(slots.take('b')).to.be.a('function');
    expect(slots.take('c')).to.equal(null);
    first();
    first();
    expect(slots.take('c')).to.be.a('function');
    expect(slots.take('d')).to.equal(null);
  });
});
