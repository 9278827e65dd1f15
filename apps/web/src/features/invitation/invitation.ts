/** What the link of an invitation opens. Its addresses set the session cookie, so like sign-in they are no part of the contract. */
import type { Role } from '@tradewind/contract/types';
import { ApiProblem, problemOf } from '../../shared/api/problem.ts';

export type Opened = { merchant: string; invitedBy: string | null; email: string; role: Role };

async function post(path: 'read' | 'accept', body: object): Promise<Response> {
  const response = await fetch(`/api/auth/invitation/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new ApiProblem({ code: 'unreachable', status: 0 });
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

// The server makes exactly these four fields (invitation-doors.ts).
export const readInvitation = async (token: string): Promise<Opened> => (await post('read', { token })).json() as Promise<Opened>;

export async function acceptInvitation(input: { token: string; name: string; password?: string }): Promise<'joined' | 'second-factor'> {
  const answer: unknown = await (await post('accept', input)).json().catch(() => null);
  const isHalf = typeof answer === 'object' && answer !== null && 'twoFactorRedirect' in answer && answer.twoFactorRedirect === true;
  return isHalf ? 'second-factor' : 'joined';
}
