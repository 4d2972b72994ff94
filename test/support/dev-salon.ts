import { rmSync } from 'node:fs';
import { pino } from 'pino';
import { readConfig } from '../../config.ts';
import { type Salon, startSalon } from '../../server/salon.ts';
import { TEST_DEV_KEY } from './client.ts';
import { temporaryFolder } from './server-process.ts';

/** A whole server in this process, in dev mode, on a folder that goes with it. */
export class DevSalon {
  readonly url: string;
  private readonly salon: Salon;
  private readonly dataDir: string;

  private constructor(salon: Salon, dataDir: string) {
    this.url = salon.url;
    this.salon = salon;
    this.dataDir = dataDir;
  }

  /** Resolves when it is ready. `webFolder`: the compiled pages; default: it serves none. */
  static async start(name: string, webFolder?: string): Promise<DevSalon> {
    const dataDir = temporaryFolder(name);
    const settings = { DATA_DIR: dataDir, PORT: '0', DEV_MODE: '1', DEV_KEY: TEST_DEV_KEY, RATE_LIMITS: 'off' };
    const salon = await startSalon(readConfig(settings), pino({ level: 'silent' }), undefined, webFolder);
    await salon.ready;
    return new DevSalon(salon, dataDir);
  }

  async stop(): Promise<void> {
    await this.salon.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
