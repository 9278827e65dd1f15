import type { Channel, ChannelName } from '@tradewind/channels';
import type { Blobs } from './blobs/blobs.ts';
import type { Database } from './database/database.ts';
import type { Guards } from './guards.ts';
import type { Hints } from './hints.ts';
import type { Clock, HttpSend, Log, Random } from './ports.ts';
import type { RunProgram } from './run-program.ts';
import type { Secrets } from './secrets/secrets.ts';

/** What main.ts hands to every module: nothing is reached for, so the core runs under any clock, dice and network. */
export type Services = {
  clock: Clock;
  random: Random;
  /** A new UUIDv7. */
  newId: () => string;
  /** Waits in real time, for requests that wait on work; never for the work itself. */
  pause: (ms: number) => Promise<void>;
  database: Database;
  secrets: Secrets;
  blobs: Blobs;
  hints: Hints;
  log: Log;
  guards: Guards;
  /** Outgoing HTTP to addresses that merchants type in. */
  sendGiven: HttpSend;
  /** Other programs that the operator has named. */
  runProgram: RunProgram;
  /** Channels the operator has configured; one that is missing cannot be bound. */
  channels: Partial<Record<ChannelName, Channel>>;
};
