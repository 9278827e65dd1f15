import { CheckCircleOutlined, ClockCircleOutlined, CloseCircleOutlined, PauseCircleOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PickOrder } from '@tradewind/contract/types';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Countdown } from '../../shared/widgets/instant.tsx';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import { usePickingChanged, type WaveDetail } from './use-picking.ts';

const states: Record<PickOrder['state'], [Tone, ReactNode]> = {
  waiting: ['plain', <ClockCircleOutlined key="i" />],
  packing: ['soon', <UserOutlined key="i" />],
  verified: ['done', <CheckCircleOutlined key="i" />],
  dropped: ['losing', <CloseCircleOutlined key="i" />],
  left: ['quiet', <CloseCircleOutlined key="i" />],
};

/** Which order is how far; what dropped out stands first, because somebody must put its goods back. */
export function WaveOrders({ wave }: { wave: WaveDetail }) {
  const { t } = useTranslation();
  const changed = usePickingChanged();
  const change = useMutation({
    mutationFn: ({ orderId, what }: { orderId: string; what: 'take-out' | 'put-back' }) =>
      call('pick-wave-orders.change', { params: { waveId: wave.id, orderId }, body: { do: what } }),
    onSuccess: changed,
  });
  const columns = useColumns(wave, (orderId, what) => change.mutate({ orderId, what }));
  const rows = [...wave.orders].sort((a, b) => Number(b.putBack === 'due') - Number(a.putBack === 'due') || a.position - b.position);
  return (
    <section className="panel">
      {change.isError && <ErrorPanel error={change.error} />}
      <DataTable
        caption={t('picking.tabs.orders')}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        rowData={({ state, channelOrderId }) => ({ 'data-testid': 'wave-order', 'data-state': state, 'data-order': channelOrderId })}
      />
    </section>
  );
}

type Act = (orderId: string, what: 'take-out' | 'put-back') => void;

function useColumns(wave: WaveDetail, act: Act): Column<PickOrder>[] {
  const { t } = useTranslation();
  const mayWrite = useCan('stock:write');
  const isOpen = wave.state === 'open' || wave.state === 'picking';
  return [
    {
      key: 'order',
      title: t('picking.order'),
      render: ({ id, channelOrderId }) => (
        <Link to="/orders/$orderId" params={{ orderId: id }} className="num">
          {channelOrderId}
        </Link>
      ),
    },
    { key: 'shop', title: t('picking.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    {
      key: 'state',
      title: t('picking.state'),
      render: ({ state, dropReason, packer, keptBack }) => {
        const [tone, icon] = states[state];
        return keptBack !== null ? (
          <Tag tone="soon" icon={<PauseCircleOutlined />}>
            {t('picking.keptBack')}: {keptBack}
          </Tag>
        ) : (
          <Tag tone={tone} icon={icon}>
            {dropReason ? t(`picking.dropReasons.${dropReason}`) : t(`picking.orderStates.${state}`, { name: packer?.name ?? '' })}
          </Tag>
        );
      },
    },
    {
      key: 'goods',
      title: t('picking.goods'),
      render: ({ items }) =>
        items.map(({ sku, units, scanned }) => `${sku} ${t('picking.of', { done: scanned, total: units })}`).join(', '),
    },
    {
      key: 'shipBy',
      title: t('picking.shipBy'),
      render: ({ shipBy, shop }) => (shipBy ? <Countdown at={shipBy} shopZone={shop.timeZone} /> : <span className="muted">–</span>),
    },
    {
      key: 'act',
      title: t('picking.act'),
      render: ({ id, state, putBack }) => {
        if (putBack === 'due')
          return mayWrite ? (
            <Button size="small" onClick={() => act(id, 'put-back')} data-testid="put-back">
              {t('picking.putBackNow')}
            </Button>
          ) : (
            <Tag tone="soon">{t('picking.putBack')}</Tag>
          );
        if (putBack === 'done') return <span className="muted">{t('picking.putBackDone')}</span>;
        const mayTakeOut = mayWrite && isOpen && (state === 'waiting' || state === 'packing');
        return mayTakeOut ? (
          <Button size="small" onClick={() => act(id, 'take-out')} data-testid="take-out">
            {t('picking.takeOut')}
          </Button>
        ) : null;
      },
    },
  ];
}
