import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { AlipaySdk } from 'alipay-sdk';
import { DomainError } from '../../domain/kernel/errors.ts';
import { askProvider } from '../http.ts';

/** What Alipay's open platform gives to an app. */
export interface AlipaySettings {
  appId: string;
  /** The app's own key; PEM. */
  privateKey: string;
  /** The key by which Alipay signs for this app; PEM. Absent with `certificates`. */
  alipayPublicKey?: string;
  /** In the place of the key, where the app is set up with certificates, which transfers to people need; PEM. */
  certificates?: AlipayCertificates;
  /** The merchant's id (2088…), which callbacks must name; absent: any. */
  sellerId?: string;
  /** The gateway's address without its path; default Alipay's own. */
  url?: string;
  /** Whether people are paid by transfers of this app, too. */
  payouts?: boolean;
}

/** The three files that Alipay's console gives: appCertPublicKey_….crt, alipayCertPublicKey_RSA2.crt and alipayRootCert.crt. */
export interface AlipayCertificates {
  app: string;
  alipay: string;
  root: string;
}

const GATEWAY = 'https://openapi.alipay.com';

/** Alipay's open platform, as one app calls it. */
export interface AlipayGateway {
  sdk: AlipaySdk;
  /** A method's request as a signed form, for this server or a client's SDK to send. */
  signed(method: string, params: Readonly<Record<string, unknown>>): string;
  /**
   * Calls a method (`alipay.trade.query`) with its business parameters, by their names in Alipay's document. Returns the answer once its
   * signature was verified: `code` '10000' says that it succeeded. Throws `DomainError('ProviderAway')`.
   */
  call(method: string, bizContent: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
}

/**
 * Loads Alipay's library, an optional dependency, for an app. `now`: the machine's time in epoch ms, which requests are stamped with. `send`
 * takes a signed form to Alipay, and rejects as `askProvider` does; default: by HTTP.
 */
export async function openAlipayGateway(
  settings: AlipaySettings,
  now: () => number,
  send: (url: string, form: URLSearchParams) => Promise<string> = sendForm,
): Promise<AlipayGateway> {
  const { AlipaySdk } = await import('alipay-sdk');
  const { appId, privateKey, url = GATEWAY } = settings;
  const sdk = new AlipaySdk({
    appId,
    // Whatever form the operator has it in, the library takes this one.
    privateKey: createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'pem' }) as string,
    ...trustOf(settings),
  });
  const signed: AlipayGateway['signed'] = (method, params) => {
    // The library would stamp it with the time of the machine's zone; Alipay reads it as China's.
    const stamped = { timestamp: chinaTime(now()), ...params };
    return sdk.sdkExecute(method, stamped, { bizContentAutoSnakeCase: false });
  };
  return {
    sdk,
    signed,
    async call(method, bizContent) {
      // Signed by the library, but sent by Salon: the library would follow redirects.
      const body = new URLSearchParams(signed(method, { bizContent }));
      const text = await send(`${url}/gateway.do`, body);
      const name = `${method.replaceAll('.', '_')}_response`;
      try {
        const answer = JSON.parse(text) as Record<string, unknown>;
        sdk.checkResponseSign(text, name, answer.sign as string, '');
        return answer[name] as Record<string, unknown>;
      } catch {
        throw new DomainError('ProviderAway', 'Alipay sent no answer of its own');
      }
    },
  };
}

/** Whom the library believes: by certificates, requests name them as well. */
function trustOf({ alipayPublicKey = '', certificates }: AlipaySettings) {
  if (certificates) {
    const { app, alipay, root } = certificates;
    return { appCertContent: app, alipayPublicCertContent: alipay, alipayRootCertContent: root };
  }
  return { alipayPublicKey: createPublicKey(alipayPublicKey).export({ type: 'spki', format: 'pem' }) as string };
}

async function sendForm(url: string, body: URLSearchParams): Promise<string> {
  return (await askProvider(url, { method: 'POST', body })).text;
}

/** `2026-03-01 20:00:00` in China, as Alipay writes times. */
export function chinaTime(ms: number): string {
  return new Date(ms + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');
}
