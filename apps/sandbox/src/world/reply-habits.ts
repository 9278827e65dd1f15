import type { Core } from './core.ts';
import { streamOf } from './core.ts';
import { hasEpisode } from './troubles.ts';
import type { Shop } from './types.ts';

/**
 * How fast a shop's staff answers in the seller centre. A turn is answered never, slowly or quickly; the rest is quick.
 * Prompt staff stays within the platform's limits (mean 30 minutes, 85 % within 24 h, 95 % within 48 h), slow staff does not.
 */
type ReplyHabits = { never: number; slow: number; quickMinutes: [number, number]; slowHours: [number, number] };

const PROMPT: ReplyHabits = { never: 0.002, slow: 0.01, quickMinutes: [1, 22], slowHours: [1, 8] };
const SLOW: ReplyHabits = { never: 0.3, slow: 0.85, quickMinutes: [10, 90], slowHours: [3, 60] };

export function replyHabits(core: Core, shop: Shop): ReplyHabits {
  return shop.trouble === 'slow-replies' || hasEpisode(core, shop, 'slow-replies') ? SLOW : PROMPT;
}

/** Every third shop has switched on the answer that says "we will be with you soon" and counts as none. */
export const answersAutomatically = (core: Core, shop: Shop): boolean => streamOf(core, `automatic-replies:${shop.id}`)() < 1 / 3;
