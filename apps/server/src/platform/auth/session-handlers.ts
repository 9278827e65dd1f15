/** A person's own sessions, whichever merchant they are for: the list one reads after losing a laptop. */
import { SESSIONS_SHOWN } from '@tradewind/contract';
import type { Database } from '../database/database.ts';
import type { Caller, Handlers } from '../http/handler.ts';
import { type Refusal, refuse } from '../http/problem.ts';
import type { Clock } from '../ports.ts';

type Tools = { database: Pick<Database, 'system'>; realClock: Pick<Clock, 'now'> };
type SessionHandlers = Pick<Handlers, 'sessions.list' | 'sessions.end' | 'sessions.end-others'>;

export function sessionHandlers({ database, realClock }: Tools): SessionHandlers {
  const { system } = database;
  return {
    'sessions.list': async ({ caller }) => {
      if (caller.sessionId === undefined) return noSessions;
      const now = realClock.now();
      const rows = await system
        .selectFrom('system.auth_session')
        .select(['id', 'user_agent', 'ip_address', 'created_at', 'updated_at'])
        .where('user_id', '=', caller.id)
        // One that is over by its age is not renewed any more, and so leaves the list soon after.
        .where('expires_at', '>', new Date(now))
        .orderBy(({ eb }) => eb('id', '=', caller.sessionId ?? ''), 'desc')
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(SESSIONS_SHOWN)
        .execute();
      const items = rows.map((row) => ({
        id: row.id,
        userAgent: row.user_agent || null,
        address: row.ip_address || null,
        createdAt: row.created_at.toISOString(),
        lastActiveAt: row.updated_at.toISOString(),
        isCurrent: row.id === caller.sessionId,
      }));
      return { items };
    },
    'sessions.end': async ({ caller, params }) => {
      if (caller.sessionId === undefined) return noSessions;
      const { numDeletedRows } = await ownSessions(database, caller).where('id', '=', params.sessionId).executeTakeFirstOrThrow();
      return numDeletedRows === 0n ? refuse('not-found') : undefined;
    },
    'sessions.end-others': async ({ caller }) => {
      if (caller.sessionId === undefined) return noSessions;
      await ownSessions(database, caller).where('id', '<>', caller.sessionId).execute();
      return undefined;
    },
  };
}

const noSessions: Refusal = refuse('forbidden', 'A key has no sessions; revoke the key instead.');

const ownSessions = ({ system }: Pick<Database, 'system'>, caller: Caller) =>
  system.deleteFrom('system.auth_session').where('user_id', '=', caller.id);
