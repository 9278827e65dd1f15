/** Makes the global product, at most once (platform/intents). Nobody can buy it yet: each market is asked for in a job after this one. */
import { ChannelFailure, type GlobalDraft } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { carryOut } from '../../../platform/intents/carry-out.ts';
import { enqueue, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { basePrices, contentOf } from '../global-fit.ts';
import { draftOf } from '../publication-draft.ts';
import { makeGlobalKind, publishGlobalJob } from '../publication-jobs.ts';
import { type JudgedCell, publicationCells } from '../queries/publication-cells.ts';
import { type AccountCall, type GlobalRun, goOwnWay, readWish, runOf, waitingCells, withAccount } from './global-wish.ts';
import { contentParts } from './send-listing.ts';
import { keepBack, said } from './send-publication.ts';

const payload = z.strictObject({ globalPublicationId: z.uuid() });
/** A product of these SKUs that the platform took longer ago than this is somebody else's. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
/** Our texts carry no language of their own; this is the platform's own default. */
const LOCALE = 'en-US';

export function makeGlobalJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: makeGlobalKind,
    payload,
    batchMax: 1,
    maxAttempts: 100,
    async run(jobs, context) {
      const run = { services, context, globalPublicationId: jobs[0]?.payload.globalPublicationId ?? '' };
      const wish = await readWish(run);
      if (!wish || wish.channelGlobalProductId !== null) return;
      const waiting = await waitingCells(run);
      await withAccount(run, waiting, (call) => make(run, { call, waiting, wish }));
    },
  };
}

type Wish = NonNullable<Awaited<ReturnType<typeof readWish>>>;
type Making = { call: AccountCall; waiting: readonly JudgedCell[]; wish: Wish };

async function make(run: GlobalRun, { call, waiting, wish }: Making): Promise<void> {
  const { context } = run;
  const { globalProducts, access } = call;
  const lead = waiting.find((cell) => !cell.isKeptBack && contentOf(cell) === wish.content);
  const base = lead ? basePrices(await sisters(run, wish)) : null;
  if (!lead || !base)
    return context.commit(async (tx) => {
      for (const cell of waiting)
        if (cell.isKeptBack)
          await keepBack(
            tx,
            runOf(run, cell),
            cell.problems.filter(({ weight }) => weight === 'blocks'),
          );
        else await goOwnWay(tx, run, cell);
    });
  const skus = lead.variants.map(({ sku }) => sku);
  let message: string | null = null;
  await carryOut<{ channelGlobalProductId: string }>(
    context,
    { sentAt: wish.sentAt },
    {
      lookFor: async (sentAt) => {
        const found = await globalProducts.find(access, skus);
        return found.find(
          ({ status, updatedAt, variants }) =>
            status !== 'deleted' &&
            updatedAt >= sentAt.getTime() - CLOCKS_DIFFER_MS &&
            skus.every((sku) => variants.some(({ sellerSku }) => sellerSku === sku)),
        );
      },
      send: async () => {
        try {
          return await globalProducts.create(access, await globalDraft(call, lead, base));
        } catch (error) {
          if (error instanceof ChannelFailure && error.kind === 'rejected') message = error.message;
          throw error;
        }
      },
      mark: (tx, mark) => change(tx, run, mark),
      answered: async (tx, { channelGlobalProductId }) => {
        await change(tx, run, { intent: null, sent_at: null, channel_global_product_id: channelGlobalProductId });
        const { authorizationId } = wish;
        const { globalPublicationId } = run;
        const now = context.now();
        const jobs = [publishGlobalJob({ authorizationId, globalPublicationId }, now)];
        await enqueue(tx, { merchantId: context.merchantId, jobs, now });
      },
      refused: async (tx, code) => {
        await change(tx, run, { intent: null, sent_at: null });
        for (const cell of waiting) await keepBack(tx, runOf(run, cell), [said(code, message)]);
      },
    },
  );
}

/** Of the same product in the same task, kept back or not: one of them states a price that the platform takes for the global product. */
const sisters = ({ services, context }: GlobalRun, { runId, productId, authorizationId }: Wish) =>
  services.database.withMerchant(context.merchantId, async (tx) => {
    const rows = await tx
      .selectFrom('publication')
      .innerJoin('shop', 'shop.id', 'publication.shop_id')
      .select('publication.id')
      .where('run_id', '=', runId)
      .where('product_id', '=', productId)
      .where('shop.authorization_id', '=', authorizationId)
      .orderBy('publication.id')
      .execute();
    return publicationCells(
      tx,
      services,
      rows.map(({ id }) => id),
    );
  });

type Change = { intent?: 'planned' | 'sent' | 'unknown' | null; sent_at?: Date | null; channel_global_product_id?: string };
async function change(tx: TenantTx, { context, globalPublicationId }: GlobalRun, changed: Change): Promise<void> {
  await tx
    .updateTable('global_publication')
    .set({ ...changed, updated_at: new Date(context.now()) })
    .where('id', '=', globalPublicationId)
    .execute();
}

async function globalDraft(call: AccountCall, lead: JudgedCell, base: NonNullable<ReturnType<typeof basePrices>>): Promise<GlobalDraft> {
  const nowhere = {
    certificates: [],
    channelManufacturerIds: [],
    channelResponsiblePersonIds: [],
    channelWarehouseId: null,
    channelSkuIds: new Map(),
  };
  const draft = draftOf(lead, { ...(await contentParts(call, lead)), ...nowhere });
  const variants = draft.variants.map(({ channelSkuId: _own, quantities: _here, ...variant }) => ({
    ...{ ...variant, price: base.prices.get(variant.sellerSku) ?? 0, currency: base.currency },
  }));
  return { ...draft, locale: LOCALE, variants };
}
