/** Everything the doctor looks at, in the order in which it is told. It changes nothing; a look that fails is a finding among the others. */
import type pg from 'pg';
import type { Database, TenantTx } from '../database/database.ts';
import { type DatabaseAccess, withClient } from '../database/roles.ts';
import type { Clock, HttpSend } from '../ports.ts';
import { databaseClock, platformClock } from './clocks.ts';
import { audit, bornAt, connections, queue, roles, stock, tenancy, versions } from './database.ts';
import { type Finding, looking } from './finding.ts';
import { keys } from './keys.ts';
import { backupAge, disk, nodeVersion, permissions } from './place.ts';

export type Patient = {
  access: DatabaseAccess;
  database: Database;
  dataDir: string;
  masterKeyFile: string;
  migrationsFolder: string;
  nodeVersion: string;
  /** Platforms' addresses whose clock may be asked; none where no channel is configured. */
  platformUrls: string[];
  clock: Pick<Clock, 'now'>;
  send: HttpSend;
  /** In how many places the books of a merchant's stock contradict each other. */
  stockFaults: (tx: TenantTx) => Promise<number>;
};

/** What needs no database, so that it can be said when there is none. */
export async function examinePlace(of: Pick<Patient, 'dataDir' | 'nodeVersion'>): Promise<Finding[]> {
  return [
    nodeVersion(of.nodeVersion),
    ...(await looking('disk', 'look at the disk under DATA_DIR', async () => [await disk(of.dataDir)])),
    ...(await looking('permissions', 'run doctor as the user of the workbench', async () => permissions(of.dataDir))),
  ];
}

export async function examine(patient: Patient): Promise<Finding[]> {
  const { access, clock, dataDir, migrationsFolder } = patient;
  const place = await examinePlace(patient);
  const platforms = await Promise.all(patient.platformUrls.map((url) => platformClock(url, patient)));
  return withClient(access.migrator, async (client) => {
    const ages = await looking('postgres', 'look at the database’s log', () => versions(client, migrationsFolder));
    const clocks = [...(await looking('clock', 'look at the database', async () => [await databaseClock(client, clock)])), ...platforms];
    const head = [...place, ...ages, ...clocks, ...(await looking('connections', 'look at pg_stat_activity', () => connections(client)))];
    // Without tables the rest would only repeat that.
    if (ages.some(({ check, state }) => check === 'schema' && state === 'wrong')) return head;
    const since = await bornAt(client);
    return [
      ...head,
      ...(await insides(client, patient)),
      ...(await looking('backup', 'remove DATA_DIR/last-backup.json and make a backup', async () => [
        await backupAge(dataDir, { now: clock.now(), since }),
      ])),
    ];
  });
}

async function insides(client: pg.ClientBase, { access, database, masterKeyFile, clock, stockFaults }: Patient): Promise<Finding[]> {
  return [
    ...(await looking('roles', 'look at the roles of the database', () => roles(access))),
    ...(await looking('tenancy', 'run doctor with the rights of the owner (DATABASE_OWNER_URL)', () => tenancy(client, access))),
    ...(await looking('keys', 'put the master key file back (docs/operate/keys.md)', () => keys(access, masterKeyFile))),
    ...(await looking('queue', 'look at the database', () => queue(database, clock.now()))),
    ...(await looking('audit', 'look at the database', () => audit(database))),
    ...(await looking('stock', 'look at the database', () => stock(database, stockFaults))),
  ];
}
