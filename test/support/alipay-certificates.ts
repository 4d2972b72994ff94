import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlipayCertificates } from '../../payments/alipay/gateway.ts';

/** Certificates as Alipay's console gives them, of an app and of an Alipay with these private keys (PEM); made by `openssl`. */
export function alipayCertificates({ app, alipay }: { app: string; alipay: string }): AlipayCertificates {
  const dir = mkdtempSync(join(tmpdir(), 'salon-certificates-'));
  const certificateOf = (name: string, key: string) => {
    const [keyFile, file] = [join(dir, `${name}.key`), join(dir, `${name}.crt`)];
    writeFileSync(keyFile, key, { mode: 0o600 });
    const line = `req -x509 -key ${keyFile} -days 2 -subj /C=CN/O=${name}/CN=${name} -out ${file}`;
    execFileSync('openssl', line.split(' '), { stdio: 'pipe' });
    return readFileSync(file, 'utf8');
  };
  try {
    return {
      app: certificateOf('app', app),
      alipay: certificateOf('alipay', alipay),
      root: certificateOf('root', alipay),
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}
