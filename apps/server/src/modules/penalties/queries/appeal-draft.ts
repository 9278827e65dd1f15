import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { appealDraft, type DraftFacts } from '@tradewind/rules/appeal-draft';
import { loadPolicyTexts } from '@tradewind/rules/policy-texts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { findViolation, violationDetailView } from './violation-detail.ts';

type Language = ParsedOf<Routes['appeals.draft']>['query']['language'];
type Input = { caller: Caller; violationId: string; language: Language };

/** What a person begins with: what the ledger holds, cited in English, which the platform reads, and in the reader's language. */
export async function readAppealDraft(services: Services, input: Input): Promise<AnswerOf<Routes['appeals.draft']> | null> {
  const secrets = await services.secrets.forMerchant(input.caller.merchantId);
  const known = await services.database.withMerchant(input.caller.merchantId, async (tx) => {
    const found = await findViolation(tx, input);
    if (!found) return null;
    return {
      detail: await violationDetailView(tx, { ...found, secrets, now: services.clock.now() }),
      channelShopId: found.shop.channelShopId,
    };
  });
  if (!known) return null;
  const { detail, channelShopId } = known;
  const facts: Omit<DraftFacts, 'reason'> = {
    channelShopId,
    channelViolationId: detail.channelViolationId,
    violatedAt: detail.violatedAt,
    deadline: detail.appeal?.secondDeadline ?? detail.appeal?.firstDeadline ?? null,
    attempt: detail.appeal?.attempt === 2 ? 2 : 1,
    numerator: detail.numerator,
    denominator: detail.denominator,
    orderCount: detail.orderCount,
    orders: detail.orders,
  };
  const inLanguage = async (language: Language) =>
    appealDraft(language, { ...facts, reason: (await loadPolicyTexts(language)).records.violationReasons[detail.reason] ?? detail.reason });
  const platform = await inLanguage('en');
  return { platform, reader: input.language === 'en' ? platform : await inLanguage(input.language) };
}
