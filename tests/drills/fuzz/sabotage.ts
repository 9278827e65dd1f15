/** Mistakes that a product could make, put between the fuzz and the product: each must be found, else the fuzz finds nothing. */
import type { Case } from './cases.ts';
import type { Answered } from './judge.ts';

type Ask = (asked: Case) => Promise<Answered | null>;

const kept: Uint8Array[] = [];
const one = (asked: Case): boolean => asked.index % 25 === 7;

const SABOTAGES: Readonly<Record<string, (ask: Ask) => Ask>> = {
  'server-error': (ask) => async (asked) => {
    const answer = await ask(asked);
    return answer && one(asked) ? { ...answer, status: 500 } : answer;
  },
  'stack-in-answer': (ask) => async (asked) => {
    const answer = await ask(asked);
    return answer && one(asked) ? { ...answer, text: `${answer.text}\n    at handler (/srv/app/run-route.ts:41:7)` } : answer;
  },
  'mass-assignment': (ask) => async (asked) => {
    const answer = await ask(asked);
    return answer && asked.smuggled ? { ...answer, status: 200 } : answer;
  },
  'no-answer': (ask) => (asked) => (one(asked) ? Promise.resolve(null) : ask(asked)),
  hoarding: (ask) => (asked) => {
    kept.push(new Uint8Array(64));
    kept.push(...Array.from({ length: 20 }, () => new Uint8Array(8)));
    return ask(asked);
  },
};

export const fuzzSabotages: readonly string[] = Object.keys(SABOTAGES);
export const saboteurOf = (name: string | null): ((ask: Ask) => Ask) => (name === null ? undefined : SABOTAGES[name]) ?? ((ask) => ask);
