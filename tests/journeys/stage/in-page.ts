/**
 * Checks that run inside the page, so each is one function that reaches for nothing outside itself. They know only what
 * can be told from the document: that a name exists, not that it is a good one.
 */
export function structureProblems(): string[] {
  const problems: string[] = [];
  const isShown = (element: Element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
  const shown = (selector: string) => [...document.querySelectorAll(selector)].filter(isShown);
  const brief = (element: Element) => element.outerHTML.slice(0, 140);
  const isSignIn = ['/sign-in', '/invitation'].includes(location.pathname);

  const nameOf = (element: Element): string => {
    const byId = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '');
    const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? [...(element.labels ?? [])] : [];
    const images = [...element.querySelectorAll('img[alt], [role="img"][aria-label], svg title')];
    const pictured = images.map((image) => image.getAttribute('alt') ?? image.getAttribute('aria-label') ?? image.textContent ?? '');
    const own = element.matches('button, a, summary') ? [element.textContent ?? '', ...pictured] : [];
    return [
      element.getAttribute('aria-label') ?? '',
      ...byId,
      ...labels.map((label) => label.textContent ?? ''),
      ...own,
      element.getAttribute('title') ?? '',
    ]
      .join('')
      .trim();
  };

  if (shown('h1').length !== 1) problems.push(`${shown('h1').length} headings of the first level`);
  if (document.documentElement.lang === '') problems.push('no language named');
  if (document.title === '') problems.push('no title');
  if (shown('main').length !== 1) problems.push(`${shown('main').length} main landmarks`);
  if (!isSignIn && (shown('nav[aria-label]').length === 0 || shown('header').length === 0))
    problems.push('no navigation or header landmark');
  for (const field of shown('input:not([type="hidden"]), select, textarea'))
    if (nameOf(field) === '') problems.push(`a field without a name: ${brief(field)}`);
  for (const control of shown('button, a[href], [role="combobox"]:not(input), [role="switch"]'))
    if (nameOf(control) === '') problems.push(`nothing says what this does: ${brief(control)}`);
  for (const image of document.querySelectorAll('img:not([alt])')) problems.push(`a picture without words: ${brief(image)}`);
  for (const table of shown('table')) {
    if (!table.querySelector('caption') && !table.getAttribute('aria-label')) problems.push(`a table without a caption: ${brief(table)}`);
    if (!table.querySelector('th[scope]')) problems.push(`a table without headers: ${brief(table)}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index))) problems.push(`two elements are called ${id}`);
  return problems;
}

/** WCAG 1.4.3 over every text that is drawn: 4.5, or 3 for large text. Disabled controls and pictures are exempt there. */
export function contrastProblems(): string[] {
  type Colour = [red: number, green: number, blue: number, alpha: number];
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  // Drawn and read back: the browser itself turns every notation (oklch, color-mix) into numbers.
  const known = new Map<string, Colour>();
  const read = (text: string): Colour => {
    const old = known.get(text);
    if (old || !canvas) return old ?? [0, 0, 0, 0];
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
    const colour: Colour = [red, green, blue, alpha / 255];
    known.set(text, colour);
    return colour;
  };
  const over = (top: Colour, ground: Colour): Colour => [
    top[0] * top[3] + ground[0] * (1 - top[3]),
    top[1] * top[3] + ground[1] * (1 - top[3]),
    top[2] * top[3] + ground[2] * (1 - top[3]),
    1,
  ];
  const groundOf = (element: Element): Colour => {
    const layers: Colour[] = [];
    for (let each: Element | null = element; each; each = each.parentElement) {
      const layer = read(getComputedStyle(each).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255, 1]);
  };
  const channel = (value: number) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]: Colour) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);

  const problems = new Set<string>();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (!element || text === '' || element.closest('script, style, svg, :disabled, [aria-disabled="true"], .sr-only, .skip-link')) continue;
    if (element.getClientRects().length === 0 || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const sizePx = Number.parseFloat(style.fontSize);
    const needed = sizePx >= 24 || (sizePx >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const ground = groundOf(element);
    const [a, b] = [light(over(read(style.color), ground)), light(ground)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < needed)
      problems.add(
        `${ratio.toFixed(2)} for ${style.color} on ${ground.slice(0, 3).map(Math.round)}: "${text.slice(0, 40)}" <${element.tagName} ${element.className}>`,
      );
  }
  return [...problems];
}
