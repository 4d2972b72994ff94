import { Router } from 'express';
import type { Core } from '../../application/core.ts';
import { changeTopic, closeTopic, DEFAULT_LOOK, openTopic, removeSubject } from '../../application/operators/topics.ts';
import { MAX_TOPIC_RANK } from '../../domain/topic/limits.ts';
import { idOf, integerOf, objectOf, reasonOf, textOf } from './input.ts';
import { metaOf } from './meta.ts';

/** What `GET /dev` shows of these. */
export const TOPIC_ROUTES = [
  'POST /dev/topics {name, content, img, catName, type, isTop, order}',
  'POST /dev/topics/:topicId/change {the same}, /dev/topics/:topicId/close',
  'POST /dev/subjects/:subjectId/remove {reason}',
];

/** Longest text in a body, in characters. */
const MAX_CHARS = 2_000;

/** Topics and posts, as operators treat them; in heihei's words. */
export function topicRoutes(core: Core): Router {
  const router = Router();
  const appId = core.settings.heiheiAppId;

  router.post('/topics', async (request, response) => {
    const { name, category, ...look } = lookFrom(request.body);
    const given = { ...look, name: name ?? '', category: category ?? '' };
    response.json(await openTopic(core, appId, given, metaOf(core, request)));
  });

  router.post('/topics/:topicId/change', async (request, response) => {
    const topicId = idOf(request.params.topicId);
    const given = { topicId, ...lookFrom(request.body) };
    response.json({ topicId, ...(await changeTopic(core, appId, given, metaOf(core, request))) });
  });

  router.post('/topics/:topicId/close', async (request, response) => {
    const topicId = idOf(request.params.topicId);
    response.json({ topicId, ...(await closeTopic(core, appId, { topicId }, metaOf(core, request))) });
  });

  router.post('/subjects/:subjectId/remove', async (request, response) => {
    const given = { subjectId: idOf(request.params.subjectId), reason: reasonOf(request.body) };
    response.json({ ...given, ...(await removeSubject(core, appId, given, metaOf(core, request))) });
  });

  return router;
}

/** What is given of a topic's look. */
function lookFrom(body: unknown) {
  const { name, content, img, catName, type, isTop, order } = objectOf(body);
  const text = (value: unknown, field: string) => textOf(value, field, MAX_CHARS);
  return {
    ...(name !== undefined && { name: text(name, 'name') }),
    ...(content !== undefined && { introduction: text(content, 'content') }),
    ...(img !== undefined && { pictureUrl: text(img, 'img') }),
    ...(catName !== undefined && { category: text(catName, 'catName') }),
    ...(type !== undefined && { kind: integerOf(type, 'type', 0, 1) === 1 ? ('calls' as const) : DEFAULT_LOOK.kind }),
    ...(isTop !== undefined && { isOnTop: integerOf(Number(isTop), 'isTop', 0, 1) === 1 }),
    ...(order !== undefined && { rank: integerOf(order, 'order', 0, MAX_TOPIC_RANK) }),
  };
}
