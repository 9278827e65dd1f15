const STEP_MS = 100;

/** Asks again until the answer is there; what was missing stands in the error. Real time passes here, as for a reader. */
export async function until<T>(what: string, ask: () => Promise<T | null | false | undefined>, withinMs = 20_000): Promise<T> {
  const endsAt = Date.now() + withinMs;
  let lastFailure: unknown = null;
  while (Date.now() < endsAt) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      lastFailure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  throw new Error(`not within ${withinMs / 1000} s: ${what}`, lastFailure ? { cause: lastFailure } : {});
}
