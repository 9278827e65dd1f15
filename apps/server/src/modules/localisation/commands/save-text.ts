/** A person writes or approves a text. Whoever does says which version was seen; another one meanwhile is a conflict. */
import type { MarketText } from '@tradewind/contract';
import { languageOf } from '@tradewind/rules/localisation';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { fieldsOf, type GoodsFacts, goodsFacts, originalLanguageOf } from '../queries/goods-facts.ts';
import { marketTextOf } from '../queries/product-texts.ts';
import { readSetting, settingsOf } from '../settings.ts';
import { sourceOf, type TextFields } from '../shapes.ts';
import { rememberPairs } from './remember.ts';

export const EVERY_SHOP = 'A text is every shop’s in its market; ask a colleague of all shops.';

export async function saveText(services: Services, input: Parameters<Handlers['product-texts.set']>[0]): Promise<MarketText | Refusal> {
  const { caller, body, params } = input;
  const { productId, market } = params;
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const goods = (await goodsFacts(tx, [productId])).get(productId);
    if (!goods) return refuse('not-found');
    const { sizeChartMediaId } = body;
    if (sizeChartMediaId !== null && !goods.mediaIds.includes(sizeChartMediaId))
      return {
        refused: 'invalid-input',
        errors: [{ path: '/sizeChartMediaId', code: 'unknown-picture', message: 'is no picture of this product' }],
      };
    const before = await held(tx, params);
    if ((before?.version ?? 0) !== body.version) return refuse('conflict', 'Somebody else has changed this text.');
    const fields = fieldsOf(body);
    const row = {
      ...{ title: fields.title, description: fields.description, attributes: JSON.stringify(fields.attributes) },
      ...{ size_chart: body.sizeChart && JSON.stringify(body.sizeChart), size_chart_media_id: sizeChartMediaId },
      ...{ state: 'to-review' as const, sources: JSON.stringify(sourcesAfter(fields, before)), reason: null },
      ...{ original: JSON.stringify(fieldsOf(goods)), version: body.version + 1, approved_by: null, approved_at: null },
      ...{ updated_by: caller.name, updated_at: new Date(services.clock.now()) },
    };
    await tx
      .insertInto('product_text')
      .values({ merchant_id: caller.merchantId, product_id: productId, market, language: languageOf(market), ...row })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'product_id', 'market']).doUpdateSet(row))
      .execute();
    return told(tx, services, { ...input, action: 'product-text.written' });
  });
}

const held = (tx: TenantTx, { productId, market }: { productId: string; market: string }) =>
  tx.selectFrom('product_text').selectAll().where('product_id', '=', productId).where('market', '=', market).forUpdate().executeTakeFirst();
type Held = NonNullable<Awaited<ReturnType<typeof held>>>;

/** Words that a person left as they were drafted still come from where they came. */
function sourcesAfter(fields: TextFields, before: Held | undefined) {
  const said = (of: TextFields): [string, string][] => [
    ['title', of.title],
    ['description', of.description],
    ...Object.entries(of.attributes).map(([name, value]): [string, string] => [`attribute:${name}`, value]),
  ];
  const old = new Map(before ? said(before) : []);
  return said(fields)
    .filter(([, text]) => text !== '')
    .map(([field, text]) => {
      const kept = old.get(field) === text && before?.sources.find((source) => source.field === field);
      return kept || sourceOf(field, 'person');
    });
}

export async function approveText(
  services: Services,
  input: Parameters<Handlers['product-texts.approve']>[0],
): Promise<MarketText | Refusal> {
  const { caller, body, params } = input;
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const goods = (await goodsFacts(tx, [params.productId])).get(params.productId);
    const row = goods && (await held(tx, params));
    if (!row) return refuse('not-found');
    if (row.version !== body.version) return refuse('conflict', 'Somebody else has changed this text.');
    const shown = await marketTextOf(tx, services, { caller, ...params });
    const blocking = (shown?.findings ?? []).filter(({ weight }) => weight === 'blocks');
    if (blocking.length > 0)
      return {
        refused: 'invalid-input',
        errors: blocking.map(({ code, field, found }) => ({
          path: `/${field}`,
          code,
          message: found.join(', ') || 'is not to be approved so',
        })),
      };
    const now = new Date(services.clock.now());
    await tx
      .updateTable('product_text')
      .set({ state: 'approved', approved_by: caller.name, approved_at: now, reason: null, version: row.version + 1, updated_at: now })
      // Whoever approves has the product's words of today beside the text.
      .set({ original: JSON.stringify(fieldsOf(goods)) })
      .where('product_id', '=', params.productId)
      .where('market', '=', params.market)
      .execute();
    await remember(tx, services, { caller, goods, row });
    return told(tx, services, { ...input, action: 'product-text.approved' });
  });
}

type Approved = { caller: Caller; goods: GoodsFacts; row: Held };

/** Line by line where both have as many; else the description as a whole would match nothing again. */
async function remember(tx: TenantTx, services: Services, { caller, goods, row }: Approved): Promise<void> {
  const from = originalLanguageOf(goods, settingsOf(await readSetting(tx)).originalLanguage);
  const [before, after] = [linesOf(goods.description), linesOf(row.description)];
  const pairs = [
    { source: goods.title, target: row.title },
    ...(before.length === after.length ? before.map((source, at) => ({ source, target: after[at] ?? '' })) : []),
    ...Object.entries(goods.attributes).map(([name, source]) => ({
      source,
      target: Object.hasOwn(row.attributes, name) ? (row.attributes[name] ?? '') : '',
    })),
  ];
  await rememberPairs(tx, services, { caller, from, to: row.language, pairs });
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

type Told = { caller: Caller; requestId: string; params: { productId: string; market: string }; action: string };

async function told(tx: TenantTx, services: Services, { caller, requestId, params, action }: Told): Promise<MarketText | Refusal> {
  const act = { objectKind: 'product', objectId: params.productId, action };
  await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId, facts: { market: params.market } });
  await services.hints.publish(tx, caller.merchantId, [{ type: 'product-text.changed', ids: [params.productId], shopId: null }]);
  return (await marketTextOf(tx, services, { caller, ...params })) ?? refuse('not-found');
}
