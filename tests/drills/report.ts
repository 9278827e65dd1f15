/** What a drill says at its end: the one JSON line that people, CI and the proof page read. */
export type Mismatch = { what: string; where: string; ours: unknown; theirs: unknown };

export type Report = {
  drill: string;
  ok: boolean;
  seed: number;
  checked: number;
  faults: Record<string, number>;
  mismatches: Mismatch[];
};

const MISMATCHES_SHOWN = 20;

/** Counts what was compared and keeps what differed. A drill that compared nothing is not a success. */
export class Findings {
  checked = 0;
  readonly mismatches: Mismatch[] = [];

  /** Equal as JSON: numbers, texts and lists of them, which is all that crosses a wire. */
  same(what: string, where: string, pair: { ours: unknown; theirs: unknown }): void {
    this.checked += 1;
    if (JSON.stringify(pair.ours) !== JSON.stringify(pair.theirs)) this.mismatches.push({ what, where, ...pair });
  }

  /** Something that must be so, for which there is no other side to compare with. */
  holds(what: string, where: string, facts: { is: boolean; seen: unknown; wanted: unknown }): void {
    this.checked += 1;
    if (!facts.is) this.mismatches.push({ what, where, ours: facts.seen, theirs: facts.wanted });
  }

  add(other: Findings): void {
    this.checked += other.checked;
    this.mismatches.push(...other.mismatches);
  }
}

export function reportOf(
  drill: string,
  seed: number,
  { findings, faults }: { findings: Findings; faults: Record<string, number> },
): Report {
  const { checked, mismatches } = findings;
  return { drill, ok: mismatches.length === 0 && checked > 0, seed, checked, faults, mismatches: mismatches.slice(0, MISMATCHES_SHOWN) };
}
