/** A draft of an answer, and what it rests on. Nothing leaves the house by it: a draft is a row, and a person sends what they have read. */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { type Candidate, rankCandidates } from '@tradewind/rules/assist';
import type { Selectable } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { draftByModel } from '../ask-model.ts';
import { readEntries } from '../queries/entries.ts';
import { readOwnFacts } from '../queries/own-facts.ts';
import { readPastAnswers } from '../queries/past-answers.ts';
import { readTurn, type Turn } from '../queries/turn.ts';
import type { Source } from '../tables.ts';
import { readSetting } from './save-settings.ts';

type Input = Parameters<Handlers['reply-suggestions.create']>[0];
type Suggestion = AnswerOf<Routes['reply-suggestions.create']>;
type Row = Selectable<TenantTables['reply_suggestion']>;

const RANKED = 5;
const SAVED_REPLIES = 200;
/** What a model is told at most; a small book of knowledge is told whole, because a model reads languages that words alone do not join. */
const TOLD_CHARACTERS = 12_000;
const KEPT_MS = 90 * 86_400_000;
const SWEPT = 200;

const suggestionView = (row: Row): Suggestion => ({
  id: row.id,
  text: row.body,
  madeBy: row.made_by,
  sources: row.sources,
  fault: row.fault,
  outcome: row.outcome,
  madeAt: row.made_at.toISOString(),
});

type Known = {
  turn: Turn;
  setting: Awaited<ReturnType<typeof readSetting>>;
  ranked: Source[];
  others: Source[];
  facts: Source[];
  earlier: Row | undefined;
};

export async function suggestReply(services: Services, { caller, params, body }: Input): Promise<Suggestion | Refusal> {
  const startedAt = services.clock.now();
  const known = await services.database.readMerchant(caller.merchantId, (tx) => readKnown(tx, { caller, ...params }));
  if (!known) return refuse('not-found');
  const { turn, setting, ranked, others, facts, earlier } = known;
  if (setting?.mode === 'off') return refuse('conflict', 'Suggested replies are switched off.');
  if (turn.messageId === '') return refuse('conflict', 'The buyer has said nothing in words.');
  if (earlier && !body.isAgain) return suggestionView(earlier);
  const sources = upTo(TOLD_CHARACTERS, [...ranked, ...facts, ...others]);
  const { merchantId } = caller;
  const drafted =
    setting?.provider_id && sources.length > 0
      ? await draftByModel(services, {
          ...{ merchantId, providerId: setting.provider_id, question: turn.asked[0] ?? '', sources },
          ...{ language: body.language, market: turn.shop.market },
        })
      : null;
  const [best] = ranked;
  const made =
    drafted && 'text' in drafted
      ? { body: drafted.text, made_by: 'model' as const, sources: drafted.sources }
      : { body: best?.text ?? null, made_by: best ? ('source' as const) : ('nobody' as const), sources: best ? [best] : [] };
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    await forgetOld(tx, now);
    // Deleted while the model thought: then there is nothing to answer.
    const asked = await tx
      .selectFrom('message')
      .select('id')
      .where('id', '=', turn.messageId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!asked) return refuse('conflict', 'The message was taken back.');
    const row = await tx
      .insertInto('reply_suggestion')
      .values({
        ...{ merchant_id: merchantId, id: services.newId(), conversation_id: turn.conversationId, shop_id: turn.shop.id },
        ...{
          message_id: turn.messageId,
          ...made,
          sources: JSON.stringify(made.sources),
          fault: drafted && 'fault' in drafted ? drafted.fault : null,
        },
        ...{ took_ms: now - startedAt, outcome: made.body === null ? 'nothing' : 'offered', made_at: new Date(now) },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return suggestionView(row);
  });
}

async function readKnown(tx: TenantTx, { caller, conversationId }: { caller: Caller; conversationId: string }): Promise<Known | null> {
  const turn = await readTurn(tx, { conversationId, caller });
  if (!turn) return null;
  const setting = await readSetting(tx);
  const nothing = { turn, setting, ranked: [], others: [], facts: [], earlier: undefined };
  if (turn.messageId === '' || setting?.mode === 'off') return nothing;
  const earlier = await tx
    .selectFrom('reply_suggestion')
    .selectAll()
    .where('message_id', '=', turn.messageId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const shops = await shopsInScope(tx, { caller, market: turn.shop.market });
  const candidates = [
    ...(await readWritten(tx, turn)),
    ...(
      await readPastAnswers(
        tx,
        turn,
        shops.map(({ id }) => id),
      )
    ).map(({ questions, ...source }) => ({ source, heads: questions })),
  ];
  const byId = new Map(candidates.map(({ source }, index) => [`${index}`, source]));
  const asCandidate = ({ source, heads }: (typeof candidates)[number], index: number): Candidate => ({
    id: `${index}`,
    heads,
    body: source.text,
  });
  const order = rankCandidates(turn.asked, candidates.map(asCandidate), RANKED).flatMap(({ id }) => byId.get(id) ?? []);
  const others = candidates.map(({ source }) => source).filter((source) => !order.includes(source) && source.kind === 'entry');
  return { turn, setting, ranked: order, others, facts: await readOwnFacts(tx, turn), earlier };
}

/** What the merchant has written down for this shop. */
async function readWritten(tx: TenantTx, { shop }: Turn): Promise<{ source: Source; heads: string[] }[]> {
  const entries = (await readEntries(tx)).filter(({ is_on, shop_ids }) => is_on && (shop_ids.length === 0 || shop_ids.includes(shop.id)));
  const replies = await tx
    .selectFrom('saved_reply')
    .select(['id', 'title', 'body', 'texts'])
    .orderBy('title')
    .orderBy('id')
    .limit(SAVED_REPLIES)
    .execute();
  return [
    ...entries.map(({ id, title, questions, body: text }) => ({
      source: { kind: 'entry' as const, id, title, text },
      heads: [title, questions],
    })),
    ...replies.flatMap(({ id, title, body, texts }) =>
      [body, ...Object.values(texts)].map((text) => ({ source: { kind: 'saved-reply' as const, id, title, text }, heads: [title] })),
    ),
  ];
}

/** The first ones, as many as fit. */
function upTo(characters: number, sources: readonly Source[]): Source[] {
  let left = characters;
  return sources.filter(({ title, text }) => {
    left -= title.length + text.length;
    return left >= 0;
  });
}

async function forgetOld(tx: TenantTx, now: number): Promise<void> {
  const old = await tx
    .selectFrom('reply_suggestion')
    .select('id')
    .where('made_at', '<', new Date(now - KEPT_MS))
    .limit(SWEPT)
    .execute();
  if (old.length > 0)
    await tx
      .deleteFrom('reply_suggestion')
      .where(
        'id',
        'in',
        old.map(({ id }) => id),
      )
      .execute();
}
