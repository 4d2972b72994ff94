import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect } from 'chai';
import { fileTypeFromBuffer } from 'file-type';
import {
  DEFAULT_PICTURES,
  defaultPictureAt,
  defaultPicturePath,
  drawDefaultPicture,
} from '../../files/default-pictures.ts';

const numbers = Array.from({ length: DEFAULT_PICTURES }, (_, n) => n + 1);

describe('default pictures', () => {
  it('are small PNGs of 108 × 108, each another one, and the same bytes each time', async () => {
    const hashes = new Set<string>();
    for (const number of numbers) {
      const picture = drawDefaultPicture(number);
      expect(await fileTypeFromBuffer(picture)).to.deep.equal({ ext: 'png', mime: 'image/png' });
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).to.deep.equal([108, 108]);
      expect(picture.length).to.be.below(2_048);
      expect(picture.equals(drawDefaultPicture(number))).to.equal(true);
      hashes.add(createHash('sha256').update(picture).digest('hex'));
    }
    expect(hashes.size).to.equal(DEFAULT_PICTURES);
  });

  it('show a figure on a ground: all pixels are colours of the palette', () => {
    const picture = drawDefaultPicture(1);
    const at = picture.indexOf('IDAT');
    const rows = inflateSync(picture.subarray(at + 4, at + 4 + picture.readUInt32BE(at - 4)));
    const colours = picture.readUInt32BE(picture.indexOf('PLTE') - 4) / 3;
    expect(rows.length).to.equal(108 * 109);
    expect(Math.max(...rows)).to.equal(colours - 1);
    const pixel = (x: number, y: number) => rows[y * 109 + 1 + x];
    expect([pixel(2, 2), pixel(54, 42), pixel(54, 100)]).to.deep.equal([0, colours - 1, colours - 1]);
  });

  it('are found by the names that the document has, and by nothing else', () => {
    for (const number of numbers) {
      expect(defaultPictureAt(`/static/cover/cover-${number}-108.png`)).to.equal(number);
      expect(defaultPictureAt(`/static/cover/cover-${number}.png`)).to.equal(number);
    }
    for (const name of ['cover-0.png', 'cover-25.png', 'cover-7-64.png', 'cover-7.svg', '../cover-7.png', '']) {
      expect(defaultPictureAt(`/static/cover/${name}`), name).to.equal(null);
    }
    expect(defaultPictureAt('/static/cover-7.png')).to.equal(null);
  });

  it('stay a person’s, and are spread over people', () => {
    const paths = Array.from({ length: 240 }, (_, n) => defaultPicturePath(7_000_000 + n));
    expect(new Set(paths).size).to.equal(DEFAULT_PICTURES);
    expect(defaultPicturePath(7_000_000)).to.equal(paths[0]);
    expect(paths.map(defaultPictureAt)).to.not.include(null);
  });
});
