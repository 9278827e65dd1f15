import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../app/session.ts';
import { apiQuery, call, type Request } from '../../../shared/api/call.ts';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../../shared/widgets/skeleton.tsx';
import { useAct } from '../use-inbox.ts';

const modes = ['off', 'asked', 'opened'] as const;
type Fields = Request<'assist-settings.set'>['body'];
const NO_MODEL = '';

export function AssistSettings() {
  const { t } = useTranslation();
  const maySet = useCan('shops:write');
  const { data, error, refetch } = useQuery(apiQuery('assist-settings.get', {}));
  const save = useAct((body: Fields) => call('assist-settings.set', { body }));
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} label={t('common.loading')} />;
  const { mode, providerId, models } = data;
  return (
    <section className="panel" aria-label={t('assist.settings.title')}>
      <header className="panel-head">
        <h2>{t('assist.settings.title')}</h2>
      </header>
      <Form layout="vertical" component="div" className="knowledge-set">
        <Form.Item label={t('assist.settings.mode')} extra={t('assist.settings.neverSent')}>
          <Select
            aria-label={t('assist.settings.mode')}
            disabled={!maySet}
            loading={save.isPending}
            value={mode}
            options={modes.map((value) => ({ value, label: t(`assist.settings.modes.${value}`) }))}
            onChange={(value) => save.mutate({ mode: value, providerId })}
            data-testid="assist-mode"
          />
        </Form.Item>
        <Form.Item
          label={t('assist.settings.model')}
          extra={
            <>
              {t('assist.settings.modelHint')} <Link to="/settings/translation">{t('assist.settings.setUp')}</Link>
            </>
          }
        >
          <Select
            aria-label={t('assist.settings.model')}
            disabled={!maySet}
            loading={save.isPending}
            value={providerId ?? NO_MODEL}
            options={[
              { value: NO_MODEL, label: t('assist.settings.noModel') },
              ...models.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(value) => save.mutate({ mode, providerId: value === NO_MODEL ? null : value })}
          />
        </Form.Item>
      </Form>
    </section>
  );
}
