import type { Core } from '../core.ts';
import type { Demand } from '../demand.ts';
import { pick, type Rng, stream } from '../random.ts';
import type { FlashSale, Sku } from '../types.ts';
import type { FlashSaleInput } from './listing-inputs.ts';

/**
 * Many buyers for a few goods in several shops at once. Who wants what and when follows from the seed alone; whether they get it, from what
 * is left by then. Each tries once and pays at once. Spread to the millisecond, so that what sellers do meanwhile falls between two of them.
 */
export class FlashSales {
  private readonly core: Core;
  private readonly demand: Demand;

  constructor(core: Core, demand: Demand) {
    this.core = core;
    this.demand = demand;
  }

  begin({ skus, buyers, unitsPerBuyer, overMs, seed }: FlashSaleInput): FlashSale {
    const { core } = this;
    const startedAt = core.exactly();
    const sale: FlashSale = {
      id: core.ids('flashSale'),
      buyers,
      placed: 0,
      soldOut: 0,
      startedAt,
      endsAt: startedAt + overMs,
    };
    core.store.all.flashSales.push(sale);
    const wants = stream(seed, 'flash-sale');
    for (let buyer = 0; buyer < buyers; buyer++) {
      const { skuId } = pick(skus, wants);
      const delayMs = Math.floor(wants() * overMs);
      const rng = stream(core.seed, `flash-sale:${sale.id}:${buyer}`);
      const buy = (): void => {
        if (this.buy(skuId, { quantity: unitsPerBuyer, rng })) sale.placed++;
        else sale.soldOut++;
      };
      if (overMs === 0) buy();
      else core.queue.plan(startedAt + delayMs, buy);
    }
    return sale;
  }

  private buy(skuId: string, { quantity, rng }: { quantity: number; rng: Rng }): boolean {
    const sku = this.core.store.world.skus.get(skuId);
    const shopId = sku && this.shopSelling(sku);
    if (!sku || !shopId) return false;
    return this.demand.arrive(this.core.store.shop(shopId), rng, { wishes: [{ sku, quantity }], status: 'ON_HOLD' }) !== null;
  }

  /** Nothing is bought of a listing that is off. */
  private shopSelling(sku: Sku): string | null {
    const product = this.core.store.world.products.get(sku.productId);
    return product?.status === 'ACTIVATE' && product.skus.includes(sku) ? product.shopId : null;
  }
}
