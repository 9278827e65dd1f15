import { z } from 'zod';
import { route } from '../route.ts';
import { instant, uuid } from '../shapes.ts';

const title = z.string().trim().min(1).max(60);
/** With blanks such as `{order}`, which whoever chooses it fills: `{buyer}`, `{shop}`, `{order}`, `{tracking}`, `{agent}`. */
const text = z.string().trim().min(1).max(2000);
/** The same in other languages, by ISO 639-1. */
const texts = z.record(z.string().regex(/^[a-z]{2}$/, 'a language code such as es'), text);
const fields = z.strictObject({ title, text, texts: texts.default({}) });
const savedReply = z.strictObject({ id: uuid, title, text, texts, changedBy: z.string(), changedAt: instant });
const ofReply = z.strictObject({ savedReplyId: uuid });

export const savedReplyRoutes = {
  'saved-replies.list': route({
    id: 'saved-replies.list',
    method: 'get',
    path: '/saved-replies',
    scope: 'buyers:read',
    summary: 'Answers kept to be given again, by title, at most two hundred',
    answer: z.strictObject({ items: z.array(savedReply) }),
  }),
  'saved-replies.create': route({
    id: 'saved-replies.create',
    method: 'post',
    path: '/saved-replies',
    scope: 'returns:write',
    summary: 'Keep an answer under a title',
    idempotent: true,
    status: 201,
    body: fields,
    answer: savedReply,
  }),
  'saved-replies.set': route({
    id: 'saved-replies.set',
    method: 'put',
    path: '/saved-replies/{savedReplyId}',
    scope: 'returns:write',
    summary: 'Change a kept answer',
    params: ofReply,
    body: fields,
    answer: savedReply,
  }),
  'saved-replies.remove': route({
    id: 'saved-replies.remove',
    method: 'delete',
    path: '/saved-replies/{savedReplyId}',
    scope: 'returns:write',
    summary: 'Forget a kept answer',
    params: ofReply,
    status: 204,
  }),
};
