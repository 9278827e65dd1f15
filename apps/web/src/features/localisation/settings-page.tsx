import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { LocalisationSettings } from '@tradewind/contract/types';
import { textLanguages } from '@tradewind/rules/localisation';
import { Alert, App, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useLanguageName, useReasonWords } from './words.tsx';
import './localisation.css';

const settingsQuery = apiQuery('localisation-settings.get', {});
type Draft = Omit<LocalisationSettings, 'model' | 'titleTemplates'> & { address: string; name: string; key: string; templates: string };

const draftOf = ({ model, titleTemplates, ...rest }: LocalisationSettings): Draft => ({
  ...rest,
  ...{ address: model?.address ?? '', name: model?.name ?? '', key: '' },
  templates: titleTemplates.map(({ language, market, template }) => `${language}${market ? `-${market}` : ''}: ${template}`).join('\n'),
});

/** Lines such as `de: {brand} {name}` or `en-GB: {name}`; what is none of them is left out and shown so. */
function templatesOf(text: string): LocalisationSettings['titleTemplates'] {
  return text.split('\n').flatMap((line) => {
    const found = /^\s*([a-z]{2})(?:-([A-Z]{2}))?\s*:\s*(.+?)\s*$/.exec(line);
    const language = textLanguages.find((each) => each === found?.[1]);
    return language && found?.[3] ? [{ language, market: found[2] ?? null, template: found[3] }] : [];
  });
}

export function TextSettingsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(settingsQuery);
  return (
    <>
      <PageHeader title={t('products.places.textSettings')} answer={t('localisation.settings.answer')} />
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={6} label={t('common.loading')} />}
      {data && <SettingsForm key={JSON.stringify(data)} settings={data} />}
    </>
  );
}

function SettingsForm({ settings }: { settings: LocalisationSettings }) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  const client = useQueryClient();
  const { notification } = App.useApp();
  const { shopIds } = useMe();
  const mayWrite = useCan('shops:write') && shopIds === null;
  const [draft, setDraft] = useState(draftOf(settings));
  const save = useMutation({
    mutationFn: () => {
      const { address, name, key, templates, ...rest } = draft;
      const model = address.trim() === '' ? null : { address: address.trim(), name, ...(key === '' ? {} : { key }) };
      return call('localisation-settings.set', { body: { ...rest, titleTemplates: templatesOf(templates), model } });
    },
    onSuccess: (saved) => {
      client.setQueryData(settingsQuery.queryKey, saved);
      notification.success({ title: t('localisation.saved'), placement: 'top' });
    },
  });
  const change = (more: Partial<Draft>) => setDraft({ ...draft, ...more });
  return (
    <section className="panel product-panel" aria-label={t('products.places.textSettings')}>
      <div className="product-fields">
        <div className="product-field">
          <span>{t('localisation.settings.original')}</span>
          <Select
            disabled={!mayWrite}
            value={draft.originalLanguage}
            options={textLanguages.map((value) => ({ value, label: nameOf(value) }))}
            onChange={(originalLanguage) => change({ originalLanguage })}
            aria-label={t('localisation.settings.original')}
          />
        </div>
        <Text label={t('localisation.settings.tone')} value={draft.tone} isOff={!mayWrite} onChange={(tone) => change({ tone })} />
      </div>
      <Checkbox
        disabled={!mayWrite}
        checked={draft.publishUnseen}
        onChange={({ target }) => change({ publishUnseen: target.checked })}
        data-testid="publish-unseen"
      >
        {t('localisation.settings.unseen')}
      </Checkbox>
      <div className="product-field text-wide">
        <span>{t('localisation.settings.templates')}</span>
        <Input.TextArea
          readOnly={!mayWrite}
          aria-label={t('localisation.settings.templates')}
          value={draft.templates}
          rows={4}
          placeholder={'de: {brand} {name} {material} {size}'}
          onChange={({ target }) => change({ templates: target.value })}
        />
        <span className="muted">{t('localisation.settings.templatesHint')}</span>
      </div>
      <h2>{t('localisation.settings.model')}</h2>
      <p className="muted">{t('localisation.settings.modelText')}</p>
      <div className="product-fields">
        <Text
          label={t('localisation.settings.address')}
          value={draft.address}
          isOff={!mayWrite}
          onChange={(address) => change({ address })}
        />
        <Text label={t('localisation.settings.name')} value={draft.name} isOff={!mayWrite} onChange={(name) => change({ name })} />
        <Text
          label={t(settings.model?.hasKey ? 'localisation.settings.keyKept' : 'localisation.settings.key')}
          value={draft.key}
          isOff={!mayWrite}
          isSecret
          onChange={(key) => change({ key })}
        />
      </div>
      {save.isError && <ErrorPanel error={save.error} />}
      {mayWrite && (
        <div className="text-actions">
          {settings.model && <ModelTest />}
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate()} data-testid="save-text-settings">
            {t('localisation.save')}
          </Button>
        </div>
      )}
    </section>
  );
}

type TextProps = { label: string; value: string; isOff: boolean; isSecret?: boolean; onChange: (value: string) => void };

function Text({ label, value, isOff, isSecret = false, onChange }: TextProps) {
  const shared = {
    value,
    readOnly: isOff,
    'aria-label': label,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <div className="product-field">
      <span>{label}</span>
      {isSecret ? <Input.Password {...shared} autoComplete="off" /> : <Input {...shared} />}
    </div>
  );
}

/** Asks what is saved, not what is typed. */
function ModelTest() {
  const { t, i18n } = useTranslation();
  const reasonOf = useReasonWords();
  const test = useMutation({ mutationFn: () => call('translation-models.test', {}) });
  const seconds = formatCount(Math.round((test.data?.tookMs ?? 0) / 1000), i18n.language);
  return (
    <>
      {test.isError && <ErrorPanel error={test.error} />}
      {test.data && (
        <Alert
          type={test.data.isGood ? 'success' : 'error'}
          showIcon
          role="status"
          title={test.data.isGood ? t('localisation.settings.testGood', { seconds }) : reasonOf(test.data.reason)}
          description={test.data.text}
          data-testid="model-test-result"
        />
      )}
      <Button loading={test.isPending} onClick={() => test.mutate()} data-testid="test-model">
        {t('localisation.settings.test')}
      </Button>
    </>
  );
}
