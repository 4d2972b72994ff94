import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { fileTypeFromBuffer } from 'file-type';
import { DEFAULT_GIFTS } from '../../domain/gift/catalogue.ts';
import { drawGiftPicture, GIFT_PICTURES_PATH, giftPictureAt } from '../../files/gift-pictures.ts';

describe('pictures of gifts', () => {
  it('are there for every gift, one for lists and one that moves, and no two gifts look alike', async () => {
    const hashes = new Set<string>();
    for (const { iconFile, animationFile } of DEFAULT_GIFTS) {
      const [still, moving] = [iconFile, animationFile].map((name) => giftPictureAt(GIFT_PICTURES_PATH + name));
      expect([still?.isMoving, moving?.isMoving]).to.deep.equal([false, true]);
      const picture = drawGiftPicture(still!);
      expect(await fileTypeFromBuffer(picture)).to.deep.equal({ ext: 'png', mime: 'image/png' });
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).to.deep.equal([108, 108]);
      expect(picture.equals(drawGiftPicture(still!))).to.equal(true);
      hashes.add(createHash('sha256').update(picture).digest('hex'));
    }
    expect(hashes.size).to.equal(DEFAULT_GIFTS.length);
  });

  it('move as animated PNGs: numbered frames, the first of which every reader shows', async () => {
    const picture = drawGiftPicture({ look: 5, isMoving: true });
    expect(await fileTypeFromBuffer(picture)).to.deep.equal({ ext: 'apng', mime: 'image/apng' });
    const chunks: string[] = [];
    const sequence: number[] = [];
    for (let at = 8; at < picture.length; at += 12 + picture.readUInt32BE(at)) {
      const type = picture.toString('latin1', at + 4, at + 8);
      chunks.push(type);
      if (type === 'fcTL' || type === 'fdAT') sequence.push(picture.readUInt32BE(at + 8));
    }
    expect(chunks.slice(0, 5)).to.deep.equal(['IHDR', 'PLTE', 'acTL', 'fcTL', 'IDAT']);
    const frames = picture.readUInt32BE(picture.indexOf('acTL') + 4);
    expect(chunks.filter((type) => type === 'fcTL')).to.have.length(frames);
    expect(sequence).to.deep.equal(sequence.map((_, n) => n));
  });

  it('are found by the names of gifts, and by nothing else', () => {
    for (const name of [
      ...['gift-0.png', 'gift-x.png', 'gift-101.webp', 'gift-101-stop.png', '../gift-101.png', 'gift-101.png/', ''],
      `gift-${'9'.repeat(16)}.png`,
    ]) {
      expect(giftPictureAt(GIFT_PICTURES_PATH + name), name).to.equal(null);
    }
    expect(giftPictureAt('/static/gift-101.png')).to.equal(null);
  });
});
