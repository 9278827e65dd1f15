/** What outlives a restart: grants and registrations, as whole records in the simulation's journal; the last one of a kind and id counts. */
import { z } from 'zod';
import type { Simulation } from '../world/simulation-type.ts';
import { type Grant, GrantSchema } from './grants.ts';
import { type Registration, RegistrationSchema } from './webhook-registrations.ts';

const GRANT = 'tiktok-shop:grant';
const REGISTERED = 'tiktok-shop:webhook';
const UNREGISTERED = 'tiktok-shop:webhook-removed';
const Removed = z.object({ shopId: z.string(), eventType: z.string() });

export type Restored = {
  grant(grant: Grant): void;
  registered(registration: Registration): void;
  unregistered(shopId: string, eventType: string): void;
};

export function keptState(sim: () => Simulation) {
  return {
    /** A copy: the grant goes on changing, the journal entry must not. */
    grant: (grant: Grant) => sim().journal.append({ kind: GRANT, data: structuredClone(grant) }),
    registered: (registration: Registration) => sim().journal.append({ kind: REGISTERED, data: registration }),
    unregistered: (shopId: string, eventType: string) => sim().journal.append({ kind: UNREGISTERED, data: { shopId, eventType } }),
    replay(into: Restored): void {
      for (const { kind, data } of sim().journal.replayed()) {
        if (kind === GRANT) into.grant(GrantSchema.parse(data));
        if (kind === REGISTERED) into.registered(RegistrationSchema.parse(data));
        if (kind === UNREGISTERED) {
          const { shopId, eventType } = Removed.parse(data);
          into.unregistered(shopId, eventType);
        }
      }
    },
  };
}
