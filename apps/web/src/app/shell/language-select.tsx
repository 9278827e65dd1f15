import { GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Language, languageNames, languages, unreviewedLanguages } from '../../shared/i18n/languages.ts';
import { chooseLanguage } from '../choose-language.ts';
import { usePreferences } from '../preferences.ts';

/** Changes at once, without reload. A drafted language says that no native operator has read it yet. */
export function LanguageSelect({ isIconOnly = false }: { isIconOnly?: boolean }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: [language],
        items: languages.map((code) => ({
          key: code,
          label: (
            <span className="menu-row" lang={code}>
              {languageNames[code]}
              {unreviewedLanguages.has(code) && <span className="muted">{t('shell.unreviewed')}</span>}
            </span>
          ),
        })),
        // The keys are the languages given one line above.
        onClick: ({ key }) => void chooseLanguage(key as Language),
      }}
    >
      <Button
        type="text"
        data-testid="language"
        icon={<GlobalOutlined />}
        aria-label={isIconOnly ? t('shell.language') : `${t('shell.language')}: ${languageNames[language]}`}
        title={t('shell.language')}
      >
        {!isIconOnly && languageNames[language]}
      </Button>
    </Dropdown>
  );
}
