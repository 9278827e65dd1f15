/** Sends one appeal, at most once (platform/intents). The platform's list tells it by its violation and its words. */
import type { ChannelAppeal, ChannelPenalties, NewAppeal, ShopAccess } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { carryOut, type IntentMark } from '../../../platform/intents/carry-out.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { saveAppeals } from '../commands/save-appeals.ts';
import { submitAppealKind } from '../jobs.ts';
import { evidenceName, evidenceOf } from '../queries/evidence.ts';
import { toTheEnd } from './read-records.ts';

const payload = z.strictObject({ shopId: z.uuid(), appealId: z.uuid() });
/** The platform may date it before we did. */
const SKEW_MS = 10 * 60_000;

export function submitAppealJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: submitAppealKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const { shopId = '', appealId = '' } = jobs[0]?.payload ?? {};
      const wish = await services.database.withMerchant(context.merchantId, (tx) => readWish(tx, appealId));
      if (!wish) return;
      const run = { services, context, shopId, wish };
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (_shop, { penalties }, access) => {
          const mayCall =
            penalties && (await services.database.withMerchant(context.merchantId, (tx) => hasScope(tx, shopId, penalties.scope)));
          if (!mayCall) return context.commit((tx) => saveRefusal(tx, run, 'no-consent'));
          await send({ ...run, penalties, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit((tx) => saveRefusal(tx, run, 'shop-not-active'));
      }
    },
  };
}

type Wish = { id: string; text: string; evidenceIds: string[]; sentAt: Date | null; violationId: string; channelViolationId: string };
type Run = { services: Services; context: JobContext; shopId: string; wish: Wish };
type Call = Run & { penalties: ChannelPenalties; access: ShopAccess };

/** Undefined: it has been taken or refused already. */
const readWish = (tx: TenantTx, appealId: string): Promise<Wish | undefined> =>
  tx
    .selectFrom('appeal')
    .innerJoin('violation', 'violation.id', 'appeal.violation_id')
    .select(['appeal.id', 'appeal.text', 'appeal.evidence_ids as evidenceIds', 'appeal.sent_at as sentAt'])
    .select('violation.id as violationId')
    .select('violation.channel_violation_id as channelViolationId')
    .where('appeal.id', '=', appealId)
    .where('appeal.intent', 'in', ['planned', 'sent', 'unknown'])
    .executeTakeFirst();

async function send(call: Call): Promise<void> {
  const { services, context, shopId, wish, penalties, access } = call;
  const evidence = await namedFiles(call);
  const { channelViolationId, text } = wish;
  const shop = { merchantId: context.merchantId, shopId };
  await carryOut<ChannelAppeal>(context, wish, {
    lookFor: (sentAt) => lookThere(call, sentAt),
    send: () => penalties.submitAppeal(access, { channelViolationId, text, evidence }),
    mark: (tx, mark) => save(tx, wish.id, mark),
    answered: async (tx, made) => {
      await saveAppeals(tx, { services, shop, items: [made] });
      await services.hints.publish(tx, shop.merchantId, [{ type: 'violation.changed', ids: [wish.violationId], shopId }]);
    },
    refused: (tx, code) => saveRefusal(tx, call, code),
  });
}

async function namedFiles({ services, context, wish }: Call): Promise<NewAppeal['evidence']> {
  const secrets = await services.secrets.forMerchant(context.merchantId);
  const files = await services.database.withMerchant(context.merchantId, (tx) => evidenceOf(tx, wish.violationId));
  return files
    .filter(({ id }) => wish.evidenceIds.includes(id))
    .map((file) => ({ fileName: evidenceName(file, secrets), sha256: file.sha256 }));
}

async function lookThere({ wish, context, penalties, access }: Call, sentAt: Date): Promise<ChannelAppeal | undefined> {
  const range = { updatedFrom: sentAt.getTime() - SKEW_MS, updatedTo: context.now() + SKEW_MS };
  const appeals = await toTheEnd((pageToken) => penalties.appealsUpdated(access, { ...range, pageToken }));
  return appeals.find(({ channelViolationId, text }) => channelViolationId === wish.channelViolationId && text === wish.text);
}

async function saveRefusal(tx: TenantTx, { services, context, shopId, wish }: Run, code: string): Promise<void> {
  await save(tx, wish.id, { intent: 'rejected', failure_code: code });
  await services.hints.publish(tx, context.merchantId, [{ type: 'violation.changed', ids: [wish.violationId], shopId }]);
}

/** A reading may have confirmed it meanwhile: then it stays so. */
async function save(tx: TenantTx, appealId: string, marks: IntentMark | { intent: 'rejected'; failure_code: string }): Promise<void> {
  await tx.updateTable('appeal').set(marks).where('id', '=', appealId).where('channel_appeal_id', 'is', null).execute();
}
