import { type Handlers, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { changeMany } from './commands/change-many.ts';
import { applyProducts, cancelProducts, checkProducts, handInProducts, undoProducts } from './commands/import-products.ts';
import { keepMedia, openMedia, orderMedia, removeMedia } from './commands/keep-media.ts';
import { changeProduct, createProduct } from './commands/save-product.ts';
import { setCost } from './commands/set-cost.ts';
import { setMatches } from './commands/set-matches.ts';
import { takeInListings } from './commands/take-in-listings.ts';
import { listGroups } from './groups/list-groups.ts';
import { changeGroup, createGroup, removeGroup } from './groups/save-group.ts';
import { listImportRows, listImports, readFailedRows, readImportView } from './queries/import-view.ts';
import { readProduct } from './queries/product-detail.ts';
import { listProducts } from './queries/product-list.ts';
import { exportProducts, productTemplate } from './queries/product-sheet.ts';
import { listUnmatched } from './queries/unmatched.ts';
import { listRows } from './rows/list-rows.ts';
import { saveRows } from './rows/save-rows.ts';

type CatalogHandlers = Pick<
  Handlers,
  | 'products.list'
  | 'products.get'
  | 'products.create'
  | 'products.change'
  | 'products.change-many'
  | 'products.export'
  | 'products.take-in'
  | 'variant-costs.set'
  | 'product-media.create'
  | 'product-media.file'
  | 'product-media.order'
  | 'product-media.remove'
  | 'listing-matches.list'
  | 'listing-matches.set'
  | 'product-groups.list'
  | 'product-groups.create'
  | 'product-groups.change'
  | 'product-groups.remove'
  | 'product-rows.list'
  | 'product-rows.save'
  | 'product-imports.create'
  | 'product-imports.list'
  | 'product-imports.get'
  | 'product-imports.check'
  | 'product-imports.apply'
  | 'product-imports.cancel'
  | 'product-imports.undo'
  | 'product-imports.rows'
  | 'product-imports.failed-rows'
  | 'product-imports.template'
>;

export function catalogHandlers(services: Services): CatalogHandlers {
  return {
    'products.list': (input) => listProducts(services, input),
    'products.get': async ({ caller, params }) => (await readProduct(services, { caller, ...params })) ?? refuse('not-found'),
    'products.create': (input) => createProduct(services, input),
    'products.change': ({ caller, requestId, params, body }) => changeProduct(services, { caller, requestId, ...params, body }),
    'products.change-many': (input) => changeMany(services, input),
    'products.export': (input) => exportProducts(services, input),
    'products.take-in': (input) => takeInListings(services, input),
    'variant-costs.set': (input) => setCost(services, input),
    'product-media.create': (input) => keepMedia(services, input),
    'product-media.file': (input) => openMedia(services, input),
    'product-media.order': (input) => orderMedia(services, input),
    'product-media.remove': (input) => removeMedia(services, input),
    'listing-matches.list': (input) => listUnmatched(services, input),
    'listing-matches.set': (input) => setMatches(services, input),
    'product-groups.list': (input) => listGroups(services, input),
    'product-groups.create': (input) => createGroup(services, input),
    'product-groups.change': (input) => changeGroup(services, input),
    'product-groups.remove': (input) => removeGroup(services, input),
    'product-rows.list': (input) => listRows(services, input),
    'product-rows.save': (input) => saveRows(services, input),
    'product-imports.create': (input) => handInProducts(services, input),
    'product-imports.list': (input) => listImports(services, input),
    'product-imports.get': (input) => readImportView(services, input),
    'product-imports.check': (input) => checkProducts(services, input),
    'product-imports.apply': (input) => applyProducts(services, input),
    'product-imports.cancel': (input) => cancelProducts(services, input),
    'product-imports.undo': (input) => undoProducts(services, input),
    'product-imports.rows': (input) => listImportRows(services, input),
    'product-imports.failed-rows': (input) => readFailedRows(services, input),
    'product-imports.template': (input) => productTemplate(services, input),
  };
}
