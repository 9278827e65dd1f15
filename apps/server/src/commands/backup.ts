import path from 'node:path';
import type { Config } from '../config.ts';
import { noteBackup, writeBackup } from '../platform/backup/write-backup.ts';
import { realClock } from '../platform/clock/real-clock.ts';
import { realRandom } from '../platform/clock/real-random.ts';
import type { Log } from '../platform/ports.ts';
import { openAccess, signInFile } from '../storage.ts';

type Given = { to?: string | undefined; 'with-keys'?: boolean | undefined };
type Tools = { config: Config; log: Log; say: (line: string) => void };

/** `tradewind backup`: beside a running workbench or without one. Migrates nothing. */
export async function backupCommand({ config, log, say }: Tools, given: Given): Promise<void> {
  const withKeys = given['with-keys'] === true;
  const { access, postgres } = await openAccess({ config, log });
  try {
    const backup = await writeBackup({
      backupRole: access.backup,
      dataDir: config.dataDir,
      to: given.to ?? path.join(config.dataDir, 'backups'),
      keyFiles: { masterKeyFile: config.masterKeyFile, signInFile: signInFile(config.dataDir) },
      withKeys,
      clock: realClock,
      random: realRandom,
    });
    await noteBackup(config.dataDir, backup);
    const { tables, files, keys, schema, madeAt } = backup.manifest;
    const missing = keys.master.filter(({ check }) => check === null).map(({ id }) => id);
    if (missing.length > 0)
      say(
        `WARNING: ${config.masterKeyFile} lacks the master key ${missing.join(', ')}: what it seals cannot be read, now or after a restore`,
      );
    if (withKeys)
      say(`WARNING: ${backup.file} holds the master key: whoever has this file reads every token and every buyer. Lock it away`);
    else if (keys.master.length > 0)
      say(`the master key is not in it: keep a copy of ${config.masterKeyFile} apart (key ${keys.master.map(({ id }) => id).join(', ')})`);
    say(`${backup.file}: ${tables.length} tables as of ${madeAt}`);
    const rows = tables.reduce((sum, { digest }) => sum + digest.rows, 0);
    const line = { ok: true, file: backup.file, bytes: backup.bytes, madeAt, schemaVersion: schema.version, tables: tables.length, rows };
    say(JSON.stringify({ backup: { ...line, files: files.length, masterKeys: keys.master.map(({ id }) => id), missing, withKeys } }));
  } finally {
    await postgres?.stop();
  }
}
