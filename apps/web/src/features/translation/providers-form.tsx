import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { type Draft, draftOf, emptyDraft, isWhole, type Settings, wishOf } from './provider-draft.ts';
import { ProviderFields } from './provider-fields.tsx';
import { ProviderState } from './provider-state.tsx';
import { settingsQuery } from './use-translation.ts';

/** The providers in the order in which they are asked; saved all at once. */
export function ProvidersForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { notification } = App.useApp();
  const { shopIds } = useMe();
  const mayWrite = useCan('shops:write') && shopIds === null;
  const [drafts, setDrafts] = useState<Draft[]>(settings.providers.map(draftOf));
  const save = useMutation({
    mutationFn: () => call('translation-settings.set', { body: { usesMemory: settings.usesMemory, providers: drafts.map(wishOf) } }),
    onSuccess: async (saved) => {
      client.setQueryData(settingsQuery.queryKey, saved);
      notification.success({ title: t('translation.settings.saved'), placement: 'top' });
      await client.invalidateQueries({ queryKey: ['conversation-translations.get'] });
    },
  });
  const change = (key: string, more: Partial<Draft>) => setDrafts(drafts.map((one) => (one.key === key ? { ...one, ...more } : one)));
  const move = (at: number, by: number) => setDrafts(moved(drafts, at, by));
  const add = () =>
    setDrafts([...drafts, emptyDraft(`new-${Date.now()}`, t('translation.settings.newName', { number: drafts.length + 1 }))]);
  return (
    <section className="panel" aria-label={t('translation.settings.providers')}>
      <div className="panel-head">
        <h2>{t('translation.settings.providers')}</h2>
      </div>
      <div className="provider-list">
        <p className="muted">{t('translation.settings.providersText')}</p>
        {drafts.length === 0 && <p data-testid="no-providers">{t('translation.settings.none')}</p>}
        {drafts.map((draft, at) => (
          <div className="provider" key={draft.key} data-testid="provider">
            <ProviderFields
              draft={draft}
              isOff={!mayWrite}
              place={{ at, of: drafts.length }}
              change={(more) => change(draft.key, more)}
              move={(by) => move(at, by)}
              remove={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
            />
            <ProviderState provider={settings.providers.find(({ id }) => id === draft.id) ?? null} mayTest={mayWrite} />
          </div>
        ))}
      </div>
      {mayWrite && (
        <div className="provider-foot">
          <Button icon={<PlusOutlined />} disabled={drafts.length >= 10} onClick={add} data-testid="add-provider">
            {t('translation.settings.add')}
          </Button>
          <Button
            type="primary"
            disabled={!drafts.every(isWhole)}
            loading={save.isPending}
            onClick={() => save.mutate()}
            data-testid="save-providers"
          >
            {t('translation.settings.save')}
          </Button>
        </div>
      )}
      {save.isError && <ErrorPanel error={save.error} />}
    </section>
  );
}

function moved(drafts: readonly Draft[], at: number, by: number): Draft[] {
  const next = [...drafts];
  const [taken] = next.splice(at, 1);
  if (taken) next.splice(at + by, 0, taken);
  return next;
}
