import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import { hashOf } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { bindJob } from '../jobs.ts';
import { type AuthorizationView, authorizationView } from '../queries/authorization-view.ts';

export const codeContext = (authorizationId: string) => ({ object: authorizationId, field: 'consent-code', version: 0 });

type Input = {
  caller: Caller;
  authorizationId: string /** Whose call-back it came to; a script names none. */;
  channel?: string;
  state: string /** null = the seller declined. */;
  code: string | null;
};

/**
 * The seller came back from the consent page, or a script hands in the code. The state is used up here, in one
 * statement, so a second return of the same page changes nothing; the calls to the platform are a job's, not this request's.
 */
export async function receiveConsent(services: Services, input: Input): Promise<AuthorizationView | Refusal> {
  const now = services.clock.now();
  const secrets = await services.secrets.forMerchant(input.caller.merchantId);
  return services.database.withMerchant(input.caller.merchantId, async (tx) => {
    const row = await tx
      .selectFrom('shop_authorization')
      .selectAll()
      .where('id', '=', input.authorizationId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return refuse('not-found');
    const elsewhere = input.channel !== undefined && input.channel !== row.channel;
    if (elsewhere || row.state_hash !== hashOf(input.state) || row.requested_by !== input.caller.id)
      return refuse('authorization-state-mismatch', 'this consent was asked for by somebody else, or elsewhere; begin again');
    if (row.status !== 'pending') return refuse('authorization-used', 'this consent page was used already');
    if (row.expires_at.getTime() <= now) return refuse('authorization-expired', 'more than ten minutes passed; begin again');
    const saved = await tx
      .updateTable('shop_authorization')
      .set(
        input.code === null
          ? { status: 'cancelled', completed_at: new Date(now) }
          : { status: 'completing', code: secrets.seal(codeContext(row.id), input.code) },
      )
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (input.code !== null) await enqueue(tx, { merchantId: input.caller.merchantId, jobs: [bindJob(row.id, now)], now });
    return authorizationView(saved, now);
  });
}

const waitStepMs = 50;
const waitSteps = 160;

/** Waits a moment for the binding job, so that the answer usually tells the end; a slow platform leaves `completing`. */
export async function awaitBinding(services: Services, view: AuthorizationView, merchantId: string): Promise<AuthorizationView> {
  let latest = view;
  for (let step = 0; step < waitSteps && latest.status === 'completing'; step += 1) {
    await services.pause(waitStepMs);
    const row = await services.database.withMerchant(merchantId, (tx) =>
      tx.selectFrom('shop_authorization').selectAll().where('id', '=', view.id).executeTakeFirstOrThrow(),
    );
    latest = authorizationView(row, services.clock.now());
  }
  return latest;
}
