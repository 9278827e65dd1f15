/**
 * People are system rows and audit entries tenant rows, in two transactions of two roles. The audit entry is
 * written first, inside the transaction that commits last: when the change fails there is no entry, and a change
 * without an entry needs a crash in the instant between the two commits.
 */
import type { Kysely } from 'kysely';
import { type AuditFacts, audit } from '../audit.ts';
import type { SystemTables } from '../database/tables.ts';
import type { Caller } from '../http/handler.ts';
import { type Refusal, Refused } from '../http/problem.ts';
import type { Services } from '../services.ts';

export type PeopleServices = Pick<Services, 'database' | 'newId' | 'random' | 'clock'>;
export type SystemTx = Kysely<SystemTables>;
export type Act = { caller: Caller; requestId: string; action: string; objectKind: string; facts: AuditFacts };

export async function audited<T>(
  { database, newId, clock }: Pick<PeopleServices, 'database' | 'newId' | 'clock'>,
  act: Act,
  change: (tx: SystemTx) => Promise<{ objectId: string; result: T }>,
): Promise<T | Refusal> {
  try {
    return await database.withMerchant(act.caller.merchantId, (tenantTx) =>
      database.system.transaction().execute(async (tx) => {
        const { objectId, result } = await change(tx);
        await audit(tenantTx, { ...act, id: newId(), at: clock.now(), objectId });
        return result;
      }),
    );
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** Two changes of people at once must see each other: each takes the merchant's row first. */
export async function lockMerchant(tx: SystemTx, merchantId: string): Promise<void> {
  await tx.selectFrom('system.merchant').select('id').where('id', '=', merchantId).forUpdate().execute();
}
