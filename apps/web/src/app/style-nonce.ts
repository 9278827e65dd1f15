/**
 * The page's policy takes only style tags that carry this answer's nonce. Ant Design hands it to almost all of its
 * tags, but two of its parts (the scroll lock under dialogs and the measuring of scroll bars) make theirs without one,
 * with no setting for it; so every style tag our own scripts make gets the nonce when it is made. Markup that comes as
 * text never passes here and stays refused.
 */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

export function giveNonceToStyles(page: Document, value: string): void {
  const make = page.createElement.bind(page);
  // The override keeps createElement's own overloads; it only adds a property to one kind of element.
  page.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = value;
    return element;
  }) as typeof page.createElement;
}
