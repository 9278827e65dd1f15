import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import { forgetTerms, saveTerms, type Worded } from '../commands/save-terms.ts';
import { makeTermsKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
const A_RUN = 500;

/** Names under which buyers are found as they come and change, and what was said before there were terms; a message that comes in has its own at once. */
export function makeTermsJobHandler(): JobHandler<z.output<typeof payload>> {
  return {
    kind: makeTermsKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const { shopId } = jobs[0]?.payload ?? { shopId: '' };
      const { merchantId } = context;
      const again = await context.commit(
        async (tx) => {
          const said = await take(tx, 'message', shopId);
          await saveTerms(tx, { merchantId, field: 'message', of: said });
          const named = await take(tx, 'conversation', shopId);
          const ids = named.map(({ id }) => id);
          await forgetTerms(tx, ids);
          await saveTerms(tx, { merchantId, field: 'buyer', of: named });
          return said.length === A_RUN || named.length === A_RUN;
        },
        { finish: false },
      );
      await context.commit(async () => undefined, again ? { reschedule: { dueAt: context.now() } } : {});
    },
  };
}

/** Held while their terms are made: a text that is taken back meanwhile waits, and takes the terms along. */
async function take(tx: TenantTx, table: 'message' | 'conversation', shopId: string): Promise<Worded[]> {
  const [at, text] = table === 'message' ? [sql`sent_at`, sql`body`] : [sql`created_at`, sql`buyer_name`];
  const { rows } = await sql<Worded>`
    UPDATE ${sql.table(table)} AS own SET has_terms = true
    FROM (SELECT id FROM ${sql.table(table)} WHERE shop_id = ${shopId}::uuid AND NOT has_terms LIMIT ${sql.lit(A_RUN)} FOR UPDATE) AS taken
    WHERE own.id = taken.id RETURNING own.id, own.${at} AS at, own.${text} AS text`.execute(tx);
  return rows;
}
