import type { SignIn } from '../auth/sign-in.ts';
import type { Hints } from '../hints.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { Handlers } from './handler.ts';
import type { Idempotency } from './idempotency.ts';
import type { Metrics } from './metrics.ts';

/** What a request carries along; the route id is a label of metrics and logs, from a bounded set. */
export type ApiEnv = { Variables: { requestId: string; routeId: string } };

export type ApiOptions = {
  handlers: Handlers;
  signIn: SignIn;
  idempotency: Idempotency;
  hints: Pick<Hints, 'subscribe'>;
  metrics: Metrics;
  log: Log;
  random: Random;
  newId: () => string;
  /** Rate limits, heartbeats and sessions follow real time, whatever clock the business follows. */
  realClock: Clock;
  publicUrl: string | null;
  /** Listens on a loopback address: other Host names are refused. */
  loopbackOnly: boolean;
  rateLimits: boolean;
  /** The built web; null where only the API is served. */
  webDir: string | null;
  /** Parses every good answer by its schema: in tests and drills, too dear for production. */
  checkAnswers: boolean;
  isReady(): Promise<boolean>;
  isDraining(): boolean;
};
