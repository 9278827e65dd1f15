import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { setPreferences, usePreferences } from '../../app/preferences.ts';
import { readerZone } from '../time.ts';

/** Whose midnight parts the days: every shop's own, or one zone for all. */
export function DayZoneSelect() {
  const { t } = useTranslation();
  const { dayZone } = usePreferences();
  const zones = [...new Set([readerZone(), 'Asia/Shanghai', 'UTC', ...(dayZone === 'shop' ? [] : [dayZone])])];
  return (
    <Select
      aria-label={t('periods.zone')}
      value={dayZone}
      popupMatchSelectWidth={false}
      options={[
        { value: 'shop', label: t('periods.shopDay') },
        ...zones.map((zone) => ({ value: zone, label: t('periods.zoneDay', { zone: zone.replaceAll('_', ' ') }) })),
      ]}
      onChange={(value) => setPreferences({ dayZone: value })}
    />
  );
}
