/** People and their membership of merchants: the rows that the sign-in library reads. */
import type { Role } from '@tradewind/contract';
import { hashPassword } from 'better-auth/crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../database/database.ts';
import type { SystemTables } from '../database/tables.ts';
import { type Refusal, refuse } from '../http/problem.ts';
import { PASSWORD_MAX, PASSWORD_MIN } from './library.ts';

export type NewOwner = { email: string; password: string; name: string; merchantName: string };
export type PeopleTools = { database: Pick<Database, 'system'>; newId: () => string; now: () => number };

/**
 * A merchant with its first owner: what no stranger can do over HTTP. Called again with the same e-mail and
 * merchant it finds them and changes nothing, the password included.
 */
export async function createOwner(tools: PeopleTools, owner: NewOwner): Promise<{ merchantId: string; userId: string; created: boolean }> {
  if (owner.password.length < PASSWORD_MIN || owner.password.length > PASSWORD_MAX) {
    throw new RangeError(`a password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters`);
  }
  const email = foldEmail(owner.email);
  const passwordHash = await hashPassword(owner.password);
  return tools.database.system.transaction().execute(async (tx) => {
    const existing = await tx
      .selectFrom('system.member')
      .innerJoin('system.auth_user', 'system.auth_user.id', 'system.member.user_id')
      .innerJoin('system.merchant', 'system.merchant.id', 'system.member.organization_id')
      .select(['system.merchant.id as merchantId', 'system.auth_user.id as userId'])
      .where('system.auth_user.email', '=', email)
      .where('system.merchant.name', '=', owner.merchantName)
      .where('system.member.role', '=', 'owner')
      .executeTakeFirst();
    if (existing) return { ...existing, created: false };
    const merchantId = tools.newId();
    const at = new Date(tools.now());
    await tx.insertInto('system.merchant').values({ id: merchantId, name: owner.merchantName, created_at: at }).execute();
    const userId = await ensureUser(tx, tools, { email, name: owner.name, passwordHash });
    await addMember(tx, tools, { merchantId, userId, name: owner.name, role: 'owner', shopIds: null });
    return { merchantId, userId, created: true };
  });
}

export const foldEmail = (email: string): string => email.trim().toLowerCase();

type Person = { email: string; name: string; passwordHash: string };
type RowTools = Pick<PeopleTools, 'newId' | 'now'>;

/** The user of this e-mail; an existing one keeps name and password, which are not this merchant's to change. */
export async function ensureUser(tx: Kysely<SystemTables>, tools: PeopleTools, person: Person): Promise<string> {
  const made = await createUser(tx, tools, person);
  if (typeof made === 'string') return made;
  const existing = await tx.selectFrom('system.auth_user').select('id').where('email', '=', person.email).executeTakeFirstOrThrow();
  return existing.id;
}

/** A refusal when somebody signs in with this e-mail already. */
export async function createUser(tx: Kysely<SystemTables>, { newId, now }: RowTools, person: Person): Promise<string | Refusal> {
  const id = newId();
  const at = new Date(now());
  const inserted = await tx
    .insertInto('system.auth_user')
    .values({ id, name: person.name, email: person.email, email_verified: false, created_at: at, updated_at: at })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return refuse('conflict');
  await tx
    .insertInto('system.auth_account')
    .values({
      id: newId(),
      user_id: id,
      account_id: id,
      provider_id: 'credential',
      password: person.passwordHash,
      created_at: at,
      updated_at: at,
    })
    .execute();
  return id;
}

export type NewMember = { merchantId: string; userId: string; name: string; role: Role; shopIds: string[] | null };

/** null when the person is a member already. */
export async function addMember(tx: Kysely<SystemTables>, { newId, now }: RowTools, member: NewMember): Promise<string | null> {
  const row = await tx
    .insertInto('system.member')
    .values({
      id: newId(),
      organization_id: member.merchantId,
      user_id: member.userId,
      name: member.name,
      role: member.role,
      shop_ids: member.shopIds,
      created_at: new Date(now()),
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'user_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

const ACTIVE_STEP_MS = 5 * 60_000;

/** Written once in five minutes, so that a page that asks every second costs no row version each time. */
export async function noteMemberActive(
  system: Kysely<SystemTables>,
  { id, lastActiveAt, now }: { id: string; lastActiveAt: Date | null; now: number },
): Promise<void> {
  if (lastActiveAt !== null && Math.abs(now - lastActiveAt.getTime()) < ACTIVE_STEP_MS) return;
  await system
    .updateTable('system.member')
    .set({ last_active_at: new Date(now) })
    .where('id', '=', id)
    .execute();
}
