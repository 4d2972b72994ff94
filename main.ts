import { giveWay } from './server/cli/give-way.ts';
import { runCommandLine } from './server/cli/run.ts';
import { surviveLostOutput } from './server/log-output.ts';

// What Salon writes, backups among it, is for the user that it runs as.
process.umask(0o077);
surviveLostOutput();
process.exitCode = await runCommandLine(process.argv.slice(2), process.env, giveWay);
