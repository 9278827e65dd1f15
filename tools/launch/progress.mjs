/** Progress goes to stderr: stdout belongs to the command itself (an export, a drill's JSON line). */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Says what begins and, when it ends, how long it took. */
export async function step(title, run) {
  const startedAt = Date.now();
  say(`> ${title}`);
  const result = await run();
  say(`  done in ${seconds(Date.now() - startedAt)}`);
  return result;
}
