import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Popconfirm, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import type { Settings } from './provider-draft.ts';
import { settingsQuery } from './use-translation.ts';

/** The words of the merchant that stand in front of every provider: the glossary, and what was translated before. */
export function MemorySettings({ settings }: { settings: Settings }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { shopIds } = useMe();
  const mayWrite = useCan('shops:write') && shopIds === null;
  const mayReadWords = useCan('products:read');
  const save = useMutation({
    mutationFn: (usesMemory: boolean) => {
      const providers = settings.providers.map(({ counts: _, restsUntil: __, hasKey: ___, ...provider }) => provider);
      return call('translation-settings.set', { body: { usesMemory, providers } });
    },
    onSuccess: (saved) => client.setQueryData(settingsQuery.queryKey, saved),
  });
  const clear = useMutation({
    mutationFn: () => call('translation-memory.clear', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: settingsQuery.queryKey }),
  });
  const { usesMemory, remembered } = settings;
  return (
    <section className="panel" aria-label={t('translation.settings.words')}>
      <div className="setting">
        <div>
          <label htmlFor="uses-memory">{t('translation.settings.memory')}</label>
          <div className="setting-help">{t('translation.settings.memoryText')}</div>
        </div>
        <div className="provider-acts">
          <Switch
            id="uses-memory"
            disabled={!mayWrite}
            loading={save.isPending}
            checked={usesMemory}
            onChange={(next) => save.mutate(next)}
            data-testid="uses-memory"
          />
          <span className="muted num">
            {t('translation.settings.remembered', { shown: formatCount(remembered, i18n.language), count: remembered })}
          </span>
          {mayWrite && remembered > 0 && (
            <Popconfirm
              title={t('translation.settings.clearSure')}
              okText={t('translation.settings.clear')}
              cancelText={t('translation.settings.keep')}
              onConfirm={() => clear.mutate()}
            >
              <Button size="small" loading={clear.isPending} data-testid="clear-memory">
                {t('translation.settings.clear')}
              </Button>
            </Popconfirm>
          )}
        </div>
      </div>
      <div className="setting">
        <div>
          <span className="setting-name">{t('translation.settings.glossary')}</span>
          <div className="setting-help">{t('translation.settings.glossaryText')}</div>
        </div>
        {mayReadWords && <Link to="/products/words">{t('translation.settings.openGlossary')}</Link>}
      </div>
      {save.isError && <ErrorPanel error={save.error} />}
      {clear.isError && <ErrorPanel error={clear.error} />}
    </section>
  );
}
