import { CloseOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope, useSetScope } from '../../app/scope.ts';
import { useShops } from '../../shared/api/shops.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { MarketChip, ShopChip } from '../../shared/widgets/chips.tsx';
import { TableSettings } from './column-chooser.tsx';
import { hasFilters, noFilters, type OrderFilters, spans } from './filters.ts';
import { orderStatuses } from './order-statuses.ts';

const typingPauseMs = 350;

export function FilterBar({ filters, columns, views }: { filters: OrderFilters; columns: string | undefined; views: ReactNode }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const isPhone = useIsPhone();
  return (
    <search className="order-filters" aria-label={t('orders.filters.label')}>
      <div className="order-filters-row">
        {views}
        <SearchField text={filters.text} />
        <DaysSelect filters={filters} />
        {isPhone && <StatusSelect filters={filters} />}
        <ScopeChip />
        <BehindChip filters={filters} />
        {hasFilters(filters) && (
          <Button type="link" onClick={() => setSearch(noFilters)} data-testid="clear-filters">
            {t('orders.filters.clear')}
          </Button>
        )}
        {!isPhone && <TableSettings columns={columns} />}
      </div>
      {!isPhone && <StatusStrip filters={filters} />}
    </search>
  );
}

/** Searches while typing, after a short pause; Enter at once. The address may change from elsewhere (palette, back). */
function SearchField({ text }: { text: string }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const [typed, setTyped] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = (next: string) => {
    clearTimeout(timer.current);
    setSearch({ q: next.trim() || undefined }, true);
  };
  return (
    <Input
      className="order-search"
      data-testid="orders-search"
      type="search"
      aria-label={t('orders.search')}
      placeholder={t('orders.searchHint')}
      title={t('orders.searchHint')}
      prefix={<SearchOutlined />}
      maxLength={100}
      allowClear
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => search(target.value), target.value === '' ? 0 : typingPauseMs);
      }}
      onPressEnter={() => search(typed)}
    />
  );
}

function DaysSelect({ filters: { span, from, to } }: { filters: OrderFilters }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  return (
    <>
      <Select
        className="order-days"
        aria-label={t('orders.filters.days')}
        value={span ?? 'any'}
        popupMatchSelectWidth={false}
        options={[
          { value: 'any', label: t('orders.filters.any') },
          ...spans.map((each) => ({ value: each, label: t(`periods.${each}`) })),
          { value: 'custom', label: t('orders.filters.custom') },
        ]}
        onChange={(next) => setSearch({ days: next === 'any' ? undefined : next, from: undefined, to: undefined })}
      />
      {span === 'custom' && (
        <span className="order-own-days">
          {(['from', 'to'] as const).map((end) => (
            <Input
              key={end}
              type="date"
              aria-label={t(`orders.filters.${end}`)}
              value={(end === 'from' ? from : to) ?? ''}
              {...(end === 'from' && to ? { max: to } : {})}
              {...(end === 'to' && from ? { min: from } : {})}
              onChange={({ target }) => setSearch({ [end]: target.value || undefined }, true)}
            />
          ))}
        </span>
      )}
    </>
  );
}

function StatusStrip({ filters }: { filters: OrderFilters }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  return (
    <fieldset className="status-strip">
      <legend className="sr-only">{t('orders.filters.status')}</legend>
      {[null, ...orderStatuses].map((status) => (
        <button
          key={status ?? 'all'}
          type="button"
          className="status-choice"
          aria-pressed={filters.status === status}
          onClick={() => setSearch({ status: status ?? undefined })}
        >
          {status ? t(`orderStatus.${status}`) : t('orders.filters.all')}
        </button>
      ))}
    </fieldset>
  );
}

function StatusSelect({ filters }: { filters: OrderFilters }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  return (
    <Select
      className="order-days"
      aria-label={t('orders.filters.status')}
      value={filters.status ?? 'all'}
      popupMatchSelectWidth={false}
      options={[
        { value: 'all', label: `${t('orders.filters.status')}: ${t('orders.filters.all')}` },
        ...orderStatuses.map((status) => ({ value: status, label: t(`orderStatus.${status}`) })),
      ]}
      onChange={(next) => setSearch({ status: next === 'all' ? undefined : next })}
    />
  );
}

/** The list came from a rate: said here, and taken away here. */
function BehindChip({ filters: { behind } }: { filters: OrderFilters }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  if (!behind) return null;
  const words = t(`orders.filters.behind.${behind.part}`, { metric: t(`performance.metrics.${behind.metric}`) });
  return (
    <span className="scope-chip" data-testid="behind-rate">
      {words}
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('orders.filters.remove', { filter: words })}
        onClick={() => setSearch({ metric: undefined, part: undefined })}
      />
    </span>
  );
}

/** The scope above narrows this list too; shown here so that nobody wonders where the other orders are. */
function ScopeChip() {
  const { t } = useTranslation();
  const { market, shopId } = useScope();
  const setScope = useSetScope();
  const { shops } = useShops();
  const shop = shops.find((each) => each.id === shopId);
  if (!market && !shop) return null;
  return (
    <span className="scope-chip">
      {shop ? <ShopChip shop={shop} /> : market && <MarketChip market={market} isNamed />}
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('orders.filters.remove', { filter: shop?.name ?? market })}
        onClick={() => setScope({})}
      />
    </span>
  );
}
