import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { isOf, keepTheirs, type Place } from '../drift.ts';
import type { Drift } from '../facts.ts';
import type { PublicationCell } from '../publication-cell.ts';
import { preparePublicationsJob } from '../publication-jobs.ts';
import { publicationCells } from '../queries/publication-cells.ts';
import { showRun, tellPublications } from './move-publication.ts';
import { planSending } from './plan-sending.ts';
import { tellDrift } from './save-drift.ts';

type Route = Routes['publication-drifts.resolve'];
type Input = { caller: Caller; requestId: string; params: { publicationId: string }; body: ParsedOf<Route>['body'] };

/**
 * Everything that differs is chosen at once, because an edit overwrites a listing whole: what nobody has chosen would be overwritten with
 * the rest. Theirs becomes what we want in this shop; ours is sent again, through the gate as any publication.
 */
export async function resolveDrift(services: Services, { caller, requestId, params, body }: Input): Promise<AnswerOf<Route> | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const row = await tx
      .selectFrom('publication')
      .select(['id', 'shop_id'])
      .where('id', '=', params.publicationId)
      .forUpdate()
      .executeTakeFirst();
    if (!row || (await shopsInScope(tx, { caller, shopIds: [row.shop_id] })).length === 0) return refuse('not-found');
    const [cell] = await publicationCells(tx, services, [row.id]);
    const drift = cell?.drift;
    if (!cell || !drift) return refuse('conflict', 'Nothing differs any more.');
    if (cell.state === 'sending' || cell.state === 'under-review') return refuse('conflict', 'it is on its way to the platform');
    if (drift.foundAt !== new Date(body.foundAt).toISOString())
      return refuse('conflict', 'The platform shows something else by now. Look again.');
    const chosen = (place: Place) => body.choices.find((choice) => isOf(choice, place))?.keep;
    const open = drift.differences.filter((one) => !chosen(one));
    if (open.length > 0) return refuseOpen(open);
    const theirs = drift.differences.filter((one) => chosen(one) === 'theirs');
    const ours = drift.differences.filter((one) => chosen(one) === 'ours');
    await keep(tx, { merchantId, cell, drift, theirs, ours, now });
    const act = { objectKind: 'publication', objectId: row.id, action: 'publication.drift-resolved' };
    const facts = { ours: ours.map(({ field }) => field), theirs: theirs.map(({ field }) => field) };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts });
    await tellPublications(tx, services, { merchantId, ids: [row.id], shopId: row.shop_id });
    await tellDrift(tx, services, { merchantId, shopId: row.shop_id, now });
    if (ours.length === 0) return { planned: 0, keptBack: 0 };
    const { planned, keptBack } = await planSending(tx, services, { merchantId, now, ids: [row.id] });
    await showRun(tx, { merchantId, runId: cell.runId, now });
    return { planned, keptBack };
  });
}

const refuseOpen = (open: Drift['differences']): Refusal => ({
  refused: 'invalid-input',
  errors: open.map(({ field, subject }) => ({
    ...{ path: '/choices', code: 'undecided', message: `nobody chose for ${[field, subject].filter(Boolean).join(' ')}` },
  })),
});

type Keeping = {
  merchantId: string;
  cell: PublicationCell;
  drift: Drift;
  theirs: Drift['differences'];
  ours: Drift['differences'];
  now: number;
};

async function keep(tx: TenantTx, { merchantId, cell, drift, theirs, ours, now }: Keeping): Promise<void> {
  if (!cell.lastSent) throw new Error('drift is told by what was sent, and nothing was');
  const variantIds = new Map(cell.variants.map(({ id, sku }) => [sku, id]));
  const { wish, lastSent } = keepTheirs({ wish: cell.wish, lastSent: cell.lastSent, drift, places: theirs, variantIds });
  const isMoved = wish.channelCategoryId !== cell.wish.channelCategoryId;
  await tx
    .updateTable('publication')
    .set({
      ...{ wish: JSON.stringify(wish), last_sent: JSON.stringify(lastSent), updated_at: new Date(now) },
      // What is to be sent again differs until it has been.
      drift: ours.length > 0 ? JSON.stringify({ ...drift, differences: ours }) : null,
      ...(isMoved ? { prepared_at: null } : {}),
    })
    .where('id', '=', cell.id)
    .execute();
  if (isMoved) await enqueue(tx, { merchantId, jobs: [preparePublicationsJob(cell.shop.id, now)], now });
}
