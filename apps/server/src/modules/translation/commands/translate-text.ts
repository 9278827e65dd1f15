import type { AnswerOf, Routes } from '@tradewind/contract';
import { protect, saysNothing } from '@tradewind/rules/language';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { glossaryOf } from '../../localisation/index.ts';
import { recallSame, recallSimilar } from '../memory.ts';
import { askProviders } from '../providers.ts';
import { findTalk, namesOf } from '../queries/conversation.ts';

type Input = Parameters<Handlers['text-translations.create']>[0];
type Answer = AnswerOf<Routes['text-translations.create']>;
const TEXT = 'text';

/** What an agent writes, as the buyer will read it. Nothing is kept: only what is sent is remembered. */
export async function translateText(services: Services, { caller, params, body }: Input): Promise<Answer | Refusal> {
  const { merchantId } = caller;
  const { text, from, to, isBack } = body;
  const pair = { from, to };
  const known = await services.database.withMerchant(merchantId, async (tx) => {
    const talk = await findTalk(tx, { ...params, caller });
    if (!talk) return null;
    if (isBack) return { names: namesOf(talk), terms: [], same: undefined, similar: null };
    const same = (await recallSame(tx, pair, [text])).get(text);
    const similar = same ? null : await recallSimilar(tx, pair, text);
    return { names: namesOf(talk), terms: await glossaryOf(tx, pair), same, similar };
  });
  if (!known) return refuse('not-found');
  const { names, terms, same, similar } = known;
  const nothing: Answer = { text: null, by: null, reason: null, similar };
  if (from === to || saysNothing(text, { names })) return { ...nothing, text, by: { kind: 'typed', name: '' } };
  if (same) return { ...nothing, text: same.target, by: { kind: 'memory', name: same.byName } };
  const made = await askProviders(services, { merchantId, ...pair, texts: new Map([[TEXT, protect(text, { names, terms })]]) });
  const outcome = made.get(TEXT) ?? { reason: 'no-provider' as const };
  return 'text' in outcome
    ? { ...nothing, text: outcome.text, by: { kind: 'provider', name: outcome.by } }
    : { ...nothing, reason: outcome.reason };
}
