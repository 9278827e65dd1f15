/** Sign-in speaks better-auth's own addresses under /api/auth: they set the session cookie and are no part of the contract. */
export type SignInOutcome = 'signed-in' | 'second-factor' | 'wrong' | 'wrong-code' | 'too-many' | 'unreachable';

async function post(path: string, body: object): Promise<Response | null> {
  return fetch(`/api/auth${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).catch(
    () => null,
  );
}

function failureOf(response: Response | null, refused: 'wrong' | 'wrong-code'): SignInOutcome {
  if (response?.status === 429) return 'too-many';
  // 4xx is one answer for unknown people and wrong passwords alike; the rest is ours or the network's fault.
  return response && response.status < 500 ? refused : 'unreachable';
}

export async function signInByPassword({ email, password }: { email: string; password: string }): Promise<SignInOutcome> {
  const response = await post('/sign-in/email', { email: email.trim(), password });
  if (!response?.ok) return failureOf(response, 'wrong');
  const answer: unknown = await response.json().catch(() => null);
  return typeof answer === 'object' && answer !== null && 'twoFactorRedirect' in answer && answer.twoFactorRedirect === true
    ? 'second-factor'
    : 'signed-in';
}

export async function verifySecondFactor(code: string): Promise<SignInOutcome> {
  const response = await post('/two-factor/verify-totp', { code: code.replaceAll(/\s/g, '') });
  return response?.ok ? 'signed-in' : failureOf(response, 'wrong-code');
}

export async function signOut(): Promise<void> {
  await post('/sign-out', {});
}
