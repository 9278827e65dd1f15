/**
 * Under which conditions reviews of other shops may be shown to buyers of a market. Closed until a person of the merchant has read the
 * conditions and opened the market; facts to think of, no legal advice. Checked on 2026-11-23.
 *
 *   platform-review-policy  TikTok Shop: no reward outside its own programme, no asking of chosen buyers only, none changed or removed
 *   eu-ucpd                 Directive 2005/29/EC, article 7(6) and annex I 23b, 23c, as changed by 2019/2161: say whether reviews come from
 *                           buyers and how that is ensured; none chosen, none transferred to other goods
 *   uk-dmcc                 Digital Markets, Competition and Consumers Act 2024 and CMA208: no misleading presentation, rewards shown, a
 *                           policy of one's own on fake reviews
 *   us-16cfr465             16 CFR 465, in force since 2024-10-21: no suppression; not for goods that differ in substance
 *   law-not-reviewed        nobody here has looked the market's law up: whoever opens it has
 */
import { eu27 } from './countries.ts';

export type GateCondition = 'platform-review-policy' | 'eu-ucpd' | 'uk-dmcc' | 'us-16cfr465' | 'law-not-reviewed';

export function gateConditions(market: string): GateCondition[] {
  const law: GateCondition =
    market === 'GB' ? 'uk-dmcc' : market === 'US' ? 'us-16cfr465' : eu27.includes(market) ? 'eu-ucpd' : 'law-not-reviewed';
  return ['platform-review-policy', law];
}
