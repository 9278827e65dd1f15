/** What the drill and its workers say to each other. Plain data: it crosses a pipe. */
import type { TikTokShopConfig } from '@tradewind/channels/tiktok-shop';
import type { PlayerDatabase } from '../../seeds/world/server.ts';

/** Business time runs so many times as fast as the wall's, from `startAt` at `begunAt`: what waits half a minute waits a second. */
export type Pace = { startAt: number; begunAt: number; speed: number };
export type Opening = { access: PlayerDatabase; config: TikTokShopConfig; sabotage: string | null; pace: Pace };

/** `hold`: the next parcels stop on their way out, until `go`. */
export type ToWorker = { what: 'open'; opening: Opening } | { what: 'hold' } | { what: 'go' };
export type FromWorker = { what: 'open' } | { what: 'held' };
