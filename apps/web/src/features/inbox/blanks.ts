/** What a saved reply may leave open. */
export const blanks = ['buyer', 'shop', 'order', 'tracking', 'agent'] as const;
export type Blank = (typeof blanks)[number];

const marked = new RegExp(`\\{(${blanks.join('|')})\\}`, 'g');
// The cast: the pattern is made of these words only.
const blankOf = (name: string): Blank => name as Blank;

/** Fills what is known; the rest stays, to be seen and filled by hand. */
export const fill = (text: string, known: Partial<Record<Blank, string>>): string =>
  text.replace(marked, (mark, name: string) => known[blankOf(name)] || mark);

/** The first blank that is still open: nothing with one in it is sent. */
export const openBlank = (text: string): string | null => text.match(marked)?.[0] ?? null;
