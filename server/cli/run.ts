import { type Config, readConfig } from '../../config.ts';
import { MISUSE, UsageError } from './command.ts';
import { readCommandLine } from './command-line.ts';
import { COMMANDS, DEFAULT_COMMAND } from './commands.ts';
import { explain } from './explain.ts';
import { helpOf, overview } from './help.ts';
import { Output } from './output.ts';

/**
 * Runs a command line. Resolves with the command's exit code (`EXIT_CODES`): after one sentence on stderr with 2 for a command line that
 * makes no sense, with 1 for anything else that the operator can mend. Rejects with anything else: a bug.
 * `giveWay`: what a command calls that reads much beside a server.
 */
export async function runCommandLine(given: string[], env: NodeJS.ProcessEnv, giveWay = () => {}): Promise<number> {
  let config: Config | null = null;
  try {
    const request = readCommandLine(given, COMMANDS, DEFAULT_COMMAND);
    if (request.kind === 'help') {
      console.log(request.command ? helpOf(request.command) : overview(COMMANDS));
      return 0;
    }
    const { command, words, dev, roles, options } = request;
    const call = { options, env, output: new Output(options.json === true), giveWay };
    if ('runUnread' in command) return await command.runUnread(words, call);
    config = readConfig(env, roles ?? env.ROLES, dev);
    return await command.run(config, words, call);
  } catch (error) {
    const sentence = explain(error, config);
    if (sentence === null) throw error;
    console.error(sentence);
    return error instanceof UsageError ? MISUSE : 1;
  }
}
