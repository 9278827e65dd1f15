import { TIKTOK_SHOP_ADDRESSES } from '@tradewind/channels/tiktok-shop';
import type { Config } from '../config.ts';
import { findFaults } from '../modules/stock/index.ts';
import { realClock } from '../platform/clock/real-clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { examine, examinePlace } from '../platform/doctor/examine.ts';
import { type Finding, wrong } from '../platform/doctor/finding.ts';
import { createHttpSend } from '../platform/http-out.ts';
import type { Log } from '../platform/ports.ts';
import { migrationsFolder, openAccess } from '../storage.ts';

type Tools = { config: Config; log: Log; say: (line: string) => void; fetch: typeof globalThis.fetch };

/** `tradewind doctor`: exit 1 when something is wrong. Calls a platform only where a channel is configured. */
export async function doctorCommand(tools: Tools, given: { json?: boolean | undefined }): Promise<void> {
  const findings = await allFindings(tools);
  const ok = findings.every(({ state }) => state !== 'wrong');
  if (!ok) process.exitCode = 1;
  if (given.json) return tools.say(JSON.stringify({ doctor: { ok, findings } }));
  for (const line of table(findings)) tools.say(line);
}

async function allFindings({ config, log, fetch }: Tools): Promise<Finding[]> {
  const { dataDir, masterKeyFile, tiktokShop } = config;
  const opened = await openAccess({ config, log }).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  if (opened instanceof Error) {
    const mend = config.database ? 'start the database, or mend DATABASE_URL' : 'look at postgres.log under DATA_DIR';
    return [...(await examinePlace({ dataDir, nodeVersion: process.versions.node })), wrong('database', opened.message, mend)];
  }
  const { access, postgres } = opened;
  const database = openDatabase({ app: { ...access.app, max: 2 }, system: { ...access.system, max: 2 }, log });
  try {
    return await examine({
      access,
      database,
      dataDir,
      masterKeyFile,
      migrationsFolder: migrationsFolder(),
      nodeVersion: process.versions.node,
      platformUrls: tiktokShop ? [tiktokShop.apiUrl ?? TIKTOK_SHOP_ADDRESSES.apiUrl] : [],
      clock: realClock,
      send: createHttpSend({ fetch }),
      stockFaults: async (tx) => (await findFaults(tx)).length,
    });
  } finally {
    await database.close();
    await postgres?.stop();
  }
}

const marks = { good: 'ok     ', note: 'note   ', wrong: 'WRONG  ', unknown: '?      ' } as const;

function table(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, state, says, mend }) => [
    `${marks[state]}${check.padEnd(width)}  ${says}`,
    ...(mend === null ? [] : [`${' '.repeat(7 + width)}  → ${mend}`]),
  ]);
  const faults = findings.filter(({ state }) => state === 'wrong').length;
  return [...lines, faults === 0 ? 'nothing is wrong' : `${faults} wrong`];
}
