import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChangeDialog } from './change-dialog.tsx';
import { NumberRows, type Numbers } from './number-rows.tsx';

type Props = { orderId: string; channelPackageId: string; close: () => void };

/** Another carrier or number for a parcel that is on its way. */
export function RenumberDialog({ orderId, channelPackageId, close }: Props) {
  const { t } = useTranslation();
  const [numbers, setNumbers] = useState<Numbers>({});
  const own = numbers[channelPackageId] ?? numbers[''];
  const isComplete = own?.channelCarrierId && own.trackingNumber.trim();
  return (
    <ChangeDialog
      title={t('fulfilment.renumber.title', { package: channelPackageId })}
      text={t('fulfilment.renumber.text')}
      wish={isComplete ? { kind: 'renumber', orderId, channelPackageId, own } : null}
      close={close}
    >
      <ul className="ship-numbers">
        <NumberRows orderId={orderId} numbers={numbers} set={setNumbers} fault={null} />
      </ul>
    </ChangeDialog>
  );
}
