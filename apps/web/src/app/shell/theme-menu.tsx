import { DesktopOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Preferences, setPreferences, usePreferences } from '../preferences.ts';

export const themes = ['system', 'light', 'dark'] as const satisfies readonly Preferences['theme'][];
const icons = { system: <DesktopOutlined />, light: <SunOutlined />, dark: <MoonOutlined /> };

export function ThemeMenu() {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: [theme],
        items: themes.map((key) => ({ key, icon: icons[key], label: t(`shell.themes.${key}`) })),
        // The keys are the themes given one line above.
        onClick: ({ key }) => setPreferences({ theme: key as Preferences['theme'] }),
      }}
    >
      <Button type="text" icon={icons[theme]} aria-label={t('shell.theme')} title={t('shell.theme')} />
    </Dropdown>
  );
}
