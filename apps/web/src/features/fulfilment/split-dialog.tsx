import { useQuery } from '@tanstack/react-query';
import { Alert, Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { groupsOf } from './parcels.ts';
import type { ShippingChoices } from './use-shipping.ts';

const PARCELS_MAX = 10;

/** An order over several parcels: so many units of each line in each, the first gets the rest. */
export function SplitDialog({ orderId, close }: { orderId: string; close: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('shipping-choices.get', { params: { orderId } }));
  const [chosen, setChosen] = useState<number[][] | null>(null);
  const wished = data?.wished.split ?? null;
  // The first parcel has what is left.
  const counts = chosen ?? wished?.parcels.slice(1) ?? [[]];
  const groups = data?.splitting.canSplit ? groupsOf(data.lines, counts) : null;
  return (
    <ChangeDialog
      title={t('fulfilment.split.title')}
      text={t('fulfilment.split.text')}
      wish={groups ? { kind: 'split', orderId, groups } : null}
      close={close}
    >
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={3} label={t('common.loading')} />}
      {wished && <p className="muted">{t('fulfilment.wished.byRule', { name: wished.ruleName })}</p>}
      {data?.splitting.mustSplit && <Alert type="info" showIcon title={t('fulfilment.split.must')} />}
      {data && !data.splitting.canSplit && (
        <Alert
          type="warning"
          showIcon
          title={t('fulfilment.split.cannot')}
          description={data.splitting.reason}
          data-testid="cannot-split"
        />
      )}
      {data?.splitting.canSplit && <Parts lines={data.lines} counts={counts} set={setChosen} />}
    </ChangeDialog>
  );
}

type PartsProps = { lines: ShippingChoices['lines']; counts: number[][]; set: (counts: number[][]) => void };

function Parts({ lines, counts, set }: PartsProps) {
  const { t } = useTranslation();
  const taken = (line: number) => counts.reduce((sum, each) => sum + (each[line] ?? 0), 0);
  const change = (parcel: number, line: number, units: number) =>
    set(counts.map((each, at) => (at === parcel ? lines.map((_, place) => (place === line ? units : (each[place] ?? 0))) : each)));
  return (
    <>
      <table className="table ship-split">
        <thead>
          <tr>
            <th scope="col">{t('fulfilment.split.line')}</th>
            <th scope="col" className="num">
              {t('fulfilment.split.parcel', { number: 1 })}
            </th>
            {counts.map((_, parcel) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parcels are told apart by their place alone
              <th key={parcel} scope="col" className="num">
                {t('fulfilment.split.parcel', { number: parcel + 2 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ channelLineIds, sellerSku, productName }, line) => (
            <tr key={channelLineIds[0] ?? sellerSku}>
              <th scope="row">
                {sellerSku}
                <span className="cell-second">{productName}</span>
              </th>
              <td className="num">{channelLineIds.length - taken(line)}</td>
              {counts.map((each, parcel) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: parcels are told apart by their place alone
                <td key={parcel} className="num">
                  <InputNumber
                    aria-label={t('fulfilment.split.unitsIn', { sku: sellerSku, number: parcel + 2 })}
                    min={0}
                    max={channelLineIds.length - taken(line) + (each[line] ?? 0)}
                    precision={0}
                    value={each[line] ?? 0}
                    onChange={(units) => change(parcel, line, units ?? 0)}
                    data-testid="split-units"
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {counts.length + 1 < PARCELS_MAX && (
        <Button type="link" onClick={() => set([...counts, []])}>
          {t('fulfilment.split.add')}
        </Button>
      )}
    </>
  );
}
