import { TranslationOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { chatLanguages } from '@tradewind/rules/language';
import { Button, Popover, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { useLanguageName } from '../localisation/words.tsx';
import { type Talk, talkQuery, useReaderLanguage, useTalk } from './use-translation.ts';
import './translation.css';

const HEARD = 'heard';

/** Whether this conversation is translated, for everybody, and which language its buyer writes. */
export function TranslationSwitch({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const talk = useTalk(conversationId);
  if (!talk) return null;
  const isOn = talk.isOn && talk.hasProvider;
  return (
    <Popover trigger="click" placement="bottomRight" content={<Choices conversationId={conversationId} talk={talk} />}>
      <Button
        type="text"
        size="small"
        icon={<TranslationOutlined />}
        className={isOn ? 'translation-on' : ''}
        aria-label={t(isOn ? 'translation.switch.isOn' : 'translation.switch.isOff')}
        title={t(isOn ? 'translation.switch.isOn' : 'translation.switch.isOff')}
        data-testid="translation-switch"
        data-on={isOn}
      />
    </Popover>
  );
}

function Choices({ conversationId, talk }: { conversationId: string; talk: Talk }) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  const client = useQueryClient();
  const mayWrite = useCan('returns:write');
  const reads = useReaderLanguage();
  const { isOn, buyerLanguage, hasProvider } = talk;
  const save = useMutation({
    mutationFn: (body: { isOn: boolean; buyerLanguage: string | null }) =>
      call('conversation-translations.set', { params: { conversationId }, body }),
    onSuccess: (saved) => client.setQueryData(talkQuery(conversationId).queryKey, saved),
  });
  const chosen = buyerLanguage.from === 'person' ? buyerLanguage.language : null;
  const heard = t(`translation.switch.${buyerLanguage.from === 'market' ? 'byMarket' : 'byWords'}`, {
    language: nameOf(buyerLanguage.language),
  });
  return (
    <div className="translation-choices">
      {!hasProvider && <p>{t('translation.switch.noProvider')}</p>}
      <div className="translation-choice">
        <label htmlFor="translation-on">{t('translation.switch.translate')}</label>
        <Switch
          id="translation-on"
          disabled={!mayWrite || !hasProvider}
          loading={save.isPending}
          checked={isOn && hasProvider}
          onChange={(next) => save.mutate({ isOn: next, buyerLanguage: chosen })}
          data-testid="translation-on"
        />
      </div>
      <div className="translation-choice">
        <label htmlFor="buyer-language">{t('translation.switch.buyerWrites')}</label>
        <Select
          id="buyer-language"
          disabled={!mayWrite}
          value={chosen ?? HEARD}
          popupMatchSelectWidth={false}
          options={[
            { value: HEARD, label: chosen === null ? heard : t('translation.switch.heard') },
            ...chatLanguages.map((value) => ({ value, label: nameOf(value) })),
          ]}
          onChange={(next) => save.mutate({ isOn, buyerLanguage: next === HEARD ? null : next })}
          data-testid="buyer-language"
        />
      </div>
      {reads && <p className="muted">{t('translation.switch.youRead', { language: nameOf(reads) })}</p>}
      {save.isError && <ErrorPanel error={save.error} />}
      <Link to="/settings/translation">{t('translation.switch.settings')}</Link>
    </div>
  );
}
