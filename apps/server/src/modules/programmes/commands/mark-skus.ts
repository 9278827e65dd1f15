import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type MexicoContext, withMexico } from '../queries/mexico-context.ts';
import { matchingSkus } from '../queries/mexico-skus.ts';
import { unknownCountry } from './set-seller.ts';

type Input = Parameters<Handlers['us-to-mexico.mark']>[0];
type Body = Input['body'];
type Answer = AnswerOf<Routes['us-to-mexico.mark']>;

export async function markSkus(services: Services, { caller, requestId, params, body }: Input): Promise<Answer | Refusal> {
  const errors = [...unknownCountry(body.shipFrom, '/shipFrom'), ...saysTooLittle(body)];
  if (errors.length > 0) return { refused: 'invalid-input', errors };
  const answer = await withMexico(services, { caller, shopId: params.shopId }, async (tx, context) => {
    const skus = await skusOf(tx, context, body);
    if ('refused' in skus) return skus;
    if (skus.ids.length === 0) return { marked: 0 };
    const shopId = context.seller.shop.id;
    await save(tx, { merchantId: caller.merchantId, shopId, skus: skus.ids, body, now: context.now });
    const { rhythm, shipFrom, stock } = body;
    const said = Object.fromEntries(Object.entries({ rhythm, shipFrom, stock }).filter(([, value]) => value !== undefined));
    const act = { objectKind: 'shop', objectId: shopId, facts: { ...said, skus: skus.ids.length } };
    await audit(tx, { ...act, id: services.newId(), at: context.now, caller, requestId, action: 'us-to-mexico.mark' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'programme.changed', ids: [], shopId }]);
    return { marked: skus.ids.length };
  });
  return answer ?? refuse('not-found');
}

const saysTooLittle = ({ skus, matching, rhythm, shipFrom, stock }: Body) => [
  ...((skus === undefined) === (matching === undefined)
    ? [{ path: '/skus', code: 'one-of', message: 'either skus or matching, not both' }]
    : []),
  ...(rhythm === undefined && shipFrom === undefined && stock === undefined
    ? [{ path: '/rhythm', code: 'required', message: 'rhythm, shipFrom or stock' }]
    : []),
];

async function skusOf(tx: TenantTx, context: MexicoContext, { skus, matching }: Body): Promise<{ ids: string[] } | Refusal> {
  if (matching) return { ids: await matchingSkus(tx, context, matching) };
  const named = [...new Set(skus)];
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT variant.channel_sku_id AS id FROM listing
    JOIN listing_variant AS variant ON variant.merchant_id = listing.merchant_id AND variant.listing_id = listing.id
    WHERE listing.shop_id = ${context.seller.shop.id} AND variant.channel_sku_id = ANY (${named}::text[])`.execute(tx);
  const known = new Set(rows.map(({ id }) => id));
  const errors = (skus ?? []).flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `/skus/${index}`, code: 'unknown-sku', message: 'No SKU of this shop has this id' }],
  );
  return errors.length > 0 ? { refused: 'invalid-input', errors } : { ids: named };
}

type Saved = { merchantId: string; shopId: string; skus: readonly string[]; body: Body; now: number };

/** What was left out stays as it was. */
async function save(tx: TenantTx, { merchantId, shopId, skus, body, now }: Saved): Promise<void> {
  const { names, source } = unnestRows(skus, {
    merchant_id: ['uuid', () => merchantId],
    shop_id: ['uuid', () => shopId],
    channel_sku_id: ['text', (id) => id],
    rhythm: ['text', () => body.rhythm ?? null],
    ship_from: ['text', () => body.shipFrom ?? null],
    stock: ['int', () => body.stock ?? null],
    updated_at: ['timestamptz', () => new Date(now)],
  });
  const says = { rhythm: body.rhythm !== undefined, shipFrom: body.shipFrom !== undefined, stock: body.stock !== undefined };
  await sql`
    INSERT INTO mexico_sku (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, shop_id, channel_sku_id) DO UPDATE SET
      rhythm = CASE WHEN ${says.rhythm}::boolean THEN excluded.rhythm ELSE mexico_sku.rhythm END,
      ship_from = CASE WHEN ${says.shipFrom}::boolean THEN excluded.ship_from ELSE mexico_sku.ship_from END,
      stock = CASE WHEN ${says.stock}::boolean THEN excluded.stock ELSE mexico_sku.stock END,
      updated_at = excluded.updated_at`.execute(tx);
}
