import { expect } from 'chai';
import { listApps } from '../../../server/cli/apps.ts';
import { readCommandLine } from '../../../server/cli/command-line.ts';
import { COMMANDS, DEFAULT_COMMAND } from '../../../server/cli/commands.ts';
import { helpOf, overview } from '../../../server/cli/help.ts';
import { DEV_APPS } from '../../../server/served-apis.ts';

const read = (line: string) => readCommandLine(line.split(' ').filter(Boolean), COMMANDS, DEFAULT_COMMAND);

function asked(line: string) {
  const request = read(line);
  if (request.kind !== 'run') throw new Error(`${line} asks for help`);
  const { command, words, dev, roles } = request;
  return { command: command.name, words, dev, roles };
}

function refusal(line: string): string {
  try {
    read(line);
  } catch (error) {
    expect((error as Error).name, line).to.equal('UsageError');
    return (error as Error).message;
  }
  throw new Error(`${line} was taken`);
}

describe('the command line', () => {
  it('is the server without a command, and else the first word that is no option', () => {
    const nothing = { words: [], dev: false, roles: undefined };
    expect(asked('')).to.deep.equal({ command: 'start', ...nothing });
    expect(asked('--dev')).to.deep.equal({ command: 'start', ...nothing, dev: true });
    expect(asked('start --dev')).to.deep.equal(asked('--dev'));
    expect(asked('dev')).to.deep.equal({ ...asked('--dev'), command: 'dev' });
    expect(asked('sms-key')).to.deep.equal({ command: 'sms-key', ...nothing });
    expect(asked('push-key')).to.deep.equal({ command: 'push-key', ...nothing });
    expect(asked('media-key')).to.deep.equal({ command: 'media-key', ...nothing });
    expect(asked('jobs retry a.b@12')).to.deep.equal({ command: 'jobs', ...nothing, words: ['retry', 'a.b@12'] });
    expect(asked('rebuild a b c d e').words).to.have.length(5);
    expect(asked('backup -- -odd-name').words).to.deep.equal(['-odd-name']);
  });

  it('takes --dev and --roles anywhere', () => {
    const expected = { command: 'views', words: ['park', 'lives', '7'], dev: true, roles: 'api,workers' };
    for (const line of [
      '--dev --roles api,workers views park lives 7',
      '--roles=api,workers views --dev park lives 7',
      'views park lives --roles api,workers 7 --dev',
    ]) {
      expect(asked(line), line).to.deep.equal(expected);
    }
  });

  it('helps with a command, or with all of them', () => {
    for (const line of ['--help', '-h', '--dev --help']) {
      expect(read(line), line).to.deep.equal({ kind: 'help', command: null });
    }
    for (const command of COMMANDS) {
      expect(read(`${command.name} --help`)).to.deep.equal({ kind: 'help', command });
      expect(read(`-h ${command.name}`)).to.deep.equal({ kind: 'help', command });
    }
    expect(read('views park --help').kind).to.equal('help');
  });

  it('names what was meant, in one sentence', () => {
    for (const [line, sentence] of [
      ['verfy', 'There is no command verfy: did you mean verify?'],
      ['Views', 'There is no command Views: did you mean views?'],
      ['job', 'There is no command job: did you mean jobs?'],
      ['sms', 'There is no command sms: did you mean sms-key?'],
      ['frobnicate', 'There is no command frobnicate: --help lists them.'],
      ['toString', 'There is no command toString: --help lists them.'],
      ['verify --rols api', 'There is no option --rols: did you mean --roles?'],
      ['--dec', 'There is no option --dec: did you mean --dev?'],
      ['-d', 'There is no option -d: did you mean --dev?'],
      ['--frobnicate', 'There is no option --frobnicate: --help lists them.'],
      ['jobs -x', 'There is no option -x: jobs --help lists them.'],
      ['--no-dev', 'There is no option --no-dev: --help lists them.'],
      ['--dev=1', '--dev takes no value.'],
      ['--roles', '--roles takes api, realtime, projections, workers, separated by commas'],
      ['--roles=', '--roles takes api, realtime, projections, workers, separated by commas'],
      ['--roles --dev', '--roles takes api, realtime, projections, workers, separated by commas'],
      ['verify everything', 'verify takes no words, and was given everything (verify --help).'],
      ['backup a b c', 'backup was given too much: c (backup --help).'],
    ] as const) {
      expect(refusal(line), line).to.equal(sentence);
    }
  });

  it('tells scripts what each command came to, but for those that go on', () => {
    const without = COMMANDS.filter(({ options }) => !('json' in options)).map(({ name }) => name);
    expect(without).to.deep.equal(['start', 'dev', 'demo']);
  });

  it('explains each command by its name, what it does, its forms and its options', () => {
    const all = overview(COMMANDS);
    for (const command of COMMANDS) {
      expect(all).to.include(`  ${command.name} `).and.to.include(command.summary);
      const text = helpOf(command);
      for (const [form, does] of command.usage) expect(text).to.include(`  ${form} `).and.to.include(does);
      expect(text).to.include('  -h, --help ').and.to.include('exit codes:\n  0  done');
      // A command that reads no settings takes none either.
      const settings = ['--dev', '--roles a,b'].map((option) => text.includes(`  ${option} `));
      if ('run' in command) expect(settings).to.deep.equal([true, true]);
      for (const [form] of command.usage) {
        // Every form that is shown is one that is taken.
        const { command: name, words } = asked(form.replace(/ …$/, ''));
        expect(name).to.equal(command.name);
        expect(words.length).to.be.at.most(command.maxWords);
      }
    }
  });

  it('lists apps without a secret', () => {
    const secret = 'a-secret-that-nobody-sees';
    const odd = { tenant: 'third', dialect: 'linkv-live', appId: 'LM3', secret, alias: 'a\u001b[2J\nb' } as const;
    const text = listApps([...DEV_APPS, { ...odd, later: secret } as typeof odd]).join('\n');
    expect(text.split('\n').map((line) => line.split(/ {2,}/))).to.deep.equal([
      ['tenant', 'dialect', 'appId', 'alias'],
      ...DEV_APPS.map(({ tenant, dialect, appId, alias = '-' }) => [tenant, dialect, appId, alias]),
      ['third', 'linkv-live', 'LM3', 'a [2J b'],
      [`${DEV_APPS.length + 1} apps, 3 tenants; served besides heihei: linkv-live, linkv-im, openim, lanying.`],
    ]);
    for (const each of [secret, ...DEV_APPS.map((app) => app.secret)]) expect(text).not.to.include(each);
    expect(listApps([])).to.deep.equal(['No app is configured: set SALON_APPS (README.md says how).']);
  });
});
