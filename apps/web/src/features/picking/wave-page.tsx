import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Popconfirm, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Pack } from './pack.tsx';
import { PickList } from './pick-list.tsx';
import { Print } from './print.tsx';
import { usePickingChanged, type WaveDetail } from './use-picking.ts';
import { WaveOrders } from './wave-orders.tsx';
import { WaveState } from './waves-page.tsx';

const tabs = ['pick', 'pack', 'orders', 'print'] as const;

/** What is taken from where, what lies in which parcel, and the paper for both. */
export function WavePage() {
  return (
    <Requires scope="orders:read">
      <Wave />
    </Requires>
  );
}

function Wave() {
  const { t } = useTranslation();
  const { waveId = '' } = useParams({ strict: false });
  const { data: wave, error, refetch } = useQuery(apiQuery('pick-waves.get', { params: { waveId } }));
  const own = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const tab = tabs.find((known) => known === own.tab) ?? 'pick';
  if (error && !wave) return <ErrorPanel error={error} retry={() => void refetch()} isPage />;
  if (!wave) return <SkeletonRows rows={8} label={t('common.loading')} />;
  return (
    <>
      <PageHeader
        title={t('picking.waveNumber', { number: wave.number })}
        answer={
          <>
            <WaveState state={wave.state} /> {wave.warehouse.name} · {t(`picking.kinds.${wave.kind}`)} ·{' '}
            {t('picking.progress', { done: wave.counts.verified, total: wave.counts.orders - wave.counts.dropped })}
          </>
        }
        actions={<Actions wave={wave} />}
      />
      <Segmented
        className="picking-tabs"
        aria-label={t('picking.wave')}
        value={tab}
        options={tabs.map((value) => ({ value, label: <span data-testid={`tab-${value}`}>{t(`picking.tabs.${value}`)}</span> }))}
        onChange={(value) => setSearch({ tab: value }, true)}
      />
      {tab === 'pick' && <PickList wave={wave} />}
      {tab === 'pack' && <Pack wave={wave} />}
      {tab === 'orders' && <WaveOrders wave={wave} />}
      {tab === 'print' && <Print wave={wave} />}
    </>
  );
}

function Actions({ wave }: { wave: WaveDetail }) {
  const { t } = useTranslation();
  const mayWrite = useCan('stock:write');
  const changed = usePickingChanged();
  const change = useMutation({
    mutationFn: (state: 'picking' | 'done' | 'cancelled') => call('pick-waves.change', { params: { waveId: wave.id }, body: { state } }),
    onSuccess: changed,
  });
  if (!mayWrite || wave.state === 'done' || wave.state === 'cancelled') return null;
  const end = wave.state === 'picking' && wave.counts.verified > 0 ? 'done' : 'cancelled';
  return (
    <>
      {change.isError && <ErrorPanel error={change.error} />}
      {wave.state === 'open' && (
        <Button type="primary" loading={change.isPending} onClick={() => change.mutate('picking')} data-testid="begin-wave">
          {t('picking.begin')}
        </Button>
      )}
      <Popconfirm
        title={t(`picking.endings.${end}`)}
        description={t('picking.endText', { count: wave.counts.waiting })}
        okText={t(`picking.endings.${end}`)}
        cancelText={t('settings.cancel')}
        onConfirm={() => change.mutate(end)}
      >
        <Button loading={change.isPending} data-testid="end-wave">
          {t(`picking.endings.${end}`)}
        </Button>
      </Popconfirm>
    </>
  );
}
