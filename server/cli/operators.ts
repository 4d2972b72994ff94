import { randomBytes } from 'node:crypto';
import { operatorIdOf } from '../../application/operators/credentials.ts';
import {
  addOperator,
  changeRole,
  operatorsOf,
  setDisabled,
  setPassword,
  takeTotp,
} from '../../application/operators/staff.ts';
import type { Config } from '../../config.ts';
import { OPERATOR_ROLES, type OperatorRole } from '../../domain/operator/roles.ts';
import { INSTALLATION } from '../../domain/streams.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS, UsageError } from './command.ts';
import { metaOf, withCore } from './with-core.ts';

const VERBS = ['add', 'list', 'role', 'password', 'remove-totp', 'disable', 'enable'] as const;
type Verb = (typeof VERBS)[number];

export const operators: Command = {
  name: 'operators',
  summary: 'adds, changes and lists those who operate the installation',
  usage: [
    ['operators add <name> [role]', `adds one, and prints a password; the role is ${OPERATOR_ROLES.join(', ')}: admin`],
    ['operators list', 'shows them, one a line'],
    ['operators role <name> <role>', 'changes what one may do'],
    ['operators password <name>', 'prints a new password; sessions under the old one end'],
    ['operators remove-totp <name>', 'lets one sign in by password alone who lost their authenticator app'],
    ['operators disable <name>', 'ends one’s sessions, and lets one in no more'],
    ['operators enable <name>', 'lets one in again'],
  ],
  notes: ['With embedded stores the server must be stopped; while it runs, admins do the same by /operator/v1.'],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 3,
  run,
};

/** 18 bytes: what nobody guesses, in 24 characters. */
const PASSWORD_BYTES = 18;

async function run(config: Config, [given, name = '', role = '']: string[], { output }: Call): Promise<number> {
  const verb = VERBS.find((each) => each === given);
  if (!verb || (verb !== 'list' && name === ''))
    throw new UsageError(`operators needs one of ${VERBS.join(', ')}, and all but list a name (operators --help).`);
  if (verb !== 'add' && verb !== 'role' && role !== '') throw new UsageError('too many words (operators --help).');
  const wanted = roleIn(role, verb === 'add' ? 'admin' : undefined);
  if (verb === 'role' && !wanted) throw new UsageError(`the role is one of ${OPERATOR_ROLES.join(', ')}.`);
  return withCore(config, async ({ core }) => {
    const makeMeta = metaOf(core, INSTALLATION);
    const password = randomBytes(PASSWORD_BYTES).toString('base64url');
    const operatorId = operatorIdOf(name.toLowerCase());
    const acts: Readonly<Record<Verb, () => Promise<unknown>>> = {
      add: () => addOperator(core, { name, password, role: wanted! }, makeMeta),
      list: async () => {
        const all = await operatorsOf(core);
        for (const { name, role, hasTotp, isDisabled } of all)
          output.say(`${name} ${role}${hasTotp ? ', with codes' : ''}${isDisabled ? ' (disabled)' : ''}`);
        output.give(
          all.map(({ operatorId, name, role, hasTotp, isDisabled }) => ({
            operatorId,
            name,
            role,
            hasTotp,
            isDisabled,
          })),
        );
      },
      role: () => changeRole(core, { operatorId, role: wanted! }, makeMeta),
      password: () => setPassword(core, { operatorId, password }, makeMeta),
      'remove-totp': () => takeTotp(core, { operatorId }, makeMeta),
      disable: () => setDisabled(core, { operatorId, isDisabled: true }, makeMeta),
      enable: () => setDisabled(core, { operatorId, isDisabled: false }, makeMeta),
    };
    await acts[verb]();
    if (verb === 'list') return 0;
    const isNew = verb === 'add' || verb === 'password';
    output.say(isNew ? `Password of ${name}: ${password}` : 'Done.');
    output.give({ name, ...(isNew && { password }) });
    return 0;
  });
}

/** Throws `UsageError` for a word that is no role. */
function roleIn(given: string, fallback: OperatorRole | undefined): OperatorRole | undefined {
  if (given === '') return fallback;
  const role = OPERATOR_ROLES.find((each) => each === given);
  if (!role) throw new UsageError(`the role is one of ${OPERATOR_ROLES.join(', ')}.`);
  return role;
}
