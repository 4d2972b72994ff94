import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCommandLine } from '../../server/cli/run.ts';
import { ROOT } from '../support/script.ts';
import { temporaryFolder } from '../support/server-process.ts';

describe('npm run topics', () => {
  let folder: string;
  /** What was said, in lines. */
  let said: string[];
  const { log, error } = console;

  beforeEach(() => {
    folder = temporaryFolder('topics');
    mkdirSync(join(folder, 'data'));
    said = [];
    console.log = (line: string) => void said.push(line);
    console.error = (line: string) => void said.push(line);
  });
  afterEach(() => {
    Object.assign(console, { log, error });
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (list: unknown) => {
    writeFileSync(join(folder, 'topics.json'), typeof list === 'string' ? list : JSON.stringify(list));
    return join(folder, 'topics.json');
  };
  const topics = (...words: string[]) => {
    said = [];
    return runCommandLine(['topics', ...words], { DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'silent' });
  };

  it('opens the topics of a list, changes them when it comes again, lists and closes them', async () => {
    const list = [
      { name: '今晚聊什么', category: '生活' },
      { name: '约聊专区', category: '约聊', kind: 'calls' },
    ];
    expect(await topics('import', 'heihei', file(list))).to.equal(0);
    expect(said).to.deep.equal(['Opened 2 topics, changed 0.']);
    expect(await topics('import', 'heihei', file([{ ...list[0], rank: 1 }]))).to.equal(0);
    expect(said).to.deep.equal(['Opened 0 topics, changed 1.']);
    expect(await topics('list', 'heihei')).to.equal(0);
    expect(said.map((line) => line.replace(/^\d+ /, '')).sort()).to.deep.equal(['今晚聊什么', '约聊专区']);
    const [id] = said[0]!.split(' ');
    expect(await topics('close', 'heihei', id!)).to.equal(0);
    await topics('list', 'heihei');
    expect(said.filter((line) => line.endsWith('(closed)'))).to.have.length(1);
  });

  it('takes the list of docs/operations.md', async () => {
    const [, list] = /`(\[\{"name".*?\])`/.exec(readFileSync(join(ROOT, 'docs/operations.md'), 'utf8'))!;
    expect(await topics('import', 'heihei', file(list!))).to.equal(0);
    expect(said).to.deep.equal(['Opened 1 topics, changed 0.']);
  });

  it('says in a sentence what it does not take', async () => {
    for (const words of [
      [],
      ['open', 'heihei'],
      ['import', 'hei-hei'],
      ['close', 'heihei', 'x'],
      ['import', 'heihei', 'none.json'],
    ]) {
      expect(await topics(...words), words.join(' ')).to.equal(2);
      expect(said.join('\n')).to.match(/topics|id|none\.json/);
    }
    for (const wrong of [
      '{',
      {},
      [{ name: 'x' }],
      [{ name: 'x', category: 'y', rank: '1' }],
      [{ name: 'x', category: 'y', more: 1 }],
    ])
      expect(await topics('import', 'heihei', file(wrong)), JSON.stringify(wrong)).to.equal(2);
    expect(await topics('close', 'heihei', '77')).to.equal(1);
  });
});
