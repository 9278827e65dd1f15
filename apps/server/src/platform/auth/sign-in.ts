import type { Database } from '../database/database.ts';
import type { Refusal } from '../http/problem.ts';
import type { Clock } from '../ports.ts';
import { createSignInAttempts } from './attempts.ts';
import { type DoorRequest, enterDoor } from './doors.ts';
import { type Identity, identify } from './identify.ts';
import { enterInvitation, isInvitationDoor } from './invitation-doors.ts';
import { purgeInvitations } from './invitation-store.ts';
import { createLibrary, SESSION_LIMITS, type SessionLimits } from './library.ts';
import { createOwner, type NewOwner } from './people.ts';

export type SignIn = {
  /** Answers what is below /api/auth. */
  enter(request: DoorRequest): Promise<Response>;
  /** `renew` false: looks without counting as use of the session. */
  identify(headers: Headers, how?: { renew: boolean }): Promise<Identity | Refusal>;
  createOwner(owner: NewOwner): Promise<{ merchantId: string; userId: string; created: boolean }>;
  /** Deletes what has run out; the scheduler calls it now and then. */
  purge(): Promise<void>;
};

export type SignInOptions = {
  database: Pick<Database, 'system' | 'withMerchant'>;
  secret: string;
  publicUrl: string | null;
  newId: () => string;
  /** Real time, never a followed clock: sessions of people end while virtual time stands still. */
  realClock: Pick<Clock, 'now'>;
  rateLimits: boolean;
  sessions?: SessionLimits;
};

export function createSignIn(options: SignInOptions): SignIn {
  const { database, secret, publicUrl, newId, realClock, rateLimits, sessions = SESSION_LIMITS } = options;
  const library = createLibrary({ database, secret, publicUrl, newId, sessions });
  const now = () => realClock.now();
  const attempts = createSignInAttempts(database, now);
  const doorTools = { library, database, newId, now, attempts: rateLimits ? attempts : null };
  return {
    enter: ({ path, ...request }) =>
      isInvitationDoor(path) ? enterInvitation(doorTools, { ...request, path }) : enterDoor(doorTools, { ...request, path }),
    identify: (headers, how) => identify({ library, database, now, sessionMaxMs: sessions.absoluteMs }, headers, how),
    createOwner: (owner) => createOwner({ database, newId, now }, owner),
    purge: async () => {
      await attempts.purge();
      await purgeInvitations(database.system, now());
      const at = new Date(now());
      await database.system.deleteFrom('system.auth_session').where('expires_at', '<', at).execute();
    },
  };
}
