/**
 * Sends one publication, at most once (platform/intents). Seller SKUs tell it: no other listing of the shop has them, or the review would
 * have kept it back. Just before the call everything is asked again, the compliance gate first: a paper may have ended since a person
 * confirmed, and whatever way the wish came in, this is the only way out.
 */
import { ChannelFailure, type MadeListing } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { carryOut, type IntentMark } from '../../../platform/intents/carry-out.ts';
import { enqueue, type JobContext, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { movePublication } from '../commands/move-publication.ts';
import type { PublicationProblem, PublicationState } from '../publication-cell.ts';
import { followPublicationJob, sendPublicationKind } from '../publication-jobs.ts';
import { judgeCells, publicationCells } from '../queries/publication-cells.ts';
import { type SendingCall, sendListing } from './send-listing.ts';

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
class Cancelled extends Error {
  override name = 'Cancelled';
}

type Run = { services: Services; context: JobContext; shopId: string; publicationId: string };

const said = (code: string, message: string | null = null): PublicationProblem => ({ code, weight: 'blocks', subjects: [], message });

async function send(run: Run, call: SendingCall): Promise<void> {
  const { services, context, publicationId } = run;
  const look = () =>
    services.database.withMerchant(context.merchantId, async (tx) => judgeCells(tx, await publicationCells(tx, [publicationId]), services));
  const [first] = await look();
  if (first?.state !== 'sending') return;
  let reasons: PublicationProblem[] = [];
  const refuse = (problems: PublicationProblem[]): never => {
    reasons = problems;
    throw new ChannelFailure('rejected', 'kept back', { channelCode: problems[0]?.code ?? 'rejected' });
  };
  const skus = first.variants.map(({ sku }) => sku);
  await carryOut<Pick<MadeListing, 'channelProductId'>>(
    context,
    { sentAt: first.sentAt },
    {
      lookFor: async () => {
        if (first.channelProductId !== null) return undefined;
        const listings = await call.publishing.find(call.access, skus);
        return listings.find(({ variants }) => skus.every((sku) => variants.some(({ sellerSku }) => sellerSku === sku)));
      },
      send: async () => {
        const [cell] = await look();
        if (!cell) throw new Cancelled();
        if (cell.isKeptBack) return refuse(cell.problems.filter(({ weight }) => weight === 'blocks'));
        try {
          return await sendListing(call, cell, refuse);
        } catch (error) {
          if (error instanceof ChannelFailure && error.kind === 'rejected' && reasons.length === 0)
            reasons = [said(error.channelCode ?? 'rejected', error.message)];
          throw error;
        }
      },
      mark: (tx, marks) => mark(tx, run, marks),
      answered: (tx, made) => taken(tx, run, made.channelProductId),
      refused: (tx, code) => keepBack(tx, run, reasons.length > 0 ? reasons : [said(code)]),
    },
  );
}

const move = (tx: TenantTx, { services, context, publicationId }: Run, marks: Parameters<typeof movePublication>[2]['marks']) =>
  movePublication(tx, services, { merchantId: context.merchantId, publicationId, from: ['sending'], now: context.now(), marks });

async function mark(tx: TenantTx, run: Run, marks: IntentMark): Promise<void> {
  if (!(await move(tx, run, marks))) throw new Cancelled();
}

async function taken(tx: TenantTx, run: Run, channelProductId: string): Promise<void> {
  const { context, shopId, publicationId } = run;
  const marks = { intent: null, sent_at: null, failures: [], channel_product_id: channelProductId };
  await move(tx, run, { ...marks, state: 'under-review' });
  const now = context.now();
  const follow = followPublicationJob({ shopId, publicationId }, now + FOLLOW_EVERY_MS);
  await enqueue(tx, { merchantId: context.merchantId, jobs: [follow], now });
}

/** What we found ourselves can be mended before the platform sees it; what the platform said is a rejection. */
async function keepBack(tx: TenantTx, run: Run, failures: PublicationProblem[]): Promise<void> {
  const state: PublicationState = failures.some(({ message }) => message !== null) ? 'rejected' : 'incomplete';
  await move(tx, run, { state, intent: null, sent_at: null, failures });
}
