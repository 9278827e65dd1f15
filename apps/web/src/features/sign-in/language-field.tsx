import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../../app/choose-language.ts';
import { usePreferences } from '../../app/preferences.ts';
import { languageNames, languages, unreviewedLanguages } from '../../shared/i18n/languages.ts';

/** The browser's own list: before sign-in a menu component would cost more bytes than the rest of the form. */
export function LanguageField() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <select
      className="language-field"
      aria-label={t('shell.language')}
      value={language}
      onChange={({ target }) => {
        const chosen = languages.find((code) => code === target.value);
        if (chosen) void chooseLanguage(chosen);
      }}
    >
      {languages.map((code) => (
        <option key={code} value={code} lang={code}>
          {languageNames[code]}
          {unreviewedLanguages.has(code) && ` (${t('shell.unreviewed')})`}
        </option>
      ))}
    </select>
  );
}
