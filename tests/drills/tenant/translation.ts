/** A provider of a party's own, which nobody answers for, and what it set about a conversation and about its reader. */
import { z } from 'zod';
import type { Client } from '../stage/client.ts';

type Ids = Readonly<Record<string, string>>;
const settings = z.object({ providers: z.array(z.object({ id: z.string() })) });
const provider = (name: string) => ({
  ...{ kind: 'openai-compatible', name, address: 'http://127.0.0.1:9/v1', model: name, isOn: true },
  ...{ price: { amount: 100, currency: 'USD' }, key: `key of ${name}` },
});

export async function translationOf(session: Client, { name, conversationId }: { name: string; conversationId: string }) {
  const put = (path: string, body: unknown) => session.call(z.object({}), path, { method: 'PUT', body });
  const saved = await session.call(settings, '/translation-settings', {
    method: 'PUT',
    body: { usesMemory: true, providers: [provider(`Provider of ${name}`)] },
  });
  await put(`/conversations/${conversationId}/translation`, { isOn: true, buyerLanguage: 'fr' });
  return { providerId: saved.providers[0]?.id ?? '' };
}

export const translationBodies = (ids: Ids, label: string): Record<string, unknown> => ({
  'conversation-translations.set': { isOn: true, buyerLanguage: 'fr' },
  'message-translations.create': { language: 'zh', messageIds: [ids.messageId] },
  'review-translations.create': { language: 'zh', reviewIds: [ids.reviewId] },
  'review-text-translations.create': { text: label, from: 'en' },
  'text-translations.create': { text: label, from: 'en', to: 'fr' },
  'translation-reader.set': { language: 'zh', untranslated: ['en'] },
  'translation-settings.set': { usesMemory: true, providers: [{ id: ids.providerId ?? '', ...provider(label) }] },
  'translation-providers.test': { from: 'en', to: 'fr' },
});
