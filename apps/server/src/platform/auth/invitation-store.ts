/**
 * Invitations: open → accepted (once) or revoked, or they run out after seven days of real time. Kept is the SHA-256 of the
 * token; the token itself is shown to whoever invites and never again. The row is claimed in the transaction that makes
 * the member, so of two who open a link at once one joins.
 *
 * Whoever loses the right to invite must not come back by a link made before: their open invitations end with it.
 */
import { createHash } from 'node:crypto';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { SystemTables } from '../database/tables.ts';
import type { Random } from '../ports.ts';
import type { InvitationTable } from './tables.ts';

type System = Kysely<SystemTables>;

export const INVITATION_MS = 7 * 24 * 3600 * 1000;
/** Ended ones stay in the table this long, for whoever asks what became of them. */
const KEPT_MS = 90 * 24 * 3600 * 1000;

export const makeInvitationToken = (random: Random): string => `twi_${Buffer.from(random.bytes(32)).toString('base64url')}`;
export const hashInvitationToken = (token: string): Buffer => createHash('sha256').update(token).digest();

export async function insertInvitation(system: System, row: Insertable<InvitationTable>): Promise<void> {
  await system.insertInto('system.invitation').values(row).execute();
}

export type OpenInvitation = Pick<Selectable<InvitationTable>, 'id' | 'merchant_id' | 'email' | 'role' | 'shop_ids' | 'invited_by'>;

export async function openInvitation(system: System, { token, at }: { token: string; at: Date }): Promise<OpenInvitation | undefined> {
  return system
    .selectFrom('system.invitation')
    .select(['id', 'merchant_id', 'email', 'role', 'shop_ids', 'invited_by'])
    .where('token_hash', '=', hashInvitationToken(token))
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
}

/** false when it was used, taken back or ran out meanwhile. */
export async function claimInvitation(system: System, { id, at }: { id: string; at: Date }): Promise<boolean> {
  const { numUpdatedRows } = await system
    .updateTable('system.invitation')
    .set({ accepted_at: at })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

type Which = { merchantId: string; at: Date } & ({ id: string } | { email: string } | { invitedBy: string });

/** Ends the open ones among them; how many those were. */
export async function revokeInvitations(system: System, which: Which): Promise<number> {
  const { numUpdatedRows } = await system
    .updateTable('system.invitation')
    .set({ revoked_at: which.at })
    .where('merchant_id', '=', which.merchantId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .$if('id' in which, (update) => update.where('id', '=', 'id' in which ? which.id : ''))
    .$if('email' in which, (update) => update.where('email', '=', 'email' in which ? which.email : ''))
    .$if('invitedBy' in which, (update) => update.where('invited_by', '=', 'invitedBy' in which ? which.invitedBy : ''))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function purgeInvitations(system: System, now: number): Promise<void> {
  await system
    .deleteFrom('system.invitation')
    .where('expires_at', '<', new Date(now - KEPT_MS))
    .execute();
}
