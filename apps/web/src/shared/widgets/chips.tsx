import { useTranslation } from 'react-i18next';
import { marketName } from '../markets.ts';
import { Flag } from './flag.tsx';

/** Flag and two-letter code, everywhere the same; the full name on hover and, where asked, beside it. */
export function MarketChip({ market, isNamed = false }: { market: string; isNamed?: boolean }) {
  const { i18n } = useTranslation();
  const name = marketName(market, i18n.language);
  return (
    <span className="chip" title={name}>
      <Flag market={market} />
      <span className="chip-code">{market}</span>
      {isNamed && <span className="chip-name">{name}</span>}
    </span>
  );
}

export function ShopChip({ shop }: { shop: { name: string; market: string } }) {
  const { i18n } = useTranslation();
  return (
    <span className="chip" title={`${shop.name} · ${marketName(shop.market, i18n.language)}`}>
      <Flag market={shop.market} />
      <span className="chip-code">{shop.market}</span>
      <span className="chip-name">{shop.name}</span>
    </span>
  );
}
