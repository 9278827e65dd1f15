import { DeleteOutlined } from '@ant-design/icons';
import { goodsCategories } from '@tradewind/rules/categories';
import { currencyExponent } from '@tradewind/rules/money';
import type { ReviewCondition } from '@tradewind/rules/review-rules';
import { Button, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { marketName, marketOrder } from '../../shared/markets.ts';
import { blankCondition, type ConditionKind, conditionKinds, listOf, withList } from './conditions.ts';

type Props = { value: ReviewCondition; currencies: readonly string[]; set: (next: ReviewCondition) => void; drop: () => void };

/** One condition: what is looked at, how it is compared, with what. */
export function ConditionField({ value, currencies, set, drop }: Props) {
  const { t } = useTranslation();
  return (
    <li className="review-row" data-testid="condition" data-kind={value.kind}>
      <Select
        className="review-kind"
        aria-label={t('review-rules.form.condition')}
        value={value.kind}
        options={conditionKinds.map((kind) => ({ value: kind, label: t(`review-rules.conditions.${kind}`) }))}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        onChange={(kind: ConditionKind) => set(blankCondition(kind, currencies[0] ?? 'EUR'))}
      />
      {'isNot' in value && <NotField value={value} set={set} />}
      {listOf(value) && <ListField value={value} set={set} />}
      {'compare' in value && <CompareField value={value} currencies={currencies} set={set} />}
      <Button type="text" icon={<DeleteOutlined />} aria-label={t('review-rules.form.dropCondition')} onClick={drop} />
    </li>
  );
}

type FieldProps<C extends ReviewCondition> = { value: C; set: (next: ReviewCondition) => void };

function NotField({ value, set }: FieldProps<Extract<ReviewCondition, { isNot: boolean }>>) {
  const { t } = useTranslation();
  const words = value.kind === 'platform-hold' ? (['is', 'isNot'] as const) : (['oneOf', 'noneOf'] as const);
  return (
    <Select
      aria-label={t('review-rules.form.compare')}
      value={String(value.isNot)}
      options={[
        { value: 'false', label: t(`review-rules.form.${words[0]}`) },
        { value: 'true', label: t(`review-rules.form.${words[1]}`) },
      ]}
      onChange={(next) => set({ ...value, isNot: next === 'true' })}
    />
  );
}

/** What may be chosen; null: anything may be typed. */
function useChoices(kind: ConditionKind): { value: string; label: string }[] | null {
  const { i18n } = useTranslation();
  const { shops } = useShops();
  const { categoryName } = useDocumentNames();
  if (kind === 'shop') return shops.map(({ id, name }) => ({ value: id, label: name }));
  if (kind === 'market' || kind === 'country') return marketOrder.map((value) => ({ value, label: marketName(value, i18n.language) }));
  return kind === 'category' ? goodsCategories.map((value) => ({ value, label: categoryName(value) })) : null;
}

function ListField({ value, set }: FieldProps<ReviewCondition>) {
  const { t } = useTranslation();
  const choices = useChoices(value.kind);
  return (
    <Select
      className="review-list"
      mode={choices ? 'multiple' : 'tags'}
      aria-label={t(`review-rules.conditions.${value.kind}`)}
      placeholder={choices ? t('review-rules.form.choose') : t('review-rules.form.type')}
      tokenSeparators={choices ? [] : [',', '，', '\n']}
      value={[...(listOf(value) ?? [])]}
      options={choices ?? []}
      optionFilterProp="label"
      {...(choices ? {} : { open: false, suffixIcon: null })}
      onChange={(next: string[]) => set(withList(value, next.map((each) => each.trim()).filter(Boolean)))}
    />
  );
}

type Compared = Extract<ReviewCondition, { compare: string }>;

function CompareField({ value, currencies, set }: FieldProps<Compared> & { currencies: readonly string[] }) {
  const { t } = useTranslation();
  const name = t(`review-rules.conditions.${value.kind}`);
  return (
    <>
      <Select
        aria-label={t('review-rules.form.compare')}
        value={value.compare}
        options={(['at-least', 'below'] as const).map((each) => ({ value: each, label: t(`review-rules.form.${each}`) }))}
        onChange={(compare) => set({ ...value, compare })}
      />
      {'count' in value && (
        <InputNumber
          aria-label={name}
          min={0}
          max={100_000}
          precision={0}
          value={value.count}
          onChange={(count) => set({ ...value, count: count ?? 0 })}
        />
      )}
      {'share' in value && (
        <InputNumber
          aria-label={name}
          suffix="%"
          min={-1000}
          max={100}
          precision={1}
          value={Math.round(value.share * 1000) / 10}
          onChange={(percent) => set({ ...value, share: (percent ?? 0) / 100 })}
        />
      )}
      {'amount' in value && <MoneyField value={value} currencies={currencies} set={set} />}
    </>
  );
}

function MoneyField({ value, currencies, set }: FieldProps<Extract<Compared, { amount: number }>> & { currencies: readonly string[] }) {
  const { t } = useTranslation();
  const factor = 10 ** currencyExponent(value.currency);
  return (
    <>
      <InputNumber
        aria-label={t(`review-rules.conditions.${value.kind}`)}
        precision={currencyExponent(value.currency)}
        value={value.amount / factor}
        onChange={(major) => set({ ...value, amount: Math.round((major ?? 0) * factor) })}
      />
      <Select
        aria-label={t('review-rules.form.currency')}
        value={value.currency}
        options={[...new Set([value.currency, ...currencies])].map((each) => ({ value: each, label: each }))}
        onChange={(currency) => set({ ...value, currency, amount: Math.round((value.amount / factor) * 10 ** currencyExponent(currency)) })}
      />
    </>
  );
}
