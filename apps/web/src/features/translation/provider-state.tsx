import { useMutation, useQueryClient } from '@tanstack/react-query';
import { textLanguages } from '@tradewind/rules/localisation';
import { Alert, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { formatCount, formatMoney } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { useLanguageName } from '../localisation/words.tsx';
import type { Settings } from './provider-draft.ts';
import { settingsQuery, useReaderLanguage } from './use-translation.ts';
import { useFaultWords } from './words.ts';

type Provider = Settings['providers'][number];

/** What it did in the last thirty days, whether it rests, and a try. Of what is saved, not of what is typed. */
export function ProviderState({ provider, mayTest }: { provider: Provider | null; mayTest: boolean }) {
  const { t } = useTranslation();
  if (!provider) return <p className="muted">{t('translation.settings.unsaved')}</p>;
  return (
    <>
      <Counts counts={provider.counts} />
      {provider.restsUntil && (
        <span className="tone-soon">
          {t('translation.settings.rests')} <Instant at={provider.restsUntil} />
        </span>
      )}
      {mayTest && <Try providerId={provider.id} />}
    </>
  );
}

function Counts({ counts }: { counts: Provider['counts'] }) {
  const { t, i18n } = useTranslation();
  const shown = (count: number) => formatCount(count, i18n.language);
  const ms = (value: number) => t('translation.settings.ms', { ms: shown(value) });
  return (
    <div className="provider-counts num" data-testid="provider-counts">
      <span className="muted">{t('translation.settings.days')}</span>
      <span>{t('translation.settings.calls', { shown: shown(counts.calls), count: counts.calls })}</span>
      <span className={counts.failures > 0 ? 'tone-soon' : ''}>
        {t('translation.settings.failures', { shown: shown(counts.failures), count: counts.failures })}
      </span>
      <span>{t('translation.settings.characters', { shown: shown(counts.characters), count: counts.characters })}</span>
      {counts.cost && <span>{t('translation.settings.cost', { money: formatMoney(counts.cost, i18n.language) })}</span>}
      {counts.meanMs !== null && counts.slowestMs !== null && (
        <span>{t('translation.settings.took', { mean: ms(counts.meanMs), slowest: ms(counts.slowestMs) })}</span>
      )}
    </div>
  );
}

function Try({ providerId }: { providerId: string }) {
  const { t, i18n } = useTranslation();
  const nameOf = useLanguageName();
  const faultOf = useFaultWords();
  const client = useQueryClient();
  const reads = useReaderLanguage();
  const [from, setFrom] = useState('es');
  const [chosen, setTo] = useState<string | null>(null);
  const to = chosen ?? (reads && reads !== 'es' ? reads : 'en');
  const test = useMutation({
    mutationFn: () => call('translation-providers.test', { params: { providerId }, body: { from, to } }),
    onSuccess: () => client.invalidateQueries({ queryKey: settingsQuery.queryKey }),
  });
  const options = textLanguages.map((value) => ({ value, label: nameOf(value) }));
  const took = formatCount(test.data?.tookMs ?? 0, i18n.language);
  return (
    <>
      <div className="provider-acts">
        <Select
          aria-label={t('translation.settings.testFrom')}
          value={from}
          options={options}
          popupMatchSelectWidth={false}
          onChange={setFrom}
        />
        <span aria-hidden="true">→</span>
        <Select aria-label={t('translation.settings.testTo')} value={to} options={options} popupMatchSelectWidth={false} onChange={setTo} />
        <Button loading={test.isPending} onClick={() => test.mutate()} data-testid="test-provider">
          {t('translation.settings.test')}
        </Button>
      </div>
      {test.isError && <ErrorPanel error={test.error} />}
      {test.data && (
        <Alert
          type={test.data.isGood ? 'success' : 'error'}
          showIcon
          role="status"
          title={test.data.isGood ? t('translation.settings.testGood', { ms: took }) : faultOf(test.data.reason)}
          description={test.data.text}
          data-testid="provider-test-result"
        />
      )}
    </>
  );
}
