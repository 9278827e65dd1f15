import type { SplitWish } from './shapes.ts';

/** As many parcels as a person looks through. */
const PARCELS_MAX = 10;

/**
 * How units of lines would lie in parcels: for each parcel, how many of each line. The last takes the rest. One parcel: nothing to split.
 *
 * @example proposeSplit([2, 1], { by: 'units', most: 2 }) // [[2, 0], [0, 1]]
 */
export function proposeSplit(units: readonly number[], wish: SplitWish): number[][] {
  const parcels: number[][] = [];
  const add = (): number[] => {
    const parcel = units.map(() => 0);
    parcels.push(parcel);
    return parcel;
  };
  let open: number[] | null = null;
  let room = 0;
  for (const [line, count] of units.entries()) {
    if (wish.by === 'line') open = parcels.length < PARCELS_MAX ? add() : open;
    for (let unit = 0; unit < count; unit += 1) {
      if (wish.by === 'units' && room === 0 && parcels.length < PARCELS_MAX) {
        open = add();
        room = wish.most ?? 1;
      }
      if (open) open[line] = (open[line] ?? 0) + 1;
      room -= room > 0 ? 1 : 0;
    }
  }
  return parcels;
}
