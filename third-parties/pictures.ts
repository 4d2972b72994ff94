import { maxBytesOf } from '../domain/file/formats.ts';

/** How long a third party's picture may take, in ms: a new person waits for it once. */
export const PICTURE_TIMEOUT_MS = 3_000;
/** Largest picture that is taken, in bytes: as large as people may upload one. */
const MAX_PICTURE_BYTES = maxBytesOf('avatar', 'jpg');
/** Longest address of a picture, in characters. */
const MAX_ADDRESS_CHARS = 2_048;

/** Where a picture may be fetched: the address to ask, or null for one of somebody else. */
export type PictureAddress = (told: URL) => URL | null;

/** Hosts below a third party's own domain, over https whatever was told, on the usual port. */
export function ownHosts(domain: string): PictureAddress {
  return ({ hostname, pathname, search, port, username }) => {
    const isOwn = hostname.endsWith(`.${domain}`) && port === '' && username === '';
    return isOwn ? new URL(`https://${hostname}${pathname}${search}`) : null;
  };
}

/**
 * Fetches the picture that a third party told of; null for an address that is not its own, and for whatever can't be had in time and size. Redirects are
 * not followed. Never rejects: nobody's sign-in fails for a picture.
 */
export async function fetchPicture(told: string | undefined, addressOf: PictureAddress): Promise<Buffer | null> {
  if (!told || told.length > MAX_ADDRESS_CHARS || !URL.canParse(told)) return null;
  const address = addressOf(new URL(told));
  if (!address) return null;
  try {
    const signal = AbortSignal.timeout(PICTURE_TIMEOUT_MS);
    const { ok, body } = await fetch(address, { redirect: 'error', signal });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      if (!ok || bytes > MAX_PICTURE_BYTES) return null;
      chunks.push(chunk);
    }
    return ok && bytes > 0 ? Buffer.concat(chunks) : null;
  } catch {
    return null;
  }
}
