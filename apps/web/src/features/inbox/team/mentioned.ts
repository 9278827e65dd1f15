type Named = { id: string; name: string };

/** Who is called in a note: their whole name behind an @. Of names that begin alike, the longest that stands there. */
export function mentionedIn(text: string, agents: readonly Named[]): string[] {
  const byLength = [...agents].sort((a, b) => b.name.length - a.name.length);
  const called = new Set<string>();
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const rest = text.slice(at + 1);
    const longest = byLength.find(({ name }) => rest.startsWith(name) && !/^[\p{Letter}\p{Number}]/u.test(rest.slice(name.length)));
    // Two of one name cannot be told apart: both are called.
    for (const { id, name } of agents) if (name === longest?.name) called.add(id);
  }
  return [...called];
}
