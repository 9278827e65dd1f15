import type { Config } from '../config.ts';
import { verifyAudit } from '../platform/audit.ts';
import { restoreBackup } from '../platform/backup/restore.ts';
import { realClock } from '../platform/clock/real-clock.ts';
import { realRandom } from '../platform/clock/real-random.ts';
import { type Database, openDatabase } from '../platform/database/database.ts';
import type { Log } from '../platform/ports.ts';
import { migrationsFolder, openAccess, signInFile } from '../storage.ts';

type Tools = { config: Config; log: Log; say: (line: string) => void };

/** `tradewind restore --verify FILE`. There is no restore that does not verify. */
export async function restoreCommand({ config, log, say }: Tools, file: string | undefined): Promise<void> {
  if (!file) throw new Error('restore needs the file: tradewind restore --verify FILE');
  const { access, postgres } = await openAccess({ config, log });
  try {
    const { manifest, keysTaken, keysUnproven, sameSignIn } = await restoreBackup({
      file,
      access,
      migrationsFolder: migrationsFolder(),
      dataDir: config.dataDir,
      keyFiles: { masterKeyFile: config.masterKeyFile, signInFile: signInFile(config.dataDir) },
      clock: realClock,
      random: realRandom,
      log,
    });
    const database = openDatabase({ app: access.app, system: access.system, log });
    const audit = await auditOf(database).finally(() => database.close());
    const rows = manifest.tables.reduce((sum, { digest }) => sum + digest.rows, 0);
    say(`${manifest.tables.length} tables and ${rows} rows are back, as they were at ${manifest.madeAt}; counts and hashes are equal`);
    if (keysTaken) say(`the master key of the backup is now in ${config.masterKeyFile}`);
    if (!sameSignIn) say(`the sign-in secret is another: people sign in again, and second factors must be set up anew (keys/sign-in)`);
    if (keysUnproven.length > 0)
      say(`the master key ${keysUnproven.join(', ')} was lost before the backup: what it seals stays unreadable`);
    for (const name of audit.broken) say(`the audit chain of ${name} does not hold; it did not hold in the backup either`);
    const ok = keysUnproven.length === 0 && audit.broken.length === 0;
    if (!ok) process.exitCode = 1;
    const line = { ok, file, madeAt: manifest.madeAt, schemaVersion: manifest.schema.version, tables: manifest.tables.length, rows };
    say(
      JSON.stringify({ restore: { ...line, files: manifest.files.length, masterKeys: manifest.keys.master.map(({ id }) => id), audit } }),
    );
  } finally {
    await postgres?.stop();
  }
}

async function auditOf(database: Database): Promise<{ merchants: number; sealed: number; broken: string[] }> {
  const merchants = await database.system.selectFrom('system.merchant').select(['id', 'name']).execute();
  const outcome = { merchants: merchants.length, sealed: 0, broken: [] as string[] };
  for (const { id, name } of merchants) {
    const verdict = await verifyAudit(database, id);
    outcome.sealed += verdict.sealed;
    if (!verdict.ok) outcome.broken.push(name);
  }
  return outcome;
}
