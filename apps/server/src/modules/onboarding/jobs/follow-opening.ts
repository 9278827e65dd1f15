/**
 * Asks the platform about one application until it has ended: turned down; or open, the shop bound, and the deposit frozen whole. A shop
 * that opens is bound under the consent of the shop it came from, if the platform lists it there; where it does not within a day, the
 * page offers the one click by which a person consents.
 */
import type { ChannelOpening, ChannelShop } from '@tradewind/channels';
import type { Opening } from '@tradewind/contract';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { bindOpenedShop, type ShopBound, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { saveAnswer, saveProblem } from '../commands/save-opening.ts';
import { followOpeningKind } from '../jobs.ts';
import { readForJob, type WithPlatform, wayOf } from '../opening-way.ts';
import type { OpeningRow } from '../queries/opening-views.ts';

const payload = z.strictObject({ openingId: z.uuid() });
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A review of minutes is looked at every few seconds, one of days every few minutes. */
const pace = { shareOfAge: 0.02, fromMs: 10_000, toMs: 10 * MINUTE } as const;
const TRY_AGAIN_MS = 10 * MINUTE;

export function followOpeningJobHandler(services: Services, onShopBound: ShopBound): JobHandler<z.output<typeof payload>> {
  return {
    kind: followOpeningKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const row = await readForJob(services, context, jobs[0]?.payload.openingId ?? '');
      if (!row || !isFollowed(row)) return;
      const run = { services, context, row };
      const ids = { merchantId: context.merchantId, shopId: row.source_shop_id };
      try {
        await withShopAccess(services, ids, async (_shop, channel, access) => {
          const way = await wayOf(services, { ...ids, channel });
          if ('problem' in way) return wait(run, way.problem);
          const answer = await way.openings.read(access, row.channel_opening_id ?? '');
          const opened = answer.openedChannelShopId;
          const covered = opened === null ? [] : await channel.authorisedShops(access.accessToken);
          await take({ ...run, onShopBound }, { answer, shop: covered.find(({ channelShopId }) => channelShopId === opened) ?? null });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await wait(run, 'shop-not-active');
      }
    },
  };
}

const followed: readonly Opening['status'][] = ['submitted', 'in-review', 'approved', 'open'];
const isFollowed = ({ status, channel_opening_id }: OpeningRow): boolean => channel_opening_id !== null && followed.includes(status);

function wait({ services, context, row }: WithPlatform, problem: 'consent-lacks-scope' | 'shop-not-active'): Promise<void> {
  const now = context.now();
  return context.commit((tx) => saveProblem(tx, { services, now }, { row, problem }), { reschedule: { dueAt: now + TRY_AGAIN_MS } });
}

type Run = WithPlatform & { onShopBound: ShopBound };
type Told = { answer: ChannelOpening; shop: ChannelShop | null };

/** What is saved decides when to look again, so the work is left open first and then finished or put off. */
async function take(run: Run, told: Told): Promise<void> {
  const { services, context, row } = run;
  const now = context.now();
  const next = await context.commit(
    async (tx) => {
      const saved = await saveAnswer(tx, { services, now }, { row, answer: told.answer });
      const isBound = saved.status === 'open' && (await bind(tx, { ...run, row: saved }, told));
      return nextLook(saved, { isBound, now });
    },
    { finish: false },
  );
  await context.commit(async () => undefined, next === null ? {} : { reschedule: { dueAt: next } });
}

const problems: readonly string[] = ['shop-not-available', 'market-not-supported'] satisfies NonNullable<Opening['problem']>[];

async function bind(tx: TenantTx, { services, context, row, onShopBound }: Run, { shop }: Told): Promise<boolean> {
  const now = context.now();
  const outcome = shop
    ? await bindOpenedShop(
        { services, tx, merchantId: context.merchantId, onShopBound, now },
        { sourceShopId: row.source_shop_id, legalEntityId: row.legal_entity_id, shop, openedBy: row.created_by },
      )
    : { code: 'shop-not-covered' };
  if ('shopId' in outcome) return true;
  const { code } = outcome;
  // The casts: one of the list; and the word of the one other source.
  const problem =
    problems.includes(code) || code === 'shop-not-covered' ? (code as NonNullable<Opening['problem']>) : 'binding-not-allowed';
  await saveProblem(tx, { services, now }, { row, problem });
  return false;
}

/** Null: nothing more is to come. */
function nextLook(row: OpeningRow, { isBound, now }: { isBound: boolean; now: number }): number | null {
  if (!isFollowed(row)) return null;
  if (row.status !== 'open') {
    const age = now - (row.submitted_at?.getTime() ?? now);
    return now + Math.min(pace.toMs, Math.max(pace.fromMs, Math.round(age * pace.shareOfAge)));
  }
  if (!isBound && now < (row.opened_at?.getTime() ?? now) + DAY) return now + TRY_AGAIN_MS;
  const isFrozenWhole = row.deposit === null || row.deposit.frozen >= row.deposit.amount;
  return isFrozenWhole ? null : now + DAY;
}
