import type { ChannelName } from '@tradewind/channels';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';

export type Limits = { title: number; description: number };
export type MarketLimits = { markets: string[]; limitsOf: (market: string) => Limits | null };

/** The markets where the caller sells, and the shortest that a text may be for every platform there. */
export async function marketLimits(
  tx: TenantTx,
  { channels }: Pick<Services, 'channels'>,
  caller: Pick<Caller, 'shopIds'>,
): Promise<MarketLimits> {
  const shops = (await shopsInScope(tx, { caller })).filter(({ state }) => state !== 'unbound');
  // The cast: the table's rows were written from a ChannelName.
  const limitOf = (channel: string) => channels[channel as ChannelName]?.publishing?.limits;
  return {
    markets: [...new Set(shops.map(({ market }) => market))],
    limitsOf: (market) => {
      const known = shops.filter((shop) => shop.market === market).flatMap(({ channel }) => limitOf(channel) ?? []);
      if (known.length === 0) return null;
      return { title: Math.min(...known.map(({ title }) => title)), description: Math.min(...known.map(({ description }) => description)) };
    },
  };
}
