import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { pino } from 'pino';
import { signInOperator } from '../../application/operators/sign-in.ts';
import { readConfig } from '../../config.ts';
import { INSTALLATION } from '../../domain/streams.ts';
import { runCommandLine } from '../../server/cli/run.ts';
import { startCore } from '../../server/start-core.ts';
import { temporaryFolder } from '../support/server-process.ts';

describe('npm run operators', () => {
  let folder: string;
  /** What was said, in lines. */
  let said: string[];
  const { log, error } = console;
  const env = () => ({ DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'silent' });

  before(() => {
    folder = temporaryFolder('operators');
    mkdirSync(join(folder, 'data'));
  });
  beforeEach(() => {
    said = [];
    console.log = (line: string) => void said.push(line);
    console.error = (line: string) => void said.push(line);
  });
  afterEach(() => Object.assign(console, { log, error }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const operators = async (...words: string[]) => {
    said = [];
    return { code: await runCommandLine(['operators', ...words], env()), said };
  };

  it('adds the first one with a password that signs in, and changes what they may do', async () => {
    const added = await operators('add', 'Lin.Mei');
    const [, password] = /^Password of Lin\.Mei: ([\w-]{24})$/.exec(added.said[0]!)!;
    expect((await operators('list')).said).to.deep.equal(['lin.mei admin']);
    const [listed] = JSON.parse((await operators('list', '--json')).said[0]!) as object[];
    expect(listed).to.have.all.keys('operatorId', 'name', 'role', 'hasTotp', 'isDisabled');
    expect((await operators('role', 'lin.mei', 'viewer')).code).to.equal(0);
    expect((await operators('disable', 'lin.mei')).code).to.equal(0);
    expect((await operators('list')).said).to.deep.equal(['lin.mei viewer (disabled)']);
    await operators('enable', 'lin.mei');
    const started = await startCore(readConfig(env()), pino({ level: 'silent' }));
    const { core } = started;
    const makeMeta = (_purpose: string) => {
      const commandId = '0a50e1a5-2feb-41fd-872f-490a823387cf';
      return { appId: INSTALLATION, actor: 0, at: core.clock.now(), commandId };
    };
    const given = { name: 'lin.mei', password: password!, code: '', remoteAddress: '127.0.0.1' };
    const session = await signInOperator(core, given, makeMeta).finally(() => started.stop());
    expect(session).to.include({ name: 'lin.mei', role: 'viewer' });
  });

  it('says in a sentence what it does not take', async () => {
    for (const words of [
      [],
      ['add'],
      ['add', 'x.y.z', 'owner'],
      ['role', 'lin.mei'],
      ['list', 'a', 'b'],
      ['sack', 'lin.mei'],
    ]) {
      const { code, said } = await operators(...words);
      expect(code, words.join(' ')).to.equal(2);
      expect(said, words.join(' ')).to.have.length(1);
    }
    for (const [words, sentence] of [
      [['disable', 'nobody.here'], 'OperatorNotFound'],
      [['add', 'lin.mei'], 'OperatorTaken'],
      [['add', 'L!'], 'no name of an operator'],
    ] as const) {
      const { code, said } = await operators(...words);
      expect({ code, said }).to.deep.equal({ code: 1, said: [sentence] });
    }
  });
});
