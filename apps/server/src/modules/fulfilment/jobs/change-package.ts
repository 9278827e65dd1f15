/**
 * Cuts or renumbers packages, each wish told once (platform/intents). Whether a lost answer took effect, the packages of the orders tell:
 * a split leaves one for each group, a combination one for all, and a new number stands on its package.
 */
import type { PackageDetail } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { carryOut } from '../../../platform/intents/carry-out.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { changePackageKind } from '../shipment-jobs.ts';
import { consents, type ShippingCall } from '../shipping-call.ts';
import type { PackageWish } from '../tables.ts';

const payload = z.strictObject({ shopId: z.uuid(), changeId: z.uuid() });

export function changePackageJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: changePackageKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const { shopId = '', changeId = '' } = jobs[0]?.payload ?? {};
      const { merchantId } = context;
      const change = await services.database.withMerchant(merchantId, (tx) => openChange(tx, changeId));
      if (!change) return;
      const run = { services, context, shopId, change };
      try {
        await withShopAccess(services, { merchantId, shopId }, async ({ market }, channel, access) => {
          const { fulfilment } = channel;
          const mayCall = fulfilment && (await services.database.withMerchant(merchantId, (tx) => consents(tx, shopId, fulfilment)));
          if (!mayCall) return context.commit((tx) => save(tx, run, { state: 'rejected', code: 'no-consent' }));
          await tell(run, { services, context, shopId, market, channel, fulfilment, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit((tx) => save(tx, run, { state: 'rejected', code: 'shop-not-active' }));
      }
    },
  };
}

type Change = { id: string; wish: PackageWish; channelOrderIds: string[]; sentAt: Date | null };
type Run = { services: Services; context: JobContext; shopId: string; change: Change };

const openChange = (tx: TenantTx, changeId: string): Promise<Change | undefined> =>
  tx
    .selectFrom('package_change')
    .select(['id', 'wish', 'channel_order_ids as channelOrderIds', 'sent_at as sentAt'])
    .where('id', '=', changeId)
    .where('state', 'in', ['planned', 'sent', 'unknown'])
    .executeTakeFirst();

async function tell(run: Run, call: ShippingCall): Promise<void> {
  const { change, context } = run;
  let said: string | null = null;
  await carryOut<true>(context, change, {
    lookFor: async () => ((await hasHappened(call, change)) ? true : undefined),
    send: async () => {
      await send(call, change.wish).catch((error: unknown) => {
        said = error instanceof Error ? error.message : null;
        throw error;
      });
      return true;
    },
    mark: (tx, { intent, ...marks }) => save(tx, run, { state: intent, ...marks }),
    answered: (tx) => save(tx, run, { state: 'done' }),
    refused: (tx, code) => save(tx, run, { state: 'rejected', code, message: said }),
  });
}

async function send({ fulfilment, access }: ShippingCall, wish: PackageWish): Promise<void> {
  if (wish.kind === 'split') await fulfilment.split(access, wish);
  else if (wish.kind === 'renumber') await fulfilment.updateTracking(access, wish);
  else if (wish.kind === 'combine') await fulfilment.combine(access, wish);
  else await fulfilment.uncombine(access, wish);
}

async function hasHappened({ channel, fulfilment, access }: ShippingCall, { wish, channelOrderIds }: Change): Promise<boolean> {
  if (wish.kind === 'renumber')
    return (await fulfilment.readPackage(access, wish.channelPackageId))?.trackingNumber === wish.trackingNumber;
  const orders = await channel.orders(access, channelOrderIds);
  const ids = [...new Set(orders.flatMap(({ channelPackageIds }) => channelPackageIds))];
  const packages: PackageDetail[] = [];
  for (const id of ids) {
    const found = await fulfilment.readPackage(access, id);
    if (found && found.status !== 'cancelled') packages.push(found);
  }
  if (wish.kind === 'split')
    return wish.groups.every((group) =>
      packages.some(({ channelLineIds }) => group.length === channelLineIds.length && group.every((id) => channelLineIds.includes(id))),
    );
  const together = packages.some((one) => channelOrderIds.every((id) => one.channelOrderIds.includes(id)));
  if (wish.kind === 'combine') return together && packages.length === 1;
  return channelOrderIds.every((id) => packages.some((one) => one.channelOrderIds.length === 1 && one.channelOrderIds[0] === id));
}

type Marks = { state: 'planned' | 'sent' | 'unknown' | 'done' | 'rejected'; sent_at?: Date | null; code?: string; message?: string | null };

async function save(tx: TenantTx, { services, context, shopId, change }: Run, marks: Marks): Promise<void> {
  await tx
    .updateTable('package_change')
    .set({ ...marks, updated_at: new Date(context.now()) })
    .where('id', '=', change.id)
    .execute();
  await services.hints.publish(tx, context.merchantId, [{ type: 'shipment.changed', ids: [], shopId }]);
}
