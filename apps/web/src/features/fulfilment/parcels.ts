/** Which units go into which parcel, as the platform counts them: every unit by an id of its own. */
type Line = { channelLineIds: readonly string[] };

/** The first so many units of each line; null: all of them, which needs no list. */
export function unitsToShip(lines: readonly Line[], units: readonly number[]): string[] | null {
  if (lines.every(({ channelLineIds }, at) => (units[at] ?? channelLineIds.length) >= channelLineIds.length)) return null;
  return lines.flatMap(({ channelLineIds }, at) => channelLineIds.slice(0, units[at] ?? channelLineIds.length));
}

/** `counts[parcel][line]` of all parcels but the first, which gets what is left; null where a line has too few units or a parcel none. */
export function groupsOf(lines: readonly Line[], counts: readonly (readonly number[])[]): string[][] | null {
  const groups: string[][] = Array.from({ length: counts.length + 1 }, () => []);
  for (const [at, { channelLineIds }] of lines.entries()) {
    let from = 0;
    for (const [parcel, ofLines] of counts.entries()) {
      const until = from + (ofLines[at] ?? 0);
      groups[parcel + 1]?.push(...channelLineIds.slice(from, until));
      from = until;
    }
    if (from > channelLineIds.length) return null;
    groups[0]?.push(...channelLineIds.slice(from));
  }
  return groups.every((group) => group.length > 0) ? groups : null;
}
