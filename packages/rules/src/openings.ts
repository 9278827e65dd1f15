/**
 * Which market next? The platform's rule (policy store-opening) says by which way a shop may be opened there; this weighs that with the
 * merchant's own facts and with what the sources hold of the market. Every part of the score is a ground that a page can tell.
 */
import type { RuleFacts, StoreOpeningOutput } from './policies/index.ts';
import { programmeFacts } from './programme-facts.ts';

type Path = StoreOpeningOutput['path'];

/** How long a review lasts. The source only says that within a region a shop may open at once; the other two are ours. */
type ReviewTime = Pick<RuleFacts, 'source' | 'section' | 'checkedOn' | 'basis'> & { path: Path; fromHours: number; toHours: number };

const fastOpening = { source: '000_24f5ba8e749fbada.txt', section: '极速互通开店', checkedOn: '2026-11-22' } as const;
const reviewTimes: readonly ReviewTime[] = [
  { ...fastOpening, path: 'instant', basis: 'source', fromHours: 0, toHours: 1 },
  { ...fastOpening, path: 'fast-review', basis: 'decision', fromHours: 24, toHours: 48 },
  { ...fastOpening, path: 'full-review', basis: 'decision', fromHours: 72, toHours: 120 },
];

/** Null: nothing is reviewed where nothing may be opened. */
export const reviewTimeOf = (path: Path): ReviewTime | null => reviewTimes.find((row) => row.path === path) ?? null;

export type Candidate = {
  market: string;
  path: Path;
  /** Required papers that are missing or have expired. */
  lacking: number;
  /** The merchant's shops there. */
  shopsThere: number;
  hasDeposit: boolean;
};
export type Ground = {
  code: 'path' | 'papers-ready' | 'papers-lacking' | 'new-market' | 'market-known' | 'no-deposit' | 'deposit' | 'larger-market';
  effect: 'for' | 'against';
  points: number;
};

/** Our weights (decision): together they make 100. */
const weights = {
  path: { instant: 40, 'fast-review': 25, 'full-review': 10, blocked: 0 },
  papers: 25,
  perLackingPaper: 8,
  newMarket: 15,
  noDeposit: 10,
  /** By how many times one European market the source calls it larger. */
  larger: [
    { fromTimes: 10, points: 10 },
    { fromTimes: 2, points: 6 },
  ],
} as const satisfies Record<string, unknown> & { path: Record<Path, number> };

function largerPoints(market: string): number {
  const times = programmeFacts
    .filter(({ about, markets }) => about === 'market-opening' && markets.includes(market))
    .map(({ values }) => Number(values.fromTimes ?? 0));
  return weights.larger.find(({ fromTimes }) => times.some((each) => each >= fromTimes))?.points ?? 0;
}

/**
 * @example weigh({ market: 'VN', path: 'instant', lacking: 0, shopsThere: 0, hasDeposit: true }).score // 80
 * @example weigh({ market: 'VN', path: 'blocked', … }).score // 0: whatever speaks for it, it cannot be opened
 */
export function weigh({ market, path, lacking, shopsThere, hasDeposit }: Candidate): { score: number; grounds: Ground[] } {
  if (path === 'blocked') return { score: 0, grounds: [{ code: 'path', effect: 'against', points: 0 }] };
  const larger = largerPoints(market);
  const ready = lacking === 0;
  const grounds: Ground[] = [
    { code: 'path', effect: path === 'full-review' ? 'against' : 'for', points: weights.path[path] },
    ready
      ? { code: 'papers-ready', effect: 'for', points: weights.papers }
      : { code: 'papers-lacking', effect: 'against', points: Math.max(0, weights.papers - lacking * weights.perLackingPaper) },
    shopsThere === 0
      ? { code: 'new-market', effect: 'for', points: weights.newMarket }
      : { code: 'market-known', effect: 'against', points: 0 },
    hasDeposit ? { code: 'deposit', effect: 'against', points: 0 } : { code: 'no-deposit', effect: 'for', points: weights.noDeposit },
    ...(larger > 0 ? [{ code: 'larger-market' as const, effect: 'for' as const, points: larger }] : []),
  ];
  return { score: grounds.reduce((sum, { points }) => sum + points, 0), grounds };
}
