/** Reviews in another language than they were written in. What was made of the very same words is kept and not asked for again. */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { detectLanguage, saysNothing } from '@tradewind/rules/language';
import { languageOf } from '@tradewind/rules/localisation';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { forgetMemory } from '../memory.ts';
import { namesOf } from '../queries/conversation.ts';
import { readReader } from '../reader.ts';
import { rememberMade, type Said, TEXT_MAX, translateGroup } from './translate-group.ts';

type Item = AnswerOf<Routes['review-translations.create']>['items'][number];
type Row = {
  id: string;
  body: string;
  author: string;
  language: string | null;
  market: string;
  held: string | null;
  held_from: string | null;
  by_kind: 'provider' | 'memory' | null;
  by_name: string | null;
};
type Open = Row & { from: string };

const item = (reviewId: string, state: Item['state'], more: Partial<Item> = {}): Item => ({
  ...{ reviewId, state, from: null, text: null, by: null, reason: null },
  ...more,
});

/** `shopIds` null: of all shops. `untranslated`: languages that the reader reads as they are. */
type Wish = { merchantId: string; shopIds: readonly string[] | null; to: string; ids: readonly string[]; untranslated: readonly string[] };

export async function answerReviews(
  services: Services,
  { caller, body }: Parameters<Handlers['review-translations.create']>[0],
): Promise<{ items: Item[] }> {
  const { untranslated } = await services.database.readMerchant(caller.merchantId, (tx) => readReader(tx, caller));
  const wish = { merchantId: caller.merchantId, shopIds: caller.shopIds, to: body.language, ids: body.reviewIds, untranslated };
  return { items: await translateReviews(services, wish) };
}

/** An absent one and a foreign one are alike: nothing is said of them. */
export async function translateReviews(services: Services, { merchantId, shopIds, to, ids, untranslated }: Wish): Promise<Item[]> {
  const rows = await services.database.readMerchant(merchantId, (tx) => readRows(tx, { ids, to, shopIds }));
  const items: Item[] = [];
  const open: Open[] = [];
  for (const row of rows) {
    const from = languageSaid(row);
    if (row.held !== null)
      items.push(
        item(row.id, 'translated', {
          from: row.held_from,
          text: row.held,
          by: { kind: row.by_kind ?? 'provider', name: row.by_name ?? '' },
        }),
      );
    else if (from === to || untranslated.includes(from) || saysNothing(row.body.slice(0, TEXT_MAX), { names: [] }))
      items.push(item(row.id, 'unneeded', { from: from === 'unknown' ? null : from }));
    else if (from === 'unknown') items.push(item(row.id, 'unknown-language'));
    else if (row.body.length > TEXT_MAX) items.push(item(row.id, 'unavailable', { from, reason: 'too-long' }));
    else open.push({ ...row, from });
  }
  for (const from of new Set(open.map((row) => row.from))) {
    const group = open.filter((row) => row.from === from);
    const names = group.flatMap(({ author }) => namesOf({ buyerName: author }));
    const { said, failed } = await translateGroup(services, { merchantId, from, to, names, group });
    const now = services.clock.now();
    await services.database.withMerchant(merchantId, (tx) => keep(tx, { merchantId, now, names, from, to, said }));
    items.push(...said.map(({ id, text, by }) => item(id, 'translated', { from, text, by })));
    items.push(...failed.map(({ id, reason }) => item(id, 'unavailable', { from, reason })));
  }
  return items;
}

/** As the platform names it, else as the words sound. */
const languageSaid = ({ body, language, market }: Pick<Row, 'body' | 'language' | 'market'>): string =>
  /^[a-z]{2}\b/i.test(language ?? '') ? (language ?? '').slice(0, 2).toLowerCase() : detectLanguage(body, languageOf(market)).language;

async function readRows(tx: TenantTx, { ids, to, shopIds }: Pick<Wish, 'ids' | 'to' | 'shopIds'>): Promise<Row[]> {
  const seen = shopIds === null ? sql`true` : sql`r.shop_id = ANY (${[...shopIds]}::uuid[])`;
  const { rows } = await sql<Row>`
    SELECT r.id, r.body, r.author, r.language, s.market, t.body AS held, t.from_language AS held_from, t.by_kind, t.by_name
    FROM review r JOIN shop s ON s.merchant_id = r.merchant_id AND s.id = r.shop_id
    LEFT JOIN review_translation t ON t.merchant_id = r.merchant_id AND t.review_id = r.id AND t.language = ${to} AND t.of_md5 = md5(r.body)
    WHERE r.id = ANY (${[...new Set(ids)]}::uuid[]) AND r.body <> '' AND ${seen} ORDER BY r.id`.execute(tx);
  return rows;
}

type Keeping = { merchantId: string; now: number; names: readonly string[]; from: string; to: string; said: readonly Said[] };

/** Only beside the words that are still there. */
async function keep(tx: TenantTx, { merchantId, now, names, from, to, said }: Keeping): Promise<void> {
  const good: Said[] = [];
  for (const one of said) {
    const { rows } = await sql`
      INSERT INTO review_translation AS held (merchant_id, review_id, language, from_language, body, of_md5, by_kind, by_name, made_at)
      SELECT ${merchantId}::uuid, r.id, ${to}, ${from}, ${one.text}, md5(r.body), ${one.by.kind}, ${one.by.name}, ${new Date(now)}::timestamptz
      FROM review r WHERE r.id = ${one.id}::uuid AND r.body = ${one.body} FOR SHARE
      ON CONFLICT (merchant_id, review_id, language) DO UPDATE SET from_language = excluded.from_language, body = excluded.body,
        of_md5 = excluded.of_md5, by_kind = excluded.by_kind, by_name = excluded.by_name, made_at = excluded.made_at
      RETURNING 1`.execute(tx);
    if (rows.length > 0) good.push(one);
  }
  await rememberMade(tx, { merchantId, now, names, from, to, said: good });
}

/** Of reviews whose words have changed or are gone, in the transaction that changed them. */
export async function forgetReviewTranslations(tx: TenantTx, reviewIds: readonly string[]): Promise<void> {
  if (reviewIds.length === 0) return;
  await sql`
    DELETE FROM review_translation t USING review r
    WHERE r.merchant_id = t.merchant_id AND r.id = t.review_id AND t.of_md5 <> md5(r.body) AND r.id = ANY (${[...reviewIds]}::uuid[])`.execute(
    tx,
  );
  await forgetMemory(tx, reviewIds);
}

/** The answer goes as it then stands in the box: what was seen is what is sent. */
export async function translateReply(
  services: Services,
  { caller, params, body }: Parameters<Handlers['review-text-translations.create']>[0],
): Promise<AnswerOf<Routes['review-text-translations.create']> | Refusal> {
  const { merchantId, shopIds } = caller;
  const [row] = await services.database.readMerchant(merchantId, (tx) => readRows(tx, { ids: [params.reviewId], to: '', shopIds }));
  if (!row) return refuse('not-found');
  const to = languageSaid(row);
  if (to === 'unknown') return { to: null, text: null, by: null, reason: 'unknown-language' };
  if (to === body.from) return { to, text: body.text, by: { kind: 'typed', name: '' }, reason: null };
  const names = namesOf({ buyerName: row.author });
  const group = [{ id: params.reviewId, body: body.text }];
  const { said, failed } = await translateGroup(services, { merchantId, from: body.from, to, names, group });
  const [made] = said;
  return made ? { to, text: made.text, by: made.by, reason: null } : { to, text: null, by: null, reason: failed[0]?.reason ?? null };
}
