import { useTranslation } from 'react-i18next';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { useReasonWords } from './reason-words.ts';
import { ShipmentStateTag } from './shipment-state.tsx';
import type { Shipment } from './use-shipping.ts';

export function useShipmentColumns(): Column<Shipment>[] {
  const { t } = useTranslation();
  const words = useReasonWords();
  const dash = <span className="muted">–</span>;
  return [
    {
      key: 'order',
      title: t('fulfilment.columns.order'),
      render: ({ order, channelPackageId }) => (
        <>
          <strong className="num">{order.channelOrderId}</strong>
          {channelPackageId && <span className="cell-second num">{channelPackageId}</span>}
        </>
      ),
    },
    { key: 'shop', title: t('fulfilment.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    { key: 'state', title: t('fulfilment.columns.state'), render: ({ state }) => <ShipmentStateTag state={state} /> },
    {
      key: 'reason',
      title: t('fulfilment.columns.reason'),
      render: ({ state, code, message, warnings }) => (
        <span className="ship-reason">
          {state === 'unknown' ? t('fulfilment.unknownText') : (words.reason({ code, message }) ?? (warnings.length > 0 ? null : dash))}
          {warnings.length > 0 && <span className="cell-second">{warnings.map(words.sign).join(' · ')}</span>}
        </span>
      ),
    },
    { key: 'path', title: t('fulfilment.columns.path'), isDeskOnly: true, render: ({ path }) => t(`orders.order.facts.paths.${path}`) },
    {
      key: 'number',
      title: t('fulfilment.columns.number'),
      render: ({ trackingNumber }) => <span className="num">{trackingNumber ?? '–'}</span>,
    },
    { key: 'by', title: t('fulfilment.columns.by'), isDeskOnly: true, render: ({ askedBy }) => askedBy },
    { key: 'at', title: t('fulfilment.columns.at'), render: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
  ];
}
