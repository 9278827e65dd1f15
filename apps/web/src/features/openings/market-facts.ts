import { type ProgrammeFact, programmeFacts } from '@tradewind/rules/programme-facts';
import { useTranslation } from 'react-i18next';
import { formatMoneyShort } from '../../shared/money.ts';
import { formatDay } from '../../shared/time.ts';

const told = [
  'europe-market-size',
  'mexico-against-europe',
  'britain-against-europe',
  'europe-category-head',
  'us-without-manager',
  'managed-together',
  'latin-america-size',
] as const;
type Told = (typeof told)[number];

const idOf = ({ id }: ProgrammeFact): Told | undefined => told.find((each) => each === id);

/** What the sources hold of a market, each with who says so and when: an opinion, no measurement of ours. */
export function useMarketFacts(): (market: string) => { id: string; text: string; source: string }[] {
  const { t, i18n } = useTranslation();
  const words = ({ values }: ProgrammeFact) => {
    const money = (name: string): string =>
      typeof values[name] === 'number' ? formatMoneyShort({ amount: values[name], currency: 'USD' }, i18n.language) : '';
    return {
      year: String(values.year ?? ''),
      from: money('fromUsdMinor') || String(values.fromTimes ?? ''),
      to: money('toUsdMinor') || String(values.toTimes ?? ''),
      amount: money('perDayUsdMinor') || money('perMonthUsdMinor') || money('aboveUsdMinor'),
    };
  };
  return (market) =>
    programmeFacts
      .filter((fact) => fact.markets.includes(market))
      .flatMap((fact) => {
        const id = idOf(fact);
        const day = fact.statedOn && formatDay(fact.statedOn, i18n.language, { year: 'numeric', month: 'short', day: 'numeric' });
        return id
          ? [{ id, text: t(`openings.facts.${id}`, words(fact)), source: day ? `${fact.sourceName}, ${day}` : fact.sourceName }]
          : [];
      });
}
