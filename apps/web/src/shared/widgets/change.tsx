import { CaretDownFilled, CaretUpFilled, MinusOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Direction } from '../figures.ts';
import { formatPercent } from '../money.ts';

/** Change against the period before: arrow and percent; its colour says whether that is good for this figure. */
type Props = { now: number | null; before: number | null; better?: Direction; title?: string };

export function Change({ now, before, better = 'more', title }: Props) {
  const { t, i18n } = useTranslation();
  if (now === null || before === null || before === 0) {
    return (
      <span className="change" title={t('common.noComparison')}>
        –
      </span>
    );
  }
  const share = now / before - 1;
  const isFlat = Math.abs(share) < 0.0005;
  const isGood = share > 0 === (better === 'more');
  return (
    <span className={`change ${isFlat || better === 'neither' ? '' : isGood ? 'change-good' : 'change-bad'}`} title={title}>
      {isFlat ? <MinusOutlined /> : share > 0 ? <CaretUpFilled /> : <CaretDownFilled />}
      <span className="sr-only">{isFlat ? '' : t(share > 0 ? 'common.up' : 'common.down')}</span>
      {formatPercent(Math.abs(share), i18n.language)}
    </span>
  );
}
