import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { addressOf, apiQuery } from '../../shared/api/call.ts';
import type { Language } from '../../shared/i18n/languages.ts';
import { LabelRuns } from './label-runs.tsx';
import { MakeLabels } from './make-labels.tsx';
import type { WaveDetail } from './use-picking.ts';

const sizes = ['a4', 'a6'] as const;

/** The wave on paper: what to pick, what to put into the parcels, and what to stick onto them. */
export function Print({ wave }: { wave: WaveDetail }) {
  const { t, i18n } = useTranslation();
  const [size, setSize] = useState<(typeof sizes)[number]>('a4');
  const [prices, setPrices] = useState(false);
  const mayWrite = useCan('stock:write');
  const params = { waveId: wave.id };
  // The cast: no other language is ever chosen.
  const language = i18n.language as Language;
  return (
    <>
      <section className="panel picking-make" aria-label={t('picking.paper')}>
        <h2 className="panel-title">{t('picking.paper')}</h2>
        <div className="picking-fields">
          <Segmented
            aria-label={t('picking.size')}
            value={size}
            options={sizes.map((value) => ({ value, label: value.toUpperCase() }))}
            onChange={setSize}
          />
          <Checkbox checked={prices} onChange={({ target }) => setPrices(target.checked)}>
            {t('picking.withPrices')}
          </Checkbox>
        </div>
        <div className="picking-choices">
          <Button
            icon={<DownloadOutlined />}
            href={addressOf('pick-lists.file', { params, query: { size, language } })}
            download
            data-testid="pick-list-file"
          >
            {t('picking.tabs.pick')}
          </Button>
          <Button
            icon={<DownloadOutlined />}
            href={addressOf('packing-slips.file', { params, query: { size, prices: prices ? 'true' : 'false' } })}
            download
            data-testid="packing-slips-file"
          >
            {t('picking.packingSlips')}
          </Button>
        </div>
      </section>
      {mayWrite && <MakeLabels waveId={wave.id} />}
      <RunsOfWave waveId={wave.id} />
    </>
  );
}

function RunsOfWave({ waveId }: { waveId: string }) {
  const { data } = useQuery(apiQuery('label-runs.list', { query: { waveId } }));
  return data && data.items.length > 0 ? <LabelRuns runs={data.items} /> : null;
}
