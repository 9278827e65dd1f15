import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { chatLanguageOf, chatLanguages } from '@tradewind/rules/language';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Answer, call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useLanguageName } from '../localisation/words.tsx';
import { readerQuery } from './use-translation.ts';

const INTERFACE = 'interface';

/** One's own: said once, and every chat of every shop comes in it. */
export function ReaderSettings() {
  const { t, i18n } = useTranslation();
  const nameOf = useLanguageName();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(readerQuery);
  const save = useMutation({
    mutationFn: (body: Answer<'translation-reader.get'>) => call('translation-reader.set', { body }),
    onSuccess: async (saved) => {
      client.setQueryData(readerQuery.queryKey, saved);
      // What needed no translation may need one now.
      client.removeQueries({ queryKey: ['message-translations.create'] });
    },
  });
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} label={t('common.loading')} />;
  const options = chatLanguages.map((value) => ({ value: value as string, label: nameOf(value) }));
  const own = t('translation.settings.asInterface', { language: nameOf(chatLanguageOf(i18n.language)) });
  return (
    <section className="panel" aria-label={t('translation.settings.yours')}>
      <div className="setting">
        <div>
          <label htmlFor="reader-language">{t('translation.settings.reads')}</label>
          <div className="setting-help">{t('translation.settings.readsText')}</div>
        </div>
        <Select
          id="reader-language"
          showSearch
          optionFilterProp="label"
          loading={save.isPending}
          value={data.language ?? INTERFACE}
          options={[{ value: INTERFACE, label: own }, ...options]}
          onChange={(next) => save.mutate({ ...data, language: next === INTERFACE ? null : next })}
          data-testid="reader-language"
        />
      </div>
      <div className="setting">
        <div>
          <label htmlFor="untranslated">{t('translation.settings.untranslated')}</label>
          <div className="setting-help">{t('translation.settings.untranslatedText')}</div>
        </div>
        <Select
          id="untranslated"
          mode="multiple"
          optionFilterProp="label"
          value={data.untranslated}
          options={options}
          placeholder={t('translation.settings.untranslatedNone')}
          onChange={(next) => save.mutate({ ...data, untranslated: next })}
          data-testid="untranslated"
        />
      </div>
      {save.isError && <ErrorPanel error={save.error} />}
    </section>
  );
}
