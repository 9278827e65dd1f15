import type { Handlers } from '../../platform/http/handler.ts';
import { isRefusal, mayUseShop, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { beginBinding } from './commands/begin-binding.ts';
import { createLegalEntity } from './commands/create-legal-entity.ts';
import { awaitBinding, receiveConsent } from './commands/receive-consent.ts';
import { unbindShop } from './commands/unbind-shop.ts';
import { authorizationView } from './queries/authorization-view.ts';
import { listLegalEntities } from './queries/legal-entities.ts';
import { getShop, listShops } from './queries/shop-list.ts';

type AccountHandlers = Pick<
  Handlers,
  | 'legal-entities.list'
  | 'legal-entities.create'
  | 'shops.list'
  | 'shops.get'
  | 'shops.unbind'
  | 'shop-authorizations.create'
  | 'shop-authorizations.get'
  | 'shop-authorizations.complete'
>;

export function accountHandlers(services: Services): AccountHandlers {
  return {
    'legal-entities.list': ({ caller, query }) => listLegalEntities(services, { caller, query }),
    'legal-entities.create': ({ caller, requestId, body }) => createLegalEntity(services, { caller, requestId, ...body }),
    'shops.list': ({ caller, query }) => listShops(services, { caller, query }),
    'shops.get': async ({ caller, params }) => (await getShop(services, { caller, shopId: params.shopId })) ?? refuse('not-found'),
    'shops.unbind': async ({ caller, requestId, params }) => {
      if (!mayUseShop(caller, params.shopId)) return refuse('not-found');
      const outcome = await unbindShop(services, { caller, requestId, shopId: params.shopId });
      if (isRefusal(outcome)) return outcome;
      return (await getShop(services, { caller, shopId: params.shopId })) ?? refuse('not-found');
    },
    'shop-authorizations.create': ({ caller, requestId, body }) => beginBinding(services, { caller, requestId, ...body }),
    'shop-authorizations.get': async ({ caller, params }) => {
      const row = await services.database.withMerchant(caller.merchantId, (tx) =>
        tx.selectFrom('shop_authorization').selectAll().where('id', '=', params.authorizationId).executeTakeFirst(),
      );
      return row ? authorizationView(row, services.clock.now()) : refuse('not-found');
    },
    'shop-authorizations.complete': async ({ caller, params, body }) => {
      const outcome = await receiveConsent(services, {
        caller,
        authorizationId: params.authorizationId,
        state: body.state,
        code: body.code,
      });
      return isRefusal(outcome) ? outcome : awaitBinding(services, outcome, caller.merchantId);
    },
  };
}
