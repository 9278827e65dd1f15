import { z } from 'zod';
import { route } from '../route.ts';
import { currency, uuid } from '../shapes.ts';

/** As ISO 639-1: buyers write in more languages than the interface has. */
const language = z.string().regex(/^[a-z]{2}$/, 'a language such as es');
const words = z.string().max(5_000);
const name = z.string().trim().min(1).max(80);
const kind = z.enum(['openai-compatible', 'libretranslate', 'apertium']);
const address = z
  .string()
  .max(500)
  .regex(/^https?:\/\/[^\s/]+/, 'an address such as https://models.example/v1');
/** What a million characters cost, as the merchant was told; null: nothing. */
const price = z.strictObject({ amount: z.int().min(0).max(1_000_000_000), currency }).nullable();

const counts = z.strictObject({
  calls: z.int(),
  failures: z.int(),
  characters: z.int(),
  /** In minor units, rounded up to the next; of the price that held then. Null: none was set. */
  cost: z.strictObject({ amount: z.int(), currency }).nullable(),
  /** Of the calls that were answered; null: none was. */
  meanMs: z.int().nullable(),
  slowestMs: z.int().nullable(),
});
const provider = z.strictObject({
  id: uuid,
  kind,
  name,
  /** Null only for Apertium: the program on the machine of the workbench, where the operator has named it. */
  address: address.nullable(),
  /** Of a chat model. */
  model: z.string().trim().min(1).max(200).nullable(),
  price,
  isOn: z.boolean(),
});
const settings = z.strictObject({
  /** Whether what was translated is kept to be used again. */
  usesMemory: z.boolean(),
  remembered: z.int(),
  /** In the order in which they are asked. */
  providers: z.array(
    z.strictObject({
      ...provider.shape,
      hasKey: z.boolean(),
      /** Failed several times in a row, and left alone until then. */
      restsUntil: z.iso.datetime({ offset: true }).nullable(),
      /** Of the last thirty days. */
      counts,
    }),
  ),
});

/** Who made a translation: `memory` had it from before, `typed` is what the agent wrote before it was translated. */
const by = z.strictObject({ kind: z.enum(['provider', 'memory', 'typed']), name: z.string() });
const conversation = z.strictObject({
  isOn: z.boolean(),
  /** In which the buyer writes: chosen by a person, by their words, or what the market reads. */
  buyerLanguage: z.strictObject({ language, from: z.enum(['person', 'words', 'market']) }),
  /** False: the merchant has set up no provider, or switched all of them off. */
  hasProvider: z.boolean(),
});
const reader = z.strictObject({
  /** In which the caller reads and writes; null: the interface's. */
  language: language.nullable(),
  /** Which they read as they are. */
  untranslated: z.array(language).max(30),
});
const ofConversation = z.strictObject({ conversationId: uuid });

export const translationRoutes = {
  'conversation-translations.get': route({
    id: 'conversation-translations.get',
    method: 'get',
    path: '/conversations/{conversationId}/translation',
    scope: 'buyers:read',
    summary: 'Whether a conversation is translated, and which language its buyer writes',
    params: ofConversation,
    answer: conversation,
  }),
  'conversation-translations.set': route({
    id: 'conversation-translations.set',
    method: 'put',
    path: '/conversations/{conversationId}/translation',
    scope: 'returns:write',
    summary: 'Switch the translation of a conversation on or off, for everybody; say which language its buyer writes',
    params: ofConversation,
    /** `buyerLanguage` null: by their words again. */
    body: z.strictObject({ isOn: z.boolean(), buyerLanguage: language.nullable() }),
    answer: conversation,
  }),
  'message-translations.create': route({
    id: 'message-translations.create',
    method: 'post',
    path: '/conversations/{conversationId}/message-translations',
    scope: 'buyers:read',
    summary:
      'Messages in a language of the reader’s, each with its state; the originals stay. What was translated before is not asked for again',
    params: ofConversation,
    /** `from`: somebody knows better than the detector. */
    body: z.strictObject({ language, messageIds: z.array(uuid).min(1).max(50), from: language.optional() }),
    answer: z.strictObject({
      items: z.array(
        z.strictObject({
          messageId: uuid,
          /** `unneeded`: it is in that language, in one that the reader reads as it is, or says nothing in words. */
          state: z.enum(['translated', 'unneeded', 'unknown-language', 'unavailable']),
          from: language.nullable(),
          text: z.string().nullable(),
          by: by.nullable(),
          /** Of `unavailable`, a code. */
          reason: z.string().nullable(),
        }),
      ),
    }),
  }),
  'review-translations.create': route({
    id: 'review-translations.create',
    method: 'post',
    path: '/review-translations',
    scope: 'orders:read',
    summary: 'Reviews in a language of the reader’s, each with its state; the originals stay',
    body: z.strictObject({ language, reviewIds: z.array(uuid).min(1).max(50) }),
    answer: z.strictObject({
      items: z.array(
        z.strictObject({
          reviewId: uuid,
          state: z.enum(['translated', 'unneeded', 'unknown-language', 'unavailable']),
          from: language.nullable(),
          text: z.string().nullable(),
          by: by.nullable(),
          reason: z.string().nullable(),
        }),
      ),
    }),
  }),
  'review-text-translations.create': route({
    id: 'review-text-translations.create',
    method: 'post',
    path: '/reviews/{reviewId}/text-translations',
    scope: 'returns:write',
    summary: 'What is to be answered under a review, in the language in which the review was written; nothing is kept of it',
    params: z.strictObject({ reviewId: uuid }),
    body: z.strictObject({ text: words.refine((value) => value.trim() !== '', 'must not be empty'), from: language }),
    answer: z.strictObject({
      /** In which the review was written; null: nobody can tell. */
      to: language.nullable(),
      /** Null: nobody could translate it; `reason` says why. */
      text: z.string().nullable(),
      by: by.nullable(),
      reason: z.string().nullable(),
    }),
  }),
  'text-translations.create': route({
    id: 'text-translations.create',
    method: 'post',
    path: '/conversations/{conversationId}/text-translations',
    scope: 'returns:write',
    summary: 'A text that is not sent yet in another language, to be seen first; nothing is kept of it',
    params: ofConversation,
    body: z.strictObject({
      text: words.refine((value) => value.trim() !== '', 'must not be empty'),
      from: language,
      to: language,
      /** Back into the agent’s language: the memory is not asked, because it holds what they typed. */
      isBack: z.boolean().default(false),
    }),
    answer: z.strictObject({
      /** Null: nobody could translate it; `reason` says why. */
      text: z.string().nullable(),
      by: by.nullable(),
      reason: z.string().nullable(),
      /** Something like it was sent before; offered, never put in its place. `similarity` in per cent. */
      similar: z.strictObject({ text: z.string(), similarity: z.int() }).nullable(),
    }),
  }),
  'translation-reader.get': route({
    id: 'translation-reader.get',
    method: 'get',
    path: '/translation-reader',
    scope: 'buyers:read',
    summary: 'In which language the caller reads chats, and which they need no translation of',
    answer: reader,
  }),
  'translation-reader.set': route({
    id: 'translation-reader.set',
    method: 'put',
    path: '/translation-reader',
    scope: 'buyers:read',
    summary: 'Change them; a person’s own',
    body: reader,
    answer: reader,
  }),
  'translation-settings.get': route({
    id: 'translation-settings.get',
    method: 'get',
    path: '/translation-settings',
    scope: 'buyers:read',
    summary: 'Who translates chats, in which order, and what that cost and took in the last thirty days',
    answer: settings,
  }),
  'translation-settings.set': route({
    id: 'translation-settings.set',
    method: 'put',
    path: '/translation-settings',
    scope: 'shops:write',
    summary: 'Change them whole: who is left out is forgotten. A key can be written and never read, and goes with an address that changes',
    body: z.strictObject({
      usesMemory: z.boolean(),
      providers: z
        .array(
          z.strictObject({
            ...provider.shape,
            /** Left out: a new one. */
            id: uuid.optional(),
            /** Left out: the key stays; null: none is sent. */
            key: z.string().min(1).max(500).nullable().optional(),
          }),
        )
        .max(10),
    }),
    answer: settings,
  }),
  'translation-providers.test': route({
    id: 'translation-providers.test',
    method: 'post',
    path: '/translation-providers/{providerId}/test',
    scope: 'shops:write',
    summary: 'Have a sentence of ours translated and say what came of it',
    params: z.strictObject({ providerId: uuid }),
    body: z.strictObject({ from: language, to: language }),
    answer: z.strictObject({ isGood: z.boolean(), reason: z.string().nullable(), text: z.string().nullable(), tookMs: z.int() }),
  }),
  'translation-memory.clear': route({
    id: 'translation-memory.clear',
    method: 'delete',
    path: '/translation-memory',
    scope: 'shops:write',
    summary: 'Forget every translation that was kept to be used again',
    status: 204,
  }),
} as const;
