import type { Opening, OpeningVerdict } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, isRefusal, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { FieldError } from '../../../platform/http/problem.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { submitOpeningJob } from '../jobs.ts';
import { type OpeningPaper, openingVerdictOf, readOpeningGround } from '../opening-verdict.ts';
import { type OpeningRow, openingView, wishOf } from '../queries/opening-views.ts';
import { lockedOpening } from './draft-opening.ts';

/**
 * Records that the application is to be handed in, with the papers as they are now, and the job that does it; the platform is not called
 * here. A second submission finds it submitted already, however quickly it comes: the row is held.
 */
export async function submitOpening(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['openings.submit']>[0],
): Promise<Opening | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const before = await lockedOpening(tx, caller, params.openingId);
    if (isRefusal(before)) return before;
    const [source] = await shopsInScope(tx, { caller, shopIds: [before.source_shop_id] });
    if (!source || source.state === 'unbound')
      return {
        refused: 'invalid-input',
        errors: [{ path: '/sourceShopId', code: 'shop-unbound', message: 'The shop is bound no longer' }],
      };
    // The cast: shops are written from a ChannelName.
    const channel = services.channels[source.channel as keyof Services['channels']];
    if (!channel?.openings) return refuse('channel-not-configured', 'no way to apply for a shop is configured');
    const legalEntity = await tx
      .selectFrom('legal_entity')
      .select(['id', 'jurisdiction'])
      .where('id', '=', before.legal_entity_id)
      .executeTakeFirstOrThrow();
    const { verdict, papers } = openingVerdictOf(await readOpeningGround(tx, { sources: [source], now }), wishOf(before, legalEntity));
    if (!verdict.canSubmit) return { refused: 'invalid-input', errors: whatLacks(verdict) };
    const row = await markSubmitting(tx, before, { papers, now });
    const act = { objectKind: 'opening', objectId: row.id, facts: { market: row.target_market, attempt: row.attempt, path: verdict.path } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'opening.submit' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'opening.changed', ids: [row.id], shopId: null }]);
    const view = await openingView(tx, { services, caller }, row);
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [submitOpeningJob(row.id, now)], now });
    return view;
  });
}

const barred: Readonly<Record<string, FieldError>> = {
  'entity-revoked': { path: '/sourceShopId', code: 'entity-revoked', message: 'The rights of the source shop were revoked' },
  'no-slot-left': { path: '/targetMarket', code: 'no-slot-left', message: 'The licence has no shop left in this market' },
};

/** Everything that keeps it from being handed in, each at the place where it can be mended. */
function whatLacks({ reasons, papers }: OpeningVerdict): FieldError[] {
  return [
    ...reasons.flatMap(({ code }) => barred[code] ?? []),
    ...papers.flatMap(({ type, state }): FieldError[] =>
      state === 'missing' || state === 'expired'
        ? [{ path: `/documents/${type}`, code: `document-${state}`, message: state === 'missing' ? 'It is missing' : 'It has expired' }]
        : [],
    ),
  ];
}

type Submission = { papers: readonly OpeningPaper[]; now: number };

async function markSubmitting(tx: TenantTx, before: OpeningRow, { papers, now }: Submission): Promise<OpeningRow> {
  const files = await tx
    .selectFrom('document_file')
    .select(['document_id', 'version', 'sha256'])
    .where(
      'document_id',
      'in',
      papers.map(({ id }) => id),
    )
    .execute();
  const submitted = papers.map(({ id, type, version, validUntil }) => {
    const file = files.find((each) => each.document_id === id && each.version === version);
    if (!file) throw new Error('a document without its present file');
    return { type, documentId: id, version, sha256: file.sha256, validUntil };
  });
  return tx
    .updateTable('opening')
    .set({
      status: 'submitting',
      attempt: before.status === 'draft' ? before.attempt : before.attempt + 1,
      submitted: JSON.stringify(submitted),
      submitted_at: new Date(now),
      sent_at: null,
      reasons: '[]',
      problem: null,
      updated_at: new Date(now),
    })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
