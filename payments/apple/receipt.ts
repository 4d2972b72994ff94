import { unproven } from '../proof.ts';

/** Longest receipt that is read, in bytes: one of an app with some purchases has some 10 KB. */
const MAX_RECEIPT_BYTES = 45_000;
/** Elements of a receipt that are read. */
const MAX_ELEMENTS = 20_000;

const INTEGER = 0x02;
const OCTETS = 0x04;
/** Type of an in-app purchase among a receipt's fields, and of its transaction's id among a purchase's (Receipt Validation). */
const IN_APP = 17;
const TRANSACTION_ID = 1703;

/**
 * The id of the last purchase that a receipt of StoreKit 1 names (PKCS #7, base64). Nothing of it is verified: the App Store is asked about
 * it. In one pass, since the library's own reader takes seconds for a receipt that is made for it. Throws `ProofInvalid`.
 */
export function transactionIdIn(receipt: string): string {
  const bytes = Buffer.from(receipt, 'base64');
  if (bytes.length === 0 || bytes.length > MAX_RECEIPT_BYTES) throw unproven('no receipt');
  const reader = new DerReader();
  let found = '';
  for (const purchase of reader.attributes(bytes, IN_APP)) {
    for (const id of reader.attributes(purchase, TRANSACTION_ID)) found = id.subarray(2).toString('latin1');
  }
  if (!/^\d{1,32}$/.test(found)) throw unproven('a receipt without a purchase');
  return found;
}

/** Reads elements of a definite length, wherever they are nested. */
class DerReader {
  private left = MAX_ELEMENTS;

  /**
   * The values of all attributes of a type: sequences of a type, a version, and a value in octets. Other elements with elements in them are
   * looked into.
   */
  attributes(bytes: Buffer, type: number): Buffer[] {
    const found: Buffer[] = [];
    const waiting = [bytes];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const elements = this.elements(next);
      const [kind, version, value] = elements;
      if (kind?.tag === INTEGER && version?.tag === INTEGER && value?.tag === OCTETS && elements.length === 3) {
        if (kind.content.readUIntBE(0, Math.min(4, kind.content.length)) === type) found.push(value.content);
        continue;
      }
      // Content of octets may hold elements itself: what does not is no attribute, and yields none.
      for (const { tag, content } of elements) if (tag & 0x20 || tag === OCTETS) waiting.push(content);
    }
    return found;
  }

  private elements(bytes: Buffer): { tag: number; content: Buffer }[] {
    const elements: { tag: number; content: Buffer }[] = [];
    for (let at = 0; at + 2 <= bytes.length; ) {
      if (--this.left < 0) throw unproven('too many elements');
      const tag = bytes[at]!;
      const short = bytes[at + 1]!;
      const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
      if (lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) return elements;
      const length =
        short < 0x80 ? short : lengthBytes === 0 ? bytes.length - at - 2 : bytes.readUIntBE(at + 2, lengthBytes);
      const start = at + 2 + lengthBytes;
      if (start + length > bytes.length) return elements;
      elements.push({ tag, content: bytes.subarray(start, start + length) });
      at = start + length;
    }
    return elements;
  }
}
