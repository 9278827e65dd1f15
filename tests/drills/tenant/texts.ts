/** Texts of a party's goods in a market, a word of its own, and a task that drafts. */
import { z } from 'zod';
import type { Client } from '../stage/client.ts';

type Ids = Readonly<Record<string, string>>;
const made = z.object({ id: z.string() });
const textOf = (title: string, version: number) => ({ title, description: title, version });
/** Nobody answers there, and no other host would be called. */
const settings = (tone: string) => ({
  ...{ originalLanguage: 'en', publishUnseen: false, titleTemplates: [], tone },
  model: { address: 'http://127.0.0.1:9/v1', name: tone, key: `key of ${tone}` },
});

export async function textsOf(session: Client, { name, productId }: { name: string; productId: string }) {
  await session.call(z.object({}), `/products/${productId}/texts/GB`, { method: 'PUT', body: textOf(`Words of ${name}`, 0) });
  const entry = await session.call(made, '/translation-entries', {
    method: 'PUT',
    body: { from: 'en', to: 'de', source: `Term of ${name}`, target: `Begriff of ${name}` },
  });
  await session.call(z.object({}), '/localisation-settings', { method: 'PUT', body: settings(`Tone of ${name}`) });
  const run = await session.call(made, '/text-runs', { body: { productIds: [productId], markets: ['GB'] } });
  return { textRunId: run.id, translationEntryId: entry.id };
}

export const textBodies = (ids: Ids, label: string): Record<string, unknown> => ({
  'product-texts.set': textOf(label, 1),
  'product-texts.approve': { version: 1 },
  'text-runs.create': { productIds: [ids.productId], markets: ['GB'] },
  'translation-entries.set': { from: 'en', to: 'fr', source: label, target: label },
  'translation-entry-imports.create': `from,to,source,target\nen,fr,${label},${label}\n`,
  'localisation-settings.set': settings(label),
  'translation-models.test': {},
});
