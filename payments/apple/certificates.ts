import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** What the App Store marks its certificates with: the one that signs, and the one in between. */
const SIGNING_MARK = '1.2.840.113635.100.6.11.1';
const BETWEEN_MARK = '1.2.840.113635.100.6.2.1';
const VALID = { from: '200101000000Z', to: '491231235959Z' };

/** Certificates as the App Store has them, and the key of the last one; DER in base64, PEM. */
export interface SimulatedAppStore {
  /** The one that signs, the one in between, the root. */
  chain: [string, string, string];
  privateKey: string;
}

/** Makes a root, a certificate in between and one that signs, marked as Apple's are: for dev mode and tests. */
export function makeAppStore(marks: { signing?: boolean } = {}): SimulatedAppStore {
  const [root, between, leaf] = Array.from({ length: 3 }, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  const names = { root: 'Simulated Root', between: 'Simulated Between', leaf: 'Simulated App Store' };
  const make = (subject: string, issuer: string, key: KeyObject, by: KeyObject, marked: string, isAuthority: boolean) =>
    certificate({ subject, issuer, publicKey: key, signer: by, mark: marked, isAuthority }).toString('base64');
  const signingMark = marks.signing === false ? BETWEEN_MARK : SIGNING_MARK;
  return {
    chain: [
      make(names.leaf, names.between, leaf!.publicKey, between!.privateKey, signingMark, false),
      make(names.between, names.root, between!.publicKey, root!.privateKey, BETWEEN_MARK, true),
      make(names.root, names.root, root!.publicKey, root!.privateKey, BETWEEN_MARK, true),
    ],
    privateKey: leaf!.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

/** A JWS as the App Store signs its texts. */
export function signedByAppStore({ chain, privateKey }: SimulatedAppStore, payload: object): string {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encoded({ alg: 'ES256', x5c: chain })}.${encoded(payload)}`;
  const key = { key: createPrivateKey(privateKey), dsaEncoding: 'ieee-p1363' } as const;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

interface Wanted {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  signer: KeyObject;
  mark: string;
  isAuthority: boolean;
}

/** An X.509 certificate (RFC 5280), version 3, signed by ECDSA with SHA-256. */
function certificate({ subject, issuer, publicKey, signer, mark, isAuthority }: Wanted): Buffer {
  const algorithm = der(0x30, oid('1.2.840.10045.4.3.2'));
  const name = (text: string) => der(0x30, der(0x31, der(0x30, oid('2.5.4.3'), der(0x0c, Buffer.from(text)))));
  const extension = (id: string, isCritical: boolean, value: Buffer) =>
    der(0x30, oid(id), ...(isCritical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
  const constraints = der(0x30, ...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : []));
  const toSign = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name(issuer),
    der(0x30, der(0x17, Buffer.from(VALID.from)), der(0x17, Buffer.from(VALID.to))),
    name(subject),
    createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, extension('2.5.29.19', true, constraints), extension(mark, false, der(0x05)))),
  );
  return der(0x30, toSign, algorithm, der(0x03, Buffer.from([0]), sign('sha256', toSign, signer)));
}

/** One element of DER. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups: number[] = [];
    for (let left = number; left > 0 || groups.length === 0; left >>= 7) groups.unshift(left & 0x7f);
    bytes.push(...groups.map((group, n) => (n < groups.length - 1 ? group | 0x80 : group)));
  }
  return der(0x06, Buffer.from(bytes));
}
