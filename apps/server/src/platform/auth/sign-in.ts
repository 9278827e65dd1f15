import type { Database } from '../database/database.ts';
import type { Refusal } from '../http/problem.ts';
import type { Clock } from '../ports.ts';
import { createSignInAttempts } from './attempts.ts';
import { type DoorRequest, enterDoor } from './doors.ts';
import { type Identity, identify } from './identify.ts';
import { createLibrary } from './library.ts';
import { createOwner, type NewOwner } from './people.ts';

export type SignIn = {
  /** Answers what is below /api/auth. */
  enter(request: DoorRequest): Promise<Response>;
  identify(headers: Headers): Promise<Identity | Refusal>;
  createOwner(owner: NewOwner): Promise<{ merchantId: string; userId: string; created: boolean }>;
  /** Deletes what has run out; the scheduler calls it now and then. */
  purge(): Promise<void>;
};

export type SignInOptions = {
  database: Pick<Database, 'system'>;
  secret: string;
  publicUrl: string | null;
  newId: () => string;
  /** Real time, never a followed clock: sessions of people end while virtual time stands still. */
  realClock: Pick<Clock, 'now'>;
  rateLimits: boolean;
};

export function createSignIn({ database, secret, publicUrl, newId, realClock, rateLimits }: SignInOptions): SignIn {
  const library = createLibrary({ database, secret, publicUrl, newId });
  const now = () => realClock.now();
  const attempts = createSignInAttempts(database, now);
  return {
    enter: (request) => enterDoor(library, rateLimits ? attempts : null, request),
    identify: (headers) => identify({ library, database, now }, headers),
    createOwner: (owner) => createOwner({ database, newId, now }, owner),
    purge: async () => {
      await attempts.purge();
      const at = new Date(now());
      await database.system.deleteFrom('system.auth_session').where('expires_at', '<', at).execute();
    },
  };
}
