import { PrinterOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { usePickingChanged } from './use-picking.ts';

const layouts = ['a6', 'a4-four'] as const;

/** One file for all parcels of the wave, in its order. */
export function MakeLabels({ waveId }: { waveId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const changed = usePickingChanged();
  const [layout, setLayout] = useState<(typeof layouts)[number]>('a6');
  const [withSlips, setWithSlips] = useState(false);
  const making = useMutation({
    mutationFn: () => call('label-runs.create', { body: { waveId, layout, kind: withSlips ? 'label-and-packing-slip' : 'label' } }),
    onSuccess: async ({ id }) => {
      await changed();
      await navigate({ to: '/orders/picking/labels/$labelRunId', params: { labelRunId: id } });
    },
  });
  return (
    <section className="panel picking-make" aria-label={t('picking.labels.title')}>
      <h2 className="panel-title">{t('picking.labels.title')}</h2>
      {making.isError && <ErrorPanel error={making.error} />}
      <div className="picking-fields">
        <Segmented
          aria-label={t('picking.size')}
          value={layout}
          options={layouts.map((value) => ({ value, label: t(`picking.labels.layouts.${value}`) }))}
          onChange={setLayout}
        />
        <Checkbox checked={withSlips} onChange={({ target }) => setWithSlips(target.checked)}>
          {t('picking.labels.withSlips')}
        </Checkbox>
      </div>
      <div className="picking-choices">
        <Button
          type="primary"
          icon={<PrinterOutlined />}
          loading={making.isPending}
          onClick={() => making.mutate()}
          data-testid="make-labels"
        >
          {t('picking.labels.make')}
        </Button>
      </div>
    </section>
  );
}
