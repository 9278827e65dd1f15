/**
 * The log: JSON lines of allow-listed fields. Whatever else is passed, by a cast or a spread, is dropped before it is written, so
 * that a token or a buyer's name cannot reach the log by carelessness. Where it goes is passed in; stdout belongs to people.
 */
import { ChannelFailure } from '@tradewind/channels';
import pino from 'pino';
import type { Clock, Log, LogFields } from './ports.ts';

export type LogDestination = { write(line: string): void };
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const TEXT_MAX = 300;
const STACK_MAX = 2_000;

/** One entry per field of LogFields: the compiler complains about a missing or an extra one. */
const allowed: Record<keyof LogFields, { max: number }> = {
  merchantId: { max: TEXT_MAX },
  shopId: { max: TEXT_MAX },
  lane: { max: TEXT_MAX },
  kind: { max: TEXT_MAX },
  jobId: { max: TEXT_MAX },
  requestId: { max: TEXT_MAX },
  route: { max: TEXT_MAX },
  status: { max: TEXT_MAX },
  code: { max: TEXT_MAX },
  channel: { max: TEXT_MAX },
  operation: { max: TEXT_MAX },
  stream: { max: TEXT_MAX },
  count: { max: TEXT_MAX },
  durationMs: { max: TEXT_MAX },
  attempt: { max: TEXT_MAX },
  errorName: { max: TEXT_MAX },
  errorCode: { max: TEXT_MAX },
  errorMessage: { max: TEXT_MAX },
  errorStack: { max: STACK_MAX },
  pid: { max: TEXT_MAX },
  port: { max: TEXT_MAX },
  state: { max: TEXT_MAX },
  market: { max: TEXT_MAX },
  topic: { max: TEXT_MAX },
};

export function createLog({ destination, clock, level }: { destination: LogDestination; clock: Pick<Clock, 'now'>; level: LogLevel }): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return {
    debug: (event, fields) => logger.debug(onlyAllowed(fields), event),
    info: (event, fields) => logger.info(onlyAllowed(fields), event),
    warn: (event, fields) => logger.warn(onlyAllowed(fields), event),
    error: (event, fields) => logger.error(onlyAllowed(fields), event),
  };
}

function onlyAllowed(fields: LogFields = {}): LogFields {
  const kept: Record<string, string | number | null> = {};
  for (const [name, { max }] of Object.entries(allowed)) {
    // Own fields only, and values looked at again: types do not bind what arrives at run time.
    const value: unknown = Object.hasOwn(fields, name) ? fields[name as keyof LogFields] : undefined;
    if (typeof value === 'string') kept[name] = value.length > max ? `${value.slice(0, max)}…` : value;
    else if (typeof value === 'number' || value === null) kept[name] = value;
  }
  return kept;
}

export type ErrorFields = { errorName: string; errorCode: string | null; errorMessage: string; errorStack: string };

/**
 * An error as log fields. Messages of our own channel failures are safe by contract. Others may quote what they choked on
 * (`Unexpected token … in "{"name":"María…`), so quoted parts are struck out unless they look like a name from our own schema.
 */
export function errorFields(error: unknown): ErrorFields {
  if (!(error instanceof Error)) return { errorName: 'NotAnError', errorCode: null, errorMessage: typeof error, errorStack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const message = error instanceof ChannelFailure ? error.message : strikeQuoted(error.message);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { errorName: error.name, errorCode: code, errorMessage: message, errorStack: frames.map((line) => line.trim()).join('\n') };
}

const QUOTED = /(["`]|(?<!\w)')((?:(?!\1).)*)\1/gs;
const SCHEMA_NAME = /^[a-z][A-Za-z_.]{0,40}$/;

function strikeQuoted(message: string): string {
  // Kept names trade their quotes for angle brackets here, so that any quote left over is one that never closes and may hide anything.
  const closed = message.replace(QUOTED, (_, _quote: string, inside: string) => (SCHEMA_NAME.test(inside) ? `<${inside}>` : '<…>'));
  const open = closed.search(/["`]|(?<!\w)'/);
  return open === -1 ? closed : `${closed.slice(0, open)}…`;
}
