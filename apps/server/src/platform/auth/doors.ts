/**
 * The few addresses of the sign-in library that are open, below /api/auth. Each body is checked here and built
 * anew, so that keys we do not know (a call-back address, a role) never reach the library. Everything else it
 * could do (sign-up, invitations, deleting a merchant) answers 404.
 */
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { parseInput } from '../http/field-errors.ts';
import { problemAnswer, type Refusal, refuse } from '../http/problem.ts';
import type { SignInAttempts } from './attempts.ts';
import { ADDRESS_HEADER, type Library, PASSWORD_MAX, PASSWORD_MIN } from './library.ts';
import { foldEmail } from './people.ts';

const password = z.string().min(1).max(PASSWORD_MAX);
const code = z.string().min(1).max(40);

const doors = {
  '/sign-in/email': z.strictObject({ email: z.email().max(200), password, rememberMe: z.boolean().optional() }),
  '/sign-out': z.strictObject({}),
  '/revoke-other-sessions': z.strictObject({}),
  '/organization/set-active': z.strictObject({ organizationId: z.uuid() }),
  '/change-password': z.strictObject({ currentPassword: password, newPassword: z.string().min(PASSWORD_MIN).max(PASSWORD_MAX) }),
  '/two-factor/enable': z.strictObject({ password }),
  '/two-factor/disable': z.strictObject({ password }),
  '/two-factor/generate-backup-codes': z.strictObject({ password }),
  '/two-factor/verify-totp': z.strictObject({ code }),
  '/two-factor/verify-backup-code': z.strictObject({ code }),
} as const;
type Door = keyof typeof doors;

const isDoor = (path: string): path is Door => Object.hasOwn(doors, path);

export type DoorRequest = { path: string; headers: Headers; body: unknown; address: string; requestId: string };

type DoorTools = { library: Library; attempts: SignInAttempts | null; database: Pick<Database, 'system'> };

export async function enterDoor(tools: DoorTools, request: DoorRequest): Promise<Response> {
  const { library, attempts } = tools;
  const { path, requestId } = request;
  if (!isDoor(path)) return problemAnswer(refuse('not-found'), requestId);
  const body = parseInput<Record<string, unknown>>(doors[path], request.body ?? {});
  if ('errors' in body) return problemAnswer({ refused: 'invalid-input', errors: body.errors }, requestId);

  const before = path === '/change-password' ? await sessionOf(library, request.headers) : null;
  // Whoever sits down at an open page could guess the password there as well as at the door.
  const email = 'email' in body.data ? String(body.data.email) : before?.user.email;
  const attempt = email === undefined ? null : { address: request.address, email: foldEmail(email) };
  const waitSeconds = attempt && attempts ? await attempts.take(attempt) : null;
  if (waitSeconds !== null) return problemAnswer({ refused: 'rate-limited', retryAfterSeconds: waitSeconds }, requestId);

  // A new password ends the other sessions: whoever knew the old one is out.
  const data = path === '/change-password' ? { ...body.data, revokeOtherSessions: true } : body.data;
  const answer = await library.handler(passOn(path, request, data));
  if (answer.ok) {
    if (attempt && attempts) await attempts.giveBack(attempt);
    if (before) await stayWith(tools, answer, before.session.activeOrganizationId ?? null);
    return withoutToken(answer);
  }
  return problemAnswer(refusalOf(path, answer.status, await answer.json().catch(() => null)), requestId, cookiesOf(answer));
}

function passOn(path: Door, { headers, address }: DoorRequest, body: unknown): Request {
  const passed = new Headers({ 'content-type': 'application/json', [ADDRESS_HEADER]: address });
  for (const name of ['cookie', 'user-agent']) {
    const value = headers.get(name);
    if (value !== null) passed.set(name, value);
  }
  return new Request(`http://localhost/api/auth${path}`, { method: 'POST', headers: passed, body: JSON.stringify(body) });
}

/** The session that these headers' cookie opens; null where it opens none. */
export const sessionOf = (library: Library, headers: Headers) =>
  library.api.getSession({ headers: new Headers({ cookie: headers.get('cookie') ?? '' }) });

/** The cookies of an answer as a browser would send them with its next request. */
export const cookiesAsSent = (answer: Response): Headers =>
  new Headers({
    cookie: answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0] ?? '')
      .join('; '),
  });

/** A new password makes a new session; the library would begin it in the person's oldest merchant. */
async function stayWith({ library, database }: DoorTools, answer: Response, merchantId: string | null): Promise<void> {
  const made = await sessionOf(library, cookiesAsSent(answer));
  if (!made) return;
  await database.system
    .updateTable('system.auth_session')
    .set({ active_organization_id: merchantId })
    .where('id', '=', made.session.id)
    .execute();
}

/** The library repeats the session token in the body; the page has no use for it, a thief would. */
async function withoutToken(answer: Response): Promise<Response> {
  const body: unknown = await answer.json().catch(() => null);
  const kept = typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'token')) : {};
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return new Response(JSON.stringify(kept), { status: 200, headers });
}

const libraryError = z.object({ code: z.string().max(100) }).catch({ code: '' });

function refusalOf(path: Door, status: number, body: unknown): Refusal {
  const { code } = libraryError.parse(body);
  if (status === 401) return refuse('unauthenticated', code === 'INVALID_EMAIL_OR_PASSWORD' ? 'E-mail or password is wrong.' : undefined);
  if (status === 403) return refuse('forbidden');
  if (status === 429) return { refused: 'rate-limited', retryAfterSeconds: 60 };
  if (status >= 500) return refuse('unavailable');
  if (code === 'INVALID_PASSWORD') {
    const field = path === '/change-password' ? '/currentPassword' : '/password';
    return { refused: 'invalid-input', errors: [{ path: field, code: 'wrong-password', message: 'This is not your password' }] };
  }
  return refuse('invalid-input', code === '' ? undefined : code.toLowerCase().replaceAll('_', ' '));
}

const cookiesOf = (answer: Response): Record<string, string> => {
  const [cookie] = answer.headers.getSetCookie();
  return cookie === undefined ? {} : { 'set-cookie': cookie };
};
