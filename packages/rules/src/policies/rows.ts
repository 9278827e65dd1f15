import type { Citation } from './policy.ts';

/** The day on which the rows of programmes, money and products were last compared with their sources. */
export const checkedOn = '2026-11-22';

/** The places where these rows stand, each once, in the order given. */
export const cited = (...rows: Citation[]): Citation[] =>
  rows
    .map(({ source, section }) => ({ source, section }))
    .filter((row, index, all) => all.findIndex((other) => other.source === row.source && other.section === row.section) === index);
