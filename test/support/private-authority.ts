import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate authority that nobody trusts by default, with a certificate for 127.0.0.1, made by `openssl`. */
export class PrivateAuthority {
  private readonly dir = mkdtempSync(join(tmpdir(), 'salon-authority-'));
  readonly caFile = join(this.dir, 'ca.crt');
  readonly certFile = join(this.dir, 'server.crt');
  readonly keyFile = join(this.dir, 'server.key');

  constructor() {
    const caKey = join(this.dir, 'ca.key');
    const request = join(this.dir, 'server.csr');
    const names = join(this.dir, 'names');
    writeFileSync(names, 'subjectAltName=IP:127.0.0.1,DNS:localhost');
    const openssl = (line: string) => execFileSync('openssl', line.split(' '), { cwd: this.dir, stdio: 'pipe' });
    openssl(`req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=private -keyout ${caKey} -out ${this.caFile}`);
    openssl(`req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -keyout ${this.keyFile} -out ${request}`);
    openssl(
      `x509 -req -in ${request} -CA ${this.caFile} -CAkey ${caKey} -CAcreateserial -days 2 -extfile ${names} -out ${this.certFile}`,
    );
  }

  dispose(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
