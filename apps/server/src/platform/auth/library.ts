/**
 * The sign-in library, set up once. It keeps people, passwords (scrypt), sessions and second factors; merchants
 * are its organisations. What it must not do is switched off: sign-up by strangers, telemetry, its own rate
 * limiter and origin check (platform/http has one of each, in front of it), its console output.
 *
 * Sessions end after 30 minutes without a request and after 12 hours in any case (identify.ts), unless the operator sets
 * otherwise. An open page asks again with every hint, so a clerk at work is not signed out; the heartbeat of its event stream does
 * not count. They follow real time even where the workbench follows a virtual clock.
 *
 * On https the cookie carries the __Host- prefix, which browsers accept only with Secure, path / and no domain.
 */
import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins/organization';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { CamelCasePlugin } from 'kysely';
import type { Database } from '../database/database.ts';
import './tables.ts';

export type SessionLimits = { idleMs: number; absoluteMs: number };
export const SESSION_LIMITS: SessionLimits = { idleMs: 30 * 60_000, absoluteMs: 12 * 3_600_000 };
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;
export const ADDRESS_HEADER = 'x-tradewind-address';
/** So much shorter than the limit may a session turn out to be; each renewal is a write. */
const RENEW_AFTER_SECONDS = 60;

export type LibraryOptions = {
  database: Pick<Database, 'system'>;
  /** At least 32 random bytes as text; signs the cookies. A new one ends every session. */
  secret: string;
  publicUrl: string | null;
  newId: () => string;
  sessions: SessionLimits;
};

export type Library = ReturnType<typeof createLibrary>;

export function createLibrary({ database, secret, publicUrl, newId, sessions }: LibraryOptions) {
  const isSecure = publicUrl?.startsWith('https://') === true;
  return betterAuth({
    appName: 'Tradewind',
    baseURL: publicUrl ?? 'http://localhost',
    basePath: '/api/auth',
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    database: { db: database.system.withPlugin(new CamelCasePlugin()), type: 'postgres', schemaName: 'system' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_MIN, maxPasswordLength: PASSWORD_MAX },
    user: { modelName: 'auth_user' },
    account: { modelName: 'auth_account' },
    verification: { modelName: 'auth_verification' },
    session: { modelName: 'auth_session', expiresIn: sessions.idleMs / 1000, updateAge: RENEW_AFTER_SECONDS },
    advanced: {
      useSecureCookies: false, // its prefix would be __Secure-, ours is stricter
      cookiePrefix: isSecure ? '__Host-tradewind' : 'tradewind',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure },
      // Written by doors.ts from the socket's peer; nothing else reaches the library with it.
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      disableCSRFCheck: true,
      disableOriginCheck: true,
      database: { generateId: newId, validateSchema: false },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({ data: { ...session, activeOrganizationId: await firstMerchant(database, session.userId) } }),
        },
      },
    },
    plugins: [
      organization({
        allowUserToCreateOrganization: false,
        schema: { organization: { modelName: 'merchant' } },
      }),
      twoFactor({ issuer: 'Tradewind', schema: { twoFactor: { modelName: 'auth_two_factor' } } }),
    ],
  });
}

async function firstMerchant(database: Pick<Database, 'system'>, userId: string): Promise<string | null> {
  const row = await database.system
    .selectFrom('system.member')
    .select('organization_id')
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst();
  return row?.organization_id ?? null;
}
