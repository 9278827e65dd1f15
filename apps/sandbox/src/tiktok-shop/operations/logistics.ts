/**
 * The shop's warehouses, for selling and for returns; the reference names no scope for this call, so none is asked. Above the shops a
 * seller has two of its own, for the stock of global products.
 */
import { grantOperation, shopOperation } from '../operation.ts';

const warehouses = shopOperation({
  method: 'GET',
  template: '/logistics/{version}/warehouses',
  versions: ['202309'],
  scope: null,
  answer({ sim, shop }) {
    const shown = shop.warehouseIds
      .flatMap((id) => sim.world.warehouses.get(id) ?? [])
      .map((warehouse) => ({
        id: warehouse.id,
        entity_id: warehouse.id,
        name: warehouse.name,
        effect_status: 'ENABLED',
        type: warehouse.type,
        sub_type: warehouse.subType,
        is_default: warehouse.isDefault,
        address: {
          region: warehouse.region,
          region_code: warehouse.region,
          city: warehouse.city,
          contact_person: shop.name,
          full_address: `${warehouse.name}, ${warehouse.city}, ${warehouse.region}`,
          address_line1: warehouse.name,
        },
      }));
    return { warehouses: shown };
  },
});

export const globalWarehousesOf = (sellerId: string): { id: string; name: string; ownership: string }[] => [
  { id: `${sellerId}1`.slice(-18), name: 'Seller warehouse', ownership: 'SELLER' },
  { id: `${sellerId}2`.slice(-18), name: 'Platform warehouse', ownership: 'PLATFORM_COOPERATION' },
];

const globalWarehouses = grantOperation({
  method: 'GET',
  template: '/logistics/{version}/global_warehouses',
  versions: ['202309'],
  scope: 'seller.shop.info',
  answer: ({ grant }) => ({ global_warehouses: globalWarehousesOf(grant.sellerId) }),
});

export const LOGISTICS_OPERATIONS = [warehouses, globalWarehouses];
