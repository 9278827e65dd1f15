import { isRefusal } from '../../platform/http/handler.ts';
import type { RawRequest } from '../../platform/http/mount-raw.ts';
import type { Services } from '../../platform/services.ts';
import { receiveConsent } from './commands/receive-consent.ts';

const to = (path: string): Response => new Response(null, { status: 302, headers: { location: path, 'cache-control': 'no-store' } });
const authorizationIdOf = (state: string): string | null => /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\./.exec(state)?.[1] ?? null;

/**
 * The seller's browser comes back from the platform. Whatever it brings, the answer is the shops page, which tells the
 * person how the binding stands; the state is judged there and then, the rest is the binding job's.
 * A declined consent comes as `error=auth_denied` with `code=null`.
 */
export function consentCallback(services: Services): (request: RawRequest) => Promise<Response> {
  return async (request) => {
    const state = request.query.get('state') ?? '';
    const authorizationId = authorizationIdOf(state);
    const caller = await request.callerOf();
    if (!caller) return to('/shops?bindingProblem=unauthenticated');
    if (!authorizationId || !caller.scopes.has('shops:write'))
      return to(`/shops?bindingProblem=${authorizationId ? 'forbidden' : 'authorization-state-mismatch'}`);
    const given = request.query.get('code');
    const declined = request.query.get('error') !== null || given === null || given === 'null' || given === '';
    const outcome = await receiveConsent(services, {
      caller,
      authorizationId,
      channel: request.params.channel ?? '',
      state,
      code: declined ? null : given.slice(0, 2000),
    });
    // A page loaded twice finds its state used: the person is shown the binding all the same.
    if (isRefusal(outcome) && outcome.refused !== 'authorization-used') return to(`/shops?bindingProblem=${outcome.refused}`);
    return to(`/shops?authorization=${authorizationId}`);
  };
}
