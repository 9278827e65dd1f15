import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../shared/money.ts';
import type { Cell, PreviewedShop } from './previewed.ts';
import { usePriceWords } from './price-words.ts';

type Props = { cell: Cell; shop: PreviewedShop; sku: string; open: () => void };

/** The price that would hold, and beside it the one that does; or why there is none. Opens how it came about. */
export function PriceCell({ cell: { before, answer, isDraft }, shop, sku, open }: Props) {
  const { t, i18n } = useTranslation();
  const { refusal } = usePriceWords();
  if ('refused' in answer)
    return (
      <span
        className="price-none muted"
        title={refusal(answer, shop.currency)}
        data-testid={`price-${shop.market}`}
        data-refused={answer.refused}
      >
        {refusal(answer, shop.currency)}
      </span>
    );
  const price = formatMoney(answer.price, i18n.language);
  const isChanged = before !== null && before.amount !== answer.price.amount;
  return (
    <button
      type="button"
      className="price-cell num"
      onClick={open}
      aria-label={t('prices.table.why', { sku, shop: shop.name, price })}
      data-testid={`price-${shop.market}`}
      data-state={before === null ? 'new' : isChanged ? 'changed' : 'same'}
    >
      {isChanged && <s className="muted">{formatMoney(before, i18n.language)}</s>}
      <span className={isDraft ? 'price-draft-value' : undefined}>{price}</span>
      {answer.isCapped && <span className="price-mark">{t('prices.table.capped')}</span>}
    </button>
  );
}
