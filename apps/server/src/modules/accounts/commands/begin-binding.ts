import type { ChannelName } from '@tradewind/channels';
import { markets } from '@tradewind/rules/markets';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { hashOf } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { type AuthorizationView, authorizationView } from '../queries/authorization-view.ts';

const lifetimeMs = 10 * 60_000;

type Input = { caller: Caller; requestId: string; channel: ChannelName; market: string; legalEntityId?: string | undefined };

/**
 * The first half of a binding: an address of the platform's consent page with a state that is random, used once,
 * good for ten minutes, and bound to the caller and the merchant. Only its hash is kept.
 */
export async function beginBinding(
  services: Services,
  input: Input,
): Promise<(AuthorizationView & { authorizeUrl: string; state: string }) | Refusal> {
  const channel = services.channels[input.channel];
  if (!channel) return refuse('channel-not-configured', `no credentials of ${input.channel} are configured`);
  if (!markets[input.market])
    return {
      refused: 'invalid-input',
      errors: [{ path: '/market', code: 'unknown-market', message: `one of ${Object.keys(markets).join(', ')}` }],
    };
  const now = services.clock.now();
  const id = services.newId();
  const state = `${id}.${Buffer.from(services.random.bytes(32)).toString('base64url')}`;
  return services.database.withMerchant(input.caller.merchantId, async (tx) => {
    const legalEntityId = input.legalEntityId ?? null;
    const known =
      legalEntityId === null || (await tx.selectFrom('legal_entity').select('id').where('id', '=', legalEntityId).executeTakeFirst());
    if (!known)
      return {
        refused: 'invalid-input' as const,
        errors: [{ path: '/legalEntityId', code: 'not-found', message: 'no such legal entity' }],
      };
    const row = await tx
      .insertInto('shop_authorization')
      .values({
        merchant_id: input.caller.merchantId,
        id,
        channel: input.channel,
        market: input.market,
        legal_entity_id: legalEntityId,
        state_hash: hashOf(state),
        code: null,
        authorization_id: null,
        requested_by: input.caller.id,
        status: 'pending',
        failure_code: null,
        shop_ids: [],
        refused: '[]',
        created_at: new Date(now),
        expires_at: new Date(now + lifetimeMs),
        completed_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller: input.caller,
      requestId: input.requestId,
      action: 'shop-authorization.create',
      objectKind: 'shop-authorization',
      objectId: id,
      facts: { channel: input.channel, market: input.market },
    });
    return { ...authorizationView(row, now), authorizeUrl: channel.consentUrl({ market: input.market, state }), state };
  });
}
