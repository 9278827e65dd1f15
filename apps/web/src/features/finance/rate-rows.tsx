import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { RateCardRates } from '@tradewind/contract/types';
import { currencyExponent, knownCurrencies } from '@tradewind/rules/money';
import { Button, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatPercent } from '../../shared/money.ts';
import { categories } from '../compliance/categories.ts';

type Kind = keyof RateCardRates;
type Row<K extends Kind> = RateCardRates[K][number];
type Props<K extends Kind> = {
  rows: Row<K>[];
  onChange: (rows: Row<K>[]) => void;
  /** What the sources state where the card says nothing. */
  stated: RateCardRates;
  currency: string;
};

/** A list of rates of one kind: its heads, a line for each, and the way to add one. */
function Rows<K extends Kind>({
  kind,
  titles,
  rows,
  onChange,
  made,
  line,
  note,
}: {
  kind: K;
  titles: readonly string[];
  rows: Row<K>[];
  onChange: (rows: Row<K>[]) => void;
  made: () => Row<K>;
  line: (row: Row<K>, set: (change: Partial<Row<K>>) => void, place: string) => ReactNode;
  note: ReactNode;
}) {
  const { t } = useTranslation();
  const name = t(`finance.cards.${kind}`);
  return (
    <fieldset>
      <legend>{name}</legend>
      {rows.length > 0 && (
        <div className={`rate-row rate-row-${kind} rate-titles`} aria-hidden="true">
          {titles.map((title) => (
            <span key={title}>{title}</span>
          ))}
        </div>
      )}
      {rows.map((row, index) => (
        // Rows have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <div key={index} className={`rate-row rate-row-${kind}`} data-testid={`rate-${kind}`}>
          {line(
            row,
            (change) => onChange(rows.map((each, place) => (place === index ? { ...each, ...change } : each))),
            `${name} ${index + 1}`,
          )}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('finance.cards.removeRate', { name: `${name} ${index + 1}` })}
            onClick={() => onChange(rows.filter((_, place) => place !== index))}
          />
        </div>
      ))}
      <div className="card-dates">
        <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...rows, made()])} data-testid={`add-${kind}`}>
          {t('finance.cards.add')}
        </Button>
        <span className="muted rate-titles-note">{note}</span>
      </div>
    </fieldset>
  );
}

/** Ten times a decimal share is not always ten percent of it in binary; what is typed is what is meant. */
const exact = (value: number, decimals: number): number => Number(value.toFixed(decimals));

function Percent({ value, set, label }: { value: number; set: (value: number) => void; label: string }) {
  return (
    <InputNumber
      aria-label={label}
      min={0}
      max={100}
      step={0.5}
      suffix="%"
      value={exact(value * 100, 4)}
      onChange={(next) => set(exact((next ?? 0) / 100, 6))}
    />
  );
}

function Amount({
  value,
  currency,
  set,
  label,
}: {
  value: number | null;
  currency: string;
  set: (value: number | null) => void;
  label: string;
}) {
  const scale = 10 ** currencyExponent(currency);
  return (
    <InputNumber
      aria-label={label}
      min={0}
      precision={currencyExponent(currency)}
      controls={false}
      value={value === null ? null : value / scale}
      onChange={(next) => set(next === null ? null : Math.round(next * scale))}
    />
  );
}

function Currency({ value, set, label }: { value: string; set: (value: string) => void; label: string }) {
  return (
    <Select
      aria-label={label}
      showSearch
      value={value}
      options={knownCurrencies.map((code) => ({ value: code, label: code }))}
      onChange={set}
    />
  );
}

export function CommissionRows({ rows, onChange, stated }: Props<'commissions'>) {
  const { t, i18n } = useTranslation();
  const { categoryName } = useDocumentNames();
  const titles = [t('finance.cards.category'), t('finance.cards.share')];
  const free = categories.find((each) => !rows.some(({ category }) => category === each)) ?? 'bags';
  return (
    <Rows
      kind="commissions"
      {...{ rows, onChange, titles }}
      made={() => ({ category: free, share: 0 })}
      note={t('finance.cards.stated', {
        rates: stated.commissions
          .map(({ category, share }) => `${categoryName(category)} ${formatPercent(share, i18n.language)}`)
          .join(' · '),
      })}
      line={(row, set, place) => (
        <>
          <Select
            aria-label={`${place}: ${titles[0]}`}
            showSearch={{ optionFilterProp: 'label' }}
            value={row.category}
            options={[...new Set([row.category, ...categories])].map((value) => ({ value, label: categoryName(value) }))}
            onChange={(category) => set({ category })}
          />
          <Percent value={row.share} set={(share) => set({ share })} label={`${place}: ${titles[1]}`} />
        </>
      )}
    />
  );
}

const channels = ['stripe', 'paypal', 'platform-pay'] as const;

export function PaymentRows({ rows, onChange, stated, currency }: Props<'payments'>) {
  const { t, i18n } = useTranslation();
  const titles = [t('finance.cards.channel'), t('finance.cards.share'), t('finance.cards.fixed'), t('finance.cards.currency')];
  return (
    <Rows
      kind="payments"
      {...{ rows, onChange, titles }}
      made={() => ({ channel: channels.find((each) => !rows.some(({ channel }) => channel === each)) ?? 'stripe', share: 0, fixed: null })}
      note={t('finance.cards.stated', {
        rates: stated.payments
          .map(({ channel, share }) => `${t(`finance.channels.${channel}`)} ${formatPercent(share, i18n.language)}`)
          .join(' · '),
      })}
      line={(row, set, place) => {
        const fixed = row.fixed ?? { amount: 0, currency };
        return (
          <>
            <Select
              aria-label={`${place}: ${titles[0]}`}
              value={row.channel}
              options={channels.map((value) => ({ value, label: t(`finance.channels.${value}`) }))}
              onChange={(channel) => set({ channel })}
            />
            <Percent value={row.share} set={(share) => set({ share })} label={`${place}: ${titles[1]}`} />
            <Amount
              value={row.fixed?.amount ?? null}
              currency={fixed.currency}
              set={(amount) => set({ fixed: amount === null ? null : { ...fixed, amount } })}
              label={`${place}: ${titles[2]}`}
            />
            <Currency
              value={fixed.currency}
              set={(code) => set({ fixed: { ...fixed, currency: code } })}
              label={`${place}: ${titles[3]}`}
            />
          </>
        );
      }}
    />
  );
}

export function RouteRows({ rows, onChange, stated }: Props<'routes'>) {
  const { t } = useTranslation();
  const titles = [t('finance.cards.route'), t('finance.cards.firstKg'), t('finance.cards.furtherKg'), t('finance.cards.currency')];
  return (
    <Rows
      kind="routes"
      {...{ rows, onChange, titles }}
      made={() => ({ route: '', currency: 'CNY', firstKg: 0, furtherKg: 0 })}
      note={t('finance.cards.stated', { rates: stated.routes.map(({ route }) => route).join(' · ') })}
      line={(row, set, place) => (
        <>
          <Input
            aria-label={`${place}: ${titles[0]}`}
            placeholder="CN-SZX>GB-LHR"
            required
            pattern="[A-Z]{2}-[A-Z0-9]{2,5}>[A-Z]{2}-[A-Z0-9]{2,5}"
            title={t('finance.cards.routeForm')}
            value={row.route}
            onChange={({ target }) => set({ route: target.value.toUpperCase() })}
          />
          <Amount
            value={row.firstKg}
            currency={row.currency}
            set={(firstKg) => set({ firstKg: firstKg ?? 0 })}
            label={`${place}: ${titles[1]}`}
          />
          <Amount
            value={row.furtherKg}
            currency={row.currency}
            set={(furtherKg) => set({ furtherKg: furtherKg ?? 0 })}
            label={`${place}: ${titles[2]}`}
          />
          <Currency value={row.currency} set={(code) => set({ currency: code })} label={`${place}: ${titles[3]}`} />
        </>
      )}
    />
  );
}
