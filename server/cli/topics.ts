import { readFileSync } from 'node:fs';
import { closeTopic, importTopics, removeSubject, topicsOf } from '../../application/operators/topics.ts';
import type { Config } from '../../config.ts';
import { TOPIC_KINDS, type TopicLook } from '../../domain/topic/events.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS, UsageError } from './command.ts';
import { idIn } from './numbers.ts';
import { metaOf, withCore } from './with-core.ts';

export const topics: Command = {
  name: 'topics',
  summary: 'opens, changes, closes and lists the topics that people speak about',
  usage: [
    [
      'topics import <tenant> <file>',
      'opens the topics of a JSON list, and changes those that are open under the same name',
    ],
    ['topics list <tenant>', 'shows them with their ids, one a line'],
    ['topics close <tenant> <topicId>', 'takes a topic out of the lists; what was posted stays'],
    ['topics remove <tenant> <subjectId>', 'takes a post or an answer away, and its sound'],
  ],
  notes: [
    'With embedded stores the server must be stopped. The tenant of heihei is heihei; salon apps lists others.',
    `The file: [{ "name", "category", "introduction", "pictureUrl", "kind": ${TOPIC_KINDS.map((kind) => `"${kind}"`).join(' or ')}, "isOnTop", "rank" }]; all but the first two may be left out.`,
  ],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 3,
  run,
};

async function run(config: Config, [verb, appId, what = '']: string[], { output }: Call): Promise<number> {
  if (appId === undefined || !/^[a-z0-9]+$/i.test(appId) || !/^(import|list|close|remove)$/.test(verb ?? ''))
    throw new UsageError('topics needs import, list, close or remove, and the tenant (topics --help).');
  const list = verb === 'import' ? readList(what) : [];
  const id = verb === 'close' || verb === 'remove' ? readId(what) : 0;
  return withCore(config, async ({ core }) => {
    const makeMeta = metaOf(core, appId);
    if (verb === 'close') await closeTopic(core, appId, { topicId: id }, makeMeta);
    if (verb === 'remove') await removeSubject(core, appId, { subjectId: id, reason: 'operator' }, makeMeta);
    if (verb === 'import') {
      const { opened, changed } = await importTopics(core, appId, list, makeMeta);
      output.say(`Opened ${opened} topics, changed ${changed}.`);
      output.give({ opened, changed });
    } else if (verb === 'list') {
      const list = await topicsOf(core, appId);
      output.say(...list.map(({ topicId, name, isOpen }) => `${topicId} ${name}${isOpen ? '' : ' (closed)'}`));
      output.give({ topics: list });
    } else {
      output.say('Done.');
      output.give({ done: true });
    }
    return 0;
  });
}

function readId(text: string): number {
  const id = idIn(text);
  if (id === null) throw new UsageError('an id is a number (topics list shows them).');
  return id;
}

type Given = Pick<TopicLook, 'name' | 'category'> & Partial<TopicLook>;

/** The topics of a file. Throws `UsageError` for what is no list of topics. */
function readList(file: string): Given[] {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file || 'no file'} cannot be read as JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(list) || !list.every(isTopic))
    throw new UsageError(`${file} must be a list of topics, each with a name and a category (topics --help).`);
  return list;
}

const FIELDS: Readonly<Record<string, string>> = {
  ...{ name: 'string', category: 'string', introduction: 'string', pictureUrl: 'string', kind: 'string' },
  ...{ isOnTop: 'boolean', rank: 'number' },
};

function isTopic(value: unknown): value is Given {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('category' in value)) return false;
  return Object.entries(value).every(([name, field]) => typeof field === FIELDS[name]);
}
