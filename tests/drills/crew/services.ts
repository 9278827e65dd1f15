/** The workbench's services of the drill: the real connector over HTTP to the sandbox, under a clock that runs faster than the wall's. */
import { randomUUID } from 'node:crypto';
import type { Clock, HttpSend } from '@tradewind/channels';
import { createTikTokShop } from '@tradewind/channels/tiktok-shop';
import { createBench } from '../../../apps/server/src/modules/accounts/testing.ts';
import { nap } from '../../../apps/server/src/platform/clock/real-clock.ts';
import { type Database, openDatabase } from '../../../apps/server/src/platform/database/database.ts';
import { guardsWithout, messageGuardNames, shippingGuardNames } from '../../../apps/server/src/platform/guards.ts';
import type { Services } from '../../../apps/server/src/platform/services.ts';
import { silentLog } from '../../../apps/server/src/testing/silent-log.ts';
import type { Opening, Pace } from './orders.ts';

export const nowAt = ({ startAt, begunAt, speed }: Pace): number => startAt + (Date.now() - begunAt) * speed;

export function openServices({ access, config, sabotage, pace }: Opening, send: HttpSend): { services: Services; database: Database } {
  const database = openDatabase({ app: { ...access.app, max: 10 }, system: { ...access.system, max: 5 }, log: silentLog });
  const clock: Clock & Services['clock'] = { now: () => nowAt(pace), sleep: (ms, signal?: AbortSignal) => nap(ms / pace.speed, signal) };
  const channel = createTikTokShop(config, { send, clock, random: Math.random });
  const guards = guardsWithout([...shippingGuardNames, ...messageGuardNames].find((name) => name === sabotage));
  const services: Services = { ...createBench(database).services, clock, newId: randomUUID, guards, channels: { 'tiktok-shop': channel } };
  return { services, database };
}
