/**
 * Who translates, one after the other: each is asked within a time, its calls are counted, and one that failed several times in a row is left alone for a
 * minute, so that nobody waits for it with every message. What its answer must hold is checked by code; what does not is no answer.
 */
import { type ProtectedText, restore } from '@tradewind/rules/language';
import { type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { TenantTables } from '../../platform/database/tables.ts';
import type { Services } from '../../platform/services.ts';
import { apertiumProgram, apertiumServer } from '../../platform/translation/apertium.ts';
import { libreTranslate } from '../../platform/translation/libretranslate.ts';
import { openAiCompatible } from '../../platform/translation/openai-compatible.ts';
import { TranslationFailed, type TranslationFault, type TranslationProvider } from '../../platform/translation/port.ts';

export type ProviderRow = Selectable<TenantTables['translation_provider']>;

export const readProviders = (tx: TenantTx): Promise<ProviderRow[]> =>
  tx.selectFrom('translation_provider').selectAll().orderBy('place').execute();

export const keyContext = (providerId: string, version: number) => ({ object: providerId, field: 'translation provider key', version });

/** Somebody looks at the screen meanwhile, at the original; a model writes some 250 letters a second. */
const answerWithinMs = (characters: number): number => 8_000 + 4 * characters;
/** What goes in one call: a thread of fifty messages would keep a model longer than anybody waits, so it is several at once. */
const TEXTS_A_CALL = 8;
const CHARACTERS_A_CALL = 1_500;
/** More are not asked for one text: three times the time above is the longest that a reader is told "being translated". */
const ASKED_AT_MOST = 3;
const FAILURES_IN_ROW = 3;
const REST_MS = 60_000;

type Made = Pick<Services, 'secrets' | 'sendGiven' | 'runProgram'>;

async function providerOf(services: Made, row: ProviderRow, timeoutMs: number): Promise<TranslationProvider> {
  const { merchant_id: merchantId, id, kind, name, address, version } = row;
  const key = row.key && (await services.secrets.forMerchant(merchantId)).openText(keyContext(id, version), row.key);
  const shared = { send: services.sendGiven, name, address: address ?? '', timeoutMs };
  if (kind === 'openai-compatible') return openAiCompatible({ ...shared, model: row.model ?? '', key });
  if (kind === 'libretranslate') return libreTranslate({ ...shared, key });
  return address === null ? apertiumProgram({ run: services.runProgram, name, timeoutMs }) : apertiumServer(shared);
}

/** What was made of each text, and of the others why nothing was. */
export type Outcome = { text: string; by: string } | { reason: TranslationFault | 'no-provider' | 'resting' | 'lost-literals' };
export type Wish = { merchantId: string; from: string; to: string; texts: ReadonlyMap<string, ProtectedText> };

const CHAT = 'They are messages between a buyer and the customer service of an online shop; keep them as short and as polite as they are.';

/** Asks outside of any transaction. */
export async function askProviders(services: Services, { merchantId, from, to, texts }: Wish): Promise<Map<string, Outcome>> {
  const rows = (await services.database.withMerchant(merchantId, readProviders)).filter(({ is_on }) => is_on);
  const made = new Map<string, Outcome>();
  const open = () => [...texts].filter(([name]) => !('text' in (made.get(name) ?? {})));
  for (const name of texts.keys()) made.set(name, { reason: rows.length === 0 ? 'no-provider' : 'resting' });
  const awake = rows.filter(({ rests_until }) => rests_until === null || rests_until.getTime() <= services.clock.now());
  for (const row of awake.slice(0, ASKED_AT_MOST)) {
    const calls = callsOf(open()).map(async (part) => {
      const segments = Object.fromEntries(part.map(([name, { masked }]) => [name, masked]));
      const answer = await asked(services, row, { from, to, segments });
      for (const [name, text] of part)
        made.set(name, 'fault' in answer ? { reason: answer.fault } : outcomeOf(answer.said[name], text, row));
    });
    await Promise.all(calls);
  }
  return made;
}

function outcomeOf(said: string | undefined, text: ProtectedText, { name: by }: ProviderRow): Outcome {
  const whole = restore(said ?? '', text);
  return 'text' in whole ? { text: whole.text, by } : { reason: 'lost-literals' };
}

type Named = [name: string, text: ProtectedText];

function callsOf(texts: readonly Named[]): Named[][] {
  const calls: Named[][] = [];
  let characters = 0;
  for (const one of texts) {
    const { length } = one[1].masked;
    const last = calls.at(-1);
    if (last && last.length < TEXTS_A_CALL && characters + length <= CHARACTERS_A_CALL) last.push(one);
    else {
      calls.push([one]);
      characters = 0;
    }
    characters += length;
  }
  return calls;
}

type Asked = { from: string; to: string; segments: Readonly<Record<string, string>> };
type Answer = { said: Record<string, string>; tookMs: number } | { fault: TranslationFault; tookMs: number };

/** One call, counted. */
export async function asked(services: Services, row: ProviderRow, { from, to, segments }: Asked): Promise<Answer> {
  const startedAt = services.clock.now();
  const took = () => Math.max(0, services.clock.now() - startedAt);
  const characters = [...Object.values(segments).join('')].length;
  let answer: Answer;
  try {
    const provider = await providerOf(services, row, answerWithinMs(characters));
    const said = await provider.translate({ from, to, segments, purpose: CHAT, tone: '', avoid: [], maxLengths: {} });
    answer = { said, tookMs: took() };
  } catch (error) {
    if (!(error instanceof TranslationFailed)) throw error;
    answer = { fault: error.fault, tookMs: took() };
  }
  await services.database.withMerchant(row.merchant_id, (tx) => count(tx, { services, row, answer, characters }));
  return answer;
}

/** Nothing is wrong with whoever does not know a language or will not say something. */
const isHealthy = (answer: Answer): boolean => !('fault' in answer) || ['language-not-offered', 'model-refused'].includes(answer.fault);

type Counted = { services: Services; row: ProviderRow; answer: Answer; characters: number };

async function count(tx: TenantTx, { services, row, answer, characters }: Counted): Promise<void> {
  const now = services.clock.now();
  const isAnswered = 'said' in answer;
  const said = isAnswered ? characters : 0;
  const price = row.price_minor ?? 0;
  const counted = {
    ...{ calls: 1, failures: isAnswered ? 0 : 1, characters: said, cost_millionths: said * price },
    ...{ took_ms: isAnswered ? answer.tookMs : 0, slowest_ms: isAnswered ? answer.tookMs : 0 },
  };
  // Forgotten meanwhile: then nobody asks what it cost.
  const held = await sql`
    UPDATE translation_provider SET failed_in_row = CASE WHEN ${isHealthy(answer)} THEN 0 ELSE failed_in_row + 1 END,
      rests_until = CASE WHEN ${isHealthy(answer)} OR failed_in_row + 1 < ${FAILURES_IN_ROW} THEN NULL ELSE ${new Date(now + REST_MS)}::timestamptz END
    WHERE id = ${row.id}::uuid RETURNING id`.execute(tx);
  if (held.rows.length === 0) return;
  await tx
    .insertInto('translation_count')
    .values({
      ...{ merchant_id: row.merchant_id, provider_id: row.id, counted_on: new Date(now).toISOString().slice(0, 10) },
      ...{ currency: row.price_currency ?? '', ...counted },
    })
    .onConflict((conflict) =>
      conflict.columns(['merchant_id', 'provider_id', 'counted_on', 'currency']).doUpdateSet((eb) => ({
        calls: eb('translation_count.calls', '+', counted.calls),
        failures: eb('translation_count.failures', '+', counted.failures),
        characters: eb('translation_count.characters', '+', counted.characters),
        cost_millionths: eb('translation_count.cost_millionths', '+', counted.cost_millionths),
        took_ms: eb('translation_count.took_ms', '+', counted.took_ms),
        slowest_ms: eb.fn('greatest', ['translation_count.slowest_ms', eb.val(counted.slowest_ms)]),
      })),
    )
    .execute();
}
