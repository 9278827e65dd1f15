/**
 * Drafts what a task waits for, a few rows a transaction, so that a killed worker goes on behind the last ones and a person sees them come.
 * The model is asked between transactions. Where it fails, the row says why and keeps what memory and glossary knew; after some failures in
 * a row that have to do with the model and not with the text, it is not asked again in this run, and the rest does not wait for it.
 */
import { languageOf, readsLanguage } from '@tradewind/rules/localisation';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import type { TranslationProvider } from '../../../platform/translation/port.ts';
import { showTextRun } from '../commands/show-text-run.ts';
import { type Drafted, draftText } from '../drafting/draft-text.ts';
import { draftTextsKind } from '../jobs.ts';
import { fieldsOf, type GoodsFacts, goodsFacts, originalLanguageOf } from '../queries/goods-facts.ts';
import { type MarketLimits, marketLimits } from '../queries/limits.ts';
import { type Wordbook, wordbookOf } from '../queries/wordbook.ts';
import { DRAFT_WITHIN_MS, modelOf, readSetting, type SettingRow, settingsOf } from '../settings.ts';
import { sameFields } from '../shapes.ts';

const payload = z.strictObject({ runId: z.uuid() });
const ROWS_AT_ONCE = 10;
const GIVE_UP_AFTER = 3;

type Row = { productId: string; market: string; version: number; isKept: boolean; goods: GoodsFacts };
type Outcome = { row: Row; state: 'drafted' | 'skipped' | 'failed'; reason: string | null; drafted: Drafted | null };
type Desk = {
  setting: SettingRow | null;
  limits: MarketLimits;
  model: TranslationProvider | null;
  wordbooks: Map<string, Wordbook>;
  faults: string[];
};

export function draftTextsJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: draftTextsKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const runId = jobs[0]?.payload.runId ?? '';
      const desk = await openDesk(services, context.merchantId);
      while (!context.signal.aborted) {
        const rows = await services.database.withMerchant(context.merchantId, (tx) => waitingRows(tx, runId));
        if (rows.length === 0) return;
        const outcomes: Outcome[] = [];
        for (const row of rows) {
          if (context.signal.aborted) return;
          outcomes.push(await drafted(services, { merchantId: context.merchantId, desk, row }));
        }
        await context.commit((tx) => settle(tx, services, { context, runId, outcomes }), { finish: false });
      }
    },
  };
}

async function openDesk(services: Services, merchantId: string): Promise<Desk> {
  const read = await services.database.withMerchant(merchantId, async (tx) => ({
    setting: await readSetting(tx),
    limits: await marketLimits(tx, services, { shopIds: null }),
  }));
  const model = await modelOf(services, read.setting, { merchantId, timeoutMs: DRAFT_WITHIN_MS });
  return { ...read, model, wordbooks: new Map(), faults: [] };
}

async function waitingRows(tx: TenantTx, runId: string): Promise<Row[]> {
  const rows = await tx
    .selectFrom('text_run_row')
    .leftJoin('product_text', (join) =>
      join
        .onRef('product_text.merchant_id', '=', 'text_run_row.merchant_id')
        .onRef('product_text.product_id', '=', 'text_run_row.product_id')
        .onRef('product_text.market', '=', 'text_run_row.market'),
    )
    .select(['text_run_row.product_id', 'text_run_row.market', 'product_text.version', 'product_text.original', 'product_text.state'])
    .where('run_id', '=', runId)
    .where('text_run_row.state', '=', 'waiting')
    .orderBy('text_run_row.product_id')
    .orderBy('text_run_row.market')
    .limit(ROWS_AT_ONCE)
    .execute();
  const goods = await goodsFacts(tx, [...new Set(rows.map(({ product_id }) => product_id))]);
  return rows.flatMap(({ product_id, market, version, original, state }) => {
    const facts = goods.get(product_id);
    if (!facts) return [];
    const isKept = original !== null && state !== 'draft' && sameFields(original, fieldsOf(facts));
    return [{ productId: product_id, market, version: version ?? 0, isKept, goods: facts }];
  });
}

type Work = { merchantId: string; desk: Desk; row: Row };

async function drafted(services: Services, { merchantId, desk, row }: Work): Promise<Outcome> {
  const { goods, market } = row;
  const { originalLanguage, tone, titleTemplates } = settingsOf(desk.setting);
  const [from, to] = [originalLanguageOf(goods, originalLanguage), languageOf(market)];
  const skipped = readsLanguage(market, from) ? 'own-language' : row.isKept ? 'kept' : null;
  if (skipped) return { row, state: 'skipped', reason: skipped, drafted: null };
  const pair = `${from} ${to}`;
  const wordbook = desk.wordbooks.get(pair) ?? (await services.database.withMerchant(merchantId, (tx) => wordbookOf(tx, { from, to })));
  desk.wordbooks.set(pair, wordbook);
  const fitting = titleTemplates.filter(({ language }) => language === to);
  const template = (fitting.find((one) => one.market === market) ?? fitting.find((one) => one.market === null))?.template ?? null;
  const isGivenUp = desk.faults.length >= GIVE_UP_AFTER;
  const model = isGivenUp ? null : desk.model;
  const made = await draftText({ goods, market, from, to, wordbook, template, tone, limits: desk.limits.limitsOf(market), model });
  // Three in a row: one of them may have been the text's fault.
  if (model && made.reason !== null && made.reason !== 'model-lost-literals') desk.faults.push(made.reason);
  else if (model && made.sources.some(({ kind }) => kind === 'model')) desk.faults.length = 0;
  const reason = isGivenUp && made.reason !== null ? (desk.faults.at(-1) ?? made.reason) : made.reason;
  return {
    row,
    state: made.sources.length > 0 ? 'drafted' : 'failed',
    reason,
    drafted: made.sources.length > 0 ? { ...made, reason } : null,
  };
}

type Settling = { context: JobContext; runId: string; outcomes: readonly Outcome[] };

async function settle(tx: TenantTx, services: Services, { context, runId, outcomes }: Settling): Promise<void> {
  const { merchantId } = context;
  const now = context.now();
  const run = await tx.selectFrom('text_run').selectAll().where('id', '=', runId).forUpdate().executeTakeFirstOrThrow();
  // What was cancelled meanwhile stays as it was.
  if (run.is_cancelled) return;
  for (const { row, state, reason, drafted: made } of outcomes) {
    const isSaved = made === null || (await saveDraft(tx, { merchantId, now, row, made, createdBy: run.created_by }));
    await tx
      .updateTable('text_run_row')
      .set(isSaved ? { state, reason } : { state: 'skipped', reason: 'changed-meanwhile' })
      .where('run_id', '=', runId)
      .where('product_id', '=', row.productId)
      .where('market', '=', row.market)
      .execute();
  }
  await showTextRun(tx, services, { merchantId, run, now });
}

type Saving = { merchantId: string; now: number; row: Row; made: Drafted; createdBy: string };

/** False: somebody wrote the text while it was being drafted, and theirs stays. */
async function saveDraft(tx: TenantTx, { merchantId, now, row, made, createdBy }: Saving): Promise<boolean> {
  const { fields, sources, reason } = made;
  const columns = {
    ...{ title: fields.title, description: fields.description, attributes: JSON.stringify(fields.attributes), state: 'draft' as const },
    ...{ sources: JSON.stringify(sources), reason, original: JSON.stringify(fieldsOf(row.goods)), version: row.version + 1 },
    ...{ updated_by: createdBy, updated_at: new Date(now), approved_by: null, approved_at: null },
  };
  const place = { merchant_id: merchantId, product_id: row.productId, market: row.market, language: languageOf(row.market) };
  const saved = await tx
    .insertInto('product_text')
    .values({ ...place, ...columns, size_chart: null, size_chart_media_id: null })
    .onConflict((conflict) =>
      conflict.columns(['merchant_id', 'product_id', 'market']).doUpdateSet(columns).where('product_text.version', '=', row.version),
    )
    .returning('version')
    .executeTakeFirst();
  return saved !== undefined;
}
