import { type Call, type Command, JSON_OPTION, UsageError } from './command.ts';
import { DevServer, freePhones, WHICH_SERVER } from './dev-server.ts';

export const token: Command = {
  name: 'token',
  summary: 'signs somebody in at a running server in dev mode, and prints their token',
  usage: [
    ['token', 'of somebody new, with gold to give'],
    ['token <phone>', 'of whoever has this phone'],
  ],
  notes: [WHICH_SERVER],
  options: JSON_OPTION,
  maxWords: 1,
  failsWhen: 'no server in dev mode answers, or it refuses the phone',
  runUnread: run,
};

/** Gold of somebody new. */
const GOLD = 10_000;

async function run([given]: string[], { env, output }: Call): Promise<number> {
  if (given !== undefined && !/^\d{5,15}$/.test(given))
    throw new UsageError('token takes a phone, in digits (token --help).');
  const server = DevServer.of(env);
  const phone = given ?? String(freePhones());
  const person = await server.signIn(phone, `Guest ${phone.slice(-4)}`);
  if (given === undefined) await server.grant(person.userId, GOLD);
  output.say(person.token);
  output.give(person);
  return 0;
}
