import { spawn } from 'node:child_process';
import { expect } from 'chai';
import { runs } from '../support/script.ts';

/** Besides those that once failed. `.ci/run` asks for more; `npm run sim` runs as many as one likes. */
const SEEDS = process.env.SIM_SEEDS ?? '8';

/** A process of its own: the simulation takes the place of all of its timers, clocks and randomness. */
async function simulate(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [...runs('test/sim/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}

describe('simulation', () => {
  it('keeps every promise whatever breaks, and finds every planted bug', async function () {
    this.timeout(0);
    const { code, output } = await simulate('--seeds', SEEDS, '--kept', '--planted');
    const lines = output.split('\n').filter((line) => /^(SIM|REPLAY|PLANTED) /.test(line));
    for (const line of lines) console.log(line);
    expect(code, output).to.equal(0);
    expect(lines).to.have.length(3);
    expect(lines[0]).to.match(/^SIM seeds=\d+ commands=\d{3,} crashes=\d{2,} violations=0$/);
    expect(lines[1]).to.equal('REPLAY same=2/2');
    expect(lines[2]).to.match(/^PLANTED caught=(\d+)\/\1$/);
  });
});
