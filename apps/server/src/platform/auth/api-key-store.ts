import type { Insertable, Kysely } from 'kysely';
import type { SystemTables } from '../database/tables.ts';
import { revokeInvitations } from './invitation-store.ts';

type System = Kysely<SystemTables>;

/** The sole writer of keys: recognising one notes its use, and the developer module makes and revokes them through here. */
export async function insertApiKey(system: System, row: Insertable<SystemTables['system.api_key']>): Promise<void> {
  await system.insertInto('system.api_key').values(row).execute();
}

/** Ends the open invitations made with it too: a leaked key must not leave a way in. */
export async function markApiKeyRevoked(system: System, { id, at }: { id: string; at: number }): Promise<void> {
  const row = await system
    .updateTable('system.api_key')
    .set({ revoked_at: new Date(at) })
    .where('id', '=', id)
    .returning('merchant_id')
    .executeTakeFirst();
  if (row) await revokeInvitations(system, { merchantId: row.merchant_id, invitedBy: id, at: new Date(at) });
}

export async function noteApiKeyUse(system: System, { id, at }: { id: string; at: number }): Promise<void> {
  await system
    .updateTable('system.api_key')
    .set({ last_used_at: new Date(at) })
    .where('id', '=', id)
    .execute();
}
