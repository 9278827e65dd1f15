/** What a party knows, and a draft that was made of it. */
import { z } from 'zod';
import type { Client } from '../stage/client.ts';

type Ids = Readonly<Record<string, string>>;
const made = z.object({ id: z.string() });
/** What the buyer asks, so that there is something to suggest. */
export const ASKED = 'How do I return it?';
const entry = (name: string, ids: Pick<Ids, 'shopId'>) => ({
  ...{ title: `${name} returns`, questions: [ASKED], text: `${name} takes it back`, shopIds: [ids.shopId], isOn: true },
});

export async function assistOf(
  session: Client,
  { name, shopId, conversationId }: { name: string; shopId: string; conversationId: string },
) {
  const known = await session.call(made, '/knowledge-entries', { body: entry(name, { shopId }) });
  await session.call(z.object({}), '/assist-settings', { method: 'PUT', body: { mode: 'asked', providerId: null } });
  const suggestion = await session.call(made, `/conversations/${conversationId}/reply-suggestions`, {
    body: { language: 'en', isAgain: true },
  });
  return { knowledgeEntryId: known.id, suggestionId: suggestion.id };
}

export const assistBodies = (ids: Ids, label: string): Record<string, unknown> => ({
  'assist-settings.set': { mode: 'asked', providerId: ids.providerId ?? null },
  'knowledge-entries.create': entry(label, { shopId: ids.shopId ?? '' }),
  'knowledge-entries.set': entry(label, { shopId: ids.shopId ?? '' }),
  'reply-suggestions.create': { language: 'en', isAgain: false },
  'reply-suggestions.dismiss': {},
});
