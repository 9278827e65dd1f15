/**
 * What the link of an invitation opens, for people who are nobody yet: below /api/auth, like sign-in, because it ends in a
 * session. The token comes in the body; in the link it stands behind `#`, which browsers send to no server and write to no log.
 *
 * Joining: the address of the invitation and a password. Where nobody signs in with that address the person is made;
 * where somebody does, it must be their password (and their second factor, then `accept` is called again with the session
 * and without a password). The form is one and the same, so that a link does not tell who else uses the installation
 * short of joining by it.
 */
import { hashPassword } from 'better-auth/crypto';
import { z } from 'zod';
import { auditSystem } from '../audit.ts';
import type { Database } from '../database/database.ts';
import { publish } from '../hints.ts';
import { parseInput } from '../http/field-errors.ts';
import { problemAnswer, type Refusal, Refused, refuse } from '../http/problem.ts';
import { raise } from '../notifications/index.ts';
import type { SignInAttempts } from './attempts.ts';
import type { SystemTx } from './audited.ts';
import { cookiesAsSent, type DoorRequest, enterDoor, sessionOf } from './doors.ts';
import { claimInvitation, type OpenInvitation, openInvitation } from './invitation-store.ts';
import { type Library, PASSWORD_MAX, PASSWORD_MIN } from './library.ts';
import { addMember, createUser } from './people.ts';

export type InvitationTools = {
  database: Pick<Database, 'system' | 'withMerchant'>;
  library: Library;
  attempts: SignInAttempts | null;
  newId: () => string;
  now: () => number;
};

const token = z.string().min(1).max(200);
const reading = z.strictObject({ token });
const accepting = z.strictObject({
  token,
  name: z.string().trim().min(1).max(100),
  password: z.string().min(PASSWORD_MIN).max(PASSWORD_MAX).optional(),
});

const doors = {
  '/invitation/read': async (tools: InvitationTools, request: DoorRequest): Promise<Response> => {
    const body = checked(reading, request.body);
    return json(await describe(tools, await foundBy(tools, body.token, request.address)));
  },
  '/invitation/accept': async (tools: InvitationTools, request: DoorRequest): Promise<Response> => {
    const { token: sent, name, password } = checked(accepting, request.body);
    const found = await foundBy(tools, sent, request.address);
    return password === undefined
      ? joinSignedIn(tools, request, { found, name })
      : joinByPassword(tools, request, { found, name, password });
  },
};
type InvitationDoor = keyof typeof doors;

export const isInvitationDoor = (path: string): path is InvitationDoor => Object.hasOwn(doors, path);

export async function enterInvitation(tools: InvitationTools, request: DoorRequest & { path: InvitationDoor }): Promise<Response> {
  try {
    return await doors[request.path](tools, request);
  } catch (error) {
    if (error instanceof Refused) return problemAnswer(error.refusal, request.requestId);
    throw error;
  }
}

function checked<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = parseInput(shape, body ?? {});
  if ('errors' in parsed) throw new Refused({ refused: 'invalid-input', errors: parsed.errors });
  return parsed.data;
}

/** Guessing 256 random bits is hopeless; the bucket keeps the trying cheap for us. */
async function foundBy({ database, attempts, now }: InvitationTools, sent: string, address: string): Promise<OpenInvitation> {
  const attempt = { address, email: 'invitation' };
  const retryAfterSeconds = (await attempts?.take(attempt)) ?? null;
  if (retryAfterSeconds !== null) throw new Refused({ refused: 'rate-limited', retryAfterSeconds });
  const found = await openInvitation(database.system, { token: sent, at: new Date(now()) });
  if (!found) throw new Refused(refuse('invitation-ended'));
  await attempts?.giveBack(attempt);
  return found;
}

async function describe({ database: { system } }: InvitationTools, { merchant_id, email, role, invited_by }: OpenInvitation) {
  const merchant = await system.selectFrom('system.merchant').select('name').where('id', '=', merchant_id).executeTakeFirstOrThrow();
  const inviter = await system
    .selectFrom('system.member')
    .select('name')
    .where('organization_id', '=', merchant_id)
    .where(({ eb, cast, ref }) => eb(cast<string>(ref('user_id'), 'text'), '=', invited_by))
    .executeTakeFirst();
  return { merchant: merchant.name, invitedBy: inviter?.name ?? null, email, role };
}

type Joining = { found: OpenInvitation; name: string };

async function joinByPassword(tools: InvitationTools, request: DoorRequest, joining: Joining & { password: string }): Promise<Response> {
  const { found, name, password } = joining;
  const { system } = tools.database;
  const passwordHash = await hashPassword(password);
  const known = await system.selectFrom('system.auth_user').select('id').where('email', '=', found.email).executeTakeFirst();
  if (!known) {
    const person = { email: found.email, name, passwordHash };
    await join(tools, joining, (tx) => createUser(tx, tools, person));
  }
  const signedIn = await enterDoor(tools, { ...request, path: '/sign-in/email', body: { email: found.email, password } });
  const opened = signedIn.ok ? await sessionOf(tools.library, cookiesAsSent(signedIn)) : null;
  // A wrong password, or a second factor that is still to come.
  if (!opened) return signedIn;
  const sessionId = opened.session.id;
  if (known) {
    await join(tools, joining, async () => known.id).catch(async (error: unknown) => {
      await system.deleteFrom('system.auth_session').where('id', '=', sessionId).execute();
      throw error;
    });
  }
  await chooseMerchant(tools, sessionId, found.merchant_id);
  return signedIn;
}

/** The second half where a code was asked for, and the whole for somebody who is signed in as this person already. */
async function joinSignedIn(tools: InvitationTools, { headers }: DoorRequest, joining: Joining): Promise<Response> {
  const session = await sessionOf(tools.library, headers);
  if (!session || session.user.email !== joining.found.email) throw new Refused(refuse('unauthenticated'));
  await join(tools, joining, async () => session.user.id);
  await chooseMerchant(tools, session.session.id, joining.found.merchant_id);
  return json({});
}

async function join(tools: InvitationTools, { found, name }: Joining, userOf: (tx: SystemTx) => Promise<string | Refusal>): Promise<void> {
  const { database, newId, now } = tools;
  const { merchant_id: merchantId, role, shop_ids: shopIds } = found;
  await database.withMerchant(merchantId, (tenantTx) =>
    database.system.transaction().execute(async (tx) => {
      if (!(await claimInvitation(tx, { id: found.id, at: new Date(now()) }))) throw new Refused(refuse('invitation-ended'));
      const userId = await userOf(tx);
      if (typeof userId !== 'string') throw new Refused(userId);
      const memberId = await addMember(tx, tools, { merchantId, userId, name, role, shopIds });
      if (memberId === null) throw new Refused(refuse('member-exists'));
      const facts = { role, shopIds, invitationId: found.id };
      const act = { id: newId(), at: now(), action: 'invitation.accept', objectKind: 'member', objectId: memberId, facts };
      await auditSystem(tenantTx, { ...act, merchantId, actorId: userId });
      const told = { merchantId, kind: 'member-joined', subject: memberId, shopId: null, facts: { role }, now: now() } as const;
      await raise(tenantTx, { newId, hints: { publish } }, told);
    }),
  );
}

/** Without it a person of several merchants would land in the oldest of them. */
async function chooseMerchant({ database: { system } }: InvitationTools, sessionId: string, merchantId: string): Promise<void> {
  await system.updateTable('system.auth_session').set({ active_organization_id: merchantId }).where('id', '=', sessionId).execute();
}

const json = (body: object): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } });
