/**
 * Publishes a global product into the markets that wait for it, in one call, and gives each market's answer to its own publication. Just
 * before the call each is judged again, the compliance gate first: a market that is locked by then is left out, and the others go on.
 */
import { ChannelFailure, type ChannelGlobalProduct, type PublishResult, type PublishTarget } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { carryOut } from '../../../platform/intents/carry-out.ts';
import { enqueue, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { movePublication } from '../commands/move-publication.ts';
import { stillFits, targetOf } from '../global-fit.ts';
import { factsOfCell } from '../listing-facts.ts';
import type { PublicationProblem } from '../publication-cell.ts';
import { makeGlobalJob, publishGlobalKind } from '../publication-jobs.ts';
import type { JudgedCell } from '../queries/publication-cells.ts';
import { type AccountCall, type GlobalRun, goOwnWay, readWish, runOf, waitingCells, withAccount } from './global-wish.ts';
import { placeOf } from './send-listing.ts';
import { Cancelled, DONE, keepBack, mark, said, taken } from './send-publication.ts';

const payload = z.strictObject({ globalPublicationId: z.uuid() });

export function publishGlobalJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: publishGlobalKind,
    payload,
    batchMax: 1,
    maxAttempts: 100,
    async run(jobs, context) {
      const run = { services, context, globalPublicationId: jobs[0]?.payload.globalPublicationId ?? '' };
      const wish = await readWish(run);
      const channelGlobalProductId = wish?.channelGlobalProductId ?? null;
      if (!wish || channelGlobalProductId === null) return;
      await withAccount(run, await waitingCells(run), async (call) => {
        const made = await call.globalProducts.read(call.access, channelGlobalProductId);
        if (!made) return context.commit((tx) => makeAnew(tx, run, wish.authorizationId));
        await publish(run, { call, made, content: wish.content });
      });
    },
  };
}

async function makeAnew(tx: TenantTx, { context, globalPublicationId }: GlobalRun, authorizationId: string): Promise<void> {
  const now = context.now();
  const marks = { channel_global_product_id: null, intent: 'planned', sent_at: null, updated_at: new Date(now) } as const;
  await tx.updateTable('global_publication').set(marks).where('id', '=', globalPublicationId).execute();
  await enqueue(tx, { merchantId: context.merchantId, jobs: [makeGlobalJob({ authorizationId, globalPublicationId }, now)], now });
}

type Publishing = { call: AccountCall; made: ChannelGlobalProduct; content: string };
type Outcome =
  | { kind: 'taken'; channelProductId: string }
  | { kind: 'draft'; channelProductId: string; failures: PublicationProblem[] }
  | { kind: 'kept-back'; failures: PublicationProblem[] }
  | { kind: 'own-way' };
type Answer = { cell: JudgedCell; outcome: Outcome };

async function publish(run: GlobalRun, publishing: Publishing): Promise<void> {
  const { context } = run;
  await settle(run, publishing);
  const going = new Map((await waitingCells(run)).map((cell) => [cell.id, cell]));
  if (going.size === 0) return;
  let refusal: string | null = null;
  await carryOut<Answer[]>(
    context,
    { sentAt: null },
    {
      // What an earlier call came to has been settled above, market by market.
      lookFor: async () => undefined,
      send: async () => {
        const cells = (await waitingCells(run)).filter(({ id }) => going.has(id));
        try {
          return await answersOf(run, { ...publishing, cells });
        } catch (error) {
          if (error instanceof ChannelFailure && error.kind === 'rejected') refusal = error.message;
          throw error;
        }
      },
      mark: async (tx, marks) => {
        for (const cell of [...going.values()])
          try {
            await mark(tx, runOf(run, cell), marks);
          } catch (error) {
            if (!(error instanceof Cancelled)) throw error;
            going.delete(cell.id);
          }
      },
      answered: async (tx, answers) => {
        for (const answer of answers) await keepOutcome(tx, run, { ...answer, call: publishing.call });
      },
      refused: async (tx, code) => {
        for (const cell of going.values()) await keepBack(tx, runOf(run, cell), [said(code, refusal)]);
      },
    },
  );
}

/** Of a call whose answer was lost: the markets where the product lies were taken, into the others it goes again. */
async function settle(run: GlobalRun, { call, made }: Publishing): Promise<void> {
  const unsure = (await waitingCells(run)).filter(({ intent }) => intent !== 'planned');
  if (unsure.length === 0) return;
  await run.context.commit(
    async (tx) => {
      for (const cell of unsure) {
        const listing = made.listings.find(({ market }) => market === cell.shop.market);
        if (listing) await takenAs(tx, run, { call, cell, channelProductId: listing.channelProductId });
        else await mark(tx, runOf(run, cell), { intent: 'planned', sent_at: null });
      }
    },
    { finish: false },
  );
}

async function answersOf(run: GlobalRun, { call, made, content, cells }: Publishing & { cells: JudgedCell[] }): Promise<Answer[]> {
  const skuIds = new Map(made.variants.map(({ sellerSku, channelGlobalSkuId }) => [sellerSku, channelGlobalSkuId]));
  const answers: Answer[] = [];
  const sent: { cell: JudgedCell; target: PublishTarget }[] = [];
  for (const cell of cells) {
    const fit = stillFits(cell, content);
    const target: PublishTarget | Outcome | null = cell.isKeptBack
      ? { kind: 'kept-back', failures: cell.problems.filter(({ weight }) => weight === 'blocks') }
      : fit
        ? await targetIn(run, cell, skuIds)
        : null;
    if (!target) answers.push({ cell, outcome: { kind: 'own-way' } });
    else if ('kind' in target) answers.push({ cell, outcome: target });
    else sent.push({ cell, target });
  }
  if (sent.length === 0) return answers;
  const targets = sent.map(({ target }) => target);
  const results = await call.globalProducts.publish(call.access, { channelGlobalProductId: made.channelGlobalProductId, targets });
  return [...answers, ...sent.map(({ cell }) => ({ cell, outcome: outcomeOf(results.find(({ market }) => market === cell.shop.market)) }))];
}

class Lacking extends Error {
  override name = 'Lacking';
  readonly failures: PublicationProblem[];
  constructor(failures: PublicationProblem[]) {
    super('the shop lacks something');
    this.failures = failures;
  }
}

/** What lies where, and who answers for it, the shop itself says. */
async function targetIn(
  { services, context }: GlobalRun,
  cell: JudgedCell,
  skuIds: ReadonlyMap<string, string>,
): Promise<PublishTarget | Outcome | null> {
  const refuse = (failures: PublicationProblem[]): never => {
    throw new Lacking(failures);
  };
  try {
    const ids = { merchantId: context.merchantId, shopId: cell.shop.id };
    return await withShopAccess(services, ids, async (_shop, { publishing, stock = null }, access) => {
      if (!publishing) return refuse([said('channel-publishes-nothing')]);
      return targetOf(cell, await placeOf({ publishing, stock, access }, cell, refuse), skuIds);
    });
  } catch (error) {
    if (error instanceof ShopNotActive) return { kind: 'kept-back', failures: [said('shop-not-active')] };
    if (error instanceof Lacking) return { kind: 'kept-back', failures: error.failures };
    throw error;
  }
}

/** An answer that does not name a market is none: the global product is read for it. */
function outcomeOf(result: PublishResult | undefined): Outcome {
  const { outcome = 'unknown', channelProductId = null, reasons = [] } = result ?? {};
  const failures = reasons.map((message) => said('global-refused', message));
  if (outcome === 'failed') return { kind: 'kept-back', failures: failures.length > 0 ? failures : [said('global-refused')] };
  if (channelProductId === null) throw new ChannelFailure('unknown-outcome', 'the answer leaves a market out');
  return outcome === 'draft' ? { kind: 'draft', channelProductId, failures } : { kind: 'taken', channelProductId };
}

type Taken = { call: AccountCall; cell: JudgedCell; channelProductId: string };

function takenAs(tx: TenantTx, run: GlobalRun, { call, cell, channelProductId }: Taken): Promise<void> {
  const facts = factsOfCell(cell, call.publishing.limits.images);
  return taken(tx, runOf(run, cell), { channelProductId, facts, isExamined: true });
}

async function keepOutcome(tx: TenantTx, run: GlobalRun, { call, cell, outcome }: Answer & { call: AccountCall }): Promise<void> {
  if (outcome.kind === 'own-way') return goOwnWay(tx, run, cell);
  if (outcome.kind === 'taken') return takenAs(tx, run, { call, cell, channelProductId: outcome.channelProductId });
  if (outcome.kind === 'kept-back') return keepBack(tx, runOf(run, cell), outcome.failures);
  const { channelProductId } = outcome;
  const failures = [said('global-draft'), ...outcome.failures];
  const marks = { ...DONE, state: 'rejected', failures, channel_product_id: channelProductId } as const;
  const { services, context } = run;
  const { merchantId } = context;
  await movePublication(tx, services, { merchantId, publicationId: cell.id, from: ['sending'], now: context.now(), marks });
}
