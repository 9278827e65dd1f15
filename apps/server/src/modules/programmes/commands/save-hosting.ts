import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { hostingState } from '../queries/hosting-view.ts';
import { unknownCountry } from './set-seller.ts';

type Input<K extends 'eu-local-hosted.save' | 'eu-local-hosted.set-stage'> = Parameters<Handlers[K]>[0];

/** Keeps the interest form; what is amiss with it by the policy's conditions the answer says, and a form may wait that way. */
export async function saveHosting(
  services: Services,
  { caller, requestId, params, body }: Input<'eu-local-hosted.save'>,
): Promise<AnswerOf<Routes['eu-local-hosted.save']> | Refusal> {
  const countries = [
    ...unknownCountry(body.entityJurisdiction, '/entityJurisdiction'),
    ...unknownCountry(body.shipToCountry, '/shipToCountry'),
    ...body.stockCountries.flatMap((country, index) => unknownCountry(country, `/stockCountries/${index}`)),
    ...body.vatCountries.flatMap((country, index) => unknownCountry(country, `/vatCountries/${index}`)),
  ];
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const state = await hostingState(tx, { caller, shopId: params.shopId, secrets, now });
    if (!state) return refuse('not-found');
    const { shop } = state.view;
    const errors = [
      ...countries,
      ...body.documentIds.flatMap((id, index) =>
        state.papers.some((paper) => paper.id === id.toLowerCase())
          ? []
          : [{ path: `/documentIds/${index}`, code: 'unknown-document', message: 'No paper of this shop’s entity has this id' }],
      ),
    ];
    if (errors.length > 0) return { refused: 'invalid-input' as const, errors };
    const facts = {
      entity_jurisdiction: body.entityJurisdiction,
      invited: body.invited,
      stock_countries: [...new Set(body.stockCountries)].sort(),
      ship_to_country: body.shipToCountry,
      vat_countries: [...new Set(body.vatCountries)].sort(),
      document_ids: [...new Set(body.documentIds.map((id) => id.toLowerCase()))],
      updated_at: new Date(now),
    };
    await tx
      .insertInto('hosting_form')
      .values({ merchant_id: caller.merchantId, shop_id: shop.id, ...facts })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'shop_id']).doUpdateSet(facts))
      .execute();
    const act = { objectKind: 'shop', objectId: shop.id, facts: { shipTo: body.shipToCountry, documents: facts.document_ids.length } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'eu-local-hosted.save' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'programme.changed', ids: [], shopId: shop.id }]);
    return { savedAt: facts.updated_at.toISOString() };
  });
}

/** A person's word on the stage; a form that nobody has saved yet is saved with it as it was filled. */
export async function setStage(
  services: Services,
  { caller, requestId, params, body }: Input<'eu-local-hosted.set-stage'>,
): Promise<AnswerOf<Routes['eu-local-hosted.set-stage']> | Refusal> {
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const state = await hostingState(tx, { caller, shopId: params.shopId, secrets, now });
    if (!state) return refuse('not-found');
    const { shop, form } = state.view;
    const stage = { stage: body.stage, stage_at: body.stage === null ? null : new Date(now) };
    await tx
      .insertInto('hosting_form')
      .values({
        merchant_id: caller.merchantId,
        shop_id: shop.id,
        entity_jurisdiction: form.entityJurisdiction,
        invited: form.invited,
        stock_countries: form.stockCountries,
        ship_to_country: form.shipToCountry,
        vat_countries: form.vatCountries,
        document_ids: form.documentIds,
        updated_at: new Date(now),
        ...stage,
      })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'shop_id']).doUpdateSet(stage))
      .execute();
    const act = { objectKind: 'shop', objectId: shop.id, facts: { stage: body.stage } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'eu-local-hosted.set-stage' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'programme.changed', ids: [], shopId: shop.id }]);
    return { stage: body.stage };
  });
}
