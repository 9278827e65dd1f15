/** A number below `count` that the commit chooses. */
export function chosenByCommit(count: number): number;
