import { type ThemeConfig, theme } from 'antd';
import { type Mode, palette } from './palette.ts';

export const fontFamily =
  '-apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Leelawadee UI", "Noto Sans Thai", "Sukhumvit Set", sans-serif';

/** Ant Design in our clothes. Phones get controls a thumb can hit. */
export function themeOf(mode: Mode, isPhone: boolean): ThemeConfig {
  const colours = palette[mode];
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: 'tradewind' },
    hashed: false,
    token: {
      fontFamily,
      fontSize: 14,
      borderRadius: 6,
      controlHeight: isPhone ? 44 : 32,
      controlHeightSM: isPhone ? 44 : 28,
      colorPrimary: colours.accent,
      // The tone derived for a button under the pointer is a hair too light for white words on a dark page.
      ...(mode === 'dark' ? { colorPrimaryHover: colours.accent } : {}),
      colorLink: colours.accentText,
      colorInfo: colours.plain,
      colorError: colours.losing,
      colorWarning: colours.soon,
      colorSuccess: colours.done,
      // The grounds derived from dark tones come out muddy, so they are named.
      colorErrorBg: colours.losingSoft,
      colorErrorBorder: colours.line,
      colorWarningBg: colours.soonSoft,
      colorWarningBorder: colours.line,
      colorSuccessBg: colours.doneSoft,
      colorSuccessBorder: colours.line,
      colorInfoBg: colours.plainSoft,
      colorInfoBorder: colours.line,
      // Chosen and under the pointer: the darker tone derived from ours leaves grey words unreadable.
      controlItemBgActiveHover: colours.accentSoft,
      colorBgBase: mode === 'dark' ? colours.ground : colours.surface,
      colorBgLayout: colours.ground,
      colorBgContainer: colours.surface,
      colorBgElevated: colours.raised,
      colorBorder: colours.lineStrong,
      colorBorderSecondary: colours.line,
      colorText: colours.text,
      colorTextSecondary: colours.textSecond,
      colorTextTertiary: colours.textThird,
      colorTextDescription: colours.textSecond,
      colorTextPlaceholder: colours.textThird,
      boxShadowTertiary: colours.shadow,
      // Lists, menus and dialogs open at once: one that still slides under the pointer swallows a quick click.
      motion: false,
    },
    components: {
      Segmented: { itemSelectedColor: colours.accentText, trackBg: mode === 'dark' ? colours.sunken : colours.line },
      Select: { optionSelectedBg: colours.accentSoft, optionActiveBg: colours.sunken },
      Menu: { itemSelectedBg: colours.accentSoft },
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        // The accent that fills a button is too dark to be read on a dark ground.
        defaultHoverColor: colours.accentText,
        defaultActiveColor: colours.accentText,
      },
    },
  };
}
