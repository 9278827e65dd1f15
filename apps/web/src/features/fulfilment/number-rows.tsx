import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { OrderName } from './order-name.tsx';
import type { ParcelWish } from './use-shipping.ts';

/** What was typed for an order, by package; a package of none: the one that is made when it leaves. */
export type Numbers = Readonly<Record<string, { channelCarrierId: string; trackingNumber: string }>>;

export const parcelsOf = (orderId: string, numbers: Numbers): ParcelWish[] =>
  Object.entries(numbers)
    .filter(([, { channelCarrierId, trackingNumber }]) => channelCarrierId && trackingNumber.trim())
    .map(([channelPackageId, own]) => ({ orderId, own, ...(channelPackageId ? { channelPackageId } : {}) }));

type Props = { orderId: string; numbers: Numbers; set: (numbers: Numbers) => void; fault: string | null };

/** Carrier and number of an order that the seller ships; a row for each of its packages. */
export function NumberRows({ orderId, numbers, set, fault }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('shipping-choices.get', { params: { orderId } }));
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={1} label={t('common.loading')} />;
  const packages = data.channelPackageIds.length > 1 ? data.channelPackageIds : [''];
  const carriers = data.carriers.map(({ channelCarrierId, name }) => ({ value: channelCarrierId, label: name }));
  return (
    <li data-testid="number-row">
      <OrderName orderId={orderId} />
      {packages.map((channelPackageId) => {
        const { channelCarrierId, trackingNumber } = numbers[channelPackageId] ?? { channelCarrierId: '', trackingNumber: '' };
        const change = (part: Partial<Numbers[string]>) =>
          set({ ...numbers, [channelPackageId]: { channelCarrierId, trackingNumber, ...part } });
        return (
          <div key={channelPackageId} className="ship-number">
            {channelPackageId && <span className="num muted">{channelPackageId}</span>}
            <Select
              aria-label={t('fulfilment.ship.carrier')}
              placeholder={t('fulfilment.ship.carrier')}
              showSearch={{ optionFilterProp: 'label' }}
              {...(channelCarrierId ? { value: channelCarrierId } : {})}
              options={carriers}
              onChange={(value) => change({ channelCarrierId: value })}
            />
            <Input
              aria-label={t('fulfilment.ship.number')}
              placeholder={t('fulfilment.ship.number')}
              maxLength={50}
              value={trackingNumber}
              onChange={({ target }) => change({ trackingNumber: target.value })}
              data-testid="tracking-number"
            />
          </div>
        );
      })}
      {fault && (
        <span className="tone-losing" role="alert">
          {fault}
        </span>
      )}
    </li>
  );
}
