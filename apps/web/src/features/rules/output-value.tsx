import type { PolicyText } from '@tradewind/rules/policy-texts';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { Instant } from '../../shared/widgets/instant.tsx';
import { outputLabel, ownWords, valueWords } from './output-words.ts';
import { Reasons } from './reasons.tsx';
import { exactPercent, moneyWords, type Words } from './words.ts';

type Row = Readonly<Record<string, unknown>>;
type Shown = { words: Words; text: PolicyText; path: string; value: unknown };

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const isMoney = (value: Row): value is { amount: number; currency: string } =>
  typeof value.amount === 'number' && typeof value.currency === 'string';
/** `{ USD: 120, CNY: 1850 }`: sums by currency. */
const isSums = (value: Row): value is Record<string, number> =>
  Object.keys(value).length > 0 && Object.entries(value).every(([key, amount]) => /^[A-Z]{3}$/.test(key) && typeof amount === 'number');
const isInstant = (value: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value);
/** A rate is named as one; everything else that is a number is a count. */
const isShare = (path: string): boolean => /(^|\.)(rate|share)$|(Rate|Share)(\d+h)?$/.test(path);

export function OutputValue({ value, ...place }: Shown) {
  const { t } = useTranslation();
  const { words, path } = place;
  if (value === null || value === undefined) return <span className="muted">{t('rules.none')}</span>;
  if (typeof value === 'boolean') return ownWords(place, value) ?? t(value ? 'rules.yes' : 'rules.no');
  if (typeof value === 'number')
    return (
      <span className="num">
        {isShare(path) ? exactPercent(value, words.language) : (ownWords(place, value) ?? formatCount(value, words.language))}
      </span>
    );
  if (typeof value === 'string') return isInstant(value) ? <Instant at={value} hasYear /> : valueWords(place, value);
  if (Array.isArray(value)) return <ListValue {...place} items={value} />;
  return isRow(value) ? <RecordValue {...place} row={value} /> : null;
}

function ListValue({ items, ...place }: Omit<Shown, 'value'> & { items: readonly unknown[] }) {
  const { t } = useTranslation();
  if (items.length === 0) return <span className="muted">{t('rules.none')}</span>;
  // Inside another answer's row there is no room for a table.
  if (place.path.endsWith('.reasons')) return <Reasons words={place.words} text={place.text} reasons={items} />;
  if (items.every(isRow)) return <TableValue {...place} rows={items} />;
  return (
    <ul className="rule-values">
      {items.map((item) => (
        <li key={String(item)} className="tag tag-quiet">
          <OutputValue {...place} value={item} />
        </li>
      ))}
    </ul>
  );
}

/** Money that stands in two fields is shown in one. */
const cellOf = (row: Row, key: string): unknown =>
  isMoney(row) && key === 'amount' ? { amount: row.amount, currency: row.currency } : row[key];

function RecordValue({ row, ...place }: Omit<Shown, 'value'> & { row: Row }) {
  const { t } = useTranslation();
  const { words, text, path } = place;
  if (isMoney(row) && Object.keys(row).length === 2) return <span className="num">{moneyWords(row, words.language)}</span>;
  if (isSums(row))
    return Object.entries(row).map(([currency, amount]) => (
      <span key={currency} className="num rule-sum">
        {moneyWords({ amount, currency }, words.language)}
      </span>
    ));
  return (
    <dl className="rule-record">
      {Object.keys(row)
        .filter((key) => !(isMoney(row) && key === 'currency'))
        .map((key) => (
          <div key={key}>
            <dt>{isMoney(row) && key === 'amount' ? t('rules.amount') : outputLabel(text, `${path}.${key}`)}</dt>
            <dd>
              <OutputValue words={words} text={text} path={`${path}.${key}`} value={cellOf(row, key)} />
            </dd>
          </div>
        ))}
    </dl>
  );
}

function TableValue({ rows, words, text, path }: Omit<Shown, 'value'> & { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const isPriced = rows.every(isMoney);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => !(isPriced && key === 'currency'));
  return (
    // Wide tables scroll inside themselves, and keys can scroll them.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: as everywhere else where something scrolls
    <div className="table-wrap" tabIndex={0}>
      <table className="table rule-table">
        <thead>
          <tr>
            {columns.map((key) => (
              <th key={key} scope="col">
                {isPriced && key === 'amount' ? t('rules.amount') : outputLabel(text, `${path}.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer's rows have no identity but their place
            <tr key={index}>
              {columns.map((key) => (
                <td key={key}>
                  <OutputValue words={words} text={text} path={`${path}.${key}`} value={cellOf(row, key)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
