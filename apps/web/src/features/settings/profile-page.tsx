import { CheckOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../../app/choose-language.ts';
import { setPreferences, usePreferences } from '../../app/preferences.ts';
import { useProfileSave } from '../../app/profile-sync.ts';
import { useMe } from '../../app/session.ts';
import { themes } from '../../app/shell/theme-menu.tsx';
import { call } from '../../shared/api/call.ts';
import { languageNames, languages, unreviewedLanguages } from '../../shared/i18n/languages.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { ZoneSelect } from './zone-select.tsx';

export function ProfilePage() {
  const { t } = useTranslation();
  const { save, retry } = useProfileSave();
  return (
    <>
      <PageHeader title={t('settings.places.profile')} answer={t('settings.profile.answer')} />
      <div className="settings-stack settings-narrow">
        <section className="panel" aria-label={t('settings.profile.who')}>
          <NameSetting />
          <EmailSetting />
        </section>
        <section className="panel" aria-label={t('settings.profile.how')}>
          <LanguageSetting />
          <ZoneSetting />
          <LookSettings />
        </section>
        {save.status === 'failed' && <ErrorPanel error={save.error} retry={retry} />}
        <span className="saved-mark" role="status">
          {save.status === 'saved' && (
            <>
              <CheckOutlined /> {t('settings.profile.saved')}
            </>
          )}
        </span>
      </div>
    </>
  );
}

function Setting({ label, help, children }: { label: ReactNode; help?: ReactNode; children: ReactNode }) {
  return (
    <div className="setting">
      <div>
        {label}
        {help && <div className="setting-help">{help}</div>}
      </div>
      <div>{children}</div>
    </div>
  );
}

function NameSetting() {
  const { t } = useTranslation();
  const { name, merchant } = useMe();
  const client = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const rename = useMutation({
    mutationFn: (next: string) => call('profile.update', { body: { name: next } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['me'] });
      setDraft(null);
    },
  });
  const text = draft ?? name;
  const isNew = text.trim() !== '' && text.trim() !== name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isNew) rename.mutate(text.trim());
  };
  return (
    <Setting
      label={<label htmlFor="name">{t('settings.profile.name')}</label>}
      help={t('settings.profile.nameHelp', { merchant: merchant.name })}
    >
      <form className="setting-name-row" onSubmit={submit}>
        <Input id="name" value={text} maxLength={100} autoComplete="name" onChange={({ target }) => setDraft(target.value)} />
        <Button htmlType="submit" disabled={!isNew} loading={rename.isPending} data-testid="save-name">
          {t('settings.profile.save')}
        </Button>
      </form>
      {rename.isError && <ErrorPanel error={rename.error} />}
    </Setting>
  );
}

function EmailSetting() {
  const { t } = useTranslation();
  const { email } = useMe();
  return (
    <Setting label={<span className="setting-name">{t('signIn.email')}</span>} help={t('settings.profile.emailHelp')}>
      {email}
    </Setting>
  );
}

function LanguageSetting() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Setting label={<label htmlFor="language">{t('shell.language')}</label>} help={t('settings.profile.languageHelp')}>
      <Select
        id="language"
        data-testid="profile-language"
        value={language}
        options={languages.map((code) => ({
          value: code,
          label: (
            <span className="menu-row" lang={code}>
              {languageNames[code]}
              {unreviewedLanguages.has(code) && <span className="muted">{t('shell.unreviewed')}</span>}
            </span>
          ),
        }))}
        onChange={(code) => void chooseLanguage(code)}
      />
    </Setting>
  );
}

function ZoneSetting() {
  const { t } = useTranslation();
  return (
    <Setting label={<label htmlFor="zone">{t('settings.profile.zone')}</label>} help={t('settings.profile.zoneHelp')}>
      <ZoneSelect id="zone" />
    </Setting>
  );
}

function LookSettings() {
  const { t } = useTranslation();
  const { theme, isCompact } = usePreferences();
  return (
    <>
      <Setting label={<span className="setting-name">{t('shell.theme')}</span>}>
        <Segmented
          aria-label={t('shell.theme')}
          value={theme}
          options={themes.map((value) => ({ value, label: t(`shell.themes.${value}`) }))}
          onChange={(value) => setPreferences({ theme: value })}
        />
      </Setting>
      <Setting label={<span className="setting-name">{t('settings.profile.density')}</span>} help={t('settings.profile.densityHelp')}>
        <Segmented
          aria-label={t('settings.profile.density')}
          value={isCompact ? 'compact' : 'normal'}
          options={(['normal', 'compact'] as const).map((value) => ({ value, label: t(`settings.profile.densities.${value}`) }))}
          onChange={(value) => setPreferences({ isCompact: value === 'compact' })}
        />
      </Setting>
    </>
  );
}
