/** A catalogue to ask, for the tests of this module. */
import type { ParsedOf, Product, Routes } from '@tradewind/contract';
import { scopes } from '@tradewind/contract';
import type { TenantTx } from '../../platform/database/database.ts';
import { type Caller, isRefusal } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { catalogHandlers } from './index.ts';

export type Wish = ParsedOf<Routes['products.create']>['body'];
type Scope = (typeof scopes)[number];

export const without = (...names: Scope[]): Caller['scopes'] => new Set(scopes.filter((scope) => !names.includes(scope)));
export function good<T>(answer: T): Exclude<T, { refused: unknown }> {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // just checked
}
export const codesOf = (answer: unknown): string[] =>
  isRefusal(answer) ? (answer.errors ?? []).map(({ path, code }) => `${path} ${code}`) : [];

export const variantOf = (sku: string, facts: Partial<Wish['variants'][number]> = {}): Wish['variants'][number] => ({
  ...{ sku, optionValues: [], gtin: null, hsCode: null, weightG: null, lengthMm: null, widthMm: null, heightMm: null },
  ...{ status: 'active' as const, parts: [], ...facts },
});
export const wishOf = (code: string, facts: Partial<Wish> = {}): Wish => ({
  ...{ code, title: `Title of ${code}`, description: '', category: null, brand: null, materials: [], optionNames: [], attributes: {} },
  ...{ status: 'active' as const, variants: [variantOf(code)], ...facts },
});

export type Catalogue = {
  ask: () => ReturnType<typeof catalogHandlers>;
  around: (facts?: Partial<Caller>) => { caller: Caller; requestId: string };
  inMerchant: <T>(run: (tx: TenantTx) => Promise<T>) => Promise<T>;
  create: (wish: Wish, facts?: Partial<Caller>) => ReturnType<ReturnType<typeof catalogHandlers>['products.create']>;
  change: (
    product: Product,
    body: Partial<ParsedOf<Routes['products.change']>['body']>,
  ) => ReturnType<ReturnType<typeof catalogHandlers>['products.change']>;
  read: (productId: string, facts?: Partial<Caller>) => Promise<Product>;
  found: (query: Partial<ParsedOf<Routes['products.list']>['query']>) => Promise<string[]>;
  /** Empty where no product has the code. */
  idOf: (code: string) => Promise<string>;
};

type Ports = { services: Services; merchantId: string; callerOf: (facts: Partial<Caller>) => Caller };

export function catalogueOf({ services, merchantId, callerOf }: Ports): Catalogue {
  const ask = () => catalogHandlers(services);
  const around = (facts: Partial<Caller> = {}) => ({ caller: callerOf({ scopes: new Set(scopes), ...facts }), requestId: 'r' });
  const inMerchant = <T>(run: (tx: TenantTx) => Promise<T>) => services.database.withMerchant(merchantId, run);
  return {
    ...{ ask, around, inMerchant },
    create: (wish, facts = {}) => ask()['products.create']({ ...around(facts), params: {}, query: {}, body: wish }),
    change: (product, body) =>
      ask()['products.change']({
        ...around(),
        params: { productId: product.id },
        query: {},
        body: { ...wishOf(product.code, { title: product.title }), variants: [], version: product.version, ...body },
      }),
    read: async (productId, facts = {}) =>
      good(await ask()['products.get']({ ...around(facts), params: { productId }, query: {}, body: undefined })),
    found: async (query) =>
      good(await ask()['products.list']({ ...around(), params: {}, query: { limit: 50, ...query }, body: undefined })).items.map(
        ({ code }) => code,
      ),
    idOf: async (code) =>
      (await inMerchant((tx) => tx.selectFrom('product').select('id').where('code', '=', code).executeTakeFirst()))?.id ?? '',
  };
}
