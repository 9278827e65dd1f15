import path from 'node:path';
import { z } from 'zod';

/** Everything an operator may set, read once. All problems are printed together, then the program ends. */
const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1');
const port = z.coerce.number().int().min(0).max(65_535);
const guardNames = ['no-sweep', 'no-version-check'] as const;

const environment = z
  .object({
    PORT: port.default(4310),
    SANDBOX_PORT: port.default(4320),
    HOST: z.string().min(1).default('127.0.0.1'),
    DATA_DIR: z.string().min(1).default('.tradewind'),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    ALLOW_INSECURE: flag,
    DATABASE_URL: z.url().optional(),
    DATABASE_OWNER_URL: z.url().optional(),
    MASTER_KEY_FILE: z.string().min(1).optional(),
    TIKTOK_SHOP_API_URL: z.url().optional(),
    TIKTOK_SHOP_AUTH_URL: z.url().optional(),
    TIKTOK_SHOP_CONSENT_URL: z.url().optional(),
    TIKTOK_SHOP_SERVICE_ID: z.string().min(1).optional(),
    TIKTOK_SHOP_APP_KEY: z.string().min(1).optional(),
    TIKTOK_SHOP_APP_SECRET: z.string().min(1).optional(),
    /** Where the operator keeps reports that the platform's public interface lacks, such as ad spend. */
    TIKTOK_SHOP_EXTENSION_URL: z.url().optional(),
    FX_FEED_URL: z.url().optional(),
    CLOCK_URL: z.url().optional(),
    RATE_LIMITS: z.enum(['on', 'off']).default('on'),
    /** Drills only: switches one guard off, to see that its absence is noticed. Needs CLOCK_URL. */
    SABOTAGE: z.enum(guardNames).optional(),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .superRefine((given, context) => {
    const problem = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    const isLoopback = loopback(given.HOST);
    if (!isLoopback && !given.PUBLIC_URL?.startsWith('https:') && !given.ALLOW_INSECURE)
      problem('HOST', 'listening beyond this machine needs PUBLIC_URL with https, or ALLOW_INSECURE=1');
    if (given.RATE_LIMITS === 'off' && !isLoopback) problem('RATE_LIMITS', 'may be off only on a loopback HOST');
    if (given.CLOCK_URL && !loopback(new URL(given.CLOCK_URL).hostname)) problem('CLOCK_URL', 'must name a loopback address');
    if (given.SABOTAGE && !given.CLOCK_URL) problem('SABOTAGE', 'is for drills, which set CLOCK_URL');
    if ((given.TIKTOK_SHOP_APP_KEY === undefined) !== (given.TIKTOK_SHOP_APP_SECRET === undefined))
      problem('TIKTOK_SHOP_APP_SECRET', 'TIKTOK_SHOP_APP_KEY and TIKTOK_SHOP_APP_SECRET belong together');
    if (given.DATABASE_OWNER_URL && !given.DATABASE_URL) problem('DATABASE_URL', 'must be given where DATABASE_OWNER_URL is');
  });

function loopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

export type Config = ReturnType<typeof shape>;

function shape(given: z.output<typeof environment>) {
  const dataDir = path.resolve(given.DATA_DIR);
  return {
    port: given.PORT,
    sandboxPort: given.SANDBOX_PORT,
    host: given.HOST,
    loopbackOnly: loopback(given.HOST),
    dataDir,
    publicUrl: given.PUBLIC_URL?.replace(/\/$/, '') ?? null,
    database: given.DATABASE_URL
      ? { url: given.DATABASE_URL, ...(given.DATABASE_OWNER_URL ? { ownerUrl: given.DATABASE_OWNER_URL } : {}) }
      : null,
    masterKeyFile: given.MASTER_KEY_FILE ?? path.join(dataDir, 'keys', 'master.json'),
    tiktokShop:
      given.TIKTOK_SHOP_APP_KEY && given.TIKTOK_SHOP_APP_SECRET
        ? {
            appKey: given.TIKTOK_SHOP_APP_KEY,
            appSecret: given.TIKTOK_SHOP_APP_SECRET,
            apiUrl: given.TIKTOK_SHOP_API_URL,
            authUrl: given.TIKTOK_SHOP_AUTH_URL,
            consentUrl: given.TIKTOK_SHOP_CONSENT_URL,
            serviceId: given.TIKTOK_SHOP_SERVICE_ID,
            extensionUrl: given.TIKTOK_SHOP_EXTENSION_URL,
          }
        : null,
    fxFeedUrl: given.FX_FEED_URL ?? null,
    clockUrl: given.CLOCK_URL ?? null,
    rateLimits: given.RATE_LIMITS === 'on',
    guards: { sweep: given.SABOTAGE !== 'no-sweep', versionCheck: given.SABOTAGE !== 'no-version-check' },
    logLevel: given.LOG_LEVEL,
  };
}

/** One line per problem, naming the variable and how to mend it; never a value, which may be a secret. */
export class ConfigProblems extends Error {
  override name = 'ConfigProblems';
}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is an unset one: compose files and shells write them so.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (parsed.success) return shape(parsed.data);
  throw new ConfigProblems(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
}
