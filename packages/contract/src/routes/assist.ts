import { z } from 'zod';
import { route } from '../route.ts';
import { instant, uuid } from '../shapes.ts';

const ofEntry = z.strictObject({ knowledgeEntryId: uuid });
const ofSuggestion = z.strictObject({ conversationId: uuid, suggestionId: uuid });

const entryFields = {
  title: z.string().trim().min(1).max(80),
  /** How buyers ask for it, in any language. */
  questions: z.array(z.string().trim().min(1).max(200)).max(20),
  /** The answer or the rule, as a buyer may read it; with blanks as in a saved reply. */
  text: z.string().trim().min(1).max(4000),
  /** Empty: all shops. */
  shopIds: z.array(uuid).max(200),
  isOn: z.boolean(),
};
const knowledgeEntry = z.strictObject({
  id: uuid,
  ...entryFields,
  changedBy: z.string(),
  changedAt: instant,
  /** Of the last 30 days: how often it was offered as a source, and how often a reply that rests on it was sent. */
  offered: z.int(),
  sent: z.int(),
});

const source = z.strictObject({
  /** `answer`: what was written here to several buyers before; `order`, `product`: of this very buyer. */
  kind: z.enum(['entry', 'saved-reply', 'answer', 'order', 'product']),
  /** Of the entry, the saved reply, the order or the product; null: an answer, which is nobody's own. */
  id: uuid.nullable(),
  title: z.string(),
  text: z.string(),
});

const replySuggestion = z.strictObject({
  id: uuid,
  /** Null: nothing of the merchant's own answers it. */
  text: z.string().nullable(),
  /** `source`: a source's own words; `model`: a model's, each number and link of which stands in the sources. */
  madeBy: z.enum(['nobody', 'source', 'model']),
  /** What it rests on, the first first. */
  sources: z.array(source),
  /** Why a model that is set up was not heard: it did not answer (`model-…`), or what it wrote may not be offered. */
  fault: z.string().nullable(),
  outcome: z.enum(['nothing', 'offered', 'used', 'changed', 'dismissed']),
  madeAt: instant,
});

const settingFields = {
  /** `asked`: when somebody presses; `opened`: also when a conversation that waits is opened. */
  mode: z.enum(['off', 'asked', 'opened']),
  /** Of the providers of translation that speak chat completions; null: no model is asked. */
  providerId: uuid.nullable(),
};
const assistSettings = z.strictObject({
  ...settingFields,
  /** Which may be chosen. */
  models: z.array(z.strictObject({ id: uuid, name: z.string() })),
  changedBy: z.string().nullable(),
  changedAt: instant.nullable(),
});

export const assistRoutes = {
  'assist-settings.get': route({
    id: 'assist-settings.get',
    method: 'get',
    path: '/assist-settings',
    scope: 'buyers:read',
    summary: 'Whether replies are suggested, and which model is asked',
    answer: assistSettings,
  }),
  'assist-settings.set': route({
    id: 'assist-settings.set',
    method: 'put',
    path: '/assist-settings',
    scope: 'shops:write',
    summary: 'Set whether replies are suggested, and which model is asked',
    body: z.strictObject(settingFields),
    answer: assistSettings,
  }),
  'knowledge-entries.list': route({
    id: 'knowledge-entries.list',
    method: 'get',
    path: '/knowledge-entries',
    scope: 'buyers:read',
    summary: 'What the merchant knows, by title, at most three hundred',
    answer: z.strictObject({ items: z.array(knowledgeEntry) }),
  }),
  'knowledge-entries.create': route({
    id: 'knowledge-entries.create',
    method: 'post',
    path: '/knowledge-entries',
    scope: 'returns:write',
    summary: 'Write down what the merchant knows about something',
    idempotent: true,
    status: 201,
    body: z.strictObject(entryFields),
    answer: knowledgeEntry,
  }),
  'knowledge-entries.set': route({
    id: 'knowledge-entries.set',
    method: 'put',
    path: '/knowledge-entries/{knowledgeEntryId}',
    scope: 'returns:write',
    summary: 'Change an entry',
    params: ofEntry,
    body: z.strictObject(entryFields),
    answer: knowledgeEntry,
  }),
  'knowledge-entries.remove': route({
    id: 'knowledge-entries.remove',
    method: 'delete',
    path: '/knowledge-entries/{knowledgeEntryId}',
    scope: 'returns:write',
    summary: 'Forget an entry; what was offered of it stays in the report',
    params: ofEntry,
    status: 204,
  }),
  'reply-suggestions.create': route({
    id: 'reply-suggestions.create',
    method: 'post',
    path: '/conversations/{conversationId}/reply-suggestions',
    scope: 'returns:write',
    summary:
      'A draft of an answer to what the buyer said last, with its sources; nothing is sent. The same question has the same draft unless `isAgain`',
    params: z.strictObject({ conversationId: uuid }),
    body: z.strictObject({
      /** In which language a model is to write; a source's own words stay in theirs. */
      language: z.string().regex(/^[a-z]{2}$/, 'a language code such as es'),
      isAgain: z.boolean(),
    }),
    answer: replySuggestion,
  }),
  'reply-suggestions.dismiss': route({
    id: 'reply-suggestions.dismiss',
    method: 'post',
    path: '/conversations/{conversationId}/reply-suggestions/{suggestionId}/dismiss',
    scope: 'returns:write',
    summary: 'Say that a draft is of no use',
    params: ofSuggestion,
    status: 204,
  }),
  'assist-report.get': route({
    id: 'assist-report.get',
    method: 'get',
    path: '/assist-report',
    scope: 'buyers:read',
    summary: 'What became of the drafts of the last 30 days, and the latest questions to which nothing was known',
    answer: z.strictObject({
      offered: z.int(),
      used: z.int(),
      changed: z.int(),
      dismissed: z.int(),
      nothing: z.int(),
      unanswered: z.array(z.strictObject({ conversationId: uuid, text: z.string(), askedAt: instant })),
    }),
  }),
};
