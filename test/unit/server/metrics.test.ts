import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { pino } from 'pino';
import { sumsOfLedgers } from '../../../application/wallets/ledger-sums.ts';
import { readConfig } from '../../../config.ts';
import { type Salon, startSalon } from '../../../server/salon.ts';
import { Client, TEST_DEV_KEY } from '../../support/client.ts';
import { eventually } from '../../support/promises.ts';
import { ROOT } from '../../support/script.ts';
import { temporaryFolder } from '../../support/server-process.ts';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** What Prometheus adds itself. */
const NOT_OURS = ['up'];
const METRIC = /\b(?:salon|process|nodejs)_[a-z0-9_]+\b/g;

/** The metrics of a scrape: name to help text, and name to sample lines. */
function scraped(text: string) {
  const helps = new Map([...text.matchAll(/^# HELP (\S+) (.+)$/gm)].map(([, name, help]) => [name!, help!]));
  const samples = new Map<string, string[]>();
  for (const [line, name] of text.matchAll(/^([a-z_0-9]+)[ {].*$/gm)) {
    samples.set(name!, [...(samples.get(name!) ?? []), line]);
  }
  return { helps, samples };
}

describe('what operators read', () => {
  let salon: Salon;
  let dataDir: string;
  before(async () => {
    dataDir = temporaryFolder('metrics');
    const settings = { DEV_MODE: '1', PORT: '0', DATA_DIR: dataDir, DEV_KEY: TEST_DEV_KEY };
    salon = await startSalon(readConfig(settings), pino({ level: 'silent' }));
    await salon.ready;
    const [host, giver] = [new Client(salon.url, 'host'), new Client(salon.url, 'giver')];
    await host.signIn('13800000101', { displayName: '主播' });
    await giver.signIn('13800000102', { displayName: '观众' });
    const { live } = await host.must('/api/live/create-live', { title: '来' });
    const { liveId } = live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    await giver.must('/api/live/join-live', { liveId });
    await giver.dev('POST', `/dev/wallets/${giver.userId}/grant`, { gold: 500 });
    await giver.must('/api/live/buy-gift', { liveId, giftId: 106, amount: 1 });
  });
  after(async () => {
    await salon.stop();
    rmSync(dataDir, { recursive: true });
  });

  const scrape = async () => scraped(await (await fetch(`${salon.url}/metrics`)).text());

  it('has every metric that the dashboard and the alerts ask for, with a value', async () => {
    await eventually(async () => {
      const { samples } = await scrape();
      for (const file of ['deploy/grafana/salon.json', 'deploy/prometheus/alerts.yml']) {
        const asked = new Set(
          read(file)
            .match(METRIC)!
            .filter((name) => !NOT_OURS.includes(name)),
        );
        expect(asked.size, file).to.be.greaterThan(10);
        for (const name of asked) expect(samples.has(name), `${name} in ${file}`).to.equal(true);
      }
    });
  });

  it('says of each of its numbers what it means', async () => {
    const { helps } = await scrape();
    const own = [...helps].filter(([name]) => name.startsWith('salon_'));
    expect(own.length).to.be.at.least(25);
    for (const [name, help] of own) {
      expect(help, name).to.match(/^[A-Z0-9]/);
      expect(help.split(' ').length, name).to.be.at.least(3);
    }
  });

  it('shows views and reactors that have caught up, and a ledger that adds up', async () => {
    await eventually(async () => {
      const { samples } = await scrape();
      const numberIn = (line: string) => Number(line.slice(line.lastIndexOf(' ')));
      expect(samples.get('salon_view_lag_seconds')!.map(numberIn)).to.satisfy((lags: number[]) =>
        lags.every((s) => s === 0),
      );
      expect(samples.get('salon_log_head_position')!.map(numberIn)).to.deep.equal([await salon.core.log.head()]);
      const gold = samples.get('salon_ledger_gold')!.map((line) => [/kind="(\w+)"/.exec(line)![1], numberIn(line)]);
      expect(Object.fromEntries(gold)).to.include({ granted: 500, spent: 100, held: 400, expired: 0, removed: 0 });
      expect(samples.get('salon_ledger_points')).to.include('salon_ledger_points{tenant="heihei",kind="credited"} 100');
      const credited = 'salon_reactors_effect_delay_seconds_count{group="money"} 1';
      expect(samples.get('salon_reactors_effect_delay_seconds_count')).to.include(credited);
    });
    const [ledger] = await sumsOfLedgers(salon.core.models);
    expect(ledger).to.include({ appId: 'heihei', boughtGold: 0, heldGold: 400, heldPoints: 100, pendingPoints: 0 });
  });

  it('is a dashboard with panels that do not overlap', () => {
    interface Panel {
      type: string;
      title: string;
      gridPos: { x: number; y: number; w: number; h: number };
      targets?: { expr: string }[];
    }
    const { panels } = JSON.parse(read('deploy/grafana/salon.json')) as { panels: Panel[] };
    const taken = new Map<string, string>();
    for (const { type, title, gridPos, targets } of panels) {
      if (type !== 'row') expect(targets, title).to.have.length.greaterThan(0);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.get(`${x} ${y}`), title).to.equal(undefined);
          taken.set(`${x} ${y}`, title);
          expect(x).to.be.lessThan(24);
        }
      }
    }
  });
});
