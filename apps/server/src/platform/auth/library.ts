/**
 * The sign-in library, set up once. It keeps people, passwords (scrypt), sessions and second factors; merchants
 * are its organisations. What it must not do is switched off: sign-up by strangers, telemetry, its own rate
 * limiter and origin check (platform/http has one of each, in front of it), its console output.
 *
 * Sessions: idle 12 hours, because clerks leave the page open over a shift and a break must not sign them out;
 * 7 days absolute (identify.ts). They follow real time even where the workbench follows a virtual clock.
 *
 * On https the cookie carries the __Host- prefix, which browsers accept only with Secure, path / and no domain.
 */
import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins/organization';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { CamelCasePlugin } from 'kysely';
import type { Database } from '../database/database.ts';
import './tables.ts';

const SESSION_IDLE_SECONDS = 12 * 3600;
export const SESSION_ABSOLUTE_MS = 7 * 24 * 3600 * 1000;
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;
export const ADDRESS_HEADER = 'x-tradewind-address';
const RENEW_AFTER_SECONDS = 10 * 60;

export type LibraryOptions = {
  database: Pick<Database, 'system'>;
  /** At least 32 random bytes as text; signs the cookies. A new one ends every session. */
  secret: string;
  publicUrl: string | null;
  newId: () => string;
};

export type Library = ReturnType<typeof createLibrary>;

export function createLibrary({ database, secret, publicUrl, newId }: LibraryOptions) {
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
    session: { modelName: 'auth_session', expiresIn: SESSION_IDLE_SECONDS, updateAge: RENEW_AFTER_SECONDS },
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
