import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/time.ts';

type Stated = { sourceName: string; statedOn: string | null; checkedOn: string };

/** Who says so and when: such figures are somebody's opinion, not a rule. */
export function SourceNote({ sourceName, statedOn, checkedOn }: Stated) {
  const { t, i18n } = useTranslation();
  const day = (on: string) => formatDay(on, i18n.language, { year: 'numeric', month: 'short', day: 'numeric' });
  return (
    <span className="source-note">
      {t('programmes.source', { name: sourceName, day: statedOn ? day(statedOn) : t('programmes.undated'), checked: day(checkedOn) })}
    </span>
  );
}
