import { type Role, scopesOfRole } from '@tradewind/contract';
import type { Caller } from '../http/handler.ts';
import { type Refusal, refuse } from '../http/problem.ts';

/** Nobody gives, or takes away, more than they have themselves. */
export function refuseBeyond(caller: Caller, role: Role, shopIds: string[] | null): Refusal | null {
  const missing = scopesOfRole[role].find((scope) => !caller.scopes.has(scope));
  if (missing) return refuse('forbidden', `This role may ${missing}, which you may not.`);
  const own = caller.shopIds;
  if (own !== null && (shopIds === null || shopIds.some((id) => !own.includes(id))))
    return refuse('forbidden', 'This goes beyond your shops.');
  return null;
}
