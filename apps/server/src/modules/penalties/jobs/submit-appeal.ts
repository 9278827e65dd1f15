/**
 * Sends one appeal, at most once.
 *
 *   planned → sent, committed before the call, so that whoever finds `sent` knows that the call may have been made
 *   answered         confirmed, with the platform's id
 *   refused          rejected, with the platform's code: a person reads it and may try again
 *   answer lost      unknown; half a minute later the platform's list is searched. Found: confirmed. Not found: planned again
 *   never left       planned again; the queue comes back
 *
 * A refusal is the appeal's, not the shop's: it is recorded here and does not reach the shop's health.
 */
import { type ChannelAppeal, ChannelFailure, type ChannelPenalties, type NewAppeal, type ShopAccess } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { saveAppeals } from '../commands/save-appeals.ts';
import { submitAppealKind } from '../jobs.ts';
import { evidenceName, evidenceOf } from '../queries/evidence.ts';
import type { AppealIntent } from '../tables.ts';
import { toTheEnd } from './read-records.ts';

const payload = z.strictObject({ shopId: z.uuid(), appealId: z.uuid() });
const PROBE_AFTER_MS = 30_000;
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
      if (wish?.intent !== 'planned' && wish?.intent !== 'sent' && wish?.intent !== 'unknown') return;
      const run = { services, context, shopId, wish };
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (_shop, { penalties }, access) => {
          const mayCall =
            penalties && (await services.database.withMerchant(context.merchantId, (tx) => hasScope(tx, shopId, penalties.scope)));
          if (!mayCall) return refused(run, 'no-consent');
          await carryOut({ ...run, penalties, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await refused(run, 'shop-not-active');
      }
    },
  };
}

type Wish = {
  id: string;
  intent: AppealIntent | null;
  text: string;
  evidenceIds: string[];
  sentAt: Date | null;
  violationId: string;
  channelViolationId: string;
};
type Run = { services: Services; context: JobContext; shopId: string; wish: Wish };
type Call = Run & { penalties: ChannelPenalties; access: ShopAccess };

const readWish = (tx: TenantTx, appealId: string): Promise<Wish | undefined> =>
  tx
    .selectFrom('appeal')
    .innerJoin('violation', 'violation.id', 'appeal.violation_id')
    .select(['appeal.id', 'appeal.intent', 'appeal.text', 'appeal.evidence_ids as evidenceIds', 'appeal.sent_at as sentAt'])
    .select('violation.id as violationId')
    .select('violation.channel_violation_id as channelViolationId')
    .where('appeal.id', '=', appealId)
    .executeTakeFirst();

async function carryOut(call: Call): Promise<void> {
  const { wish, context, penalties, access } = call;
  // A second pass of withShopAccess, with a newer token, finds the intent as this pass left it.
  if (wish.intent !== 'planned') {
    const found = await probe(call);
    if (found) return confirm(call, found);
  }
  const evidence = await namedFiles(call);
  await context.commit((tx) => mark(tx, wish.id, { intent: 'sent', sent_at: new Date(context.now()) }), { finish: false });
  try {
    const made = await penalties.submitAppeal(access, { channelViolationId: wish.channelViolationId, text: wish.text, evidence });
    await confirm(call, made);
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    if (error.kind === 'rejected') return refused(call, error.channelCode ?? 'rejected');
    if (error.kind === 'unknown-outcome') {
      return context.commit((tx) => mark(tx, wish.id, { intent: 'unknown' }), { reschedule: { dueAt: context.now() + PROBE_AFTER_MS } });
    }
    // It was not taken: the next run may simply send it.
    await context.commit((tx) => mark(tx, wish.id, { intent: 'planned' }), { finish: false });
    wish.intent = 'planned';
    throw error;
  }
}

async function namedFiles({ services, context, wish }: Call): Promise<NewAppeal['evidence']> {
  const secrets = await services.secrets.forMerchant(context.merchantId);
  const files = await services.database.withMerchant(context.merchantId, (tx) => evidenceOf(tx, wish.violationId));
  return files
    .filter(({ id }) => wish.evidenceIds.includes(id))
    .map((file) => ({ fileName: evidenceName(file, secrets), sha256: file.sha256 }));
}

async function probe({ wish, context, penalties, access }: Call): Promise<ChannelAppeal | undefined> {
  const updatedFrom = (wish.sentAt?.getTime() ?? context.now()) - SKEW_MS;
  const appeals = await toTheEnd((pageToken) =>
    penalties.appealsUpdated(access, { updatedFrom, updatedTo: context.now() + SKEW_MS, pageToken }),
  );
  return appeals.find(({ channelViolationId, text }) => channelViolationId === wish.channelViolationId && text === wish.text);
}

async function confirm({ services, context, shopId, wish }: Run, made: ChannelAppeal): Promise<void> {
  const shop = { merchantId: context.merchantId, shopId };
  await context.commit(async (tx) => {
    await saveAppeals(tx, { services, shop, items: [made] });
    await services.hints.publish(tx, context.merchantId, [{ type: 'violation.changed', ids: [wish.violationId], shopId }]);
  });
}

async function refused({ services, context, shopId, wish }: Run, code: string): Promise<void> {
  await context.commit(async (tx) => {
    await mark(tx, wish.id, { intent: 'rejected', failure_code: code });
    await services.hints.publish(tx, context.merchantId, [{ type: 'violation.changed', ids: [wish.violationId], shopId }]);
  });
}

type Marks = { intent: AppealIntent; sent_at?: Date; failure_code?: string };

/** A reading may have confirmed it meanwhile: then it stays so. */
async function mark(tx: TenantTx, appealId: string, marks: Marks): Promise<void> {
  await tx.updateTable('appeal').set(marks).where('id', '=', appealId).where('channel_appeal_id', 'is', null).execute();
}
