import type { MarketText, ProductTexts } from '@tradewind/contract/types';
import { Alert, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { Instant } from '../../shared/widgets/instant.tsx';
import { MarkedText } from './marked-text.tsx';
import { StateTag, useLanguageName, useReasonWords, useSourceWords } from './words.tsx';

export type TextDraft = {
  title: string;
  description: string;
  attributes: Record<string, string>;
  chart: string;
  sizeChartMediaId: string | null;
};

export const draftOfText = ({ text }: MarketText): TextDraft => ({
  title: text?.title ?? '',
  description: text?.description ?? '',
  attributes: text?.attributes ?? {},
  // Cells as a spreadsheet copies them.
  chart: (text?.sizeChart ?? []).map((row) => row.join('\t')).join('\n'),
  sizeChartMediaId: text?.sizeChartMediaId ?? null,
});
export const chartOf = (text: string): string[][] | null =>
  text.trim() === ''
    ? null
    : text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => line.split('\t').map((cell) => cell.trim().slice(0, 60)));

type Props = {
  product: ProductTexts['product'];
  of: MarketText;
  draft: TextDraft;
  /** Null: who reads may not write. */
  change: ((draft: TextDraft) => void) | null;
};

/** The product's own words beside those of a market, field by field. */
export function MarketEditor({ product, of, draft, change }: Props) {
  const { t } = useTranslation();
  const { text, limits } = of;
  const reasonOf = useReasonWords();
  const common = { of, isReadOnly: change === null };
  const isChanged = (field: 'title' | 'description') => text?.isBehind === true && text.original[field] !== product[field];
  return (
    <>
      <TextState of={of} />
      {text?.reason && <Alert type="warning" showIcon title={reasonOf(text.reason)} data-testid="text-reason" />}
      {text?.isBehind && <Alert type="warning" showIcon title={t('localisation.behind')} data-testid="text-behind" />}
      <Pair
        {...common}
        name="title"
        label={t('localisation.fields.title')}
        original={product.title}
        limit={limits?.title ?? null}
        before={isChanged('title') ? (text?.original.title ?? null) : null}
        value={draft.title}
        onChange={(title) => change?.({ ...draft, title })}
      />
      <Pair
        {...common}
        name="description"
        label={t('localisation.fields.description')}
        original={product.description}
        isLong
        limit={limits?.description ?? null}
        before={isChanged('description') ? (text?.original.description ?? null) : null}
        value={draft.description}
        onChange={(description) => change?.({ ...draft, description })}
      />
      {Object.entries(product.attributes).map(([name, original]) => (
        <Pair
          key={name}
          {...common}
          name={`attribute:${name}`}
          label={name}
          original={original}
          limit={500}
          before={null}
          value={draft.attributes[name] ?? ''}
          onChange={(value) => change?.({ ...draft, attributes: { ...draft.attributes, [name]: value } })}
        />
      ))}
      <SizeChart product={product} draft={draft} change={change} />
    </>
  );
}

function TextState({ of: { text, language, isNeeded } }: { of: MarketText }) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  return (
    <p className="text-state" data-testid="text-state" data-state={text?.state ?? 'none'}>
      <span>{nameOf(language)}</span>
      {text ? (
        <StateTag state={text.state} isBehind={text.isBehind} />
      ) : (
        <span className="muted">{t(isNeeded ? 'localisation.none' : 'localisation.notNeeded')}</span>
      )}
      {text?.approvedAt && text.approvedBy && (
        <span className="muted">
          {t('localisation.approvedBy', { name: text.approvedBy })} <Instant at={text.approvedAt} />
        </span>
      )}
    </p>
  );
}

type PairProps = {
  of: MarketText;
  isReadOnly: boolean;
  name: string;
  label: string;
  original: string;
  /** As it was when the text was written, where it is another now. */
  before: string | null;
  limit: number | null;
  isLong?: boolean;
  value: string;
  onChange: (value: string) => void;
};

function Pair({
  of: { text, findings, language },
  isReadOnly,
  name,
  label,
  original,
  before,
  limit,
  isLong = false,
  value,
  onChange,
}: PairProps) {
  const { t, i18n } = useTranslation();
  const sourceWords = useSourceWords();
  const source = text?.sources.find(({ field }) => field === name);
  const saved =
    name === 'title' || name === 'description' ? (text?.[name] ?? '') : (text?.attributes[name.slice('attribute:'.length)] ?? '');
  const count = (length: number) => formatCount(length, i18n.language);
  const shared = { value, readOnly: isReadOnly, lang: language, 'aria-label': label, 'data-testid': `text-${name}` };
  return (
    <section className="text-pair" aria-label={label}>
      <div>
        <span className="muted">{t('localisation.original', { field: label })}</span>
        <p className="text-original">{original || '–'}</p>
        {before !== null && (
          <p className="muted text-original">
            {t('localisation.before')} <del>{before}</del>
          </p>
        )}
      </div>
      <div className="text-own">
        <Line>
          <span>{label}</span>
          {limit !== null && (
            <span className={value.length > limit ? 'text-over' : 'muted'}>
              {count(value.length)} / {count(limit)}
            </span>
          )}
        </Line>
        {isLong ? (
          <Input.TextArea
            {...shared}
            rows={Math.min(18, Math.max(5, value.split('\n').length + 1))}
            onChange={({ target }) => onChange(target.value)}
          />
        ) : (
          <Input {...shared} onChange={({ target }) => onChange(target.value)} />
        )}
        {source && value === saved && (
          <span className="muted" data-testid="text-source">
            {sourceWords(source)}
          </span>
        )}
        {value === saved && <MarkedText text={saved} findings={findings.filter(({ field }) => field === name)} />}
      </div>
    </section>
  );
}

const Line = ({ children }: { children: ReactNode }) => <div className="text-line">{children}</div>;

function SizeChart({ product, draft, change }: Omit<Props, 'of'>) {
  const { t } = useTranslation();
  return (
    <section className="text-pair" aria-label={t('localisation.fields.chart')}>
      <div>
        <span className="muted">{t('localisation.chartHint')}</span>
      </div>
      <div className="text-own">
        <span>{t('localisation.fields.chart')}</span>
        <Input.TextArea
          value={draft.chart}
          readOnly={change === null}
          aria-label={t('localisation.fields.chart')}
          rows={4}
          onChange={({ target }) => change?.({ ...draft, chart: target.value })}
        />
        {product.mediaIds.length > 0 && (
          <Select
            allowClear
            disabled={change === null}
            aria-label={t('localisation.fields.picture')}
            placeholder={t('localisation.fields.picture')}
            value={draft.sizeChartMediaId}
            options={product.mediaIds.map((value, at) => ({ value, label: t('localisation.picture', { number: at + 1 }) }))}
            onChange={(next) => change?.({ ...draft, sizeChartMediaId: next ?? null })}
          />
        )}
      </div>
    </section>
  );
}
