/**
 * What the core is given instead of reaching for it. Instants are epoch milliseconds.
 * The real ones are made in main.ts; tests and drills pass seeded ones.
 */
export type Clock = {
  now(): number;
  /** Resolves once `now()` has moved on by ms (virtual time included) or the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

export type Random = {
  /** 0 inclusive .. 1 exclusive. */
  number(): number;
  bytes(length: number): Uint8Array;
};

export type { HttpAnswer, HttpRequest, HttpSend } from '@tradewind/channels';

/** Only these fields ever reach the log; values are ids, codes, counts and times, never text that a person or a platform wrote. */
export type LogFields = Partial<
  Record<
    | 'merchantId'
    | 'shopId'
    | 'lane'
    | 'kind'
    | 'jobId'
    | 'requestId'
    | 'route'
    | 'status'
    | 'code'
    | 'channel'
    | 'operation'
    | 'stream'
    | 'count'
    | 'durationMs'
    | 'attempt'
    | 'errorName'
    | 'errorCode'
    | 'errorMessage'
    | 'errorStack'
    | 'pid'
    | 'port'
    | 'state'
    | 'market'
    | 'topic',
    string | number | null | undefined
  >
>;
export type Log = {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
};
