/**
 * Hands one application in, at most once (platform/intents); while it is `submitting`, `sent_at` alone says whether it may be there. One
 * application at a time goes from a shop to a market (a unique index), so what is found there can only be this one.
 */
import type { ChannelOpening, ChannelOpenings, NewOpening, OpeningRefusal, ShopAccess } from '@tradewind/channels';
import { eachPage } from '@tradewind/channels/paging';
import { z } from 'zod';
import { openName } from '../../../platform/blobs/vault-file.ts';
import { carryOut, type Wish } from '../../../platform/intents/carry-out.ts';
import { enqueue, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { saveAnswer, saveProblem, saveRefusal } from '../commands/save-opening.ts';
import { followOpeningJob, submitOpeningKind } from '../jobs.ts';
import { readForJob, type WithPlatform, wayOf } from '../opening-way.ts';

const payload = z.strictObject({ openingId: z.uuid() });
const TRY_AGAIN_MS = 10 * 60_000;
/** The platform may date it before we did. */
const SKEW_MS = 60_000;
const AHEAD_MS = 10 * 60_000;
const PAGES_MAX = 100;

export function submitOpeningJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: submitOpeningKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const row = await readForJob(services, context, jobs[0]?.payload.openingId ?? '');
      if (row?.status !== 'submitting') return;
      const ids = { merchantId: context.merchantId, shopId: row.source_shop_id };
      const wish = { sentAt: row.sent_at };
      try {
        await withShopAccess(services, ids, async (_shop, channel, access) => {
          const way = await wayOf(services, { ...ids, channel });
          if ('problem' in way) return wait({ services, context, row }, way.problem);
          await handIn({ services, context, row, wish, openings: way.openings, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await wait({ services, context, row }, 'shop-not-active');
      }
    },
  };
}

type Run = WithPlatform;
type Call = Run & { wish: Wish; openings: ChannelOpenings; access: ShopAccess };

/** A person must do something first (consent again, say); then it goes on by itself. */
function wait({ services, context, row }: Run, problem: 'consent-lacks-scope' | 'shop-not-active'): Promise<void> {
  const now = context.now();
  return context.commit((tx) => saveProblem(tx, { services, now }, { row, problem }), { reschedule: { dueAt: now + TRY_AGAIN_MS } });
}

async function handIn(call: Call): Promise<void> {
  const { services, context, row, wish, openings, access } = call;
  const opening = await asSubmitted(call);
  await carryOut<ChannelOpening | OpeningRefusal>(context, wish, {
    lookFor: (sentAt) => lookThere(call, sentAt),
    send: () => openings.submit(access, opening),
    mark: async (tx, marks) => {
      if ('sent_at' in marks) await tx.updateTable('opening').set({ sent_at: marks.sent_at }).where('id', '=', row.id).execute();
    },
    answered: async (tx, answer) => {
      const now = context.now();
      if ('refused' in answer) return saveRefusal(tx, { services, now }, { row, code: answer.refused });
      await saveAnswer(tx, { services, now }, { row, answer });
      await enqueue(tx, { merchantId: context.merchantId, jobs: [followOpeningJob(row.id, now)], now });
    },
    refused: (tx) => saveRefusal(tx, { services, now: context.now() }, { row, code: 'not-taken' }),
  });
}

/** The newest application at the platform that is this one and none that we had before. */
async function lookThere({ context, row, openings, access }: Call, sentAt: Date): Promise<ChannelOpening | undefined> {
  const from = sentAt.getTime() - SKEW_MS;
  const papers = papersKey(row.submitted);
  const range = { updatedFrom: from, updatedTo: context.now() + AHEAD_MS };
  const found: ChannelOpening[] = [];
  for await (const { items } of eachPage((pageToken) => openings.updated(access, { ...range, pageToken }), { pagesMax: PAGES_MAX }))
    found.push(
      ...items.filter(
        (item) =>
          item.sourceChannelShopId === access.channelShopId &&
          item.targetMarket === row.target_market &&
          item.createdAt >= from &&
          item.channelOpeningId !== row.channel_opening_id &&
          papersKey(item.documents) === papers,
      ),
    );
  return found.sort((a, b) => b.createdAt - a.createdAt)[0];
}

const papersKey = (papers: readonly { type: string; sha256: string }[]): string =>
  papers
    .map(({ type, sha256 }) => `${type} ${sha256}`)
    .sort()
    .join('\n');

/** The papers of the submission; the name of one that was withdrawn since is its type. */
async function asSubmitted({ services, context: { merchantId }, row }: Run): Promise<NewOpening> {
  const secrets = await services.secrets.forMerchant(merchantId);
  return services.database.withMerchant(merchantId, async (tx) => {
    const entity = await tx
      .selectFrom('legal_entity')
      .select(['name', 'jurisdiction'])
      .where('id', '=', row.legal_entity_id)
      .executeTakeFirstOrThrow();
    const ids = row.submitted.map(({ documentId }) => documentId);
    const files = await tx.selectFrom('document_file').select(['document_id', 'version', 'name']).where('document_id', 'in', ids).execute();
    return {
      targetMarket: row.target_market,
      entity,
      category: row.category,
      brandOwner: row.brand_owner,
      documents: row.submitted.map(({ type, documentId, version, sha256, validUntil }) => {
        const file = files.find((each) => each.document_id === documentId && each.version === version);
        return {
          type,
          fileName: file ? openName(secrets, { documentId, version }, file.name) : type,
          sha256,
          validUntil,
          scopeNamesOnlineSales: type === 'BUSINESS_LICENCE' ? row.licence_names_online_sales : null,
        };
      }),
    };
  });
}
