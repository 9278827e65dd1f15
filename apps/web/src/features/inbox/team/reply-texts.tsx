import { CloseOutlined } from '@ant-design/icons';
import { chatLanguages } from '@tradewind/rules/language';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { languageName } from './language-names.ts';

type Texts = Readonly<Record<string, string>>;
type Reply = { text: string; texts: Texts };

/** Where it was not written in that language, the words for all others. */
export const textIn = ({ text, texts }: Reply, language: string | null): string => (language === null ? text : texts[language]) ?? text;

/** Chosen once for a shop, because its buyers mostly write alike; a reload forgets it. */
const chosen = new Map<string, string | null>();
export const languageFor = (shopId: string, byLetters: string | null): string | null => byLetters ?? chosen.get(shopId) ?? null;
export const chooseLanguage = (shopId: string, language: string | null): void => void chosen.set(shopId, language);

type ChoiceProps = { replies: readonly Reply[]; language: string | null; choose: (language: string | null) => void };

/** In which of the languages that are there; nothing where there is one only. */
export function LanguageChoice({ replies, language, choose }: ChoiceProps) {
  const { t, i18n } = useTranslation();
  const written = [...new Set(replies.flatMap(({ texts }) => Object.keys(texts)))].sort();
  if (written.length === 0) return null;
  return (
    <Select
      aria-label={t('inbox-team.languages.title')}
      prefix={t('inbox-team.languages.shown')}
      value={language !== null && written.includes(language) ? language : null}
      options={[
        { value: null, label: t('inbox-team.languages.base') },
        ...written.map((code) => ({ value: code, label: languageName(code, i18n.language) })),
      ]}
      onChange={choose}
      data-testid="reply-language"
    />
  );
}

/** The same answer in other languages, each as it is to be read by a buyer. */
export function ReplyTexts({ texts, set }: { texts: Texts; set: (texts: Record<string, string>) => void }) {
  const { t, i18n } = useTranslation();
  const free = chatLanguages.filter((code) => !(code in texts));
  return (
    <>
      {Object.entries(texts).map(([code, words]) => {
        const language = languageName(code, i18n.language);
        return (
          <div key={code} className="reply-text">
            <span className="reply-text-head">
              <label htmlFor={`reply-text-${code}`}>{language}</label>
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t('inbox-team.languages.drop', { language })}
                onClick={() => set(Object.fromEntries(Object.entries(texts).filter(([other]) => other !== code)))}
              />
            </span>
            <Input.TextArea
              id={`reply-text-${code}`}
              rows={3}
              maxLength={2000}
              dir="auto"
              lang={code}
              value={words}
              onChange={({ target }) => set({ ...texts, [code]: target.value })}
            />
          </div>
        );
      })}
      <Select
        className="inbox-reply-add"
        aria-label={t('inbox-team.languages.add')}
        placeholder={t('inbox-team.languages.add')}
        popupMatchSelectWidth={false}
        value={null}
        options={free.map((code) => ({ value: code, label: languageName(code, i18n.language) }))}
        onChange={(code: string | null) => code && set({ ...texts, [code]: '' })}
        data-testid="add-reply-language"
      />
    </>
  );
}
