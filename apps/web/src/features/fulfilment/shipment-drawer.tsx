import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useReasonWords } from './reason-words.ts';
import { RenumberDialog } from './renumber-dialog.tsx';
import { ShipmentStateTag } from './shipment-state.tsx';
import { Tracking } from './tracking.tsx';
import { type Shipment, useShippingChanged } from './use-shipping.ts';

/** One parcel: what was wished, what became of it, where it is, and what may still be done. */
export function ShipmentDrawer({ shipment, close }: { shipment: Shipment | null; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 560} title={shipment?.order.channelOrderId ?? t('common.loading')}>
      <div className="drawer-body" data-testid="shipment-drawer">
        {shipment ? <Parcel key={shipment.id} shipment={shipment} /> : <SkeletonRows rows={6} label={t('common.loading')} />}
      </div>
    </Drawer>
  );
}

function Parcel({ shipment }: { shipment: Shipment }) {
  const { t } = useTranslation();
  const { order, shop, state } = shipment;
  return (
    <>
      <p>
        <Link to="/orders/$orderId" params={{ orderId: order.id }}>
          {t('fulfilment.drawer.order')}
        </Link>
      </p>
      <Facts shipment={shipment} />
      <Acts shipment={shipment} />
      {state === 'shipped' && <Tracking orderId={order.id} zone={shop.timeZone} />}
    </>
  );
}

function Facts({ shipment }: { shipment: Shipment }) {
  const { t } = useTranslation();
  const words = useReasonWords();
  const { shop, state, path, channelPackageId, channelLineIds, trackingNumber, code, message, warnings, askedBy, createdAt, updatedAt } =
    shipment;
  const reason = words.reason({ code, message });
  return (
    <dl className="facts">
      <Fact name={t('fulfilment.columns.shop')}>
        <ShopChip shop={shop} />
      </Fact>
      <Fact name={t('fulfilment.columns.state')}>
        <ShipmentStateTag state={state} />
        {state === 'unknown' && <span className="cell-second">{t('fulfilment.unknownText')}</span>}
      </Fact>
      {reason && (
        <Fact name={t('fulfilment.columns.reason')}>
          {reason}
          {message && message !== reason && <span className="cell-second">{message}</span>}
        </Fact>
      )}
      {warnings.length > 0 && <Fact name={t('fulfilment.drawer.warnings')}>{warnings.map(words.sign).join(' · ')}</Fact>}
      <Fact name={t('fulfilment.columns.path')}>{t(`orders.order.facts.paths.${path}`)}</Fact>
      <Fact name={t('fulfilment.drawer.package')}>
        <span className="num">{channelPackageId ?? '–'}</span>
        {channelLineIds && <span className="cell-second">{t('fulfilment.drawer.units', { count: channelLineIds.length })}</span>}
      </Fact>
      <Fact name={t('fulfilment.columns.number')}>
        <span className="num">{trackingNumber ?? '–'}</span>
      </Fact>
      <Fact name={t('fulfilment.columns.by')}>
        {askedBy} <Instant at={createdAt} />
      </Fact>
      <Fact name={t('fulfilment.columns.at')}>
        <Instant at={updatedAt} shopZone={shop.timeZone} />
      </Fact>
    </dl>
  );
}

function Acts({ shipment: { id, state, code, path, order, channelPackageId } }: { shipment: Shipment }) {
  const { t } = useTranslation();
  const mayWrite = useCan('orders:write');
  const changed = useShippingChanged();
  const [isRenumbering, setRenumbering] = useState(false);
  const retry = useMutation({ mutationFn: () => call('shipments.retry', { params: { shipmentId: id } }), onSuccess: changed });
  if (!mayWrite) return null;
  return (
    <>
      {retry.isError && <ErrorPanel error={retry.error} />}
      {(state === 'rejected' || state === 'kept-back') && (
        <Button type="primary" loading={retry.isPending} onClick={() => retry.mutate()} data-testid="retry-shipment">
          {t(code === 'warned' ? 'fulfilment.drawer.confirm' : 'fulfilment.drawer.retry')}
        </Button>
      )}
      {state === 'shipped' && path === 'seller' && channelPackageId && (
        <Button onClick={() => setRenumbering(true)} data-testid="renumber">
          {t('fulfilment.renumber.open')}
        </Button>
      )}
      {isRenumbering && channelPackageId && (
        <RenumberDialog orderId={order.id} channelPackageId={channelPackageId} close={() => setRenumbering(false)} />
      )}
    </>
  );
}
