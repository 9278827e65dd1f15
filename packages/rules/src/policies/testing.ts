/**
 * How often each property is tried, where it is not a multiple of it: all of them together make 200,000 runs. PROPERTY_RUNS asks for a
 * longer look. For tests only.
 */
export const runs = Number(process.env.PROPERTY_RUNS ?? 3500);
