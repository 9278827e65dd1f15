/**
 * Sends one application, at most once.
 *
 *   planned → sent, committed before the call, so that whoever finds `sent` knows that the call may have been made
 *   answered         the platform's id and status; its list is read on from then
 *   refused          the platform's code: a person reads it and may apply anew
 *   answer lost      unknown; half a minute later the platform's list is searched. Found: taken. Not found: sent again
 *   never left       planned again; the queue comes back
 *
 * A refusal is the application's, not the shop's: it is recorded here and does not reach the shop's health.
 */
import {
  ChannelFailure,
  type ChannelProgrammeApplication,
  type ChannelProgrammes,
  type ProgrammeForm,
  type ShopAccess,
} from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { enqueue, type JobContext, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { SKEW_MS, saveApplications } from '../commands/save-applications.ts';
import { readApplicationsJob, sendApplicationKind } from '../jobs.ts';
import type { ApplicationIntent } from '../tables.ts';
import { FOLLOW_EVERY_MS, readAll } from './read-applications.ts';

const payload = z.strictObject({ shopId: z.uuid(), applicationId: z.uuid() });
const PROBE_AFTER_MS = 30_000;

export function sendApplicationJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: sendApplicationKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const { shopId = '', applicationId = '' } = jobs[0]?.payload ?? {};
      const wish = await services.database.withMerchant(context.merchantId, (tx) => readWish(tx, applicationId));
      if (!wish) return;
      const run = { services, context, shopId, wish };
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (_shop, { programmes }, access) => {
          const mayCall =
            programmes && (await services.database.withMerchant(context.merchantId, (tx) => hasScope(tx, shopId, programmes.scope)));
          if (!mayCall) return refused(run, 'no-consent');
          await carryOut({ ...run, programmes, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await refused(run, 'shop-not-active');
      }
    },
  };
}

type Wish = { id: string; intent: ApplicationIntent; form: ProgrammeForm; sentAt: Date | null };
type Run = { services: Services; context: JobContext; shopId: string; wish: Wish };
type Call = Run & { programmes: ChannelProgrammes; access: ShopAccess };

/** Undefined: it has been taken or refused already. */
async function readWish(tx: TenantTx, applicationId: string): Promise<Wish | undefined> {
  const row = await tx
    .selectFrom('programme_application')
    .select(['id', 'intent', 'form', 'sent_at as sentAt'])
    .where('id', '=', applicationId)
    .where('channel_application_id', 'is', null)
    .executeTakeFirst();
  if (!row?.form || row.intent === null || row.intent === 'refused') return undefined;
  return { id: row.id, intent: row.intent, form: row.form, sentAt: row.sentAt };
}

async function carryOut(call: Call): Promise<void> {
  const { wish, context, programmes, access } = call;
  // A second pass of withShopAccess, with a newer token, finds the intent as this pass left it.
  if (wish.intent !== 'planned') {
    const found = await probe(call);
    if (found) return taken(call, found);
  }
  wish.sentAt = new Date(context.now());
  wish.intent = 'sent';
  await context.commit((tx) => mark(tx, wish.id, { intent: 'sent', sent_at: new Date(context.now()) }), { finish: false });
  try {
    await taken(call, await programmes.apply(access, wish.form));
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    if (error.kind === 'rejected') return refused(call, error.channelCode ?? 'rejected');
    if (error.kind === 'unknown-outcome')
      return context.commit((tx) => mark(tx, wish.id, { intent: 'unknown' }), { reschedule: { dueAt: context.now() + PROBE_AFTER_MS } });
    // It was not taken: the next run may simply send it.
    wish.intent = 'planned';
    await context.commit((tx) => mark(tx, wish.id, { intent: 'planned' }), { finish: false });
    throw error;
  }
}

/** One programme has one application under way, so programme and time tell which it is. */
async function probe({ wish, context, programmes, access }: Call): Promise<ChannelProgrammeApplication | undefined> {
  const since = (wish.sentAt?.getTime() ?? context.now()) - SKEW_MS;
  const applications = await readAll(programmes, access, context.now());
  return applications.find(({ programme, createdAt }) => programme === wish.form.programme && createdAt >= since);
}

async function taken({ services, context, shopId }: Run, made: ChannelProgrammeApplication): Promise<void> {
  const shop = { merchantId: context.merchantId, shopId };
  const now = context.now();
  await context.commit(async (tx) => {
    await saveApplications(tx, { services, shop, items: [made] });
    await enqueue(tx, { merchantId: shop.merchantId, jobs: [readApplicationsJob(shopId, now + FOLLOW_EVERY_MS)], now });
  });
}

async function refused({ services, context, shopId, wish }: Run, code: string): Promise<void> {
  await context.commit(async (tx) => {
    await mark(tx, wish.id, { intent: 'refused', failure_code: code });
    await services.hints.publish(tx, context.merchantId, [{ type: 'programme.changed', ids: [wish.id], shopId }]);
  });
}

type Marks = { intent: ApplicationIntent; sent_at?: Date; failure_code?: string };

async function mark(tx: TenantTx, applicationId: string, marks: Marks): Promise<void> {
  await tx
    .updateTable('programme_application')
    .set(marks)
    .where('id', '=', applicationId)
    .where('channel_application_id', 'is', null)
    .execute();
}
