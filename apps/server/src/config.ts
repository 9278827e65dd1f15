import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { guardNames, guardsWithout } from './platform/guards.ts';

/** Everything an operator may set, read once. All problems are printed together, then the program ends. */
const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1');
const port = z.coerce
  .number({ error: 'a port from 0 to 65535' })
  .int('a port from 0 to 65535')
  .min(0, 'a port from 0 to 65535')
  .max(65_535, 'a port from 0 to 65535');
const databaseAddress = z
  .string()
  .refine(isDatabaseAddress, 'postgres://user:password@host:5432/database, with signs such as / ? # % in the password written as %2F …')
  // Ours are given there: which schema a connection sees, and its time zone.
  .refine((text) => !isDatabaseAddress(text) || !new URL(text).searchParams.has('options'), 'must not carry "options"');

const environment = z.object({
  PORT: port.default(4310),
  SANDBOX_PORT: port.default(4320),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.tradewind'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  ALLOW_INSECURE: flag,
  DATABASE_URL: databaseAddress.optional(),
  DATABASE_OWNER_URL: databaseAddress.optional(),
  MASTER_KEY_FILE: z.string().min(1).optional(),
  TIKTOK_SHOP_API_URL: z.url().optional(),
  TIKTOK_SHOP_AUTH_URL: z.url().optional(),
  TIKTOK_SHOP_CONSENT_URL: z.url().optional(),
  TIKTOK_SHOP_SERVICE_ID: z.string().min(1).optional(),
  TIKTOK_SHOP_APP_KEY: z.string().min(1).optional(),
  TIKTOK_SHOP_APP_SECRET: z.string().min(1).optional(),
  /** The seller centre's page of a product, with {shop} and {product} in their places. */
  TIKTOK_SHOP_SELLER_PAGE_URL: z
    .string()
    .regex(/^https?:\/\/.*\{product\}/, 'an address with {product} in it, and {shop} where it is needed')
    .optional(),
  /** Where the operator keeps reports that the platform's public interface lacks, such as ad spend. */
  TIKTOK_SHOP_EXTENSION_URL: z.url().optional(),
  FX_FEED_URL: z.url().optional(),
  /** Hosts of private networks that merchants may name all the same, as host:port, comma-separated. */
  PRIVATE_HOSTS: z
    .string()
    .regex(/^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/, 'host:port, comma-separated')
    .optional(),
  /** The path of Apertium's program, where merchants may have chats translated by it on this machine. */
  APERTIUM_PROGRAM: z.string().min(1).max(300).optional(),
  CLOCK_URL: z.url().optional(),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(5).max(1_440).default(30),
  SESSION_MAX_HOURS: z.coerce.number().int().min(1).max(168).default(12),
  RATE_LIMITS: z.enum(['on', 'off']).default('on'),
  /** Drills only: switches one guard off, to see that its absence is noticed. Needs CLOCK_URL. */
  SABOTAGE: z.enum(guardNames).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** What no single variable can tell; asked of the raw text, so that these problems show beside those of the variables themselves. */
function crossProblems(given: Record<string, string>): string[] {
  const isLoopback = loopback(given.HOST ?? '127.0.0.1');
  const clockHost = given.CLOCK_URL && URL.canParse(given.CLOCK_URL) ? new URL(given.CLOCK_URL).hostname : '127.0.0.1';
  const problems: [boolean, string][] = [
    [
      !isLoopback && !given.PUBLIC_URL?.startsWith('https:') && given.ALLOW_INSECURE !== '1',
      'HOST: listening beyond this machine needs PUBLIC_URL with https, or ALLOW_INSECURE=1',
    ],
    [given.RATE_LIMITS === 'off' && !isLoopback, 'RATE_LIMITS: may be off only on a loopback HOST'],
    [!loopback(clockHost), 'CLOCK_URL: must name a loopback address'],
    [given.SABOTAGE !== undefined && given.CLOCK_URL === undefined, 'SABOTAGE: is for drills, which set CLOCK_URL'],
    [
      (given.TIKTOK_SHOP_APP_KEY === undefined) !== (given.TIKTOK_SHOP_APP_SECRET === undefined),
      'TIKTOK_SHOP_APP_SECRET: belongs together with TIKTOK_SHOP_APP_KEY; give both or none',
    ],
    [given.DATABASE_OWNER_URL !== undefined && given.DATABASE_URL === undefined, 'DATABASE_URL: must be given where DATABASE_OWNER_URL is'],
  ];
  return problems.filter(([isWrong]) => isWrong).map(([, text]) => text);
}

/** These may also be given as NAME_FILE, the path of a file that holds the value: environments are shown by too many tools. */
const secretNames = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'TIKTOK_SHOP_APP_KEY', 'TIKTOK_SHOP_APP_SECRET'] as const;

function withSecretsFromFiles(plain: Record<string, string>): { given: Record<string, string>; fileProblems: string[] } {
  const given = { ...plain };
  const fileProblems: string[] = [];
  for (const name of secretNames) {
    const file = plain[`${name}_FILE`];
    if (file === undefined) continue;
    if (plain[name] !== undefined) fileProblems.push(`${name}_FILE: stands beside ${name}; give one of them`);
    try {
      const value = readFileSync(file, 'utf8').trim();
      if (value !== '') given[name] = value;
    } catch (error) {
      fileProblems.push(
        `${name}_FILE: ${file} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`,
      );
    }
  }
  return { given, fileProblems };
}

function isDatabaseAddress(text: string): boolean {
  try {
    const { protocol, username, password, pathname } = new URL(text);
    for (const part of [username, password, pathname]) decodeURIComponent(part);
    return (protocol === 'postgres:' || protocol === 'postgresql:') && pathname.length > 1;
  } catch {
    return false;
  }
}

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
            sellerPageUrl: given.TIKTOK_SHOP_SELLER_PAGE_URL,
            extensionUrl: given.TIKTOK_SHOP_EXTENSION_URL,
          }
        : null,
    fxFeedUrl: given.FX_FEED_URL ?? null,
    privateHosts: given.PRIVATE_HOSTS?.toLowerCase().split(',') ?? [],
    apertiumProgram: given.APERTIUM_PROGRAM ?? null,
    clockUrl: given.CLOCK_URL ?? null,
    rateLimits: given.RATE_LIMITS === 'on',
    sessions: { idleMs: given.SESSION_IDLE_MINUTES * 60_000, absoluteMs: given.SESSION_MAX_HOURS * 3_600_000 },
    guards: guardsWithout(given.SABOTAGE),
    logLevel: given.LOG_LEVEL,
  };
}

/** One line per problem, naming the variable and how to mend it; never a value, which may be a secret. */
export class ConfigProblems extends Error {
  override name = 'ConfigProblems';
}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is an unset one: compose files and shells write them so.
  const plain = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
  const { given, fileProblems } = withSecretsFromFiles(plain);
  const parsed = environment.safeParse(given);
  const problems = [
    ...fileProblems,
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)),
    ...crossProblems(given),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigProblems(problems.join('\n'));
  return shape(parsed.data);
}
