/** Inviting colleagues: who may add a member may invite one, and gives by it no more than they have. */
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../http/cursor.ts';
import type { Caller, Handlers } from '../http/handler.ts';
import { Refused, refuse } from '../http/problem.ts';
import type { Clock } from '../ports.ts';
import { audited, lockMerchant, type PeopleServices, type SystemTx } from './audited.ts';
import { hashInvitationToken, INVITATION_MS, insertInvitation, makeInvitationToken, revokeInvitations } from './invitation-store.ts';
import { foldEmail } from './people.ts';
import { refuseBeyond } from './rights.ts';
import { refuseUnknownShops } from './shop-bounds.ts';
import type { InvitationTable } from './tables.ts';

/** `realClock`: a link runs out in the time people live in, whatever clock the business follows. */
type Tools = PeopleServices & { realClock: Pick<Clock, 'now'> };
type InvitationHandlers = Pick<Handlers, 'invitations.list' | 'invitations.create' | 'invitations.revoke'>;
type Row = Pick<Selectable<InvitationTable>, 'id' | 'email' | 'role' | 'shop_ids' | 'created_at' | 'expires_at'> & {
  inviter: string | null;
};

export function invitationHandlers(tools: Tools): InvitationHandlers {
  return {
    'invitations.list': async ({ caller, query }) => {
      const before = decodeCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
      const rows = await openOnes(tools.database.system, caller.merchantId)
        .$if(before !== null, (select) =>
          select.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('invitation.created_at', 'invitation.id'), '<', tuple(new Date(before?.[0] ?? 0), before?.[1] ?? '')),
          ),
        )
        .orderBy('invitation.created_at', 'desc')
        .orderBy('invitation.id', 'desc')
        .limit(query.limit + 1)
        .execute();
      const page = pageOf(rows, query.limit, (last) => [last.created_at.toISOString(), last.id]);
      return { ...page, items: page.items.map((row) => view(row, tools.realClock.now())) };
    },
    'invitations.create': (input) => invite(tools, input),
    'invitations.revoke': (input) => revoke(tools, input),
  };
}

async function invite(tools: Tools, { caller, body, requestId }: Parameters<InvitationHandlers['invitations.create']>[0]) {
  const beyond = refuseBeyond(caller, body.role, body.shopIds) ?? (await refuseUnknownShops(tools.database, caller, body.shopIds));
  if (beyond) return beyond;
  const now = tools.realClock.now();
  const token = makeInvitationToken(tools.random);
  const row = {
    id: tools.newId(),
    email: foldEmail(body.email),
    role: body.role,
    shop_ids: body.shopIds,
    created_at: new Date(now),
    expires_at: new Date(now + INVITATION_MS),
  };
  const facts = { role: body.role, shopIds: body.shopIds };
  return audited(tools, { caller, requestId, action: 'invitation.create', objectKind: 'invitation', facts }, async (tx) => {
    await lockMerchant(tx, caller.merchantId);
    if (await isMember(tx, caller, row.email)) throw new Refused(refuse('member-exists'));
    // The new link is the only one: whoever holds an older one, sent to a wrong person perhaps, is out.
    await revokeInvitations(tx, { merchantId: caller.merchantId, email: row.email, at: row.created_at });
    await insertInvitation(tx, {
      ...row,
      merchant_id: caller.merchantId,
      token_hash: hashInvitationToken(token),
      invited_by: caller.id,
    });
    const inviter = caller.kind === 'user' ? caller.name : null;
    return { objectId: row.id, result: { ...view({ ...row, inviter }, now), token } };
  });
}

async function revoke(tools: Tools, { caller, params, requestId }: Parameters<InvitationHandlers['invitations.revoke']>[0]) {
  const act = { caller, requestId, action: 'invitation.revoke', objectKind: 'invitation', facts: {} };
  return audited(tools, act, async (tx) => {
    const id = params.invitationId;
    const row = await openOnes(tx, caller.merchantId).where('invitation.id', '=', id).executeTakeFirst();
    if (!row) throw new Refused(refuse('not-found'));
    const beyond = refuseBeyond(caller, row.role, row.shop_ids);
    if (beyond) throw new Refused(beyond);
    const ended = await revokeInvitations(tx, { merchantId: caller.merchantId, id, at: new Date(tools.realClock.now()) });
    if (ended === 0) throw new Refused(refuse('not-found'));
    return { objectId: id, result: undefined };
  });
}

/** Neither accepted nor taken back; those that ran out stay in the list until somebody invites anew or removes them. */
function openOnes(tx: SystemTx, merchantId: string) {
  return tx
    .selectFrom('system.invitation as invitation')
    .select(['invitation.id', 'invitation.email', 'invitation.role', 'invitation.shop_ids'])
    .select(['invitation.created_at', 'invitation.expires_at'])
    .select(({ selectFrom }) =>
      selectFrom('system.member as inviter')
        .select('inviter.name')
        .whereRef('inviter.organization_id', '=', 'invitation.merchant_id')
        .where(({ eb, cast, ref }) => eb(cast<string>(ref('inviter.user_id'), 'text'), '=', ref('invitation.invited_by')))
        .as('inviter'),
    )
    .where('invitation.merchant_id', '=', merchantId)
    .where('invitation.accepted_at', 'is', null)
    .where('invitation.revoked_at', 'is', null);
}

async function isMember(tx: SystemTx, caller: Caller, email: string): Promise<boolean> {
  const row = await tx
    .selectFrom('system.member as member')
    .innerJoin('system.auth_user as person', 'person.id', 'member.user_id')
    .select('member.id')
    .where('member.organization_id', '=', caller.merchantId)
    .where('person.email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}

const view = (row: Row, now: number) => ({
  id: row.id,
  email: row.email,
  role: row.role,
  shopIds: row.shop_ids,
  invitedBy: row.inviter,
  state: row.expires_at.getTime() > now ? ('pending' as const) : ('expired' as const),
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
});
