import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { namedPeriods } from '../../shared/periods.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { useToday } from '../../shared/use-periods.ts';
import { DayZoneSelect } from '../../shared/widgets/day-zone-select.tsx';
import { useMarketsView } from './use-markets-view.ts';

export function PeriodPicker() {
  const { t } = useTranslation();
  const [view, setView] = useMarketsView();
  const today = useToday();
  const isPhone = useIsPhone();
  const options = [...namedPeriods, 'custom' as const].map((value) => ({
    value,
    label: value === 'custom' ? t('markets.ownDays') : t(`periods.${value}`),
  }));
  const choose = (period: (typeof options)[number]['value']) =>
    setView(period === 'custom' ? { period: undefined, ...view.days } : { period, from: undefined, to: undefined });
  const { from, to } = view.days;
  return (
    <div className="period-picker">
      {isPhone ? (
        <Select aria-label={t('figures.period')} value={view.period} options={options} onChange={choose} />
      ) : (
        <Segmented aria-label={t('figures.period')} value={view.period} options={options} onChange={choose} />
      )}
      {view.period === 'custom' && (
        <span className="own-days">
          <input
            type="date"
            aria-label={t('markets.from')}
            value={from}
            max={to}
            onChange={({ target }) => target.value && target.value <= to && setView({ from: target.value, to })}
          />
          <span aria-hidden="true">–</span>
          <input
            type="date"
            aria-label={t('markets.to')}
            value={to}
            min={from}
            max={today}
            onChange={({ target }) => target.value && target.value >= from && setView({ from, to: target.value })}
          />
        </span>
      )}
      <span className="period-zone">
        <DayZoneSelect />
      </span>
    </div>
  );
}
