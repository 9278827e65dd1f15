import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setPreferences, usePreferences } from '../../app/preferences.ts';
import { browserZone, formatInstant, nowMs, readerZone } from '../../shared/time.ts';
import { offsetOf, zonesFor } from './zones.ts';

/** The four hundred zones are worked out when the list is first opened: that takes longer than drawing the page. */
export function ZoneSelect({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const { timeZone } = usePreferences();
  const [wasOpened, setOpened] = useState(false);
  const own = browserZone();
  const zones = useMemo(
    () => (wasOpened ? zonesFor(i18n.language, nowMs(), [own, ...(timeZone ? [timeZone] : [])]) : []),
    [wasOpened, i18n.language, own, timeZone],
  );
  const options = [
    { value: '', search: own, label: t('settings.profile.zoneOfBrowser', { zone: own.replaceAll('_', ' ') }) },
    ...zones.map(({ name, words, offset, search }) => ({
      value: name,
      search,
      label: (
        <span className="zone-option">
          <span>{words}</span>
          <span className="muted num">{offset}</span>
        </span>
      ),
    })),
  ];
  // Until then the list holds only what is chosen.
  if (!wasOpened && timeZone) options.push({ value: timeZone, search: timeZone, label: timeZone.replaceAll('_', ' ') });
  const now = new Date(nowMs()).toISOString();
  return (
    <>
      <Select
        id={id}
        data-testid="profile-zone"
        value={timeZone}
        showSearch={{ optionFilterProp: 'search' }}
        listHeight={320}
        options={options}
        onOpenChange={(isOpen) => isOpen && setOpened(true)}
        onChange={(zone) => setPreferences({ timeZone: zone })}
      />
      <div className="setting-help" data-testid="zone-now">
        {t('settings.profile.zoneNow', { time: formatInstant(now, i18n.language), offset: offsetOf(readerZone(), nowMs()) })}
      </div>
    </>
  );
}
