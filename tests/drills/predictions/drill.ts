/** Plays tests/predictions in a database of its own: every rate that the platform punishes must have been foretold, and nothing else. */
import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../../apps/server/src/platform/database/database.ts';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import { silentLog } from '../../../apps/server/src/testing/silent-log.ts';
import { type Predictions, playPredictions } from '../../predictions/play.ts';
import { startServer } from '../../seeds/world/server.ts';
import type { DrillOptions } from '../main.ts';
import { Findings, type Report, reportOf } from '../report.ts';

const HOUR_MS = 3_600_000;

export async function predictionsDrill({ seed, small, say }: DrillOptions): Promise<Report & { predictions: Predictions }> {
  const server = await startServer(1, 'apps/server/migrations');
  try {
    const [access] = server.databases;
    if (!access) throw new Error('no database was made');
    const database = openDatabase({ app: { ...access.app, max: 5 }, system: { ...access.system, max: 5 }, log: silentLog });
    const merchantId = randomUUID();
    const insert = "INSERT INTO system.merchant (id, name, created_at) VALUES ($1, 'Merchant', 'epoch')";
    await withClient(access.system, (client) => client.query(insert, [merchantId]));
    const length = small ? { days: 8, lookEveryMs: 3 * HOUR_MS } : { days: 14, lookEveryMs: HOUR_MS };
    const predictions = await playPredictions({ database, merchantId, seed, ...length });
    await database.close();
    const { recorded, foreseen, falseAlarms } = predictions;
    say(`${foreseen} of ${recorded} recorded rate violations were foretold, ${falseAlarms} false alarms`);
    const findings = new Findings();
    findings.holds('troubled shops were punished', 'rates', { is: recorded > 0, seen: recorded, wanted: 'some' });
    findings.same('what was recorded was foretold', 'rates', { ours: foreseen, theirs: recorded });
    findings.same('nothing else was foretold for more than a day', 'rates', { ours: falseAlarms, theirs: 0 });
    return { ...reportOf('predictions', seed, { findings, faults: {} }), predictions };
  } finally {
    await server.close();
  }
}
