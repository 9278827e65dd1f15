/** What the two jobs of a global product share: the wish as it stands, those that wait for it, and the way out for what does not fit it. */
import type { ChannelGlobalProducts } from '@tradewind/channels';
import type { TenantTx } from '../../../platform/database/database.ts';
import { enqueue, type JobContext } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { movePublication } from '../commands/move-publication.ts';
import type { PublicationCell } from '../publication-cell.ts';
import { sendPublicationJob } from '../publication-jobs.ts';
import { type JudgedCell, judgeCells, publicationCells } from '../queries/publication-cells.ts';
import { keepBack, type Run, said } from './send-publication.ts';
import type { SendingCall } from './sending-call.ts';

export type GlobalRun = { services: Services; context: JobContext; globalPublicationId: string };

export const readWish = ({ services, context, globalPublicationId }: GlobalRun) =>
  services.database.withMerchant(context.merchantId, (tx) =>
    tx
      .selectFrom('global_publication')
      .select(['authorization_id as authorizationId', 'run_id as runId', 'product_id as productId', 'content', 'sent_at as sentAt'])
      .select('channel_global_product_id as channelGlobalProductId')
      .where('id', '=', globalPublicationId)
      .executeTakeFirst(),
  );

/** Those that are being sent through it, judged at this instant. */
export const waitingCells = ({ services, context, globalPublicationId }: GlobalRun): Promise<JudgedCell[]> =>
  services.database.withMerchant(context.merchantId, async (tx) => {
    const rows = await tx
      .selectFrom('publication')
      .select('id')
      .where('global_publication_id', '=', globalPublicationId)
      .where('state', '=', 'sending')
      .where('channel_product_id', 'is', null)
      .orderBy('id')
      .execute();
    return judgeCells(
      tx,
      await publicationCells(
        tx,
        services,
        rows.map(({ id }) => id),
      ),
      services,
    );
  });

export const runOf = ({ services, context }: GlobalRun, { id, shop }: Pick<PublicationCell, 'id' | 'shop'>): Run => ({
  ...{ services, context, shopId: shop.id, publicationId: id },
});

/** As a listing of its own shop, with all its own words. */
export async function goOwnWay(tx: TenantTx, run: GlobalRun, cell: PublicationCell): Promise<void> {
  const { services, context } = run;
  const now = context.now();
  const marks = { intent: 'planned', sent_at: null, global_publication_id: null } as const;
  const moved = await movePublication(tx, services, {
    ...{ merchantId: context.merchantId, publicationId: cell.id, from: ['sending'], now, marks },
  });
  if (!moved) return;
  const job = sendPublicationJob({ shopId: cell.shop.id, publicationId: cell.id }, now);
  await enqueue(tx, { merchantId: context.merchantId, jobs: [job], now });
}

export type AccountCall = SendingCall & { globalProducts: ChannelGlobalProducts };

/** The account's calls go with the access to any of its shops. Where that is lost, nothing of it can be sent. */
export async function withAccount(
  run: GlobalRun,
  waiting: readonly JudgedCell[],
  call: (call: AccountCall) => Promise<void>,
): Promise<void> {
  const { services, context } = run;
  const { merchantId } = context;
  const through = waiting.find(({ shop }) => shop.state === 'active') ?? waiting[0];
  if (!through) return;
  const shopId = through.shop.id;
  const refuseAll = (code: string) =>
    context.commit(async (tx) => {
      for (const cell of waiting) await keepBack(tx, runOf(run, cell), [said(code)]);
    });
  try {
    await withShopAccess(services, { merchantId, shopId }, async (shop, { publishing, stock = null, globalProducts }, access) => {
      const scope = globalProducts?.scope;
      const mayCall = scope !== undefined && (await services.database.withMerchant(merchantId, (tx) => hasScope(tx, shopId, scope)));
      if (!mayCall || !publishing || !globalProducts) return refuseAll('no-consent');
      await call({ services, context, shop, publishing, stock, access, globalProducts });
    });
  } catch (error) {
    if (!(error instanceof ShopNotActive)) throw error;
    await refuseAll('shop-not-active');
  }
}
