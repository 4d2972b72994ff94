import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { keptSecrets, readSecrets, SECRETS_FILE, SecretsFileError } from '../../server/settings/secrets-file.ts';
import { temporaryFolder } from '../support/server-process.ts';

describe('the secrets that a start made', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder('secrets');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are made once', () => {
    expect(readSecrets(folder)).to.equal(null);
    const made = keptSecrets(folder);
    expect(keptSecrets(folder)).to.deep.equal(made);
    expect(readSecrets(folder)).to.deep.equal(made);
  });

  it('are refused, and left as they are, when somebody put others in their place that can be guessed or are none', () => {
    const made = keptSecrets(folder);
    const { salon, rtc } = made;
    const file = join(folder, SECRETS_FILE);
    const others = [
      ...['', '[]', 'null', '"x"', '{'],
      ...[
        { salon },
        { salon, rtc: {} },
        { salon: 1, rtc },
        { salon: '', rtc },
        { salon, rtc: { ...rtc, apiKey: '' } },
      ].map((value) => JSON.stringify(value)),
      ...[
        { salon: 'short', rtc },
        { salon: 's'.repeat(48), rtc },
        { salon: `changeme${salon}`, rtc },
      ].map((value) => JSON.stringify(value)),
      JSON.stringify({ salon, rtc: { ...rtc, apiSecret: salon } }),
    ];
    for (const other of others) {
      writeFileSync(file, other);
      expect(() => keptSecrets(folder), other).to.throw(SecretsFileError, file);
      expect(readFileSync(file, 'utf8')).to.equal(other);
    }
    rmSync(file);
    mkdirSync(file);
    expect(() => keptSecrets(folder)).to.throw(SecretsFileError, file);
  });
});
