/**
 * People of a merchant. Rules: nobody gives or touches more than they have (a caller bound to two shops, or a
 * key with some scopes, makes no owner); a merchant keeps at least one owner; whoever is removed or changed
 * loses the sessions they have open for this merchant.
 */
import { hashPassword } from 'better-auth/crypto';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { AuditFacts } from '../audit.ts';
import { decodeCursor, pageOf } from '../http/cursor.ts';
import type { Caller, Handlers } from '../http/handler.ts';
import { Refused, refuse } from '../http/problem.ts';
import type { Clock } from '../ports.ts';
import { audited, lockMerchant, type PeopleServices, type SystemTx } from './audited.ts';
import { revokeInvitations } from './invitation-store.ts';
import { addMember, ensureUser, foldEmail } from './people.ts';
import { refuseBeyond } from './rights.ts';
import { refuseUnknownShops } from './shop-bounds.ts';
import type { MemberTable } from './tables.ts';

type Tools = PeopleServices & { realClock: Pick<Clock, 'now'> };
type MemberRow = Pick<Selectable<MemberTable>, 'id' | 'name' | 'role' | 'shop_ids' | 'created_at' | 'user_id' | 'last_active_at'> & {
  email: string;
};
type MemberHandlers = Pick<Handlers, 'members.list' | 'members.create' | 'members.update' | 'members.remove'>;

export function memberHandlers(tools: Tools): MemberHandlers {
  return {
    'members.list': async ({ caller, query }) => {
      const after = decodeCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
      const rows = await membersOf(tools.database.system, caller.merchantId)
        .$if(after !== null, (select) =>
          select.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('member.created_at', 'member.id'), '>', tuple(new Date(after?.[0] ?? 0), after?.[1] ?? '')),
          ),
        )
        .orderBy('member.created_at')
        .orderBy('member.id')
        .limit(query.limit + 1)
        .execute();
      const page = pageOf(rows, query.limit, (last) => [last.created_at.toISOString(), last.id]);
      return { ...page, items: page.items.map(view) };
    },
    'members.create': (input) => createMember(tools, input),
    'members.update': (input) => updateMember(tools, input),
    'members.remove': (input) => removeMember(tools, input),
  };
}

async function createMember(tools: Tools, { caller, body, requestId }: Parameters<MemberHandlers['members.create']>[0]) {
  const beyond = refuseBeyond(caller, body.role, body.shopIds) ?? (await refuseUnknownShops(tools.database, caller, body.shopIds));
  if (beyond) return beyond;
  const password = Buffer.from(tools.random.bytes(15)).toString('base64url');
  const passwordHash = await hashPassword(password);
  const person = { email: foldEmail(body.email), name: body.name, passwordHash };
  const people = { database: tools.database, newId: tools.newId, now: () => tools.clock.now() };
  const act = { caller, requestId, action: 'member.create', objectKind: 'member', facts: { role: body.role, shopIds: body.shopIds } };
  // An e-mail that signs in for another merchant joins with the password it has. The answer looks the same, so
  // that nobody learns here who else uses the installation.
  return audited(tools, act, async (tx) => {
    const userId = await ensureUser(tx, people, person);
    const member = { merchantId: caller.merchantId, userId, name: body.name, role: body.role, shopIds: body.shopIds };
    const memberId = await addMember(tx, people, member);
    if (memberId === null) throw new Refused(refuse('member-exists'));
    const row = await oneMember(tx, caller, memberId);
    return { objectId: memberId, result: { ...view(row), password } };
  });
}

async function updateMember(tools: Tools, { caller, params, body, requestId }: Parameters<MemberHandlers['members.update']>[0]) {
  const unknown = await refuseUnknownShops(tools.database, caller, body.shopIds ?? null);
  if (unknown) return unknown;
  const facts: AuditFacts = { ...(body.role && { role: body.role }), ...(body.shopIds !== undefined && { shopIds: body.shopIds }) };
  return audited(tools, { caller, requestId, action: 'member.update', objectKind: 'member', facts }, async (tx) => {
    const before = await lockMember(tx, caller, params.memberId);
    const role = body.role ?? before.role;
    const shopIds = body.shopIds === undefined ? before.shop_ids : body.shopIds;
    const beyond = refuseBeyond(caller, before.role, before.shop_ids) ?? refuseBeyond(caller, role, shopIds);
    if (beyond) throw new Refused(beyond);
    // An owner of some shops only could not mend what an owner of all can; so the last one stays whole.
    if (before.role === 'owner' && (role !== 'owner' || shopIds !== null)) await keepAnOwner(tx, caller, before.id);
    await tx.updateTable('system.member').set({ role, shop_ids: shopIds }).where('id', '=', before.id).execute();
    await endInvitationsBy(tools, tx, { caller, userId: before.user_id });
    return { objectId: before.id, result: view({ ...before, role, shop_ids: shopIds }) };
  });
}

async function removeMember(tools: Tools, { caller, params, requestId }: Parameters<MemberHandlers['members.remove']>[0]) {
  return audited(tools, { caller, requestId, action: 'member.remove', objectKind: 'member', facts: {} }, async (tx) => {
    const member = await lockMember(tx, caller, params.memberId);
    const beyond = refuseBeyond(caller, member.role, member.shop_ids);
    if (beyond) throw new Refused(beyond);
    if (member.role === 'owner') await keepAnOwner(tx, caller, member.id);
    await tx.deleteFrom('system.member').where('id', '=', member.id).execute();
    await endInvitationsBy(tools, tx, { caller, userId: member.user_id });
    // Sessions for other merchants go on: one merchant must not sign a person out of another.
    await tx
      .deleteFrom('system.auth_session')
      .where('user_id', '=', member.user_id)
      .where('active_organization_id', '=', caller.merchantId)
      .execute();
    return { objectId: member.id, result: undefined };
  });
}

/** Their links were worth what they might give then; a removed owner must not come back by one. */
async function endInvitationsBy(
  { realClock }: Pick<Tools, 'realClock'>,
  tx: SystemTx,
  { caller, userId }: { caller: Caller; userId: string },
): Promise<void> {
  await revokeInvitations(tx, { merchantId: caller.merchantId, invitedBy: userId, at: new Date(realClock.now()) });
}

function membersOf(tx: SystemTx, merchantId: string) {
  return tx
    .selectFrom('system.member as member')
    .innerJoin('system.auth_user as person', 'person.id', 'member.user_id')
    .select(['member.id', 'member.name', 'member.role', 'member.shop_ids', 'member.created_at', 'member.user_id'])
    .select(['member.last_active_at', 'person.email'])
    .where('member.organization_id', '=', merchantId);
}

async function oneMember(tx: SystemTx, caller: Caller, memberId: string): Promise<MemberRow> {
  const row = await membersOf(tx, caller.merchantId).where('member.id', '=', memberId).executeTakeFirst();
  if (!row) throw new Refused(refuse('not-found'));
  return row;
}

async function lockMember(tx: SystemTx, caller: Caller, memberId: string): Promise<MemberRow> {
  await lockMerchant(tx, caller.merchantId);
  return oneMember(tx, caller, memberId);
}

async function keepAnOwner(tx: SystemTx, caller: Caller, exceptId: string): Promise<void> {
  const other = await tx
    .selectFrom('system.member')
    .select('id')
    .where('organization_id', '=', caller.merchantId)
    .where('role', '=', 'owner')
    .where('shop_ids', 'is', null)
    .where('id', '<>', exceptId)
    .limit(1)
    .executeTakeFirst();
  if (!other) throw new Refused(refuse('last-owner'));
}

const view = (row: MemberRow) => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  shopIds: row.shop_ids,
  createdAt: row.created_at.toISOString(),
  lastActiveAt: row.last_active_at?.toISOString() ?? null,
});
