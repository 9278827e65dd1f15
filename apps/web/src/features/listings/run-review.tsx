import { SendOutlined, UndoOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { PublicationRun } from '@tradewind/contract/types';
import { App, Button, InputNumber, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { GlobalChoice } from './global-choice.tsx';
import { PriceField } from './price-field.tsx';
import { publicationStates } from './publication-state.tsx';
import { PublicationTable } from './publication-table.tsx';
import { useAct } from './use-act.ts';

export function RunReview({ runId }: { runId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    ...apiQuery('publication-runs.get', { params: { runId } }),
    // Hints carry the progress; this is the net under them.
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? 15_000 : false),
  });
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={8} label={t('common.loading')} />;
  return (
    <>
      {data.untested.isMany && <Untested run={data} />}
      {data.global.shops.length > 0 && <GlobalChoice run={data} />}
      <Actions run={data} />
      <section className="panel run-panel" aria-label={t('listings.run.shops')}>
        <div className="panel-head">
          <h2>{t('listings.run.shops')}</h2>
          <span className="muted">{t('listings.run.fillText')}</span>
        </div>
        <ul className="run-shops">
          {data.shops.map((row) => (
            <ShopRow key={row.shop.id} runId={runId} row={row} />
          ))}
        </ul>
      </section>
      <section className="panel" aria-label={t('listings.list')}>
        <PublicationTable
          filter={{ runId }}
          empty={<EmptyState kind="first-use" title={t('listings.run.missing')} text={t('listings.emptyText')} />}
        />
      </section>
    </>
  );
}

const isMoving = ({ preparing, submitting, counts }: PublicationRun): boolean =>
  preparing > 0 || submitting > 0 || (counts.sending ?? 0) > 0;

function Untested({ run: { untested } }: { run: PublicationRun }) {
  const { t, i18n } = useTranslation();
  const words = { skus: formatCount(untested.skus, i18n.language), markets: untested.markets.join(', ') };
  return (
    <div className="run-warning" role="status" data-testid="untested">
      <WarningOutlined /> <strong>{t('listings.run.untested', words)}</strong> {t('listings.run.untestedText')}
    </div>
  );
}

function Actions({ run }: { run: PublicationRun }) {
  const { t, i18n } = useTranslation();
  const { notification } = App.useApp();
  const count = (value: number) => formatCount(value, i18n.language);
  const send = useAct(
    () => call('publication-runs.submit', { params: { runId: run.id } }),
    ({ planned, keptBack, remaining }) => {
      const title = t('listings.run.sent', { planned: count(planned), keptBack: count(keptBack) });
      notification.info({
        title,
        placement: 'top',
        ...(remaining > 0 ? { description: t('listings.run.checking', { left: count(remaining) }) } : {}),
      });
    },
  );
  const cancel = useAct(() => call('publication-runs.cancel', { params: { runId: run.id } }));
  const states = publicationStates.filter((state) => (run.counts[state] ?? 0) > 0);
  return (
    <div className="run-actions">
      <Button
        type="primary"
        icon={<SendOutlined />}
        loading={send.isPending}
        disabled={run.preparing > 0 || run.submitting > 0}
        onClick={() => send.mutate()}
        data-testid="send-run"
      >
        {t('listings.run.send')}
      </Button>
      {((run.counts.sending ?? 0) > 0 || run.submitting > 0) && (
        <Button icon={<UndoOutlined />} loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('listings.run.cancel')}
        </Button>
      )}
      <span role="status">
        {states.map((state) => `${t(`listings.states.${state}`)} ${count(run.counts[state] ?? 0)}`).join(' · ')}
        {run.preparing > 0 && ` · ${t('listings.preparing')}`}
        {run.submitting > 0 && ` · ${t('listings.run.checking', { left: count(run.submitting) })}`}
      </span>
    </div>
  );
}

type RowProps = { runId: string; row: PublicationRun['shops'][number] };

/** How far a shop is, and one price and quantity for what has none yet. */
function ShopRow({ runId, row: { shop, currency, counts } }: RowProps) {
  const { t } = useTranslation();
  const [price, setPrice] = useState<number | null>(null);
  const [quantity, setQuantity] = useState<number | null>(null);
  const body = { shopId: shop.id, ...(price ? { price } : {}), ...(quantity === null ? {} : { quantity }) };
  const fill = useAct(() => call('publication-runs.fill', { params: { runId }, body }));
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const done = (counts.live ?? 0) + (counts['under-review'] ?? 0);
  return (
    <li data-testid={`run-shop-${shop.market}`}>
      <ShopChip shop={shop} />
      <Progress percent={Math.round((done / Math.max(1, total)) * 100)} size="small" aria-label={shop.name} />
      <PriceField
        label={t('listings.run.price', { currency })}
        currency={currency}
        value={price}
        set={setPrice}
        testId={`fill-price-${shop.market}`}
      />
      <InputNumber
        aria-label={t('listings.run.quantity')}
        placeholder={t('listings.run.quantity')}
        min={0}
        max={99_999}
        precision={0}
        controls={false}
        value={quantity}
        onChange={setQuantity}
        data-testid={`fill-quantity-${shop.market}`}
      />
      <Button
        disabled={!price && quantity === null}
        loading={fill.isPending}
        onClick={() => fill.mutate()}
        data-testid={`fill-${shop.market}`}
      >
        {t('listings.run.fill')}
      </Button>
    </li>
  );
}
