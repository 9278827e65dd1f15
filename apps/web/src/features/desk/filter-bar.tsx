import { SearchOutlined } from '@ant-design/icons';
import { currencyExponent } from '@tradewind/rules/money';
import { Button, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { type DeskFilter, noFilter } from './desk-filters.ts';
import { useChoices } from './use-desk.ts';

type Choice = { value: string; label: string };
const plain = (values: readonly string[] = []): Choice[] => values.map((value) => ({ value, label: value }));
const named = (values: readonly { id: string; name: string }[] = []): Choice[] =>
  values.map(({ id, name }) => ({ value: id, label: name }));

/** Everything by which the desk is narrowed beside its buckets. */
export function DeskFilterBar({ filter, views }: { filter: DeskFilter; views: ReactNode }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const choices = useChoices();
  return (
    <search className="desk-filters" aria-label={t('desk.filters.label')}>
      {views}
      <Words name="q" text={filter.q} label={t('desk.filters.q')} hint={t('desk.filters.qHint')} />
      <Words name="sku" text={filter.sku} label={t('desk.filters.sku')} hint={t('desk.filters.sku')} />
      <Chooser name="tag" value={filter.tag} options={plain(choices?.tags)} />
      <Chooser name="warehouseId" value={filter.warehouseId} options={named(choices?.warehouses)} />
      <Chooser name="carrier" value={filter.carrier} options={plain(choices?.carriers)} />
      <Chooser name="assigneeId" value={filter.assigneeId} options={named(choices?.members)} />
      <Amounts filter={filter} />
      {Object.keys(filter).length > 0 && (
        <Button type="link" onClick={() => setSearch(noFilter)} data-testid="clear-filters">
          {t('desk.filters.clear')}
        </Button>
      )}
    </search>
  );
}

/** Looks on Enter, on leaving the field and when it is emptied; the address may change from elsewhere. */
function Words({ name, text = '', label, hint }: { name: 'q' | 'sku'; text: string | undefined; label: string; hint: string }) {
  const setSearch = useSetOwnSearch();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const look = (next: string) => {
    if (next.trim() !== text) setSearch({ [name]: next.trim() || undefined }, true);
  };
  return (
    <Input
      className="desk-words"
      type="search"
      data-testid={`desk-${name}`}
      aria-label={label}
      placeholder={hint}
      prefix={name === 'q' ? <SearchOutlined /> : undefined}
      maxLength={100}
      allowClear
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        if (target.value === '') look('');
      }}
      onPressEnter={() => look(typed)}
      onBlur={() => look(typed)}
    />
  );
}

type ChooserName = 'tag' | 'warehouseId' | 'carrier' | 'assigneeId';

function Chooser({ name, value, options }: { name: ChooserName; value: string | undefined; options: Choice[] }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  if (options.length === 0 && value === undefined) return null;
  return (
    <Select
      className="desk-choice"
      aria-label={t(`desk.filters.${name}`)}
      placeholder={t(`desk.filters.${name}`)}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      value={value ?? null}
      options={options}
      onChange={(next?: string) => setSearch({ [name]: next })}
    />
  );
}

/** Sums are compared in one currency, in its own units; the address holds its smallest ones. */
function Amounts({ filter: { currency, amountFrom, amountTo } }: { filter: DeskFilter }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const { shops } = useShops();
  const currencies = [...new Set(shops.map((shop) => shop.currency))].sort();
  const size = 10 ** (currency && currencies.includes(currency) ? currencyExponent(currency) : 2);
  const shown = (value: unknown) => (typeof value === 'number' ? value / size : null);
  const set = (name: 'amountFrom' | 'amountTo') => (next: number | null) =>
    setSearch({ [name]: next === null ? undefined : String(Math.round(next * size)) }, true);
  return (
    <span className="desk-amounts">
      <Select
        aria-label={t('desk.filters.currency')}
        placeholder={t('desk.filters.currency')}
        allowClear
        popupMatchSelectWidth={false}
        value={currency ?? null}
        options={plain(currencies)}
        onChange={(next?: string) => setSearch({ currency: next, amountFrom: undefined, amountTo: undefined })}
      />
      {currency && (
        <>
          <InputNumber
            aria-label={t('desk.filters.amountFrom')}
            placeholder="≥"
            min={0}
            value={shown(amountFrom)}
            onChange={set('amountFrom')}
          />
          <InputNumber aria-label={t('desk.filters.amountTo')} placeholder="≤" min={0} value={shown(amountTo)} onChange={set('amountTo')} />
        </>
      )}
    </span>
  );
}
