import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { MemorySettings } from './memory-settings.tsx';
import { ProvidersForm } from './providers-form.tsx';
import { ReaderSettings } from './reader-settings.tsx';
import { settingsQuery } from './use-translation.ts';
import './translation.css';

/** Who translates chats, and what of them I read myself? */
export function TranslationSettingsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('settings.places.translation')} answer={t('translation.settings.answer')} />
      <Requires scope="buyers:read">
        <div className="settings-stack">
          <ReaderSettings />
          <Merchants />
        </div>
      </Requires>
    </>
  );
}

function Merchants() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(settingsQuery);
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} label={t('common.loading')} />;
  // What was saved begins a form of its own; what was counted meanwhile does not take away what somebody types.
  const saved = JSON.stringify(data.providers.map(({ counts: _, restsUntil: __, ...rest }) => rest));
  return (
    <>
      <ProvidersForm key={saved} settings={data} />
      <MemorySettings settings={data} />
    </>
  );
}
