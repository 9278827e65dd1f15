import { verifyAudit } from '../platform/audit.ts';
import type { Database } from '../platform/database/database.ts';

/** `tradewind audit verify`: exit 1 when a link of any merchant's chain does not hold. */
export async function verifyAuditCommand(database: Database, _given: unknown, say: (line: string) => void): Promise<void> {
  for (const { id, name } of await database.system.selectFrom('system.merchant').select(['id', 'name']).execute()) {
    const verdict = await verifyAudit(database, id);
    say(`${name}: ${verdict.ok ? 'holds' : `broken at link ${verdict.brokenSeq}`}, ${verdict.sealed} sealed, ${verdict.unsealed} not yet`);
    if (!verdict.ok) process.exitCode = 1;
  }
}
