/**
 * Sends one publication, at most once (platform/intents). Seller SKUs tell it: no other listing of the shop has them, or the review would
 * have kept it back. Just before the call everything is asked again, the compliance gate first: a paper may have ended since a person
 * confirmed, and whatever way the wish came in, this is the only way out.
 */
import { ChannelFailure } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { carryOut, type IntentMark } from '../../../platform/intents/carry-out.ts';
import { enqueue, type JobContext, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { movePublication } from '../commands/move-publication.ts';
import { tellDrift } from '../commands/save-drift.ts';
import { factsOfCell } from '../listing-facts.ts';
import { isSentThroughGlobal, type PublicationProblem, type PublicationState } from '../publication-cell.ts';
import { followPublicationJob, sendPublicationKind } from '../publication-jobs.ts';
import { type JudgedCell, judgeCells, publicationCells } from '../queries/publication-cells.ts';
import { type SentListing, sendListing } from './send-listing.ts';
import type { SendingCall } from './sending-call.ts';
import { papersShown } from './show-papers.ts';

const payload = z.strictObject({ shopId: z.uuid(), publicationId: z.uuid() });
export const FOLLOW_EVERY_MS = 30_000;

export function sendPublicationJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: sendPublicationKind,
    payload,
    batchMax: 1,
    maxAttempts: 100,
    async run(jobs, context) {
      const { shopId = '', publicationId = '' } = jobs[0]?.payload ?? {};
      const run = { services, context, shopId, publicationId };
      const { merchantId } = context;
      try {
        await withShopAccess(services, { merchantId, shopId }, async (shop, channel, access) => {
          const { publishing } = channel;
          const mayCall = publishing && (await services.database.withMerchant(merchantId, (tx) => hasScope(tx, shopId, publishing.scope)));
          if (!mayCall) return context.commit((tx) => keepBack(tx, run, [said('no-consent')]));
          await send(run, { services, context, shop, publishing, stock: channel.stock ?? null, access });
        });
      } catch (error) {
        if (error instanceof Cancelled) return;
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit((tx) => keepBack(tx, run, [said('shop-not-active')]));
      }
    },
  };
}

/** A person has taken the wish back between the look at it and the call. */
export class Cancelled extends Error {
  override name = 'Cancelled';
}

export type Run = { services: Services; context: JobContext; shopId: string; publicationId: string };

export const said = (code: string, message: string | null = null): PublicationProblem => ({
  code,
  weight: 'blocks',
  subjects: [],
  message,
});

async function send(run: Run, call: SendingCall): Promise<void> {
  const { services, context, publicationId } = run;
  const look = () =>
    services.database.withMerchant(context.merchantId, async (tx) =>
      judgeCells(tx, await publicationCells(tx, services, [publicationId]), services),
    );
  const [first] = await look();
  if (first?.state !== 'sending' || isSentThroughGlobal(first)) return;
  let reasons: PublicationProblem[] = [];
  const refuse = (problems: PublicationProblem[]): never => {
    reasons = problems;
    throw new ChannelFailure('rejected', 'kept back', { channelCode: problems[0]?.code ?? 'rejected' });
  };
  const skus = first.variants.map(({ sku }) => sku);
  await carryOut<SentListing>(
    context,
    { sentAt: first.sentAt },
    {
      lookFor: async () => {
        if (first.channelProductId !== null) return undefined;
        const listings = await call.publishing.find(call.access, skus);
        const found = listings.find(({ variants }) => skus.every((sku) => variants.some(({ sellerSku }) => sellerSku === sku)));
        const facts = factsOfCell(first, call.publishing.limits.images);
        return found && { channelProductId: found.channelProductId, facts, isExamined: true };
      },
      send: async () => {
        const mayGo = async () => {
          const [cell] = await look();
          if (cell?.state !== 'sending') throw new Cancelled();
          return cell.isKeptBack ? refuse(cell.problems.filter(({ weight }) => weight === 'blocks')) : cell;
        };
        // Papers take their time to be shown, and may end or be withdrawn meanwhile; the next attempt shows what counts then.
        const confirm = async (shown: JudgedCell) => {
          if (papersShown(await mayGo()) !== papersShown(shown)) throw new ChannelFailure('retry-later', 'the papers have changed');
        };
        const cell = await mayGo();
        try {
          return await sendListing(call, cell, { refuse, confirm });
        } catch (error) {
          if (error instanceof ChannelFailure && error.kind === 'rejected' && reasons.length === 0)
            reasons = [said(error.channelCode ?? 'rejected', error.message)];
          throw error;
        }
      },
      mark: (tx, marks) => mark(tx, run, marks),
      answered: (tx, made) => taken(tx, run, made),
      refused: (tx, code) => keepBack(tx, run, reasons.length > 0 ? reasons : [said(code)]),
    },
  );
}

const move = (tx: TenantTx, { services, context, publicationId }: Run, marks: Parameters<typeof movePublication>[2]['marks']) =>
  movePublication(tx, services, { merchantId: context.merchantId, publicationId, from: ['sending'], now: context.now(), marks });

export async function mark(tx: TenantTx, run: Run, marks: IntentMark): Promise<void> {
  if (!(await move(tx, run, marks))) throw new Cancelled();
}

export async function taken(tx: TenantTx, run: Run, { channelProductId, facts, isExamined }: SentListing): Promise<void> {
  const { services, context, shopId, publicationId } = run;
  const { merchantId } = context;
  const now = context.now();
  const marks = { ...DONE, failures: [], channel_product_id: channelProductId, last_sent: JSON.stringify(facts), drift: null };
  await move(tx, run, { ...marks, state: isExamined ? 'under-review' : 'live' });
  await tellDrift(tx, services, { merchantId, shopId, now });
  if (!isExamined) return;
  const follow = followPublicationJob({ shopId, publicationId }, now + FOLLOW_EVERY_MS);
  await enqueue(tx, { merchantId, jobs: [follow], now });
}

export const DONE = { intent: null, sent_at: null, came_from: null };

/** What we found ourselves can be mended before the platform sees it, and what was live still is; what the platform said is a rejection. */
export async function keepBack(tx: TenantTx, run: Run, failures: PublicationProblem[]): Promise<void> {
  const row = await tx.selectFrom('publication').select('came_from').where('id', '=', run.publicationId).executeTakeFirst();
  const held: PublicationState = row?.came_from === 'live' ? 'live' : 'incomplete';
  const state = failures.some(({ message }) => message !== null) ? 'rejected' : held;
  await move(tx, run, { ...DONE, state, failures });
}
