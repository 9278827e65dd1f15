import type { DatedPriceRule, ParsedOf, Routes } from '@tradewind/contract';
import { knownCurrencies } from '@tradewind/rules/money';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readRules } from '../queries/rules.ts';

type Wish = ParsedOf<Routes['price-rules.create']>['body'];
type FieldError = NonNullable<Refusal['errors']>[number];
type Saving = { caller: Caller; requestId: string; body: Wish };

/** As many as somebody still overlooks. */
const RULES_MAX = 500;

export async function createPriceRule(
  services: Services,
  input: Parameters<Handlers['price-rules.create']>[0],
): Promise<DatedPriceRule | Refusal> {
  const { caller, body } = input;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const refused = await refuseWish(tx, input);
    if (refused) return refused;
    const { count } = await tx
      .selectFrom('price_rule')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (Number(count) >= RULES_MAX) return refuse('conflict', `There are ${RULES_MAX} price rules already.`);
    const id = services.newId();
    const made = await tx
      .insertInto('price_rule')
      .values({ merchant_id: caller.merchantId, id, ...columnsOf(body), ...savedBy(services, caller) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    return made ? saved(services, tx, { ...input, id }) : taken();
  });
}

export async function setPriceRule(
  services: Services,
  input: Parameters<Handlers['price-rules.set']>[0],
): Promise<DatedPriceRule | Refusal> {
  const { caller, body, params } = input;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const rules = await readRules(tx, caller);
    const before = rules.find(({ id }) => id === params.priceRuleId);
    if (!before) return refuse('not-found');
    const refused = refuseBound(caller, before.scope) ?? (await refuseWish(tx, input));
    if (refused) return refused;
    if (rules.some((rule) => rule.id !== before.id && isSame(rule, body))) return taken();
    const row = { ...columnsOf(body), ...savedBy(services, caller) };
    await tx.updateTable('price_rule').set(row).where('id', '=', before.id).execute();
    return saved(services, tx, { ...input, id: before.id });
  });
}

export async function removePriceRule(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['price-rules.remove']>[0],
): Promise<Refusal | undefined> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const rule = (await readRules(tx, caller)).find(({ id }) => id === params.priceRuleId);
    if (!rule) return refuse('not-found');
    const refused = refuseBound(caller, rule.scope);
    if (refused) return refused;
    await tx.deleteFrom('price_rule').where('id', '=', rule.id).execute();
    await noted(services, tx, { caller, requestId, id: rule.id, action: 'price-rule.remove', facts: { validFrom: rule.validFrom } });
    return undefined;
  });
}

const taken = (): Refusal => refuse('conflict', 'A price rule for the same goods and places begins on this day already.');

const columnsOf = ({ scope, validFrom, rule }: Wish) => ({
  category: scope.category,
  product_id: scope.productId,
  market: scope.market,
  shop_id: scope.shopId,
  valid_from: validFrom,
  rule: JSON.stringify(rule),
});
const savedBy = ({ clock }: Services, { name }: Caller) => ({ saved_by: name, saved_at: new Date(clock.now()) });
const isSame = (rule: Pick<DatedPriceRule, 'scope' | 'validFrom'>, { scope, validFrom }: Wish): boolean =>
  rule.validFrom === validFrom &&
  (['category', 'productId', 'market', 'shopId'] as const).every((part) => rule.scope[part] === scope[part]);

async function saved(services: Services, tx: TenantTx, { caller, requestId, body, id }: Saving & { id: string }): Promise<DatedPriceRule> {
  const { validFrom, rule } = body;
  const facts = { validFrom, wanted: rule.wanted.kind, share: rule.wanted.share, floorShare: rule.floorShare };
  await noted(services, tx, { caller, requestId, id, action: 'price-rule.set', facts });
  const view = (await readRules(tx, caller)).find((each) => each.id === id);
  if (!view) throw new Error('a price rule was saved and is not there');
  return view;
}

type Noted = { caller: Caller; requestId: string; id: string; action: string; facts: Record<string, string | number> };

async function noted(services: Services, tx: TenantTx, { caller, requestId, id, action, facts }: Noted): Promise<void> {
  const entry = { id: services.newId(), at: services.clock.now(), objectKind: 'price-rule', objectId: id };
  await audit(tx, { ...entry, caller, requestId, action, facts });
  await services.hints.publish(tx, caller.merchantId, [{ type: 'finance.changed', ids: [], shopId: null }]);
}

/** Whoever is bound to some shops sets their prices, and no others. */
const refuseBound = (caller: Caller, { shopId }: { shopId: string | null }): Refusal | null =>
  caller.shopIds === null || (shopId !== null && mayUseShop(caller, shopId))
    ? null
    : refuse('forbidden', 'Such a rule prices goods in other shops too; name one of yours, or ask a colleague of all shops.');

/** What a schema of one field cannot see. */
async function refuseWish(tx: TenantTx, { caller, body }: Saving): Promise<Refusal | null> {
  const errors = [...scopeErrors(body), ...ruleErrors(body), ...(await unknownOnes(tx, { caller, body }))];
  if (errors.length > 0) return { refused: 'invalid-input', errors };
  return refuseBound(caller, body.scope);
}

function scopeErrors({ scope, validFrom }: Wish): FieldError[] {
  const both = (path: string) => ({ path, code: 'one-of-two', message: 'name the one or the other' });
  return [
    ...(scope.category !== null && scope.productId !== null ? [both('/scope/productId')] : []),
    ...(scope.market !== null && scope.shopId !== null ? [both('/scope/shopId')] : []),
    ...(validFrom < '2000-01-01' || validFrom > '2199-12-31'
      ? [{ path: '/validFrom', code: 'out-of-range', message: 'a day from 2000 to 2199' }]
      : []),
  ];
}

function ruleErrors({ rule }: Wish): FieldError[] {
  const { basePrice, floorPrice, floorShare, wanted, shipping, taxes } = rule;
  const monies = [
    ['/rule/basePrice', basePrice],
    ['/rule/floorPrice', floorPrice],
    ...shipping.map(({ cost }, index) => [`/rule/shipping/${index}/cost`, cost] as const),
  ] as const;
  const twice = (path: string, rows: readonly { market: string }[]) =>
    rows.flatMap(({ market }, index) =>
      rows.findIndex((row) => row.market === market) < index
        ? [{ path: `${path}/${index}`, code: 'repeated', message: 'stands in the rule already' }]
        : [],
    );
  return [
    ...monies.flatMap(([path, money]) =>
      money && !knownCurrencies.includes(money.currency)
        ? [{ path: `${path}/currency`, code: 'unknown-currency', message: 'no currency that is known here' }]
        : [],
    ),
    ...twice('/rule/taxes', taxes),
    ...twice('/rule/shipping', shipping),
    ...(wanted.kind === 'margin' && floorShare > wanted.share
      ? [{ path: '/rule/floorShare', code: 'above-wanted', message: 'is more than the margin that is wanted' }]
      : []),
  ];
}

async function unknownOnes(tx: TenantTx, { caller, body: { scope } }: Pick<Saving, 'caller' | 'body'>): Promise<FieldError[]> {
  const { productId, shopId } = scope;
  const product = productId && (await tx.selectFrom('product').select('id').where('id', '=', productId).executeTakeFirst());
  const shop =
    shopId &&
    mayUseShop(caller, shopId) &&
    (await tx.selectFrom('shop').select('id').where('id', '=', shopId).where('state', '!=', 'unbound').executeTakeFirst());
  const unknown = (path: string, code: string, message: string): FieldError => ({ path, code, message });
  return [
    ...(productId && !product ? [unknown('/scope/productId', 'unknown-product', 'no product of yours')] : []),
    ...(shopId && !shop ? [unknown('/scope/shopId', 'unknown-shop', 'no shop of yours')] : []),
  ];
}
