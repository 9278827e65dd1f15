import type { Insertable, Kysely } from 'kysely';
import type { SystemTables } from '../database/tables.ts';

type System = Kysely<SystemTables>;

/** The sole writer of keys: recognising one notes its use, and the developer module makes and revokes them through here. */
export async function insertApiKey(system: System, row: Insertable<SystemTables['system.api_key']>): Promise<void> {
  await system.insertInto('system.api_key').values(row).execute();
}

export async function markApiKeyRevoked(system: System, { id, at }: { id: string; at: number }): Promise<void> {
  await system
    .updateTable('system.api_key')
    .set({ revoked_at: new Date(at) })
    .where('id', '=', id)
    .execute();
}

export async function noteApiKeyUse(system: System, { id, at }: { id: string; at: number }): Promise<void> {
  await system
    .updateTable('system.api_key')
    .set({ last_used_at: new Date(at) })
    .where('id', '=', id)
    .execute();
}
