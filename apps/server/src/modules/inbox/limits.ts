import type { MessageLimits } from '@tradewind/channels';
import type { Services } from '../../platform/services.ts';

/** What the channel of that name takes from a seller; null where buyers cannot be answered through it. */
export function limitsOf({ channels }: Services, channel: string): MessageLimits | null {
  return Object.entries(channels).find(([name]) => name === channel)?.[1]?.conversations?.limits ?? null;
}
