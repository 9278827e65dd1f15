import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { NewJob } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { makeGlobalJob, publishGlobalJob } from '../publication-jobs.ts';
import { globalFits } from '../queries/global-fits.ts';
import type { JudgedCell } from '../queries/publication-cells.ts';

type Planning = { merchantId: string; now: number /** Just marked as being sent. */; cells: readonly JudgedCell[] };
type Planned = { jobs: NewJob[]; taken: ReadonlySet<string> };

/** Of what is sent, that which its task wants to go through a global product and which fits one. The rest is left to the caller. */
export async function planGlobal(tx: TenantTx, services: Services, { merchantId, now, cells }: Planning): Promise<Planned> {
  const jobs: NewJob[] = [];
  const taken = new Set<string>();
  const fits = await globalFits(tx, services, cells);
  for (const cell of cells) {
    const { authorizationId, content, reason } = fits.get(cell.id) ?? { authorizationId: '', content: null, reason: null };
    if (content === null || reason !== null) continue;
    const wished = { merchantId, now, authorizationId, runId: cell.runId, productId: cell.product.id, content };
    const global = await wishGlobal(tx, services, wished);
    if (global.content !== content) continue;
    await tx.updateTable('publication').set({ global_publication_id: global.id }).where('id', '=', cell.id).execute();
    taken.add(cell.id);
    const job = global.isMade ? publishGlobalJob : makeGlobalJob;
    jobs.push(job({ authorizationId, globalPublicationId: global.id }, now));
  }
  const distinct = new Map(jobs.map((job) => [`${job.kind} ${job.dedupeKey}`, job]));
  return { jobs: [...distinct.values()], taken };
}

type Wished = { merchantId: string; now: number; authorizationId: string; runId: string; productId: string; content: string };

/** One for a product and a consent. As long as it is not there, and nobody knows a call that may have made it, what it says may change. */
async function wishGlobal(tx: TenantTx, services: Services, wished: Wished): Promise<{ id: string; content: string; isMade: boolean }> {
  const { merchantId, authorizationId, runId, productId, content } = wished;
  const at = new Date(wished.now);
  const { rows } = await sql<{ id: string; content: string; isMade: boolean }>`
    INSERT INTO global_publication AS own (merchant_id, id, product_id, authorization_id, run_id, content, intent, created_at, updated_at)
    VALUES (${merchantId}, ${services.newId()}, ${productId}, ${authorizationId}, ${runId}, ${content}, 'planned', ${at}, ${at})
    ON CONFLICT (merchant_id, product_id, authorization_id) DO UPDATE SET run_id = excluded.run_id, updated_at = excluded.updated_at,
      intent = CASE WHEN own.channel_global_product_id IS NULL THEN COALESCE(own.intent, 'planned') END,
      content = CASE WHEN own.channel_global_product_id IS NULL AND COALESCE(own.intent, 'planned') = 'planned' AND NOT EXISTS (
        SELECT 1 FROM publication AS waiting WHERE waiting.global_publication_id = own.id AND waiting.state = 'sending'
          AND waiting.channel_product_id IS NULL)
        THEN excluded.content ELSE own.content END
    RETURNING id, content, channel_global_product_id IS NOT NULL AS "isMade"`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('a wish that was just kept is not there');
  return row;
}
