import { ColumnHeightOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { setPreferences, usePreferences } from '../../app/preferences.ts';
import { choosable, columnTitle, hiddenByDefault, parseHidden } from './order-columns.tsx';

/** Which columns, and how close the rows stand: remembered on this device. */
export function TableSettings() {
  const { t } = useTranslation();
  const { isCompact, hiddenOrderColumns } = usePreferences();
  const hidden = parseHidden(hiddenOrderColumns);
  const density = t(isCompact ? 'orders.comfortable' : 'orders.compact');
  return (
    <span className="table-settings">
      <Tooltip title={density}>
        <Button
          type="text"
          icon={<ColumnHeightOutlined />}
          aria-label={density}
          aria-pressed={isCompact}
          onClick={() => setPreferences({ isCompact: !isCompact })}
        />
      </Tooltip>
      <Popover
        trigger="click"
        placement="bottomRight"
        content={
          <div className="column-chooser">
            {choosable.map((key) => (
              <Checkbox
                key={key}
                checked={!hidden.includes(key)}
                onChange={({ target }) =>
                  setPreferences({
                    hiddenOrderColumns: (target.checked ? hidden.filter((each) => each !== key) : [...hidden, key]).join(','),
                  })
                }
              >
                {t(columnTitle[key])}
              </Checkbox>
            ))}
            <Button size="small" type="link" onClick={() => setPreferences({ hiddenOrderColumns: hiddenByDefault })}>
              {t('orders.columns.reset')}
            </Button>
          </div>
        }
      >
        <Button type="text" icon={<SettingOutlined />} aria-label={t('orders.columns.choose')} data-testid="orders-columns" />
      </Popover>
    </span>
  );
}
