/** Texts of one language in another: the memory first, then providers for the rest, outside of any transaction. */
import { protect } from '@tradewind/rules/language';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { glossaryOf } from '../../localisation/index.ts';
import { recallSame, remember } from '../memory.ts';
import { askProviders, type Outcome } from '../providers.ts';

/** A text of a hundred thousand letters is shown as it is. */
export const TEXT_MAX = 5_000;

export type Worded = { id: string; body: string };
export type Said = Worded & { text: string; by: { kind: 'provider' | 'memory'; name: string } };
type Failed = { id: string; reason: string };
type Group = { merchantId: string; from: string; to: string; names: string[]; group: readonly Worded[] };

export async function translateGroup(
  services: Services,
  { merchantId, from, to, names, group }: Group,
): Promise<{ said: Said[]; failed: Failed[] }> {
  const { recalled, terms } = await services.database.withMerchant(merchantId, async (tx) => ({
    recalled: await recallSame(
      tx,
      { from, to },
      group.map(({ body }) => body),
    ),
    terms: await glossaryOf(tx, { from, to }),
  }));
  const said: Said[] = [];
  const texts = new Map<string, ReturnType<typeof protect>>();
  for (const { id, body } of group) {
    const before = recalled.get(body);
    if (before) said.push({ id, body, text: before.target, by: { kind: 'memory', name: before.byName } });
    else texts.set(id, protect(body, { names, terms }));
  }
  const outcomes = texts.size === 0 ? new Map<string, Outcome>() : await askProviders(services, { merchantId, from, to, texts });
  const failed: Failed[] = [];
  for (const { id, body } of group) {
    const outcome = outcomes.get(id);
    if (!outcome) continue;
    if ('text' in outcome) said.push({ id, body, text: outcome.text, by: { kind: 'provider', name: outcome.by } });
    else failed.push({ id, reason: outcome.reason });
  }
  return { said, failed };
}

type Made = { merchantId: string; now: number; names: readonly string[]; from: string; to: string; said: readonly Said[] };

/** What a provider has just made, to be used again. */
export async function rememberMade(tx: TenantTx, { merchantId, now, names, from, to, said }: Made): Promise<void> {
  const pairs = said
    .filter(({ by }) => by.kind === 'provider')
    .map(({ id, body, text, by }) => ({ from, to, source: body, target: text, byName: by.name, originId: id, isSeen: false }));
  await remember(tx, { merchantId, now, names, pairs });
}
