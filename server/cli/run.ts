import { type Config, readConfig } from '../../config.ts';
import { readCommandLine } from './command-line.ts';
import { COMMANDS, DEFAULT_COMMAND } from './commands.ts';
import { explain } from './explain.ts';
import { helpOf, overview } from './help.ts';

/**
 * Runs a command line. Resolves with the command's exit code, or with 1 after one sentence on stderr about a mistake that the
 * operator can mend. Rejects with anything else: a bug.
 */
export async function runCommandLine(given: string[], env: NodeJS.ProcessEnv): Promise<number> {
  let config: Config | null = null;
  try {
    const request = readCommandLine(given, COMMANDS, DEFAULT_COMMAND);
    if (request.kind === 'help') {
      console.log(request.command ? helpOf(request.command) : overview(COMMANDS));
      return 0;
    }
    const { command, words, dev, roles } = request;
    config = readConfig(env, roles ?? env.ROLES, dev);
    return await command.run(config, words);
  } catch (error) {
    const sentence = explain(error, config);
    if (sentence === null) throw error;
    console.error(sentence);
    return 1;
  }
}
