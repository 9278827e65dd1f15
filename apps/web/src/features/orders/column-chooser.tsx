import { ColumnHeightOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { setPreferences, usePreferences } from '../../app/preferences.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { choosable, columnTitle, hiddenByDefault, parseHidden } from './order-columns.tsx';
import { hiddenColumns, parseColumns, shownColumns } from './order-views.ts';

/** Columns left out of the list: the address says so where a view came with columns of its own, else this device. */
export function useHiddenColumns(inAddress: string | undefined): [hidden: string, setHidden: (hidden: string) => void] {
  const { hiddenOrderColumns } = usePreferences();
  const setSearch = useSetOwnSearch();
  const shown = parseColumns(inAddress);
  if (!shown) return [hiddenOrderColumns, (hidden) => setPreferences({ hiddenOrderColumns: hidden })];
  return [hiddenColumns(shown), (hidden) => setSearch({ columns: shownColumns(hidden) }, true)];
}

/** Which columns, and how close the rows stand. */
export function TableSettings({ columns }: { columns: string | undefined }) {
  const { t } = useTranslation();
  const { isCompact } = usePreferences();
  const [hiddenText, setHidden] = useHiddenColumns(columns);
  const hidden = parseHidden(hiddenText);
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
                // The last one stays: an address with no columns at all would read as none named.
                disabled={hidden.length === choosable.length - 1 && !hidden.includes(key)}
                onChange={({ target }) => setHidden((target.checked ? hidden.filter((each) => each !== key) : [...hidden, key]).join(','))}
              >
                {t(columnTitle[key])}
              </Checkbox>
            ))}
            <Button size="small" type="link" onClick={() => setHidden(hiddenByDefault)}>
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
