/**
 * Sends one application, at most once (platform/intents). One programme has one application under way, so programme and time tell it;
 * the platform's list is read on from when it has it.
 */
import type { ChannelProgrammeApplication, ChannelProgrammes, ProgrammeForm, ShopAccess } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { carryOut, type IntentMark } from '../../../platform/intents/carry-out.ts';
import { enqueue, type JobContext, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { SKEW_MS, saveApplications } from '../commands/save-applications.ts';
import { readApplicationsJob, sendApplicationKind } from '../jobs.ts';
import { FOLLOW_EVERY_MS, readAll } from './read-applications.ts';

const payload = z.strictObject({ shopId: z.uuid(), applicationId: z.uuid() });

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
          if (!mayCall) return context.commit((tx) => saveRefusal(tx, run, 'no-consent'));
          await send({ ...run, programmes, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit((tx) => saveRefusal(tx, run, 'shop-not-active'));
      }
    },
  };
}

type Wish = { id: string; form: ProgrammeForm; sentAt: Date | null };
type Run = { services: Services; context: JobContext; shopId: string; wish: Wish };
type Call = Run & { programmes: ChannelProgrammes; access: ShopAccess };

/** Undefined: it has been taken or refused already. */
async function readWish(tx: TenantTx, applicationId: string): Promise<Wish | undefined> {
  const row = await tx
    .selectFrom('programme_application')
    .select(['id', 'form', 'sent_at as sentAt'])
    .where('id', '=', applicationId)
    .where('channel_application_id', 'is', null)
    .where('intent', 'in', ['planned', 'sent', 'unknown'])
    .executeTakeFirst();
  return row?.form ? { ...row, form: row.form } : undefined;
}

async function send(call: Call): Promise<void> {
  const { services, context, shopId, wish, programmes, access } = call;
  const shop = { merchantId: context.merchantId, shopId };
  await carryOut<ChannelProgrammeApplication>(context, wish, {
    lookFor: async (sentAt) => {
      const since = sentAt.getTime() - SKEW_MS;
      const applications = await readAll(programmes, access, context.now());
      return applications.find(({ programme, createdAt }) => programme === wish.form.programme && createdAt >= since);
    },
    send: () => programmes.apply(access, wish.form),
    mark: (tx, marks) => save(tx, wish.id, marks),
    answered: async (tx, made) => {
      const now = context.now();
      await saveApplications(tx, { services, shop, items: [made] });
      await enqueue(tx, { merchantId: shop.merchantId, jobs: [readApplicationsJob(shopId, now + FOLLOW_EVERY_MS)], now });
    },
    refused: (tx, code) => saveRefusal(tx, call, code),
  });
}

async function saveRefusal(tx: TenantTx, { services, context, shopId, wish }: Run, code: string): Promise<void> {
  await save(tx, wish.id, { intent: 'refused', failure_code: code });
  await services.hints.publish(tx, context.merchantId, [{ type: 'programme.changed', ids: [wish.id], shopId }]);
}

async function save(tx: TenantTx, applicationId: string, marks: IntentMark | { intent: 'refused'; failure_code: string }): Promise<void> {
  await tx
    .updateTable('programme_application')
    .set(marks)
    .where('id', '=', applicationId)
    .where('channel_application_id', 'is', null)
    .execute();
}
