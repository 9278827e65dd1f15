/** Checks that run inside the page, so each is one function that reaches for nothing outside itself. */

/**
 * What a hand can click but no key can reach. Composite widgets (tabs, radios, lists, menus) count as reached through the one member
 * that takes the focus, as the keyboard patterns of ARIA have it.
 */
export function mouseOnly(): string[] {
  const focusable = (element: Element) => element instanceof HTMLElement && element.tabIndex >= 0 && !element.matches(':disabled');
  const isShown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const member =
    '[role="tab"], [role="radio"], [role="option"], [role="menuitem"], [role="menuitemradio"], .ant-segmented-item, .ant-select-item';
  const isReached = (element: Element) => {
    for (let each: Element | null = element; each; each = each.parentElement) if (focusable(each)) return true;
    if ([...element.querySelectorAll('*')].some(focusable)) return true;
    // A field's own frame, arrow and label hand the click to the field.
    return element.closest(`${member}, label, .ant-select, .ant-picker, .ant-input-affix-wrapper, .ant-modal-wrap, canvas`) !== null;
  };
  const clickable = [...document.querySelectorAll('body *')].filter(
    (element) =>
      isShown(element) &&
      getComputedStyle(element).cursor === 'pointer' &&
      getComputedStyle(element.parentElement ?? element).cursor !== 'pointer',
  );
  return clickable.filter((element) => !isReached(element)).map((element) => element.outerHTML.slice(0, 160));
}

/** Characters that stand on the page but that no installed font can draw: they come out as the box for what is missing. */
export function missingGlyphs(): string[] {
  const canvas = document.createElement('canvas');
  canvas.width = 48;
  canvas.height = 48;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return ['no canvas'];
  const drawn = (character: string, font: string) => {
    pen.clearRect(0, 0, 48, 48);
    pen.font = font;
    pen.fillText(character, 4, 36);
    return pen.getImageData(0, 0, 48, 48).data.join();
  };
  const found = new Set<string>();
  const seen = new Set<string>();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!element || element.closest('script, style') || !element.checkVisibility()) continue;
    const { fontFamily, fontWeight } = getComputedStyle(element);
    const font = `${fontWeight} 28px ${fontFamily}`;
    // Never assigned to any character, so that every font answers with its box.
    const box = drawn('\u{378}', font);
    for (const character of node.textContent ?? '') {
      // Marks have no shape of their own; a flag is two letters that only together are a picture; emoji in a buyer's words are the reader's.
      if (character < '\u{80}' || /[\p{M}\p{Z}\p{Cc}\p{Cf}\p{RI}\p{Emoji_Presentation}]/u.test(character) || seen.has(font + character))
        continue;
      seen.add(font + character);
      if (drawn(character, font) === box) found.add(character);
    }
  }
  return [...found];
}

/** Runs in the page: by how many pixels it is wider than its window, and the theme that it wears. */
export const extentAndTheme = () => ({
  over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  theme: document.documentElement.dataset.theme,
});
