/**
 * What somebody has to do, by when, and where. Each module names its own duties in one source; the module `duties` asks all of them and
 * sorts. A duty is true as long as it is found: it is mended by doing it, and kept nowhere.
 */
import type { DutyKind } from '@tradewind/contract';
import type { TenantTx } from './database/database.ts';
import type { Caller } from './http/handler.ts';
import type { Services } from './services.ts';

export type Duty = {
  kind: DutyKind;
  /** Within its kind. */
  subject: string;
  shopId: string | null;
  isLosing: boolean;
  /** Epoch milliseconds. */
  deadlineAt: number | null;
  sinceAt: number | null;
  data: Record<string, string | number | null>;
  link: { page: string; search: Record<string, string> };
};

/** `shops`: those in scope, without those that were let go. `isWhole`: they are all of the merchant's, so that what is of no shop counts too. */
export type DutyQuestion<Shop> = { services: Services; caller: Caller; shops: readonly Shop[]; isWhole: boolean; now: number };
export type DutySource<Shop> = {
  /** The kinds it may find; the caller needs the right of the first. */
  kinds: readonly [DutyKind, ...DutyKind[]];
  find: (tx: TenantTx, question: DutyQuestion<Shop>) => Promise<Duty[]>;
};
