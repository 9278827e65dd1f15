/** How often each property is tried: PROPERTY_RUNS says, for a longer look. For tests only. */
export const runs = Number(process.env.PROPERTY_RUNS ?? 1000);
