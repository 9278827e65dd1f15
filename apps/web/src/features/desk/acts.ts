import type { DeskAction } from './use-desk.ts';

/** What can be done to orders here, by key where a clerk does it all day. Those with words ask for them first. */
export const acts = [
  { kind: 'hold', key: 'h', words: { max: 300 } },
  { kind: 'release', key: 'e', words: null },
  { kind: 'add-tag', key: 't', words: { max: 40 } },
  { kind: 'remove-tag', key: null, words: { max: 40 } },
  { kind: 'pack', key: 'p', words: null },
  { kind: 'unpack', key: null, words: null },
  { kind: 'raise-exception', key: null, words: { max: 300 } },
  { kind: 'resolve-exception', key: null, words: null },
  { kind: 'note', key: 'n', words: { max: 1000 } },
] as const satisfies readonly { kind: DeskAction['kind']; key: string | null; words: { max: number } | null }[];
export type Act = (typeof acts)[number];
export type AskingAct = Extract<Act, { words: { max: number } }>;

export function actionOf({ kind }: Act, words: string): DeskAction {
  switch (kind) {
    case 'hold':
    case 'raise-exception':
      return { kind, reason: words };
    case 'add-tag':
    case 'remove-tag':
      return { kind, tag: words };
    case 'note':
      return { kind, text: words };
    default:
      return { kind };
  }
}
