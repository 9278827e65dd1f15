import { deWords } from './de.ts';
import { enWords } from './en.ts';
import { esWords } from './es.ts';
import { frWords } from './fr.ts';
import { idWords } from './id.ts';
import { itWords } from './it.ts';
import { jaWords } from './ja.ts';
import { msWords } from './ms.ts';
import { ptWords } from './pt.ts';
import { thWords } from './th.ts';
import { viWords } from './vi.ts';
import type { WordList } from './word-list.ts';
import { zhWords } from './zh.ts';

export const wordLists: readonly WordList[] = [
  enWords,
  zhWords,
  thWords,
  viWords,
  msWords,
  idWords,
  esWords,
  ptWords,
  deWords,
  frWords,
  itWords,
  jaWords,
];
