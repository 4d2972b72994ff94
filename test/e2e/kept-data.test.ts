import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { salon, salonJson } from '../support/command-line.ts';
import { ROOT } from '../support/script.ts';
import { temporaryFolder } from '../support/server-process.ts';

const KEPT = join(ROOT, 'test/fixtures/data-directories');

/**
 * Data directories as releases have left them, each made by `salon dev`, `salon seed --people 4 --rooms 2` and `salon backup`. They are never
 * made anew: every later release must open them. A release that writes something else adds one of its own.
 */
describe('data of earlier releases', () => {
  let folder: string;
  before(() => {
    folder = temporaryFolder('kept-data');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const release of readdirSync(KEPT)) {
    it(`of ${release} is opened, and folds without a violation`, async () => {
      const dataDir = join(folder, release);
      mkdirSync(dataDir);
      for (const file of ['log.db', 'people.keys']) copyFileSync(join(KEPT, release, file), join(dataDir, file));
      const env = { DATA_DIR: dataDir, DEV_MODE: '1' };
      const rebuilt = await salon('rebuild', env);
      expect(rebuilt.code, rebuilt.stderr).to.equal(0);
      const verified = await salonJson<{ differences: number; violations: number; ledger: { apps: object } }>(
        'verify',
        env,
      );
      expect(verified).to.include({ code: 0, differences: 0, violations: 0 });
      expect(verified.ledger.apps).to.have.nested.property('heihei.granted', 40_000);
    });
  }
});
