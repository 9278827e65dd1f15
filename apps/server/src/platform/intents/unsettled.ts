/**
 * Intents that did not end well: refused, or of unknown outcome. Each module that tells platforms something names its own in one source; the
 * module `intents` asks all of them. One is unsettled as long as it is found: it is settled by mending it, and kept nowhere else.
 */
import type { IntentKind } from '@tradewind/contract';
import type { TenantTx } from '../database/database.ts';

export type UnsettledIntent = {
  kind: IntentKind;
  /** Within its kind. */
  id: string;
  /** Null: of several shops. */
  shopId: string | null;
  state: 'unknown' | 'rejected';
  subject: string;
  code: string | null;
  message: string | null;
  since: Date;
  link: { page: string; search: Record<string, string> };
};

/** `before`: calls begun earlier and without an answer are of unknown outcome; later ones may still be on their way. */
export type IntentQuestion = { shopIds: readonly string[]; before: Date; limit: number };
export type IntentSource = {
  /** The kinds it may find; the caller needs the right of the first. */
  kinds: readonly [IntentKind, ...IntentKind[]];
  /** The newest first, at most `limit` of each kind. */
  find: (tx: TenantTx, question: IntentQuestion) => Promise<UnsettledIntent[]>;
};
