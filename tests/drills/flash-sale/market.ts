/**
 * The platform of the drill: each shop shows a number for the one SKU on sale, takes a unit off it for each buyer, and believes what it is
 * told last. Some answers are lost, half of them after their effect.
 */
import type { ChannelOrder, ChannelQuantityResult, ChannelStockLevel } from '@tradewind/channels';
import { START_AT } from '../../../apps/server/src/modules/accounts/testing.ts';
import { buildLine, buildOrder } from '../../../apps/server/src/modules/orders/testing.ts';
import type { Dice } from '../dice.ts';
import type { PlatformCall, ShopHere } from './messages.ts';

export type Sale = { order: ChannelOrder; shop: ShopHere; acceptedAt: number };
/** One in so many, the sixth first: that many are asked before the sale opens. */
const LOST_OF = 20;

export class Market {
  readonly shown = new Map<string, number>();
  readonly sales: Sale[] = [];
  lostAnswers = 0;
  #answers = 0;
  /** When the first order was accepted that the stock could not serve, and when the last shop had stopped showing any. */
  closedAt: number | null = null;
  readonly #dice: Dice;
  readonly #begunAt: number;

  constructor(dice: Dice, begunAt: number) {
    this.#dice = dice;
    this.#begunAt = begunAt;
  }

  /** A buyer's order, accepted by the platform as long as it shows a unit; null: it shows none. */
  buy(shop: ShopHere): Sale | null {
    const shown = this.shown.get(shop.channelShopId) ?? 0;
    if (shown <= 0) return null;
    this.shown.set(shop.channelShopId, shown - 1);
    const createdAt = START_AT + Date.now() - this.#begunAt;
    const order = buildOrder({
      createdAt,
      updatedAt: createdAt,
      paidAt: createdAt,
      lines: [buildLine({ channelProductId: `P-${shop.channelShopId}`, channelSkuId: `S-${shop.channelShopId}`, quantity: 1 })],
    });
    const sale = { order, shop, acceptedAt: Date.now() };
    this.sales.push(sale);
    return sale;
  }

  answer(call: PlatformCall): { value: ChannelQuantityResult[] | ChannelStockLevel[] } | { lost: true } {
    this.#answers += 1;
    const isLost = this.#answers % LOST_OF === 6;
    if (isLost) this.lostAnswers += 1;
    if (isLost && this.#dice.number() < 0.5) return { lost: true };
    const value = call.call === 'set' ? this.#set(call) : this.#read(call);
    return isLost ? { lost: true } : { value };
  }

  #set({ channelShopId, rows }: Extract<PlatformCall, { call: 'set' }>): ChannelQuantityResult[] {
    for (const { quantity } of rows) this.shown.set(channelShopId, quantity);
    if ([...this.shown.values()].every((shown) => shown === 0)) this.closedAt = Date.now();
    return rows.map((row) => ({ ...row, outcome: 'ok' }));
  }

  #read({ channelShopId, channelSkuIds }: Extract<PlatformCall, { call: 'read' }>): ChannelStockLevel[] {
    const available = this.shown.get(channelShopId) ?? 0;
    return channelSkuIds.map((channelSkuId) => ({
      ...{ channelProductId: `P-${channelShopId}`, channelSkuId, channelWarehouseId: 'W-1', sellerSku: '' },
      ...{ available, committed: 0 },
    }));
  }
}
