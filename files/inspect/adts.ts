/** Sampling rates by their index in an ADTS header (ISO/IEC 14496-3, 1.6.3.4). */
const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const SAMPLES_PER_BLOCK = 1_024;
const HEADER_BYTES = 7;

/**
 * The length in seconds of AAC in ADTS frames, counted frame by frame; null when its first bytes are no frame. Ends at the first byte
 * that begins no frame: what may follow is no sound. Holds one header at a time.
 */
export async function adtsSeconds(sound: AsyncIterable<Uint8Array>): Promise<number | null> {
  const header = new Uint8Array(HEADER_BYTES);
  let have = 0;
  let skip = 0;
  let seconds: number | null = null;
  for await (const chunk of sound) {
    for (let at = 0; at < chunk.length; ) {
      if (skip > 0) {
        const skipped = Math.min(skip, chunk.length - at);
        skip -= skipped;
        at += skipped;
        continue;
      }
      header[have++] = chunk[at++]!;
      if (have < HEADER_BYTES) continue;
      have = 0;
      const frame = readFrame(header);
      if (!frame) return seconds;
      seconds = (seconds ?? 0) + frame.seconds;
      skip = frame.lengthBytes - HEADER_BYTES;
    }
  }
  return seconds;
}

function readFrame(h: Uint8Array): { seconds: number; lengthBytes: number } | null {
  const isSync = h[0] === 0xff && (h[1]! & 0xf6) === 0xf0;
  const rate = RATES[(h[2]! >> 2) & 0x0f];
  const lengthBytes = ((h[3]! & 0x03) << 11) | (h[4]! << 3) | (h[5]! >> 5);
  if (!isSync || rate === undefined || lengthBytes < HEADER_BYTES) return null;
  const blocks = (h[6]! & 0x03) + 1;
  return { seconds: (blocks * SAMPLES_PER_BLOCK) / rate, lengthBytes };
}
