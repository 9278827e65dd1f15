import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useReasonName } from './use-reason-name.ts';

type Reason = { code: string; text: string };
type Props = { reasons: readonly Reason[]; isLoading: boolean; value: string; set: (code: string) => void };

/** The platform's reasons by their names; several that are called the same say its own words too. */
export function ReasonSelect({ reasons, isLoading, value, set }: Props) {
  const { t } = useTranslation();
  const nameOf = useReasonName();
  const names = reasons.map(nameOf);
  const options = reasons.map(({ code, text }, at) => {
    const name = names[at] ?? code;
    const isShared = names.filter((each) => each === name).length > 1 && text !== name;
    return { value: code, label: isShared ? `${name} – ${text}` : name, title: code };
  });
  return (
    <Select
      aria-label={t('returns.answer.reason')}
      placeholder={t('returns.answer.reason')}
      data-testid="answer-reason"
      loading={isLoading}
      value={value || null}
      options={options}
      onChange={(next) => set(next ?? '')}
    />
  );
}
