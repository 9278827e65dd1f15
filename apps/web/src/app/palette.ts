/**
 * Every colour of the interface, once for light and once for dark. Ant Design's theme and our own style sheet both
 * read it: the sheet through custom properties that `applyPalette` sets on the root element.
 *
 * Red means money or points are being lost now, amber that they will be, green that it is done: nothing else is
 * red, amber or green. Text on its own ground holds at least 4.5 : 1 in both modes.
 */
export type Mode = 'light' | 'dark';

export const palette = {
  light: {
    ground: '#f2f5f7',
    surface: '#ffffff',
    raised: '#ffffff',
    sunken: '#f6f8fa',
    line: '#dfe5eb',
    lineStrong: '#bfc9d3',
    text: '#15202b',
    textSecond: '#465564',
    textThird: '#5c6a79',
    accent: '#0d6e70',
    accentText: '#0b6163',
    accentSoft: '#e0f0ef',
    losing: '#b3261e',
    losingSoft: '#fdecea',
    soon: '#8a5300',
    soonSoft: '#fff3dd',
    done: '#1b7340',
    doneSoft: '#e3f4e9',
    plain: '#2c5c9c',
    plainSoft: '#e6eef9',
    shadow: '0 1px 2px rgb(21 32 43 / 6%), 0 1px 6px rgb(21 32 43 / 4%)',
  },
  dark: {
    ground: '#0d131a',
    surface: '#151d26',
    raised: '#1c2631',
    sunken: '#111820',
    line: '#283441',
    lineStrong: '#3d4c5c',
    text: '#e6ecf2',
    textSecond: '#b1bdca',
    textThird: '#93a1b0',
    accent: '#1a827e',
    accentText: '#55c8bf',
    accentSoft: '#12302f',
    losing: '#ff8a80',
    losingSoft: '#3a1d1d',
    soon: '#eab35c',
    soonSoft: '#362813',
    done: '#6bcb95',
    doneSoft: '#15301f',
    plain: '#8cb8f0',
    plainSoft: '#182a41',
    shadow: '0 1px 2px rgb(0 0 0 / 40%)',
  },
} as const;

export type Palette = Record<keyof (typeof palette)['light'], string>;

/** The page's policy refuses inline style attributes in markup, but properties set by script are free. */
export function applyPalette(root: HTMLElement, mode: Mode): void {
  root.dataset.theme = mode;
  root.style.colorScheme = mode;
  for (const [name, value] of Object.entries(palette[mode])) {
    root.style.setProperty(`--tw-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
  }
}
