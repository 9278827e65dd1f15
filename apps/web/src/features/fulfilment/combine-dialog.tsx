import { useQuery } from '@tanstack/react-query';
import type { OrderDetail } from '@tradewind/contract/types';
import { Alert, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { ChangeDialog } from './change-dialog.tsx';

/** Other orders of the same buyer that wait in the same shop, to go in one parcel with this one. */
export function CombineDialog({ order, close }: { order: OrderDetail; close: () => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string[]>([]);
  const { data, error, refetch } = useQuery(apiQuery('combine-candidates.list', { params: { orderId: order.id } }));
  const others = data?.items ?? [];
  const isOfParts = order.packages.filter(({ status }) => status === 'processing').length > 1;
  const isAsked = chosen.length > 0 || isOfParts;
  return (
    <ChangeDialog
      title={t('fulfilment.combine.title')}
      text={t(isOfParts ? 'fulfilment.combine.partsText' : 'fulfilment.combine.text')}
      wish={isAsked ? { kind: 'combine', orderIds: [order.id, ...chosen] } : null}
      close={close}
    >
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={3} label={t('common.loading')} />}
      {data && others.length === 0 && (
        <Alert type="info" showIcon title={t(data.isBuyerKnown ? 'fulfilment.combine.none' : 'fulfilment.combine.hidden')} />
      )}
      <ul className="ship-lines">
        {others.map(({ id, channelOrderId, units }) => (
          <li key={id}>
            <Checkbox
              checked={chosen.includes(id)}
              onChange={({ target }) => setChosen(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))}
              data-testid="combine-with"
            >
              <span className="num">{channelOrderId}</span> {t('fulfilment.drawer.units', { count: units })}
            </Checkbox>
          </li>
        ))}
      </ul>
    </ChangeDialog>
  );
}
